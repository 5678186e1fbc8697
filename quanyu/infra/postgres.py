"""PostgreSQL: one engine, one transaction for a request or job, and row-level security as the second wall."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import MetaData, text
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


class Postgres:
    """Opens transactions. ``url`` is SQLAlchemy's, with driver ``postgresql+psycopg``."""

    def __init__(self, url: str, *, pool: int = 10) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            url, pool_size=pool, max_overflow=10, pool_pre_ping=True, connect_args={"options": PLANNING}
        )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self, workspace_id: UUID) -> AsyncIterator[AsyncSession]:
        """One transaction that sees one workspace; commits at the end, rolls back on any error."""
        async with self._fenced(str(workspace_id)) as tx:
            yield tx

    @asynccontextmanager
    async def system_transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction that sees every workspace: for loops, sign-in and start-up, never for a request's data."""
        async with self._fenced(EVERY_WORKSPACE) as tx:
            yield tx

    @asynccontextmanager
    async def _fenced(self, workspace: str) -> AsyncIterator[AsyncSession]:
        async with self._sessions.begin() as tx:
            await tx.execute(
                text("SELECT set_config('role', :role, true), set_config('quanyu.workspace', :workspace, true)"),
                {"role": APP_ROLE, "workspace": workspace},
            )
            yield tx

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()
