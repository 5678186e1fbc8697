"""Opens everything a process stands on, in order, and closes it in reverse."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from pathlib import Path

import httpx
import structlog

from quanyu.infra.clickhouse import ClickHouse, open_embedded, open_server
from quanyu.infra.crypto import Vault
from quanyu.infra.embedded import CannotStart, EmbeddedPostgres, FolderLock
from quanyu.infra.http import AiohttpClient, HttpClient
from quanyu.infra.migrate import upgrade
from quanyu.infra.postgres import Postgres
from quanyu.infra.runtime import Runtime
from quanyu.infra.settings import BadSetting, Settings
from quanyu.kit.clock import Clock, FollowingClock, SystemClock

log = structlog.get_logger(__name__)
LEAST_DISK_BYTES = 500_000_000


@asynccontextmanager
async def open_runtime(settings: Settings) -> AsyncIterator[Runtime]:
    """Stores started, migrated and connected; keys and clock ready.

    Raises:
        FolderInUse, CannotStart, NewerData, BadSetting: each with one sentence for a person.
    """
    async with AsyncExitStack() as stack:
        embedded = not (settings.postgres_url and settings.clickhouse_url)
        if embedded:
            stack.callback(_lock(settings.data).release)
        postgres_url = settings.postgres_url
        if not postgres_url:
            server = await asyncio.to_thread(EmbeddedPostgres, settings.data / "postgres")
            stack.push_async_callback(asyncio.to_thread, server.stop)
            postgres_url = server.url
        clickhouse = await asyncio.to_thread(_open_clickhouse, settings)
        stack.callback(clickhouse.close)
        await asyncio.to_thread(upgrade, postgres_url, clickhouse)
        postgres = Postgres(postgres_url)
        stack.push_async_callback(postgres.close)
        http = AiohttpClient()
        stack.push_async_callback(http.close)
        clock: Clock = SystemClock()
        if settings.clock_url:
            clock = await _follow(settings.clock_url, http, stack)
        yield Runtime(settings, clock, postgres, clickhouse, Vault(secret_key(settings)), http)


def _lock(folder: Path) -> FolderLock:
    try:
        lock = FolderLock(folder)
    except PermissionError as error:
        raise CannotStart(f"The data folder {folder} cannot be written.") from error
    if (free := shutil.disk_usage(folder).free) < LEAST_DISK_BYTES:
        lock.release()
        raise CannotStart(f"The disk of {folder} is nearly full ({free // 1_000_000} MB free, 500 MB needed).")
    return lock


def _open_clickhouse(settings: Settings) -> ClickHouse:
    if settings.clickhouse_url:
        return open_server(settings.clickhouse_url)
    return open_embedded(settings.data / "clickhouse")


def secret_key(settings: Settings) -> bytes:
    """The 32 bytes that all keys come from; made on the first start when no setting gives them.

    Raises:
        BadSetting: not base64 of 32 bytes.
    """
    path = settings.data / "secret.key"
    text = settings.secret_key
    if not text and path.exists():
        text = path.read_text(encoding="ascii").strip()
    if not text:
        text = base64.b64encode(os.urandom(32)).decode()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(text, encoding="ascii")
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise BadSetting("QUANYU_SECRET_KEY must be base64 of 32 bytes") from error
    if len(key) != 32:
        raise BadSetting("QUANYU_SECRET_KEY must be base64 of 32 bytes")
    return key


async def _follow(url: str, http: HttpClient, stack: AsyncExitStack) -> FollowingClock:
    async def told() -> tuple[datetime, float]:
        response = await http.request("GET", url, timeout=10)
        if response.status_code != 200:
            raise httpx.HTTPError(f"status {response.status_code}")
        answer = json.loads(response.content)
        return datetime.fromisoformat(answer["now"]), float(answer["speed"]) if answer["running"] else 0.0

    async def keep_following() -> None:
        while True:
            await asyncio.sleep(0.5)
            try:
                clock.follow(*await told())
            except httpx.HTTPError as error:
                log.warning("clock.lost", url=url, error=str(error))

    try:
        clock = FollowingClock(*await told())
    except (httpx.HTTPError, KeyError, ValueError) as error:
        raise CannotStart(f"The clock at {url} does not answer: {error}") from error
    task = asyncio.create_task(keep_following())
    stack.callback(task.cancel)
    return clock
