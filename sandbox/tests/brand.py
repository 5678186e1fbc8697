"""A brand's server as small as can be: it opens callbacks, logs people in by their codes, and collects events."""

import gzip
import json
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from wechat_sandbox import crypto, xml
from wechat_sandbox.accounts import Account


class Brand:
    """What the brand's server has heard, and how it is told to answer."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.sandbox: httpx.AsyncClient | None = None
        self.callbacks: list[dict[str, Any]] = []
        self.batches: list[list[dict[str, Any]]] = []
        self.logins: list[dict[str, Any]] = []
        self.pages: list[str] = []
        self.refused: list[str] = []
        self.fail_callbacks = 0
        self.fail_events: list[Response] = []
        self.answer = "success"
        self.app = Starlette(
            routes=[
                Route("/callback/{account}", self.callback, methods=["GET", "POST"]),
                Route("/events", self.events, methods=["POST"]),
                Route("/login", self.login, methods=["POST"]),
                Route("/page", self.page),
            ]
        )

    @property
    def events_heard(self) -> list[dict[str, Any]]:
        """Every event of every batch that was accepted."""
        return [event for batch in self.batches for event in batch]

    def named(self, event: str) -> list[dict[str, Any]]:
        """The callbacks about one event, opened."""
        return [m for m in self.callbacks if event in (m.get("Event"), m.get("ChangeType"), m.get("MsgType"))]

    async def callback(self, request: Request) -> Response:
        account = self.accounts[request.path_params["account"]]
        query = request.query_params
        if request.method == "GET":
            return self._handshake(account, query)
        if self.fail_callbacks:
            self.fail_callbacks -= 1
            return PlainTextResponse("busy", 503)
        body = (await request.body()).decode()
        if account.mode == "plain":
            if query["signature"] != crypto.signature(account.token, query["timestamp"], query["nonce"]):
                return self._refuse("signature")
            self.callbacks.append(_read(body))
            return PlainTextResponse(self.answer)
        sealed = _read(body)["Encrypt"]
        signed = crypto.signature(account.token, query["timestamp"], query["nonce"], sealed)
        if query["msg_signature"] != signed:
            return self._refuse("signature")
        try:
            message = crypto.decrypt(account.aes_key, account.app_id, sealed)
        except crypto.EnvelopeError:
            return self._refuse("envelope")
        self.callbacks.append(_read(message))
        return PlainTextResponse(self.answer)

    async def events(self, request: Request) -> Response:
        if request.headers["authorization"] != "Bearer key":
            return PlainTextResponse("who?", 401)
        if self.fail_events:
            return self.fail_events.pop(0)
        body = await request.body()
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        self.batches.append(json.loads(body)["events"])
        return JSONResponse({"accepted": len(self.batches[-1])})

    async def login(self, request: Request) -> Response:
        given = await request.json()
        self.logins.append(given)
        account = next(a for a in self.accounts.values() if a.app_id == given["app_id"])
        assert self.sandbox is not None
        session = await self.sandbox.get(
            "/api.weixin.qq.com/sns/jscode2session",
            params={
                "appid": account.app_id,
                "secret": account.secret,
                "js_code": given["code"],
                "grant_type": "authorization_code",
            },
        )
        return JSONResponse({name: session.json()[name] for name in ("openid", "unionid")})

    async def page(self, request: Request) -> Response:
        self.pages.append(str(request.url))
        return PlainTextResponse("hello")

    def _handshake(self, account: Account, query: Any) -> Response:
        if account.kind != "wecom":
            good = query["signature"] == crypto.signature(account.token, query["timestamp"], query["nonce"])
            return PlainTextResponse(query["echostr"]) if good else self._refuse("signature")
        signed = crypto.signature(account.token, query["timestamp"], query["nonce"], query["echostr"])
        if query["msg_signature"] != signed:
            return self._refuse("signature")
        return PlainTextResponse(crypto.decrypt(account.aes_key, account.app_id, query["echostr"]))

    def _refuse(self, why: str) -> Response:
        self.refused.append(why)
        return PlainTextResponse(why, 400)


def _read(body: str) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(body) if body.startswith("{") else xml.read(body)
    return message
