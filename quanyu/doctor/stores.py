"""The stores: do they answer, and is their data of this version?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import alembic.migration
import alembic.script
import httpx
from clickhouse_connect.driver.exceptions import ClickHouseError
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from quanyu.doctor.place import own_url
from quanyu.doctor.types import Check
from quanyu.infra.clickhouse import ClickHouse, open_embedded, open_server
from quanyu.infra.embedded import CannotStart, EmbeddedPostgres, FolderInUse, FolderLock
from quanyu.infra.migrate import FOLDER, alembic_config
from quanyu.infra.settings import Settings
from quanyu.kit.query import Query


@dataclass(frozen=True)
class OpenedPostgres:
    """A connection, or why there is none. Neither: the embedded server has never been started."""

    connection: Connection | None = None
    fault: str = ""


@contextmanager
def open_postgres(settings: Settings) -> Iterator[OpenedPostgres]:
    """Connect; the embedded server is started for as long as this lasts, unless a Quanyu is running it."""
    with ExitStack() as stack:
        try:
            url = settings.postgres_url or _embedded_url(settings, stack)
            if not url:
                opened = OpenedPostgres()
            else:
                engine = create_engine(url, connect_args={"connect_timeout": 3})
                stack.callback(engine.dispose)
                opened = OpenedPostgres(stack.enter_context(engine.connect()))
        except (SQLAlchemyError, CannotStart, OSError) as error:
            opened = OpenedPostgres(fault=_first_line(error))
        yield opened


def _embedded_url(settings: Settings, stack: ExitStack) -> str:
    folder = settings.data / "postgres"
    if not folder.exists():
        return ""
    lock: FolderLock | None = None
    try:
        lock = FolderLock(settings.data)
        stack.callback(lock.release)
    except FolderInUse:
        pass
    server = EmbeddedPostgres(folder)
    if lock is not None:
        stack.callback(server.stop)
    return server.url


def postgres(opened: OpenedPostgres) -> Check:
    """Does PostgreSQL answer, and with tables of this version?"""
    if opened.fault:
        return Check(
            "postgres",
            False,
            f"PostgreSQL 连不上({opened.fault}):请检查 QUANYU_POSTGRES_URL 及服务是否运行。",
            f"PostgreSQL does not answer ({opened.fault}): check QUANYU_POSTGRES_URL and that the server runs.",
        )
    if opened.connection is None:
        return Check(
            "postgres", True, "首次启动时会建立内置 PostgreSQL。", "The first start will make the embedded PostgreSQL."
        )
    present = alembic.migration.MigrationContext.configure(opened.connection).get_current_revision()
    scripts = alembic.script.ScriptDirectory.from_config(alembic_config(opened.connection))
    if present == scripts.get_current_head():
        return Check(
            "postgres", True, "PostgreSQL 正常,表结构为当前版本。", "PostgreSQL answers and its tables are of this version."
        )
    return _not_this_version("postgres", newer=present not in {None, *(one.revision for one in scripts.walk_revisions())})


def clickhouse(settings: Settings, running: bool) -> Check:
    """Does ClickHouse answer, and with tables of this version?"""
    if not settings.clickhouse_url and running:
        return _asked(settings)
    if not settings.clickhouse_url and not (settings.data / "clickhouse").exists():
        return Check(
            "clickhouse", True, "首次启动时会建立内置 ClickHouse。", "The first start will make the embedded ClickHouse."
        )
    try:
        applied = _applied(settings)
    except (ClickHouseError, FolderInUse, OSError) as error:
        return Check(
            "clickhouse",
            False,
            f"ClickHouse 连不上({_first_line(error)}):请检查 QUANYU_CLICKHOUSE_URL 及服务是否运行。",
            f"ClickHouse does not answer ({_first_line(error)}): check QUANYU_CLICKHOUSE_URL and that the server runs.",
        )
    known = {path.name for path in (FOLDER / "clickhouse").glob("*.sql")}
    if applied == known:
        return Check(
            "clickhouse", True, "ClickHouse 正常,表结构为当前版本。", "ClickHouse answers and its tables are of this version."
        )
    return _not_this_version("clickhouse", newer=bool(applied - known))


def _applied(settings: Settings) -> set[str]:
    with ExitStack() as stack:
        if settings.clickhouse_url:
            store: ClickHouse = open_server(settings.clickhouse_url)
        else:
            stack.callback(FolderLock(settings.data).release)
            store = open_embedded(settings.data / "clickhouse")
        stack.callback(store.close)
        exists = store.rows_now(
            Query("SELECT count() FROM system.tables WHERE name = 'migrations' AND database = currentDatabase()")
        )
        return {str(name) for (name,) in store.rows_now(Query("SELECT name FROM migrations"))} if exists[0][0] else set()


def _asked(settings: Settings) -> Check:
    # The running process alone may open the embedded engine's folder.
    try:
        up = httpx.get(f"{own_url(settings)}/readyz", timeout=5, trust_env=False).json()["clickhouse"] == "up"
    except (httpx.HTTPError, ValueError, KeyError):
        up = False
    if up:
        return Check(
            "clickhouse", True, "ClickHouse 正常(由运行中的进程报告)。", "ClickHouse answers, says the running process."
        )
    return Check(
        "clickhouse",
        False,
        "运行中的进程连不上 ClickHouse:请查看日志并重启。",
        "The running process cannot reach ClickHouse: read its log and restart it.",
    )


def _not_this_version(name: str, *, newer: bool) -> Check:
    if newer:
        return Check(
            name, False, "数据由更新的版本写入:请升级 Quanyu。", "The data was written by a newer version: update Quanyu."
        )
    return Check(
        name, False, "表结构不是当前版本:请执行 quanyu migrate。", "The tables are not of this version: run quanyu migrate."
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
