"""Reads of segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.audiences.segments.models import SegmentRow, SegmentUse
from quanyu.kit.scope import Scope


async def get(tx: AsyncSession, scope: Scope, segment_id: UUID, *, for_update: bool = False) -> SegmentRow | None:
    """One segment, archived or not."""
    wanted = select(SegmentRow).where(SegmentRow.workspace_id == scope.workspace_id, SegmentRow.id == segment_id)
    return (await tx.execute(wanted.with_for_update() if for_update else wanted)).scalar_one_or_none()


async def page(tx: AsyncSession, scope: Scope, *, archived: bool, before: UUID | None, limit: int) -> Sequence[SegmentRow]:
    """Segments, newest first."""
    wanted = select(SegmentRow).where(
        SegmentRow.workspace_id == scope.workspace_id,
        SegmentRow.archived_at.is_not(None) if archived else SegmentRow.archived_at.is_(None),
    )
    if before is not None:
        wanted = wanted.where(SegmentRow.id < before)
    return (await tx.execute(wanted.order_by(SegmentRow.id.desc()).limit(limit))).scalars().all()


async def count(tx: AsyncSession, scope: Scope) -> int:
    """How many segments are not archived."""
    wanted = select(func.count()).where(SegmentRow.workspace_id == scope.workspace_id, SegmentRow.archived_at.is_(None))
    return (await tx.execute(wanted)).scalar_one()


async def users_of(tx: AsyncSession, scope: Scope, segment_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """What uses each of the segments, in order of name."""
    rows = await tx.execute(
        select(SegmentUse.segment_id, SegmentUse.used_by)
        .where(SegmentUse.workspace_id == scope.workspace_id, SegmentUse.segment_id.in_(list(segment_ids)))
        .order_by(SegmentUse.used_by)
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for segment_id, used_by in rows:
        found[segment_id].append(used_by)
    return found


async def live(tx: AsyncSession) -> Sequence[SegmentRow]:
    """Every workspace's segments that are kept fresh, oldest first, for the refresh loop."""
    wanted = select(SegmentRow).where(SegmentRow.archived_at.is_(None)).order_by(SegmentRow.workspace_id, SegmentRow.id)
    return (await tx.execute(wanted)).scalars().all()


async def versions(tx: AsyncSession, workspace_id: UUID, segment_ids: Iterable[UUID]) -> dict[UUID, int]:
    """The newest finished refresh of each segment."""
    wanted = select(SegmentRow.id, SegmentRow.refreshed_version)
    found = await tx.execute(wanted.where(SegmentRow.workspace_id == workspace_id, SegmentRow.id.in_(list(segment_ids))))
    return {one.id: one.refreshed_version for one in found}
