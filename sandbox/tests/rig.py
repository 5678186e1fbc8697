"""The sandbox as a test holds it: its HTTP API, and short ways to what a test does often."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from brand import Brand
from starlette.applications import Starlette
from wechat_sandbox.accounts import Account
from wechat_sandbox.app import build_app
from wechat_sandbox.network import NetworkError, Response
from wechat_sandbox.official_account import fans
from wechat_sandbox.simulation import Simulation
from wechat_sandbox.world import World

BRAND_URL = "http://localhost"
MEMBERS = [f"M{number:03d}" for number in range(10)]
API, WORK = "/api.weixin.qq.com", "/qyapi.weixin.qq.com"
SHIPPED = "Tpl_order_shipped_0000000000000000000000001"
ARRIVED = "Sub_new_arrival_000000000000000000000000002"
DAY = 86_400


def start_of_time() -> float:
    return datetime.fromisoformat("2026-01-01T00:00:00+08:00").timestamp()


@dataclass
class Sandbox:
    """A running sandbox whose clock stands still until a test moves it."""

    client: httpx.AsyncClient
    app: Starlette
    world: World
    simulation: Simulation
    tokens: dict[str, str] = field(default_factory=dict)

    def account(self, account_id: str) -> Account:
        found = self.world.accounts.get(account_id)
        assert found is not None
        return found

    async def token(self, account_id: str) -> str:
        """A token of the account, asked for once."""
        if account_id not in self.tokens:
            self.tokens[account_id] = (await self.new_token(account_id))["access_token"]
        return self.tokens[account_id]

    async def new_token(self, account_id: str) -> dict[str, Any]:
        account = self.account(account_id)
        if account.kind == "wecom":
            path = f"{WORK}/cgi-bin/gettoken"
            params = {"corpid": account.app_id, "corpsecret": account.secret}
        else:
            path = f"{API}/cgi-bin/token"
            params = {"grant_type": "client_credential", "appid": account.app_id, "secret": account.secret}
        return _read(await self.client.get(path, params=params))

    async def get(self, account_id: str, path: str, **query: str) -> dict[str, Any]:
        """Call a GET API as an account."""
        params = {"access_token": await self.token(account_id), **query}
        return _read(await self.client.get(self._host(account_id) + path, params=params))

    async def post(self, account_id: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Call a POST API as an account."""
        return _read(await self.post_raw(account_id, path, json.dumps(body, ensure_ascii=False).encode()))

    async def post_raw(self, account_id: str, path: str, body: bytes) -> httpx.Response:
        params = {"access_token": await self.token(account_id)}
        return await self.client.post(self._host(account_id) + path, params=params, content=body)

    async def call(
        self,
        account_id: str,
        method: str,
        path: str,
        query: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
        files: dict[str, tuple[str, bytes, str]] | None = None,
    ) -> httpx.Response:
        """Call any API as an account and return the answer as it came."""
        params = {"access_token": await self.token(account_id), **(query or {})}
        address = self._host(account_id) + path
        if files:
            return await self.client.request(method, address, params=params, data=body, files=files)
        content = None if method == "GET" else json.dumps(body or {}, ensure_ascii=False).encode()
        return await self.client.request(method, address, params=params, content=content)

    async def act(self, person: int, action: str, **params: Any) -> dict[str, Any]:
        """Let a person act, and wait until the brand has heard of it."""
        body = {"action": action, "wait": True, **params}
        response = await self.client.post(f"/_sandbox/people/{person}/act", json=body)
        assert response.status_code == 200, response.text
        return _read(response)

    async def admin(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        response = await self.client.request(method, f"/_sandbox{path}", json=body)
        assert response.status_code < 400, response.text
        return response.json() if response.content else None

    async def advance(self, seconds: float) -> None:
        """Let time pass, with all that people do in it."""
        await self.admin("POST", "/clock", {"advance_seconds": seconds})

    def stranger(self) -> int:
        """Somebody who does not follow the Official Account."""
        return next(n for n in range(100) if not fans.follows(self.world, self.account("oa"), n))

    def follower(self) -> int:
        """Somebody who does."""
        return next(n for n in range(100) if fans.follows(self.world, self.account("oa"), n))

    def openid(self, account_id: str, person: int) -> str:
        return self.world.people.openid(self.account(account_id), person)

    async def say(self, person: int, text: str = "您好") -> dict[str, Any]:
        """Write to a person as the Official Account's customer service."""
        message = {"touser": self.openid("oa", person), "msgtype": "text", "text": {"content": text}}
        return await self.post("oa", "/cgi-bin/message/custom/send", message)

    async def send_template(self, person: int, **more: Any) -> dict[str, Any]:
        data = {
            "character_string1": {"value": "2026010100001"},
            "thing2": {"value": "玫瑰保湿面膜"},
            "time3": {"value": "2026-01-01 10:00"},
        }
        message = {"touser": self.openid("oa", person), "template_id": SHIPPED, "data": data, **more}
        return await self.post("oa", "/cgi-bin/message/template/send", message)

    async def send_subscribe(self, person: int, **more: Any) -> dict[str, Any]:
        data = {"thing1": {"value": "冻干草莓"}, "thing2": {"value": "您想要的商品到货了"}}
        message = {"touser": self.openid("mp", person), "template_id": ARRIVED, "data": data, **more}
        return await self.post("mp", "/cgi-bin/message/subscribe/send", message)

    async def messages(self, person: int) -> list[dict[str, Any]]:
        page = await self.admin("GET", f"/messages?person={person}")
        found: list[dict[str, Any]] = page["items"]
        return found

    def _host(self, account_id: str) -> str:
        return WORK if self.account(account_id).kind == "wecom" else API


class Loopback:
    """The brand's servers without a socket between."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def request(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, patience: float
    ) -> Response:
        try:
            got = await self._client.request(method, url, content=body, headers=dict(headers or {}), timeout=patience)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NetworkError(repr(error)) from error
        return Response(got.status_code, got.text, got.headers)


@asynccontextmanager
async def running(folder: Path, brand: Brand, seed: int = 7) -> AsyncIterator[Sandbox]:
    """Run a sandbox of a hundred people whose accounts tell the brand what happens."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(brand.app)) as out:
        world = World(
            folder,
            seed=seed,
            people=100,
            start=start_of_time(),
            day_seconds=60,
            running=False,
            network=Loopback(out),
            members=MEMBERS,
        )
        world.settings.change({"callback_pause_wall_seconds": 0.001, "event_flush_wall_seconds": 0.001})
        app = build_app(world)
        for account in world.accounts.all():
            # Platforms and providers are pushed tickets when they listen, which most tests need not hear.
            if account.kind not in ("component", "suite"):
                brand.accounts[account.id] = world.accounts.change(account, _addresses(account))
        here = httpx.ASGITransport(app, client=("127.0.0.1", 50000))
        client = httpx.AsyncClient(transport=here, base_url="http://127.0.0.1:8902")
        async with client, app.router.lifespan_context(app):
            brand.sandbox = client
            yield Sandbox(client, app, world, app.state.simulation)


def _addresses(account: Account) -> dict[str, Any]:
    addresses: dict[str, Any] = {"callback_url": f"{BRAND_URL}/callback/{account.id}"}
    if account.kind == "mini_program":
        compiled_in = {"collector_url": f"{BRAND_URL}/events", "login_url": f"{BRAND_URL}/login"}
        addresses["sdk"] = {**compiled_in, "write_key": "key"}
    return addresses


def _read(response: httpx.Response) -> dict[str, Any]:
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body
