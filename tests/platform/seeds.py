"""What to send to routes whose schema does not say enough to make something real."""

from __future__ import annotations

import json
from typing import Any

OPEN = {
    "POST /v1/session", "GET /healthz", "GET /readyz", "GET /callbacks/{account_id}", "POST /callbacks/{account_id}",
    "POST /v1/mini-program/login",
}  # fmt: skip
"""Routes that nobody signs in for. /metrics and the console's files are open too and not part of the API's schema."""

MARK = "wall-mark-5d1c"
"""Written into everything that the walk makes, to be looked for where it must not be."""

_MAPPING = {"columns": {"order_id": "order", "at": "at", "item_id": "item", "quantity": "quantity", "unit_price": "price"}}

SEEDS: dict[str, Any] = {
    "POST /v1/tokens": {"json": {"name": MARK, "role": "analyst"}},
    "POST /v1/members": {"json": {"login": f"{MARK}@example.com", "role": "analyst", "name": MARK}},
    "POST /v1/touchpoints": {
        "json": {
            "kind": "official_account", "name": MARK, "app_id": MARK, "secret": MARK, "token": "walltoken",
            "aes_key": "a" * 43, "base_url": "http://127.0.0.1:9",
        }
    },
    "POST /v1/events": {
        "json": {
            "events": [
                {"id": MARK, "event": "order_paid", "at": "2026-03-01T00:00:00Z", "ids": {"member_no": MARK}}
            ]
        }
    },
    "POST /v1/segments": {"json": {"name": MARK, "condition": {"did": "order_paid", "at_least": 1}}},
    "POST /v1/imports": {
        "data": {"mapping": json.dumps(_MAPPING)},
        "files": {"file": (f"{MARK}.csv", b"order,at,item,quantity,price\n1,2026-03-01 10:00:00,a,1,9.90\n")},
    },
}  # fmt: skip
