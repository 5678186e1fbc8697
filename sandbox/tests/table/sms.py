"""The cases of the SMS gateway."""

import itertools
import json
import time
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx
from rig import Sandbox
from wechat_sandbox.sms.door import signature

from table import GONE, Answer, Case, Good

HOST = "/sms.sandbox"
NOON = 12 * 3600
_NONCES = itertools.count(1)

MESSAGE = {
    "id": str,
    "to": str,
    "status": str,
    "code": str,
    "segments": int,
    "accepted_at": str,
    "done_at": (str, None.__class__),
}
BATCH = {"batch_id": str, "client_id": str, "messages": [MESSAGE]}
SIGN = {"id": str, "name": str, "status": str, "reason": str}
TEMPLATE = {**SIGN, "content": str, "kind": str}
OFFER = {"name": "王女士", "offer": "满199减50", "link": "http://127.0.0.1:8902/x"}


async def call_signed(
    sandbox: Sandbox, method: str, path: str, body: dict[str, Any] | None = None, **headers: str
) -> httpx.Response:
    """Call the gateway as the brand's sender; `headers` replace those of the signature."""
    sender = sandbox.account("sms")
    raw = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    stamp, nonce = headers.get("timestamp", str(int(time.time()))), headers.get("nonce", f"n{next(_NONCES)}")
    signed = signature(sender.secret, method, path, stamp, nonce, raw)
    given = {"key": sender.app_id, "timestamp": stamp, "nonce": nonce, "signature": signed, **headers}
    sent = {f"x-sms-{name}": value for name, value in given.items()}
    return await sandbox.client.request(method, HOST + path, content=raw, headers=sent)


