"""The ground that all tests stand on: real embedded stores for the run, a workspace of its own for each test."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from quanyu.app import create_app
from quanyu.events import EventLog
from quanyu.infra.clickhouse import ClickHouse, open_embedded
from quanyu.infra.crypto import Vault
from quanyu.infra.migrate import upgrade
from quanyu.infra.postgres import Postgres
from quanyu.infra.runtime import Runtime
from quanyu.infra.settings import Settings
from quanyu.kit.clock import ManualClock
from quanyu.kit.scope import Role, Scope
from quanyu.platform import workspaces
from quanyu.platform.access import create_token

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from quanyu.infra.embedded import EmbeddedPostgres

hypothesis.settings.register_profile("quanyu", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("quanyu")

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 12:00 in Shanghai."""


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="quanyu-test-") as name:
        yield Path(name)


@pytest.fixture(scope="session")
def postgres_url(folder: Path) -> Iterator[str]:
    server = EmbeddedPostgres(folder / "postgres")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def clickhouse(folder: Path) -> Iterator[ClickHouse]:
    store = open_embedded(folder / "clickhouse")
    yield store
    store.close()


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture(autouse=True)
def _noon(clock: ManualClock) -> None:
    clock.set(NOON)


@pytest.fixture(scope="session")
async def runtime(postgres_url: str, clickhouse: ClickHouse, clock: ManualClock, folder: Path) -> AsyncIterator[Runtime]:
    upgrade(postgres_url, clickhouse)
    postgres = Postgres(postgres_url)
    async with httpx.AsyncClient() as http:
        yield Runtime(Settings(data=folder), clock, postgres, clickhouse, Vault(bytes(32)), http)
    await postgres.close()


@pytest.fixture(scope="session")
async def app(runtime: Runtime) -> AsyncIterator[FastAPI]:
    app = create_app(runtime)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def event_log(app: FastAPI, runtime: Runtime) -> EventLog:
    """The running process's log."""
    return runtime.part(EventLog)


@dataclass(frozen=True)
class Home:
    """A workspace for one test, with a client that owns it."""

    scope: Scope
    client: httpx.AsyncClient
    token: str


async def _home(runtime: Runtime, app: FastAPI, role: Role) -> Home:
    async with runtime.postgres.system_transaction() as tx:
        workspace = await workspaces.create(tx, "Test brand", at=NOON)
        scope = Scope(workspace.id, "system:test", Role.OWNER)
        _, token = await create_token(tx, scope, "test", role, at=NOON)
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://quanyu.test", headers={"Authorization": f"Bearer {token}"}
    )
    return Home(scope, client, token)


@pytest.fixture
async def home(runtime: Runtime, app: FastAPI) -> AsyncIterator[Home]:
    """The test's own workspace."""
    home = await _home(runtime, app, Role.OWNER)
    yield home
    await home.client.aclose()


@pytest.fixture
async def neighbour(runtime: Runtime, app: FastAPI) -> AsyncIterator[Home]:
    """Another workspace, which must see nothing of the first."""
    home = await _home(runtime, app, Role.OWNER)
    yield home
    await home.client.aclose()


@pytest.fixture
def scope(home: Home) -> Scope:
    return home.scope


@pytest.fixture
def client(home: Home) -> httpx.AsyncClient:
    return home.client
