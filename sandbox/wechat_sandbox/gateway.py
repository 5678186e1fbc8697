"""The door of every API: finds it, checks method, body, token and quota, and words the answer as WeChat does."""

import asyncio
import hmac
import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from wechat_sandbox import errors
from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.faults import Fault
from wechat_sandbox.registry import ENDPOINTS, HOSTS, PAGES, WORK, Call, Endpoint, Image, Json
from wechat_sandbox.world import World

# JSON with \uxxxx escapes is refused by menus and messages; an escaped backslash before "u" is not one.
_ESCAPES = re.compile(rb"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")
_SHOWN = 2000


class LostAnswer(Response):
    """A connection that closes before the answer has come: the caller cannot know what happened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


@dataclass
class _Trace:
    """What the request log will say about a call."""

    account: str = ""
    request: str = ""
    answer: Json | Image = field(default_factory=dict)
    rule: str = ""


def split_host(path: str, host_header: str) -> tuple[str, str] | None:
    """Tell which WeChat host is meant, by the first part of the path or by the Host header."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first in HOSTS:
        return first, "/" + rest
    host = host_header.partition(":")[0]
    return (host, path) if host in HOSTS else None


async def answer(world: World, host: str, path: str, request: Request) -> Response:
    """Answer one call of a WeChat API."""
    endpoint = ENDPOINTS.get((host, path))
    if endpoint is None:
        return PlainTextResponse("404 page not found", 404)
    began = time.perf_counter()
    fault = world.faults.strike(path)
    if fault is not None and fault.latency_ms:
        await asyncio.sleep(fault.latency_ms / 1000)
    trace = _Trace()
    rid = world.dice.uuid("rid", world.store.next_number("calls"))
    try:
        trace.answer = _success(endpoint, await _call(world, endpoint, request, trace, fault))
    except ApiError as refusal:
        trace.rule = refusal.rule
        trace.answer = _failure(host, refusal.code, rid)
    world.log_call(_entry(world, endpoint, trace, rid, (time.perf_counter() - began) * 1000))
    if fault is not None and fault.drop_answer_after_effect:
        return LostAnswer()
    if isinstance(trace.answer, Image):
        return Response(trace.answer.body, media_type=trace.answer.media_type)
    return JSONResponse(trace.answer)


async def _call(world: World, endpoint: Endpoint, request: Request, trace: _Trace, fault: Fault | None) -> Json | Image:
    raw = await _read(request, world.settings.largest_body_bytes)
    trace.request = raw.decode(errors="replace")[:_SHOWN]
    if request.method != endpoint.method:
        raise ApiError(43001 if endpoint.method == "GET" else 43002, f"this API is called with {endpoint.method}")
    query = dict(request.query_params)
    account = _caller(world, endpoint, query)
    trace.account = account.id if account else ""
    if fault is not None and fault.errcode:
        raise ApiError(fault.errcode, "a fault switched on in the sandbox")
    body = _parse(raw) if endpoint.method == "POST" else {}
    if account is None:
        account = _identify(world, endpoint, query, body)
        trace.account = account.id
    _check_address(world, host=endpoint.host, request=request)
    world.quota.use(account, endpoint, world.now())
    return endpoint.handler(Call(world, account, query, body))


async def _read(request: Request, most: int) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise ApiError(45002, f"a body of at most {most} bytes")
    return body


def _caller(world: World, endpoint: Endpoint, query: Mapping[str, str]) -> Account | None:
    if not endpoint.token:
        return None
    account = world.tokens.owner(query.get("access_token", ""), endpoint.host == WORK, world.accounts)
    if account.kind not in endpoint.kinds:
        raise ApiError(48001, f"this API is for {', '.join(endpoint.kinds)}")
    return account


def _identify(world: World, endpoint: Endpoint, query: Mapping[str, str], body: Json) -> Account:
    """Tell who calls without a token: by app id and secret, or for a picture by its ticket."""
    if endpoint.host == PAGES:
        owner = world.store.get("qr ticket", "", query.get("ticket", ""))
        account = world.accounts.get(owner["account"]) if owner else None
        if account is None:
            raise ApiError(40035, "no such ticket")
        return account
    given = {**body, **query}
    wecom = endpoint.host == WORK
    app_id = given.get("corpid" if wecom else "appid")
    secret = given.get("corpsecret" if wecom else "secret")
    if not app_id or not isinstance(app_id, str):
        raise ApiError(41002, "who calls is not named")
    if not secret or not isinstance(secret, str):
        raise ApiError(41004, "the secret is missing")
    account = world.accounts.by_app_id(app_id)
    if account is None or account.kind not in endpoint.kinds:
        raise ApiError(40013, "no such account here")
    if not hmac.compare_digest(account.secret.encode(), secret.encode()):
        raise ApiError(40001 if wecom else 40125, "the secret is another")
    return account


def _check_address(world: World, host: str, request: Request) -> None:
    allowed = world.settings.ip_allow_list.split()
    if allowed and (request.client is None or request.client.host not in allowed):
        raise ApiError(60020 if host == WORK else 40164, "the caller's address is not on the allow list")


def _parse(raw: bytes) -> Json:
    if not raw.strip():
        raise ApiError(44002, "a POST needs a body")
    if _ESCAPES.search(raw):
        raise ApiError(40033, "the body holds \\uxxxx escapes; write UTF-8")
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ApiError(47001, "the body is not JSON") from error
    if not isinstance(body, dict):
        raise ApiError(47001, "the body is a JSON object")
    return body


def _success(endpoint: Endpoint, result: Json | Image) -> Json | Image:
    if endpoint.host == WORK and isinstance(result, dict):
        return {"errcode": 0, "errmsg": "ok", **result}
    return result


def _failure(host: str, code: int, rid: str) -> Json:
    words = errors.wecom_message(code, rid) if host == WORK else errors.official_message(code, rid)
    return {"errcode": code, "errmsg": words}


def _entry(world: World, endpoint: Endpoint, trace: _Trace, rid: str, ms: float) -> dict[str, Any]:
    shown = trace.answer if isinstance(trace.answer, dict) else {"image_bytes": len(trace.answer.body)}
    return {
        "api": endpoint.path,
        "host": endpoint.host,
        "account": trace.account,
        "errcode": shown.get("errcode", 0),
        "rule": trace.rule,
        "rid": rid,
        "ms": round(ms, 2),
        "sim_time": world.now(),
        "request": trace.request,
        "answer": json.dumps(shown, ensure_ascii=False)[:_SHOWN],
    }
