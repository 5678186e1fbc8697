"""Works on a data folder from a process of its own: ``prepare FOLDER ROLE`` makes a workspace, ``ids FOLDER`` lists events."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from quanyu.infra.opening import open_runtime
from quanyu.infra.settings import Settings
from quanyu.kit.query import Query
from quanyu.kit.scope import Role, Scope
from quanyu.platform import workspaces
from quanyu.platform.access import create_token


async def prepare(folder: Path, role: str) -> str:
    async with open_runtime(Settings(data=folder)) as runtime, runtime.postgres.system_transaction() as tx:
        workspace = await workspaces.create(tx, "Killed", at=datetime.now(UTC))
        scope = Scope(workspace.id, "system:test", Role.OWNER)
        return (await create_token(tx, scope, "test", Role(role), at=datetime.now(UTC)))[1]


async def ids(folder: Path) -> str:
    async with open_runtime(Settings(data=folder)) as runtime:
        rows = await runtime.clickhouse.rows(Query("SELECT event_id, count() FROM events GROUP BY event_id"))
        profiles = await runtime.clickhouse.rows(Query("SELECT uniqExact(profile_id), min(profile_id) FROM events"))
    return json.dumps({"events": dict(rows), "people": profiles[0]})


if __name__ == "__main__":
    command, folder, *rest = sys.argv[1:]
    print(asyncio.run(prepare(Path(folder), *rest) if command == "prepare" else ids(Path(folder))))
