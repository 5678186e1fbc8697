"""HTTP of the event log."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from quanyu.events import queries, wire
from quanyu.events.catalogue import CATALOGUE
from quanyu.events.log import EventLog, event_log_of
from quanyu.events.schemas import (
    Catalogue,
    CatalogueEvent,
    CatalogueProperty,
    DeadLetter,
    EventsIn,
    EventsOut,
    RecentEvent,
    RecentEvents,
)
from quanyu.events.types import Result
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Forbidden, Unavailable, errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, decode_cursor, encode_cursor
from quanyu.people import identity
from quanyu.people.identity import MergeNotFound, MergeUndone
from quanyu.platform import audit
from quanyu.platform.access import PERMISSIONS, CurrentScope, Tx, allowed, authenticate

router = APIRouter(tags=["events"])

Log = Annotated[EventLog, Depends(event_log_of)]
CurrentRuntime = Annotated[Runtime, Depends(runtime_of)]
READ = [Depends(allowed("events.read"))]

encode = msgspec.json.Encoder().encode


@router.post(
    "/events",
    response_model=EventsOut,
    responses=errors(wire.BadBody, wire.BodyTooLarge, wire.TooManyEvents, Unavailable),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": EventsIn.model_json_schema(ref_template="#/components/schemas/{model}")}
            },
        },
    },
)
async def append_events(request: Request) -> Response:
    """Put a batch of events in the log (at most 2000 events and 8 MB, gzip welcome).

    Answered once they are on disk. A repeated id is a "duplicate" and counts once; an event that cannot be used is
    "rejected" with its reason and kept among the dead letters.
    """
    runtime = await runtime_of(request)
    scope = await authenticate(runtime, request.headers)
    if "events.write" not in PERMISSIONS[scope.role]:
        raise Forbidden(permission="events.write", role=scope.role)
    events = wire.decode(await _body(request))
    results = await runtime.part(EventLog).take_wire(scope.workspace_id, events, source=scope.actor, currency=scope.currency)
    return Response(encode(_answer(results)), media_type="application/json")


async def _body(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > wire.MAX_BYTES:
            raise wire.BodyTooLarge(limit=wire.MAX_BYTES)
        chunks.append(chunk)
    body = b"".join(chunks)
    return wire.unpacked(body) if request.headers.get("content-encoding", "").lower() == "gzip" else body


def _answer(results: list[Result]) -> dict[str, Any]:
    counts = Counter([result.status for result in results])
    rows = [
        {"id": result.id, "status": result.status}
        if result.status != "rejected"
        else {"id": result.id, "status": "rejected", "code": result.code, "reason": result.reason}
        for result in results
    ]
    return {"accepted": counts["accepted"], "duplicate": counts["duplicate"], "rejected": counts["rejected"], "results": rows}


@router.get("/events/dead-letters", dependencies=READ, responses=errors(BadCursor))
async def list_dead_letters(
    scope: CurrentScope,
    runtime: CurrentRuntime,
    code: Annotated[str, Query(max_length=64)] = "",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> Page[DeadLetter]:
    """Events that could not be used, newest first, each with its reason."""
    before = _letter_key(cursor) if cursor else None
    query = queries.dead_letters_query(scope.workspace_id, before=before, code=code, limit=limit + 1)
    rows, more = cut(await runtime.clickhouse.rows(query), limit)
    items = [
        DeadLetter(
            received_at=moment(row[0]), event_id=row[1], event=row[2], source=row[3], code=row[4], reason=row[5], body=row[6]
        )
        for row in rows
    ]
    return Page(items=items, next_cursor=encode_cursor(rows[-1][0], rows[-1][7]) if more else None)


@router.get("/events/recent", dependencies=READ)
async def list_recent_events(
    scope: CurrentScope, runtime: CurrentRuntime, limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
) -> RecentEvents:
    """The newest events of the workspace, as they came in."""
    rows = await runtime.clickhouse.rows(queries.recent_query(scope.workspace_id, limit))
    items = [
        RecentEvent(
            event_id=id,
            event=event,
            at=moment(at),
            received_at=moment(received),
            touchpoint=touchpoint,
            account=account,
            profile_id=profile or None,
            properties=json.loads(properties),
        )
        for id, event, at, received, touchpoint, account, profile, properties in rows
    ]
    return RecentEvents(at=runtime.clock.now(), items=items)


@router.get("/events/catalogue", dependencies=READ)
async def get_catalogue(scope: CurrentScope, tx: Tx) -> Catalogue:
    """The tracking plan beside what sources really send: names, types, counts (a second or two behind)."""
    seen = await queries.seen_events(tx, scope.workspace_id)
    types = await queries.seen_properties(tx, scope.workspace_id, list(seen))
    return Catalogue(items=[_entry(event, seen.get(event), types) for event in [*CATALOGUE, *(seen.keys() - CATALOGUE.keys())]])


def _entry(event: str, seen: Any, types: dict[tuple[str, str], list[str]]) -> CatalogueEvent:
    plan = CATALOGUE.get(event)
    came = {name: found for (of, name), found in types.items() if of == event}
    planned = dict(plan.properties) if plan else {}
    return CatalogueEvent(
        event=event,
        known=plan is not None,
        label_zh=plan.zh if plan else event,
        label_en=plan.en if plan else event,
        events=seen.events if seen else 0,
        first_seen_at=seen.first_seen_at if seen else None,
        last_seen_at=seen.last_seen_at if seen else None,
        properties=[
            CatalogueProperty(name=name, type=planned.get(name), seen=came.get(name, [])) for name in {**planned, **came}
        ],
    )


@router.post(
    "/merges/{merge_id}/undo",
    status_code=204,
    tags=["people"],
    dependencies=[Depends(allowed("people.write"))],
    responses=errors(MergeNotFound, MergeUndone),
)
async def undo_merge(merge_id: UUID, scope: CurrentScope, runtime: CurrentRuntime, log: Log) -> None:
    """Make two people of one again, in all reports at once, and keep them apart from now on."""
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        merge = await identity.undo_merge(tx, scope, merge_id, at=runtime.clock.now())
        await audit.record(tx, scope, "merges.undo", "merge", merge_id, {"loser": merge.loser, "winner": merge.winner})
    await log.merge_undone()


def moment(milliseconds: int) -> datetime:
    """The store's milliseconds as a time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _letter_key(cursor: str) -> tuple[int, str]:
    at, key = decode_cursor(cursor, 2)
    if not isinstance(at, int) or not isinstance(key, str):
        raise BadCursor
    return at, key
