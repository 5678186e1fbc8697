"""PostgreSQL: one transaction for a request or job, and row-level security as the second wall."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

APP_ROLE = "quanyu_app"
"""The role that serves requests: owns nothing and cannot pass row-level security."""

EVERY_WORKSPACE = "*"

PLANNING = "-c plan_cache_mode=force_custom_plan -c jit=off"
"""Tables grow from nothing to millions under a running process: a plan kept from their first day is ruinous."""


class Base(DeclarativeBase):
    """All tables. A table with a ``workspace_id`` column is fenced by row-level security."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


TRUSTED_SECONDS = 1.0
"""A connection that was of use so lately is still there; an older one is asked first."""

ENTER = text("SELECT set_config('quanyu.workspace', :workspace, true)")


class Postgres:
    """Opens transactions. ``url`` is SQLAlchemy's, with driver ``postgresql+psycopg``.

    Connections are born in the serving role. Those of ``engine`` see nothing until a transaction enters a workspace; those
    for the system's own work see every workspace, so that a loop's look at its queue is one question.
    """

    def __init__(self, url: str, *, pool: int = 10) -> None:
        self.url = url
        self.engine = _engine(url, pool)
        self.system_engine = _engine(url, pool, f"-c quanyu.workspace={EVERY_WORKSPACE}")
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._system_sessions = async_sessionmaker(self.system_engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self, workspace_id: UUID) -> AsyncIterator[AsyncSession]:
        """One transaction that sees one workspace; commits at the end, rolls back on any error."""
        async with self._sessions.begin() as tx:
            await tx.execute(ENTER, {"workspace": str(workspace_id)})
            yield tx

    @asynccontextmanager
    async def system_transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction that sees every workspace: for loops, sign-in and start-up, never for a request's data."""
        async with self._system_sessions.begin() as tx:
            yield tx

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
        await self.system_engine.dispose()


def _engine(url: str, pool: int, options: str = "") -> AsyncEngine:
    engine = create_async_engine(
        url, pool_size=pool, max_overflow=10, connect_args={"options": f"{PLANNING} -c role={APP_ROLE} {options}".strip()}
    )
    event.listen(engine.sync_engine, "checkin", _used)
    event.listen(engine.sync_engine, "checkout", _ask_whether_alive(engine))
    return engine


def _used(connection: Any, record: Any) -> None:
    record.info["used"] = time.monotonic()


def _ask_whether_alive(engine: AsyncEngine) -> Any:
    """What the pool's own ``pre_ping`` does, but not for each of a thousand transactions a second."""
    dialect = engine.sync_engine.dialect

    def ask(connection: Any, record: Any, proxy: Any) -> None:
        if time.monotonic() - record.info.get("used", time.monotonic()) < TRUSTED_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return ask
