"""Whatever is sent to whichever route, present or future: a 4xx with a stable code, never a 500."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from quanyu.kit.paging import encode_cursor
from tests.conftest import Home
from tests.platform.api_walk import Operation, Walk
from tests.platform.seeds import SEEDS

HOSTILE: tuple[Any, ...] = ("x", "\x00", -1, 2**70, None, True, [], {}, 1e308)
CURSORS = [
    "x", "é", "%00", base64.urlsafe_b64encode(b"{}").decode(),
    *(encode_cursor(*[value] * parts) for parts in (1, 2, 3) for value in HOSTILE),
]  # fmt: skip
TEXTS = ["\u0000", "\\", "'; DROP TABLE profile; --", "{workspace:UUID}", "%s %(x)s :x", "\u202e\ufeff", "1e999"]
BODIES = [b"", b"null", b"[]", b"0", b'"x"', b"{", b"\xff", b"[" * 500 + b"]" * 500, b'{"a": NaN}', b"{}"]
PATH_VALUES = ["x", "0", "-1", "9" * 30, "%00", "' OR 1=1", "00000000-0000-0000-0000-000000000000"]


@pytest.fixture
async def walk(app: FastAPI, home: Home) -> Walk:
    app.openapi_schema = None
    walk = Walk(app.openapi(), "x", SEEDS)
    await walk.furnish(home.client)
    return walk


@pytest.fixture
def client(app: FastAPI, home: Home) -> httpx.AsyncClient:
    """The owner's, with bugs as answers."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://quanyu.test", headers=home.client.headers)


def _wrong(operation: Operation, sent: Any, answer: httpx.Response) -> str | None:
    """Why the answer is no good one, if it is not."""
    if answer.status_code >= 500 and answer.status_code != 503:
        return f"{operation.name} answers {answer.status_code} to {sent!r}"
    if answer.status_code >= 400 and not answer.json().get("code"):
        return f"{operation.name} refuses {sent!r} without a code"
    return None


async def test_a_cursor_that_is_none_of_ours_is_refused(walk: Walk, client: httpx.AsyncClient) -> None:
    wrong = []
    for operation in walk.operations():
        if any(one["name"] == "cursor" for one in operation.spec.get("parameters", ())):
            values, _ = await walk.fill(client, operation)
            for cursor in CURSORS:
                answer = await walk.call(client, operation, values, query={"cursor": cursor})
                wrong.append(_wrong(operation, cursor, answer))

    assert [one for one in wrong if one] == []


async def test_a_body_of_another_form_is_refused(walk: Walk, client: httpx.AsyncClient) -> None:
    wrong = []
    for operation in walk.operations():
        if "application/json" in operation.spec.get("requestBody", {}).get("content", {}):
            values, _ = await walk.fill(client, operation)
            for body in BODIES:
                headers = {"Content-Type": "application/json"}
                answer = await walk.call(client, operation, values, content={"content": body, "headers": headers})
                wrong.append(_wrong(operation, body[:20], answer))

    assert [one for one in wrong if one] == []


async def test_texts_that_mean_something_elsewhere_mean_nothing_here(walk: Walk, client: httpx.AsyncClient) -> None:
    wrong = []
    for operation in walk.operations():
        if operation.method == "delete":
            continue
        values, _ = await walk.fill(client, operation)
        names = [one["name"] for one in operation.spec.get("parameters", ()) if _is_text(one)]
        for text in TEXTS:
            answer = await _hostile(walk, text).call(client, operation, values, query=dict.fromkeys(names, text))
            wrong.append(_wrong(operation, text, answer))

    assert [one for one in wrong if one] == []


async def test_an_id_that_is_none_is_not_found(walk: Walk, client: httpx.AsyncClient) -> None:
    wrong = []
    for operation in walk.operations():
        for value in PATH_VALUES if operation.path_names else ():
            answer = await walk.call(client, operation, dict.fromkeys(operation.path_names, value))
            wrong.append(_wrong(operation, value, answer))

    assert [one for one in wrong if one] == []


def _hostile(walk: Walk, text: str) -> Walk:
    event = {"id": text, "event": text, "at": text, "ids": {text: text, "phone": text}, "properties": {text: text}}
    return Walk(walk.schema, text, {"POST /v1/events": {"json": {"events": [event]}}})


def _is_text(parameter: dict[str, Any]) -> bool:
    schema = parameter["schema"]
    kinds = [schema, *schema.get("anyOf", ())]
    return parameter["in"] == "query" and any(one.get("type") == "string" and "format" not in one for one in kinds)
