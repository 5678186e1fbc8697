"""Journeys over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.journeys import queries, service
from quanyu.engage.journeys.errors import GraphTooLarge, JourneyFaulty, JourneyNotFound, PersonNotInside, WrongState
from quanyu.engage.journeys.models import Journey
from quanyu.engage.journeys.schemas import (
    CountsOut,
    JourneyEdit,
    JourneyOut,
    JourneySummary,
    MoveOut,
    NewJourney,
    Publication,
    RunOut,
    TracedRun,
    TraceOut,
)
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.kit.scope import Scope
from quanyu.people import identity
from quanyu.platform.access import CurrentScope, Tx, allowed

router = APIRouter(tags=["journeys"])

Process = Annotated[Runtime, Depends(runtime_of)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]
ProfileId = Annotated[int, Path(ge=1, lt=2**53)]
READ, WRITE = [Depends(allowed("journeys.read"))], [Depends(allowed("journeys.write"))]
MOST_RUNS, MOST_MOVES = 20, 1_000


@router.get("/journeys", dependencies=READ, responses=errors(BadCursor))
async def list_journeys(
    scope: CurrentScope,
    tx: Tx,
    state: Literal["draft", "active", "paused", "archived"] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[JourneySummary]:
    """The workspace's journeys, newest first."""
    before = read_cursor(cursor, UUID)[0] if cursor else None
    rows, more = cut(await queries.page(tx, scope, state=state, before=before, limit=limit), limit)
    inside = await queries.in_progress(tx, scope, [journey.id for journey in rows])
    items = [JourneySummary.of(journey, inside.get(journey.id, 0)) for journey in rows]
    return Page(items=items, next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.post("/journeys", status_code=201, dependencies=WRITE, responses=errors(GraphTooLarge))
async def create_journey(body: NewJourney, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """Begin a journey as a draft."""
    journey = await service.create(tx, scope, body.name, body.graph, at=runtime.clock.now())
    return await _whole(tx, scope, runtime, journey)


@router.get("/journeys/{journey_id}", dependencies=READ, responses=errors(JourneyNotFound))
async def get_journey(journey_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """A journey: its draft, what is wrong with it, and the graph that runs."""
    return await _whole(tx, scope, runtime, await service.get(tx, scope, journey_id))


@router.put("/journeys/{journey_id}", dependencies=WRITE, responses=errors(JourneyNotFound, WrongState, GraphTooLarge))
async def edit_journey(journey_id: UUID, body: JourneyEdit, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """Change the draft. What runs stays as it is until the draft is published."""
    journey = await service.edit(tx, scope, journey_id, name=body.name, graph=body.graph, at=runtime.clock.now())
    return await _whole(tx, scope, runtime, journey)


@router.post("/journeys/{journey_id}/publish", dependencies=WRITE, responses=errors(JourneyNotFound, WrongState, JourneyFaulty))
async def publish_journey(
    journey_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process, body: Publication | None = None
) -> JourneyOut:
    """Let the draft run; says every fault when it cannot."""
    inside = (body or Publication()).inside
    journey = await service.publish(tx, runtime.vault, scope, journey_id, inside, at=runtime.clock.now())
    return await _whole(tx, scope, runtime, journey)


@router.post("/journeys/{journey_id}/pause", dependencies=WRITE, responses=errors(JourneyNotFound, WrongState))
async def pause_journey(journey_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """Let nobody in and move nobody on; unsent messages are held."""
    return await _whole(tx, scope, runtime, await service.pause(tx, scope, journey_id, at=runtime.clock.now()))


@router.post("/journeys/{journey_id}/resume", dependencies=WRITE, responses=errors(JourneyNotFound, WrongState))
async def resume_journey(journey_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """Go on after a pause."""
    return await _whole(tx, scope, runtime, await service.resume(tx, scope, journey_id, at=runtime.clock.now()))


@router.post("/journeys/{journey_id}/archive", dependencies=WRITE, responses=errors(JourneyNotFound, WrongState))
async def archive_journey(journey_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> JourneyOut:
    """End a journey for good."""
    return await _whole(tx, scope, runtime, await service.archive(tx, scope, journey_id, at=runtime.clock.now()))


@router.get("/journeys/{journey_id}/counts", dependencies=READ, responses=errors(JourneyNotFound))
async def count_journey(journey_id: UUID, scope: CurrentScope, tx: Tx) -> CountsOut:
    """Exact numbers of every step."""
    await service.get(tx, scope, journey_id)
    return CountsOut.of(await queries.counts(tx, scope, journey_id))


@router.get("/journeys/{journey_id}/people", dependencies=READ, responses=errors(JourneyNotFound, BadCursor))
async def list_journey_people(
    journey_id: UUID,
    scope: CurrentScope,
    tx: Tx,
    node: Annotated[str | None, Query(max_length=64)] = None,
    state: Literal["waiting", "done"] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Page[RunOut]:
    """Runs in the order they began; with ``node``, the people standing there now."""
    await service.get(tx, scope, journey_id)
    after = read_cursor(cursor, int)[0] if cursor else 0
    found = await queries.people(tx, scope, journey_id, node_id=node, state=state, after=after, limit=limit)
    rows, more = cut(found, limit)
    return Page(items=[RunOut.of(seat) for seat in rows], next_cursor=encode_cursor(rows[-1].id) if more else None)


@router.get("/journeys/{journey_id}/people/{profile_id}", dependencies=READ, responses=errors(JourneyNotFound, PersonNotInside))
async def trace_person(journey_id: UUID, profile_id: ProfileId, scope: CurrentScope, tx: Tx) -> TraceOut:
    """Everything that one person went through in a journey."""
    await service.get(tx, scope, journey_id)
    numbers = (await identity.numbers(tx, scope.workspace_id, [profile_id])).get(profile_id, [profile_id])
    runs = await queries.runs_of(tx, scope, journey_id, numbers, MOST_RUNS)
    if not runs:
        raise PersonNotInside(profile_id=profile_id, journey_id=journey_id)
    moves = await queries.moves_of(tx, scope, [seat.id for seat in runs], MOST_MOVES)
    return TraceOut(
        profile_id=profile_id,
        runs=[
            TracedRun(**RunOut.of(seat).model_dump(), moves=[MoveOut.of(move) for move in moves if move.seat_id == seat.id])
            for seat in runs
        ],
    )


async def _whole(tx: AsyncSession, scope: Scope, runtime: Runtime, journey: Journey) -> JourneyOut:
    inside = (await queries.in_progress(tx, scope, [journey.id])).get(journey.id, 0)
    found = await service.draft_faults(tx, runtime.vault, scope, journey)
    published = await queries.graph_of(tx, scope.workspace_id, journey.id, journey.version) if journey.version else None
    return JourneyOut.whole(journey, inside, found, published)
