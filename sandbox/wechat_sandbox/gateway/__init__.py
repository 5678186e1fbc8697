"""The way in: finds the API, lets its platform's door say who calls, counts quotas, lets trouble strike, and keeps the log."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.marks import mark_of
from wechat_sandbox.faults import Fault
from wechat_sandbox.gateway.weixin import WeixinDoor
from wechat_sandbox.registry import ENDPOINTS, HOSTS, Door, Endpoint, Incoming, Reply
from wechat_sandbox.world import World

_SHOWN = 2000
_WEIXIN = WeixinDoor()


class LostAnswer(Response):
    """A connection that closes before the answer has come: the caller cannot know what happened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        await send({"type": "http.response.body", "body": b"", "more_body": True})


class Front:
    """What every request passes first: WeChat's hosts are answered here, and no answer leaves before its effect is safe."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_when_safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._world.committed()
            await send(message)

        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        split = split_host(scope["path"], host.decode("latin-1"))
        if split is None:
            await self._app(scope, receive, send_when_safe)
            return
        response = await answer(self._world, *split, Request(scope, receive))
        await response(scope, receive, send_when_safe)


@dataclass
class _Trace:
    """What the request log will say about a call."""

    account: str = ""
    errcode: int | str = 0
    rule: str = ""
    mark: str = ""


def split_host(path: str, host_header: str) -> tuple[str, str] | None:
    """Tell which WeChat host is meant, by the first part of the path or by the Host header."""
    first, _, rest = path.removeprefix("/").partition("/")
    if first in HOSTS:
        return first, "/" + rest
    host = host_header.partition(":")[0]
    return (host, path) if host in HOSTS else None


async def answer(world: World, host: str, path: str, request: Request) -> Response:
    """Answer one call of a WeChat API."""
    offered, params = ENDPOINTS.at(host, path)
    if not offered:
        return PlainTextResponse("404 page not found", 404)
    began = time.perf_counter()
    endpoint = next((one for one in offered if request.method in one.methods), offered[0])
    door = endpoint.door or _WEIXIN
    fault = world.faults.strike(endpoint.path)
    if fault is not None and fault.latency_ms:
        await asyncio.sleep(fault.latency_ms / 1000)
    raw, fits = await _read(request, world.settings.largest_upload_bytes)
    incoming = _incoming(request, host, path, raw, params)
    trace = _Trace()
    rid = world.dice.uuid("rid", world.store.next_number("calls"))
    try:
        if not fits:
            raise ApiError(45002, f"a body of at most {world.settings.largest_upload_bytes} bytes", 413)
        reply = _call(world, endpoint, door, incoming, trace, fault)
    except ApiError as refusal:
        trace.errcode, trace.rule, trace.mark = refusal.code, refusal.rule, mark_of(host, refusal)
        trace.account = trace.account or _named(world, endpoint, incoming)
        reply = door.refusal(world, incoming, refusal, rid)
    world.log_call(_entry(world, endpoint, incoming, reply, trace, rid, (time.perf_counter() - began) * 1000))
    if fault is not None and fault.drop_answer_after_effect:
        return LostAnswer()
    return Response(reply.body, reply.status, dict(reply.headers), reply.media_type)


def _named(world: World, endpoint: Endpoint, incoming: Incoming) -> str:
    """Name the account of a call that was refused before it was let in, by its token or app id."""
    held = world.store.get("token", "", incoming.query.get(endpoint.bearer, "")) if endpoint.bearer else None
    account = world.accounts.by_app_id(incoming.query.get("appid") or incoming.query.get("corpid") or "")
    return str(held["account"]) if held else account.id if account else ""


def _call(world: World, endpoint: Endpoint, door: Door, incoming: Incoming, trace: _Trace, fault: Fault | None) -> Reply:
    call = door.admit(world, endpoint, incoming)
    trace.account = call.account.id
    if fault is not None and fault.errcode:
        raise ApiError(fault.errcode, "a fault switched on in the sandbox")
    world.quota.use(call.account, endpoint, world.now(), incoming.address)
    return door.success(call, endpoint.handler(call))


async def _read(request: Request, most: int) -> tuple[bytes, bool]:
    """Read the body; of one that is too large, nothing is kept."""
    parts, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            return b"", False
        parts.append(chunk)
    return b"".join(parts), True


def _incoming(request: Request, host: str, path: str, raw: bytes, params: dict[str, str]) -> Incoming:
    written = request.scope.get("raw_path") or request.url.path.encode()
    target = written.decode("ascii", "replace").partition("?")[0].removeprefix("/" + host)
    if query := request.scope["query_string"].decode("ascii", "replace"):
        target += "?" + query
    return Incoming(
        method=request.method,
        host=host,
        path=path,
        target=target,
        query=dict(request.query_params),
        headers=request.headers,
        raw=raw,
        address=request.client.host if request.client else "",
        params={name: unquote(value) for name, value in params.items()},
    )


def _entry(
    world: World, endpoint: Endpoint, incoming: Incoming, reply: Reply, trace: _Trace, rid: str, ms: float
) -> dict[str, Any]:
    textual = "json" in reply.media_type or "xml" in reply.media_type or "text" in reply.media_type
    return {
        "api": endpoint.path,
        "host": endpoint.host,
        "method": incoming.method,
        "path": incoming.path,
        "account": trace.account,
        "errcode": trace.errcode,
        "http_status": reply.status,
        "rule": trace.rule,
        "mark": trace.mark,
        "rid": rid,
        "ms": round(ms, 2),
        "sim_time": world.now(),
        "address": incoming.address,
        "query": {name: value for name, value in incoming.query.items() if "token" not in name and "secret" not in name},
        "request": incoming.raw[: _SHOWN * 4].decode(errors="replace")[:_SHOWN],
        "answer": reply.body.decode(errors="replace")[:_SHOWN] if textual else f"{len(reply.body)} bytes",
    }
