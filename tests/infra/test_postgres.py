"""Connections are found whole by whoever takes them next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from quanyu.infra.postgres import Postgres
from quanyu.infra.runtime import Runtime


@pytest.fixture
async def postgres(runtime: Runtime, postgres_url: str) -> AsyncIterator[Postgres]:
    """A pool of the test's own, with one connection of each kind."""
    own = Postgres(postgres_url, pool=1)
    yield own
    await own.close()


@pytest.mark.parametrize("milliseconds", range(0, 20, 2))
async def test_work_cut_off_in_the_middle_leaves_no_broken_connection_behind(postgres: Postgres, milliseconds: int) -> None:
    async def work() -> None:
        async with postgres.system_transaction() as tx:
            await tx.execute(text("CREATE TEMPORARY TABLE cut (n int)"))
            await tx.execute(text("INSERT INTO cut VALUES (:n)"), [{"n": n} for n in range(200)])
            await tx.execute(text("SELECT pg_sleep(1)"))

    cut = [asyncio.create_task(work()) for _ in range(11)]
    await asyncio.sleep(milliseconds / 1000)
    for task in cut:
        task.cancel()
    await asyncio.gather(*cut, return_exceptions=True)

    for _ in range(12):
        async with postgres.system_transaction() as tx:
            assert await tx.scalar(text("SELECT 1")) == 1


async def test_a_connection_that_was_closed_while_nobody_used_it_is_replaced(
    postgres: Postgres, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with postgres.system_transaction() as tx:
        pid = await tx.scalar(text("SELECT pg_backend_pid()"))
    administrator = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    administrator.dispose()
    monkeypatch.setattr("quanyu.infra.postgres.TRUSTED_SECONDS", 0.0)

    async with postgres.system_transaction() as tx:
        assert await tx.scalar(text("SELECT pg_backend_pid()")) != pid


async def test_one_failure_replaces_a_connection_that_was_closed_in_the_middle(postgres: Postgres, postgres_url: str) -> None:
    async with postgres.system_transaction() as tx:
        pid = await tx.scalar(text("SELECT pg_backend_pid()"))
    administrator = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with administrator.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    administrator.dispose()

    with suppress(DBAPIError):
        async with postgres.system_transaction() as tx:
            await tx.scalar(text("SELECT 1"))

    async with postgres.system_transaction() as tx:
        assert await tx.scalar(text("SELECT 1")) == 1


async def test_a_connection_for_requests_sees_nothing_before_it_enters_a_workspace(postgres: Postgres) -> None:
    async with postgres.engine.connect() as connection:
        seen = await connection.execute(text("SELECT current_setting('quanyu.workspace', true), current_user"))

        assert seen.one() == (None, "quanyu_app")
