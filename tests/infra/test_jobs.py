"""Jobs exist if and only if the change that asked for them was committed."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from quanyu.infra.jobs import enqueue
from quanyu.infra.runtime import Runtime
from quanyu.kit.ids import new_id
from tests.conftest import Home


async def _waiting(runtime: Runtime, mark: str) -> int:
    async with runtime.postgres.system_transaction() as tx:
        counted = await tx.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND args->>'mark' = :mark"), {"mark": mark}
        )
    return int(counted or 0)


async def test_a_job_is_there_after_the_commit(runtime: Runtime, home: Home) -> None:
    mark = str(new_id())

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        await enqueue(tx, "test.nothing", mark=mark)
        assert await _waiting(runtime, mark) == 0

    assert await _waiting(runtime, mark) == 1


async def test_a_rolled_back_change_leaves_no_job(runtime: Runtime, home: Home) -> None:
    mark = str(new_id())

    with pytest.raises(ZeroDivisionError):
        async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
            await enqueue(tx, "test.nothing", mark=mark)
            raise ZeroDivisionError

    assert await _waiting(runtime, mark) == 0


async def test_one_waiting_job_serves_all_that_share_its_key_and_the_transaction_goes_on(runtime: Runtime, home: Home) -> None:
    mark = str(new_id())

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        for _ in range(3):
            await enqueue(tx, "test.nothing", key=mark, mark=mark)
        assert await tx.scalar(text("SELECT 1")) == 1

    assert await _waiting(runtime, mark) == 1
