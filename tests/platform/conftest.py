"""Members of the test's workspace, and a browser for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from itertools import count
from typing import Protocol

import httpx
import pytest
import structlog
from fastapi import FastAPI
from sqlalchemy import Connection, create_engine

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Role
from quanyu.platform import members
from tests.conftest import NOON, Home

# Tracebacks with every local variable take seconds each.
structlog.configure(processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()])

PASSWORD = "Correct horse 9"
_numbers = count(1)


class Browser(Protocol):
    """Opens a signed-in browser for a new member."""

    async def __call__(self, home: Home, role: Role = Role.OWNER) -> httpx.AsyncClient: ...


def new_login() -> str:
    return f"member{next(_numbers)}@example.com"


async def sign_in(client: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.Response:
    """Sign in, keep the cookie, and send the CSRF token from now on."""
    response = await client.post("/v1/session", json={"login": login, "password": password})
    if response.status_code == 200:
        client.headers["X-CSRF-Token"] = response.json()["csrf"]
    return response


@pytest.fixture
async def browser(runtime: Runtime, app: FastAPI) -> AsyncIterator[Browser]:
    async with AsyncExitStack() as stack:

        async def open_browser(home: Home, role: Role = Role.OWNER) -> httpx.AsyncClient:
            client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quanyu.test")
            await stack.enter_async_context(client)
            login = new_login()
            async with runtime.postgres.system_transaction() as tx:
                owner = await members.create_owner(tx, home.scope.workspace_id, login, PASSWORD, at=NOON)
            if role is not Role.OWNER:
                await home.client.post("/v1/members", json={"login": new_login(), "role": "owner"})
                await home.client.patch(f"/v1/members/{owner.id}", json={"role": role})
            assert (await sign_in(client, login)).status_code == 200
            return client

        yield open_browser


@pytest.fixture
async def anonymous(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that nobody has signed in."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quanyu.test") as client:
        yield client


@pytest.fixture
def connection(runtime: Runtime, postgres_url: str) -> Iterator[Connection]:
    """The tables' owner, in a transaction that is undone."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    engine.dispose()
