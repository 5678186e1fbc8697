"""R4, R6: tokens open one workspace and nothing else."""

import httpx
import pytest
from sqlalchemy import select

from quanyu.infra.runtime import Runtime
from quanyu.platform.access.models import ApiToken
from tests.conftest import Home


async def test_a_transaction_of_one_workspace_sees_no_row_of_another(runtime: Runtime, home: Home, neighbour: Home) -> None:
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        seen = (await tx.execute(select(ApiToken.workspace_id))).scalars().all()

    assert seen == [home.scope.workspace_id]
