"""Segments over HTTP."""

from __future__ import annotations

import time
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from quanyu.audiences import conditions
from quanyu.audiences.segments import clickhouse, queries, service
from quanyu.audiences.segments.errors import (
    SegmentArchived,
    SegmentCycle,
    SegmentInUse,
    SegmentNotFound,
    TooManySegments,
)
from quanyu.audiences.segments.models import SegmentRow
from quanyu.audiences.segments.schemas import Preview, PreviewIn, SegmentIn, SegmentOut
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, Page, cut, encode_cursor, read_cursor
from quanyu.kit.scope import Scope
from quanyu.platform.access import CurrentScope, Tx, allowed

router = APIRouter(prefix="/segments", tags=["segments"])
READ = [Depends(allowed("segments.read"))]
WRITE = [Depends(allowed("segments.write"))]
SAMPLE = 10
InRuntime = Annotated[Runtime, Depends(runtime_of)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
Cursor = Annotated[str | None, Query(max_length=200)]


@router.get("", dependencies=READ)
async def list_segments(
    scope: CurrentScope, tx: Tx, archived: bool = False, cursor: Cursor = None, limit: Limit = 50
) -> Page[SegmentOut]:
    """Segments, newest first."""
    before = read_cursor(cursor, UUID)[0] if cursor else None
    rows, more = cut(await queries.page(tx, scope, archived=archived, before=before, limit=limit + 1), limit)
    users = await queries.users_of(tx, scope, [row.id for row in rows])
    return Page(
        items=[SegmentOut.of(row, users.get(row.id, [])) for row in rows],
        next_cursor=encode_cursor(str(rows[-1].id)) if more else None,
    )


@router.post(
    "",
    status_code=201,
    dependencies=WRITE,
    responses=errors(conditions.BadCondition, SegmentNotFound, SegmentArchived, TooManySegments),
)
async def create_segment(body: SegmentIn, scope: CurrentScope, tx: Tx, runtime: InRuntime) -> SegmentOut:
    """Keep a condition as a segment; its people are counted in the background."""
    return SegmentOut.of(await service.create(tx, scope, body.name, body.condition, at=runtime.clock.now()), [])


@router.post("/preview", dependencies=READ, responses=errors(conditions.BadCondition))
async def preview_segment(body: PreviewIn, scope: CurrentScope, runtime: InRuntime) -> Preview:
    """Count who meets a condition now, without keeping it."""
    begun = time.perf_counter()
    condition = conditions.parse(body.condition)
    query = conditions.count_query(scope.workspace_id, condition, runtime.clock.now(), SAMPLE)
    people, of, sample = (await runtime.clickhouse.rows(query))[0]
    return Preview(people=people, of=of, sample=list(sample), ms=round((time.perf_counter() - begun) * 1000))


@router.get("/{segment_id}", dependencies=READ, responses=errors(SegmentNotFound))
async def get_segment(segment_id: UUID, scope: CurrentScope, tx: Tx) -> SegmentOut:
    """One segment."""
    return await _out(tx, scope, await _found(tx, scope, segment_id))


@router.put(
    "/{segment_id}",
    dependencies=WRITE,
    responses=errors(conditions.BadCondition, SegmentCycle, SegmentNotFound, SegmentArchived),
)
async def change_segment(segment_id: UUID, body: SegmentIn, scope: CurrentScope, tx: Tx) -> SegmentOut:
    """Give a segment another name or condition."""
    return await _out(tx, scope, await service.change(tx, scope, segment_id, body.name, body.condition))


@router.post("/{segment_id}/refresh", status_code=202, dependencies=WRITE, responses=errors(SegmentNotFound, SegmentArchived))
async def refresh_segment(segment_id: UUID, scope: CurrentScope, tx: Tx) -> SegmentOut:
    """Have a segment's people counted anew in the background."""
    return await _out(tx, scope, await service.ask_refresh(tx, scope, segment_id))


@router.post("/{segment_id}/archive", dependencies=WRITE, responses=errors(SegmentNotFound, SegmentInUse))
async def archive_segment(segment_id: UUID, scope: CurrentScope, tx: Tx, runtime: InRuntime) -> SegmentOut:
    """Archive a segment that nothing uses."""
    return await _out(tx, scope, await service.archive(tx, scope, segment_id, at=runtime.clock.now()))


@router.get("/{segment_id}/people", dependencies=READ, responses=errors(SegmentNotFound))
async def list_segment_people(
    segment_id: UUID, scope: CurrentScope, tx: Tx, runtime: InRuntime, cursor: Cursor = None, limit: Limit = 50
) -> Page[int]:
    """Profile ids in a segment as of its last refresh, ascending."""
    await _found(tx, scope, segment_id)
    after = read_cursor(cursor, int)[0] if cursor else 0
    found = await runtime.clickhouse.rows(clickhouse.members_query(scope.workspace_id, segment_id, after, limit + 1))
    people, more = cut([profile for (profile,) in found], limit)
    return Page(items=people, next_cursor=encode_cursor(people[-1]) if more else None)


async def _found(tx: Tx, scope: Scope, segment_id: UUID) -> SegmentRow:
    row = await queries.get(tx, scope, segment_id)
    if row is None:
        raise SegmentNotFound(segment_id=segment_id)
    return row


async def _out(tx: Tx, scope: Scope, row: SegmentRow) -> SegmentOut:
    users = await queries.users_of(tx, scope, [row.id])
    return SegmentOut.of(row, users.get(row.id, []))
