"""The local WeChat for tests: a process of its own, its clock standing still, and our application where it can reach it.

Modules that need it import the fixtures: ``from tests.sandbox import sandbox, served  # noqa: F401``.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from tests.conftest import NOON, Home

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = 60
HOSTS = {"wecom": "qyapi.weixin.qq.com"}
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SEEDED = {"official_account": "oa", "mini_program": "mp", "wecom": "corp"}


@dataclass(frozen=True)
class Connected:
    """One account on both sides: theirs in the sandbox, ours in a workspace."""

    theirs: dict[str, Any]
    ours: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.ours["id"])


@dataclass(frozen=True)
class Sandbox:
    """The running sandbox. ``admin`` is a client of its controls."""

    url: str
    admin: httpx.AsyncClient

    async def ask(self, method: str, path: str, **body: Any) -> Any:
        """One admin call; its answer."""
        response = await self.admin.request(method, f"/_sandbox/{path}", json=body if method != "GET" else None)
        assert response.is_success, response.text
        return response.json() if response.content else None

    async def connect(self, home: Home, kind: str, served: str = "", *, seeded: bool = False, **fields: Any) -> Connected:
        """Open an account (or take one that has templates and staff) and add it to a workspace.

        With ``served``, callbacks come to us.
        """
        if seeded:
            theirs = await self.ask("GET", f"accounts/{SEEDED[kind]}")
        else:
            theirs = await self.ask("POST", "accounts", kind=kind, name="test", id=uuid4().hex[:20])
        given = {name: theirs[name] for name in ("app_id", "secret", "token", "aes_key")}
        base = f"{self.url}/{HOSTS.get(kind, 'api.weixin.qq.com')}"
        body = {"kind": kind, "name": "Test", "base_url": base, "agent_id": str(theirs["agent_id"] or ""), **given, **fields}
        response = await home.client.post("/v1/touchpoints", json=body)
        assert response.status_code == 201, response.text
        ours = response.json()
        callback = served + urlsplit(ours["callback_url"]).path if served else ""
        theirs = await self.ask("PATCH", f"accounts/{theirs['id']}", callback_url=callback)
        return Connected(theirs, ours)

    async def act(self, person: int, action: str, account: Connected, **params: Any) -> dict[str, Any]:
        """Let a person do something, and wait until we have answered what they hear of it."""
        done = await self.ask("POST", f"people/{person}/act", action=action, account=account.theirs["id"], wait=True, **params)
        return dict(done)

    async def person(self, number: int, account: Connected) -> dict[str, Any]:
        """A person's ids as this account sees them."""
        card = await self.ask("GET", f"people/{number}")
        (mine,) = [one for one in card["accounts"] if one["account"] == account.theirs["id"]]
        return {**card, **mine}

    async def picture(self, account: Connected) -> str:
        """Upload a small picture as an Official Account or Mini Program does; its media_id."""
        api = "/api.weixin.qq.com/cgi-bin"
        keys = {"grant_type": "client_credential", "appid": account.theirs["app_id"], "secret": account.theirs["secret"]}
        token = (await self.admin.get(f"{api}/token", params=keys)).json()["access_token"]
        query = {"access_token": token, "type": "image"}
        uploaded = await self.admin.post(f"{api}/media/upload", params=query, files={"media": ("a.png", PIXEL, "image/png")})
        return str(uploaded.json()["media_id"])

    async def messages(self, person: int) -> list[dict[str, Any]]:
        """What has reached a person, oldest first."""
        return list((await self.ask("GET", f"messages?person={person}&limit=1000"))["items"])


@pytest.fixture(scope="session")
def sandbox_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a fresh sandbox."""
    command = [
        *(sys.executable, "-m", "wechat_sandbox", "serve", "--port", "0", "--paused", "--people", str(PEOPLE)),
        *("--data", str(tmp_path_factory.mktemp("sandbox")), "--start", NOON.isoformat()),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "sandbox")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("SANDBOX READY "):
                break
        else:
            pytest.fail("the sandbox did not start")
        yield json.loads(line.removeprefix("SANDBOX READY "))["url"]
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()


@pytest.fixture
async def sandbox(sandbox_url: str) -> AsyncIterator[Sandbox]:
    """The sandbox, with no fault switched on."""
    async with httpx.AsyncClient(base_url=sandbox_url, timeout=30, trust_env=False) as admin:
        one = Sandbox(sandbox_url, admin)
        await one.ask("DELETE", "faults")
        yield one
        await one.ask("DELETE", "faults")


@pytest.fixture(scope="session")
async def served(app: FastAPI) -> AsyncIterator[str]:
    """Our application behind a real socket, for what calls us from outside."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    await serving
