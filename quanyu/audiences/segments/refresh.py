"""Keeps segments' people fresh.

A refresh reads everybody by one query and stores the result as one new bitmap. What a refresh had read is kept with it
(``seen``), and a refresh happens only when something that the condition reads has changed since: the seam where a
refresh of only the people who were touched fits in.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import update

from quanyu.audiences import conditions
from quanyu.audiences.segments import clickhouse, queries
from quanyu.audiences.segments.models import SegmentRow
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime

REST_SECONDS = 3.0
TIMED_EVERY = timedelta(minutes=5)
"""How often a segment with a window of time is read again when nothing happens."""


def loops(runtime: Runtime) -> list[Loop]:
    """The loop that refreshes live segments soon after what they read has changed."""

    async def turn() -> bool:
        await refresh_stale(runtime)
        return False

    return [Loop("segments.refresh", turn, rest_seconds=REST_SECONDS)]


async def refresh(runtime: Runtime, workspace_id: UUID, segment_id: UUID) -> None:
    """Count a segment's people anew; nothing when it is archived or gone. The newest of two at once wins."""
    async with runtime.postgres.transaction(workspace_id) as tx:
        begun = await tx.execute(
            update(SegmentRow)
            .where(SegmentRow.workspace_id == workspace_id, SegmentRow.id == segment_id, SegmentRow.archived_at.is_(None))
            .values(version=SegmentRow.version + 1)
            .returning(SegmentRow.version, SegmentRow.condition)
        )
        found = begun.one_or_none()
        if found is None:
            return
        version, condition = found.version, conditions.parse(found.condition)
        made_from = await queries.versions(tx, workspace_id, conditions.uses(condition).segments)
    now = runtime.clock.now()
    seen = await _marks(runtime, workspace_id) | {"segments": {str(one): version for one, version in made_from.items()}}
    await runtime.clickhouse.execute(clickhouse.store_query(workspace_id, segment_id, version, condition, now))
    rows = await runtime.clickhouse.rows(clickhouse.size_query(workspace_id, segment_id, version))
    if not rows:
        return
    async with runtime.postgres.transaction(workspace_id) as tx:
        await tx.execute(
            update(SegmentRow)
            .where(SegmentRow.workspace_id == workspace_id, SegmentRow.id == segment_id, SegmentRow.refreshed_version < version)
            .values(refreshed_version=version, people=rows[0][0], refreshed_at=now, seen=seen)
        )


async def refresh_stale(runtime: Runtime) -> list[UUID]:
    """Refresh every live segment whose answer may have changed, and say which."""
    async with runtime.postgres.system_transaction() as tx:
        rows = await queries.live(tx)
    refreshed = []
    for workspace_id, found in groupby(rows, key=lambda row: row.workspace_id):
        for segment_id in await _stale(runtime, workspace_id, list(found)):
            await refresh(runtime, workspace_id, segment_id)
            refreshed.append(segment_id)
    return refreshed


async def _stale(runtime: Runtime, workspace_id: UUID, rows: list[SegmentRow]) -> list[UUID]:
    oldest = min(row.seen.get("batch", 0) for row in rows)
    touched = dict(await runtime.clickhouse.rows(clickhouse.touched_query(workspace_id, oldest)))
    profiles = await runtime.clickhouse.value(clickhouse.profiles_mark_query(workspace_id))
    versions = {str(row.id): row.refreshed_version for row in rows}
    now = runtime.clock.now()

    def stale(row: SegmentRow) -> bool:
        needs = conditions.uses(conditions.parse(row.condition))
        return (
            row.refreshed_at is None
            or row.seen["profiles"] != profiles
            or any(touched.get(event, 0) > row.seen["batch"] for event in needs.events)
            or any(versions.get(one) != version for one, version in row.seen["segments"].items())
            or (needs.timed and now - row.refreshed_at >= TIMED_EVERY)
        )

    return [row.id for row in rows if stale(row)]


async def _marks(runtime: Runtime, workspace_id: UUID) -> dict[str, Any]:
    return {
        "batch": await runtime.clickhouse.value(clickhouse.newest_batch_query(workspace_id)),
        "profiles": await runtime.clickhouse.value(clickhouse.profiles_mark_query(workspace_id)),
    }