async def call_sms(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call the gateway the way the table does."""
    path = case.path.format(**good.params) + (f"?{urlencode(good.query)}" if good.query else "")
    response = await call_signed(sandbox, case.method, path, good.body if case.method == "POST" else None)
    body = response.json()
    failed = response.status_code >= 400
    return Answer(response.status_code, body["code"] if failed else "", body)


async def at_noon(sandbox: Sandbox) -> None:
    """Let it be noon: marketing may go out."""
    await sandbox.admin("PATCH", "/settings", {"sms_review_refuses": 0})
    await sandbox.advance(NOON)


def offer_to(sandbox: Sandbox, *people: int, **more: Any) -> dict[str, Any]:
    """The body that sends the offer to some people."""
    to = [sandbox.world.people.phone(person) for person in people]
    return {"to": to, "sign": "全域好物", "template": "tpl_offer", "params": OFFER, **more}


async def _offer(sandbox: Sandbox) -> Good:
    await at_noon(sandbox)
    return Good({**offer_to(sandbox, 1, 2), "client_id": "spring"})


async def _sent(sandbox: Sandbox, name: str) -> Good:
    body = offer_to(sandbox, 1, template="tpl_code", params={"code": "123456"})
    batch = (await call_signed(sandbox, "POST", "/v1/messages", body)).json()
    return Good(params={"id": batch[name] if name == "batch_id" else batch["messages"][0]["id"]})


async def _new_sign(sandbox: Sandbox) -> Good:
    return Good({"name": "全域会员"})


async def _new_template(sandbox: Sandbox) -> Good:
    return Good({"name": "生日", "content": "{{name}}，生日快乐", "kind": "notice"})


async def _named(sandbox: Sandbox, doc_id: str) -> Good:
    return Good(params={"id": doc_id})


async def _nothing(sandbox: Sandbox) -> Good:
    return Good(query={"cursor": "0"})


async def _numbers(sandbox: Sandbox) -> Good:
    return Good({"numbers": [sandbox.world.people.phone(3)]})


async def _on_the_list(sandbox: Sandbox) -> Good:
    good = await _numbers(sandbox)
    await call_signed(sandbox, "POST", "/v1/blacklist", good.body)
    return Good(params={"number": good.body["numbers"][0]})


async def _refused(sandbox: Sandbox, method: str, path: str) -> str:
    return str((await call_signed(sandbox, method, path)).json()["code"])


async def _sign_twice(sandbox: Sandbox) -> str:
    body = {"name": "全域会员"}
    await call_signed(sandbox, "POST", "/v1/signs", body)
    return str((await call_signed(sandbox, "POST", "/v1/signs", body)).json()["code"])


async def _full(sandbox: Sandbox, path: str, setting: str, body: dict[str, Any]) -> str:
    await sandbox.admin("PATCH", "/settings", {setting: 0})
    return str((await call_signed(sandbox, "POST", path, body)).json()["code"])


_case = partial(Case, account="sms", caller=call_sms)

CASES = [
    _case(
        "/v1/messages",
        _offer,
        BATCH,
        {
            "BAD_REQUEST": {"to": []},
            "SIGN_NOT_APPROVED": {"sign": "别人"},
            "TEMPLATE_NOT_APPROVED": {"template": "tpl_none"},
            "BAD_PARAMS": {"params": {}},
            "TOO_LONG": {"template": GONE, "content": "退订" + "长" * 600},
            "NO_WAY_OUT": {"template": GONE, "content": "快来买"},
        },
    ),
    _case(
        "/v1/messages/{id}",
        partial(_sent, name="id"),
        MESSAGE,
        {"NOT_FOUND": partial(_refused, method="GET", path="/v1/messages/none")},
        method="GET",
    ),
    _case(
        "/v1/batches/{id}",
        partial(_sent, name="batch_id"),
        BATCH,
        {"NOT_FOUND": partial(_refused, method="GET", path="/v1/batches/none")},
        method="GET",
    ),
    _case(
        "/v1/signs",
        _new_sign,
        SIGN,
        {
            "BAD_REQUEST": {"name": "x"},
            "ALREADY_EXISTS": _sign_twice,
            "TOO_MANY": partial(_full, path="/v1/signs", setting="sms_signs", body={"name": "新签名"}),
        },
    ),
    _case("/v1/signs", _nothing, {"items": [SIGN]}, method="GET"),
    _case(
        "/v1/signs/{id}",
        partial(_named, doc_id="sign_brand"),
        {"removed": bool},
        {"NOT_FOUND": partial(_refused, method="DELETE", path="/v1/signs/none")},
        method="DELETE",
    ),
    _case(
        "/v1/templates",
        _new_template,
        TEMPLATE,
        {
            "BAD_REQUEST": {"kind": "poem"},
            "TOO_MANY": partial(
                _full, path="/v1/templates", setting="sms_templates", body={"name": "a", "content": "b", "kind": "code"}
            ),
        },
    ),
    _case("/v1/templates", _nothing, {"items": [TEMPLATE]}, method="GET"),
    _case(
        "/v1/templates/{id}",
        partial(_named, doc_id="tpl_code"),
        TEMPLATE,
        {"NOT_FOUND": partial(_refused, method="GET", path="/v1/templates/none")},
        method="GET",
    ),
    _case(
        "/v1/templates/{id}",
        partial(_named, doc_id="tpl_code"),
        {"removed": bool},
        {"NOT_FOUND": partial(_refused, method="DELETE", path="/v1/templates/none")},
        method="DELETE",
    ),
    _case(
        "/v1/blacklist",
        _nothing,
        {"items": [{"number": str, "why": str, "since": str}], "next_cursor": (str, None.__class__)},
        {"BAD_REQUEST": {"cursor": "x"}},
        method="GET",
    ),
    _case("/v1/blacklist", _numbers, {"added": int}, {"BAD_REQUEST": {"numbers": ["1"]}}),
    _case(
        "/v1/blacklist/{number}",
        _on_the_list,
        {"removed": bool},
        {"NOT_FOUND": partial(_refused, method="DELETE", path="/v1/blacklist/13800000000")},
        method="DELETE",
    ),
    _case(
        "/v1/replies",
        _nothing,
        {"items": [{"from": str, "content": str, "unsubscribed": bool, "at": str}], "next_cursor": str},
        {"BAD_REQUEST": {"cursor": "x"}},
        method="GET",
    ),
]
