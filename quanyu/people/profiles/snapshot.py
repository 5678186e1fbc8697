"""Profiles as the warehouse sees them: whatever changed in PostgreSQL is written again, with a higher version."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.people.profiles.properties import combined
from quanyu.people.profiles.tags import tags_of

MAX_PROFILES = 5000
COLUMNS = ("workspace_id", "profile_id", "version", "created_at", "removed", "touchpoint", "tags", "properties")
AS_WRITTEN = {"input_format_try_infer_dates": 0, "input_format_try_infer_datetimes": 0, "type_json_skip_duplicated_paths": 1}


def loops(runtime: Runtime) -> Sequence[Loop]:
    """The loop that copies dirty profiles, some thousands a turn. Done twice, the newest version holds."""

    async def turn() -> bool:
        async with runtime.postgres.system_transaction() as tx:
            taken = await tx.execute(
                text(
                    """
                    DELETE FROM profile_dirty WHERE (workspace_id, profile_id) IN (
                        SELECT workspace_id, profile_id FROM profile_dirty
                        ORDER BY workspace_id, profile_id LIMIT :limit FOR UPDATE SKIP LOCKED
                    ) RETURNING workspace_id, profile_id
                    """
                ),
                {"limit": MAX_PROFILES},
            )
            dirty: dict[UUID, list[int]] = defaultdict(list)
            for workspace_id, profile_id in taken:
                dirty[workspace_id].append(profile_id)
            if not dirty:
                return False
            lines = [line for workspace_id, ids in dirty.items() for line in await _lines(tx, workspace_id, ids)]
            await runtime.clickhouse.insert("profiles", COLUMNS, b"\n".join(lines), format="JSONEachRow", settings=AS_WRITTEN)
            return True

    return [Loop("profiles.snapshot", turn, rest_seconds=1)]


async def _lines(tx: AsyncSession, workspace_id: UUID, ids: Sequence[int]) -> list[bytes]:
    version = await tx.scalar(text("SELECT nextval('profile_snapshot')"))
    rows = await tx.execute(
        text(
            """
            SELECT own.root, own.id, own.created_at, own.touchpoint, own.properties, own.origins
            FROM (
                SELECT DISTINCT root FROM profile WHERE workspace_id = :workspace AND id = ANY(CAST(:ids AS bigint[]))
            ) AS person
            JOIN profile own ON own.workspace_id = :workspace AND own.root = person.root ORDER BY own.root, own.id
            """
        ),
        {"workspace": workspace_id, "ids": ids},
    )
    people: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        people[row.root].append(row)
    tags = await tags_of(tx, workspace_id, people)
    return [
        msgspec.json.encode(
            {
                "workspace_id": workspace_id,
                "profile_id": row.id,
                "version": version,
                "created_at": f"{min(one.created_at for one in own).timestamp():.3f}",
                "removed": int(row.id != root),
                "touchpoint": own[0].touchpoint,
                "tags": tags.get(root, []),
                "properties": combined((one.properties, one.origins) for one in own),
            }
        )
        for root, own in people.items()
        for row in own
    ]
