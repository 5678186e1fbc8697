"""What changes segments."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.audiences import conditions
from quanyu.audiences.segments import queries
from quanyu.audiences.segments.errors import (
    SegmentArchived,
    SegmentCycle,
    SegmentInUse,
    SegmentNotFound,
    TooManySegments,
)
from quanyu.audiences.segments.models import SegmentRow, SegmentUse
from quanyu.infra.jobs import enqueue
from quanyu.kit.ids import new_id
from quanyu.kit.scope import Scope
from quanyu.platform import audit

MAX_SEGMENTS = 1000


async def create(tx: AsyncSession, scope: Scope, name: str, condition: dict[str, Any], *, at: datetime) -> SegmentRow:
    """Keep a condition under a name; its people are counted in the background.

    Raises:
        BadCondition: the condition cannot be read.
        SegmentNotFound, SegmentArchived: it is made from a segment that is not there, or no longer.
        TooManySegments: the workspace is full.
    """
    await _one_editor(tx, scope)
    if await queries.count(tx, scope) >= MAX_SEGMENTS:
        raise TooManySegments(most=MAX_SEGMENTS)
    row = SegmentRow(
        id=new_id(), workspace_id=scope.workspace_id, name=name, condition=condition, created_at=at, created_by=scope.actor
    )
    tx.add(row)
    await tx.flush()
    await _take_condition(tx, scope, row, condition)
    await audit.record(tx, scope, "segments.create", "segment", row.id, {"name": name})
    return row


async def change(tx: AsyncSession, scope: Scope, segment_id: UUID, name: str, condition: dict[str, Any]) -> SegmentRow:
    """Give a segment another name or condition.

    Raises:
        SegmentNotFound, SegmentArchived: it, or one it is made from, is not there, or no longer.
        SegmentCycle: it would be made from itself.
        BadCondition: the condition cannot be read.
    """
    await _one_editor(tx, scope)
    row = await _open(tx, scope, segment_id)
    before = {"name": row.name, "condition": row.condition}
    row.name = name
    if condition != row.condition:
        await _take_condition(tx, scope, row, condition)
    await audit.record(tx, scope, "segments.change", "segment", row.id, {"before": before})
    return row


async def archive(tx: AsyncSession, scope: Scope, segment_id: UUID, *, at: datetime) -> SegmentRow:
    """Hide a segment and drop its stored people in the background. Archiving an archived segment changes nothing.

    Raises:
        SegmentNotFound: no such segment in the caller's workspace.
        SegmentInUse: something still reads it.
    """
    row = await queries.get(tx, scope, segment_id, for_update=True)
    if row is None:
        raise SegmentNotFound(segment_id=segment_id)
    if row.archived_at is not None:
        return row
    if used_by := (await queries.users_of(tx, scope, [segment_id])).get(segment_id):
        raise SegmentInUse(segment_id=segment_id, used_by=used_by)
    row.archived_at = at
    await _replace_uses(tx, scope, segment_id, frozenset())
    await enqueue(tx, "segments.drop_people", workspace_id=scope.workspace_id, segment_id=segment_id)
    await audit.record(tx, scope, "segments.archive", "segment", row.id)
    return row


async def use(tx: AsyncSession, scope: Scope, segment_id: UUID, used_by: str) -> None:
    """Write down that something ("journey:<id>") reads a segment, so that it stays. Twice is once.

    Raises:
        SegmentNotFound, SegmentArchived: it is not there, or no longer.
    """
    await _open(tx, scope, segment_id)
    row = {"workspace_id": scope.workspace_id, "segment_id": segment_id, "used_by": used_by}
    await tx.execute(insert(SegmentUse).values(row).on_conflict_do_nothing())


async def drop_use(tx: AsyncSession, scope: Scope, used_by: str) -> None:
    """Something reads no segment any more."""
    await tx.execute(delete(SegmentUse).where(SegmentUse.workspace_id == scope.workspace_id, SegmentUse.used_by == used_by))


async def ask_refresh(tx: AsyncSession, scope: Scope, segment_id: UUID) -> SegmentRow:
    """Have a segment's people counted anew in the background.

    Raises:
        SegmentNotFound, SegmentArchived: it is not there, or no longer.
    """
    row = await _open(tx, scope, segment_id)
    await _enqueue_refresh(tx, row)
    return row


async def _open(tx: AsyncSession, scope: Scope, segment_id: UUID) -> SegmentRow:
    row = await queries.get(tx, scope, segment_id, for_update=True)
    if row is None:
        raise SegmentNotFound(segment_id=segment_id)
    if row.archived_at is not None:
        raise SegmentArchived(segment_id=segment_id)
    return row


async def _take_condition(tx: AsyncSession, scope: Scope, row: SegmentRow, condition: dict[str, Any]) -> None:
    made_from = conditions.uses(conditions.parse(condition)).segments
    await _refuse_cycle(tx, scope, row.id, made_from)
    await _replace_uses(tx, scope, row.id, made_from)
    row.condition = condition
    await _enqueue_refresh(tx, row)


async def _refuse_cycle(tx: AsyncSession, scope: Scope, segment_id: UUID, made_from: frozenset[UUID]) -> None:
    known: set[UUID] = set()
    ahead = [(one, one) for one in sorted(made_from)]
    while ahead:
        one, through = ahead.pop()
        if one == segment_id:
            raise SegmentCycle(segment_id=segment_id, through=through)
        if one not in known:
            known.add(one)
            row = await _open(tx, scope, one)
            ahead += [(further, through) for further in conditions.uses(conditions.parse(row.condition)).segments]


async def _replace_uses(tx: AsyncSession, scope: Scope, segment_id: UUID, made_from: frozenset[UUID]) -> None:
    used_by = f"segment:{segment_id}"
    await drop_use(tx, scope, used_by)
    for one in sorted(made_from):
        await use(tx, scope, one, used_by)


async def _enqueue_refresh(tx: AsyncSession, row: SegmentRow) -> None:
    if row.asked_version <= row.version:
        row.asked_version = row.version + 1
        await enqueue(tx, "segments.refresh", workspace_id=row.workspace_id, segment_id=row.id)


async def _one_editor(tx: AsyncSession, scope: Scope) -> None:
    """One edit at a time in a workspace: two at once could each miss the other's half of a cycle."""
    await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"segments {scope.workspace_id}", 0))))
