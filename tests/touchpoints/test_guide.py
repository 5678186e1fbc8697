"""T13: the guide's touchpoint works as the guide says, word for word."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.touchpoints import Calls, Outgoing, Touchpoint, accounts, registry
from tests.conftest import Home

GUIDE = Path(__file__).resolve().parents[2] / "docs/guides/new-touchpoint.md"
FIELDS = {"app_id": "Brand", "secret": "KEY", "token": "CALLBACKKEY", "base_url": "http://gateway.test"}


@pytest.fixture(scope="module")
def sms() -> Iterator[Touchpoint]:
    """What the guide's code blocks register, run in their order."""
    code = "\n\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL))
    module = ModuleType("guide")
    exec(compile(code, str(GUIDE), "exec"), module.__dict__)
    yield module.SMS
    del registry._KINDS[module.SMS.kind]


class Gateway:
    """A gateway that behaves as the guide says."""

    def __init__(self) -> None:
        self.sent: dict[str, dict[str, Any]] = {}
        self.app = Starlette(
            routes=[Route("/messages", self._take, methods=["POST"]), Route("/balance", self._balance, methods=["GET"])]
        )

    async def _take(self, request: Request) -> JSONResponse:
        if request.headers.get("authorization") != "Bearer KEY":
            return JSONResponse({"code": 3001, "message": "wrong key"})
        body = await request.json()
        if body["to"] == "000":
            return JSONResponse({"code": 1001, "message": "no such number"})
        self.sent.setdefault(body["reference"], body)
        return JSONResponse({"code": 0, "msgid": f"m-{list(self.sent).index(body['reference'])}"})

    async def _balance(self, request: Request) -> JSONResponse:
        if request.headers.get("authorization") != "Bearer KEY":
            return JSONResponse({"code": 3001, "message": "wrong key"})
        return JSONResponse({"left": 42})


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
async def calls(runtime: Runtime, gateway: Gateway) -> AsyncIterator[Calls]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(gateway.app)) as http:
        yield Calls(replace(runtime, http=http))


async def account_of(home: Home, sms: Touchpoint, **fields: str) -> dict[str, Any]:
    response = await home.client.post("/v1/touchpoints", json={"kind": sms.kind, "name": "短信", **FIELDS, **fields})
    assert response.status_code == 201, response.text
    return dict(response.json())


async def test_a_new_touchpoint_shows_itself_to_the_console(home: Home, sms: Touchpoint) -> None:
    kinds = (await home.client.get("/v1/touchpoint-kinds")).json()["items"]
    incomplete = await home.client.post("/v1/touchpoints", json={"kind": sms.kind, "name": "x", "app_id": "B", "secret": "K"})

    (found,) = [one for one in kinds if one["kind"] == "sms_gateway"]
    assert found["label_zh"] == "短信"
    assert found["can"] == ["send:sms", "callbacks"]
    assert (incomplete.status_code, incomplete.json()["facts"]["field"]) == (422, "token")


async def test_it_sends_once_and_knows_what_a_refusal_means(
    home: Home, runtime: Runtime, sms: Touchpoint, gateway: Gateway, calls: Calls
) -> None:
    created = await account_of(home, sms)
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        account = await accounts.get(tx, runtime.vault, home.scope.workspace_id, UUID(created["id"]))
    assert account is not None
    assert sms.send is not None
    assert sms.check is not None
    message = Outgoing(uuid4(), "sms", "13800000000", {"text": "您好"})

    sent = [await sms.send(calls, account, one) for one in (message, message, replace(message, id=uuid4(), to="000"))]
    wrong = await sms.send(calls, replace(account, secret="x"), message)
    checked = await sms.check(calls, account)

    assert [(one.outcome, one.code) for one in [*sent, wrong]] == [
        ("sent", ""),
        ("sent", ""),
        ("refused", "1001"),
        ("stop", "3001"),
    ]
    assert [one["text"] for one in gateway.sent.values()] == ["您好"]
    assert (checked[0].level, checked[0].en) == ("ok", "42 messages are left.")


async def tell(home: Home, account: dict[str, Any], body: bytes, *, key: str = FIELDS["token"], age: int = 0) -> httpx.Response:
    stamp = str(int(time.time()) - age)
    signature = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": signature}
    return await home.client.post(f"/callbacks/{account['id']}", content=body, headers=headers)


async def test_its_callbacks_enter_the_log_once_and_join_by_phone(home: Home, runtime: Runtime, sms: Touchpoint) -> None:
    account = await account_of(home, sms)
    reply = {
        "kind": "reply",
        "msgid": "m-1",
        "at": str(int(runtime.clock.now().timestamp())),
        "from": "13800000000",
        "text": "退订",
    }

    answers = [await tell(home, account, json.dumps(reply).encode()) for _ in range(2)]

    rows = await runtime.clickhouse.rows(
        Query(
            "SELECT event, profile_id, toString(properties.text) FROM events WHERE workspace_id = {w:UUID}",
            {"w": home.scope.workspace_id},
        )
    )
    assert [one.text for one in answers] == ["success"] * 2
    ((event, profile_id, text),) = rows
    assert (event, text) == ("sms_reply", "退订")
    assert profile_id > 0


@pytest.mark.parametrize(
    ("body", "options", "status"),
    [
        (b"{}", {"key": "another"}, 403),
        (b"{}", {"age": 400}, 403),
        (b"{}", {}, 400),
        (b"\xff\x00", {}, 400),
        (b'{"kind": "reply", "at": "soon"}', {}, 400),
    ],
)
async def test_what_it_does_not_believe_or_understand_is_refused(
    home: Home, sms: Touchpoint, body: bytes, options: dict[str, Any], status: int
) -> None:
    assert (await tell(home, await account_of(home, sms), body, **options)).status_code == status


async def test_it_has_no_handshake_and_no_codes(home: Home, sms: Touchpoint) -> None:
    account = await account_of(home, sms)

    handshake = await home.client.get(f"/callbacks/{account['id']}")
    code = await home.client.post(f"/v1/touchpoints/{account['id']}/codes", json={"name": "x", "scene": "x"})

    assert (handshake.status_code, code.json()["code"]) == (404, "touchpoint_cannot")
