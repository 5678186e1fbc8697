"""Verbs on journeys."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.audiences import conditions, segments
from quanyu.engage import delivery
from quanyu.engage.journeys import queries
from quanyu.engage.journeys.check import Fault, faults
from quanyu.engage.journeys.errors import GraphTooLarge, JourneyFaulty, JourneyNotFound, WrongState
from quanyu.engage.journeys.graph import Branch, Graph, settings_faults, settings_of
from quanyu.engage.journeys.models import Journey, JourneyVersion
from quanyu.engage.journeys.speakers import speakers
from quanyu.infra.crypto import Vault
from quanyu.kit.ids import new_id
from quanyu.kit.scope import Scope
from quanyu.platform import audit

MAX_GRAPH_BYTES = 512_000

Inside = Literal["keep", "move", "leave"]
"""What becomes of people inside when a new version is published."""


async def create(tx: AsyncSession, scope: Scope, name: str, graph: Graph, *, at: datetime) -> Journey:
    """Begin a journey as a draft; the graph may be unfinished."""
    journey = Journey(
        id=new_id(),
        workspace_id=scope.workspace_id,
        name=name,
        state="draft",
        version=0,
        draft=_checked_size(graph),
        created_at=at,
        created_by=scope.actor,
        updated_at=at,
    )
    tx.add(journey)
    await tx.flush()
    await audit.record(tx, scope, "journeys.create", "journey", journey.id, {"name": name})
    return journey


async def get(tx: AsyncSession, scope: Scope, journey_id: UUID, *, lock: bool = False) -> Journey:
    """One journey.

    Raises:
        JourneyNotFound: not in the caller's workspace.
    """
    journey = await queries.get(tx, scope, journey_id, lock=lock)
    if journey is None:
        raise JourneyNotFound(journey_id=journey_id)
    return journey


async def edit(
    tx: AsyncSession, scope: Scope, journey_id: UUID, *, name: str | None, graph: Graph | None, at: datetime
) -> Journey:
    """Change the draft. What runs stays as it is until the draft is published."""
    journey = await get(tx, scope, journey_id, lock=True)
    if journey.state == "archived":
        raise WrongState(state=journey.state, verb="be edited")
    if name is not None:
        journey.name = name
    if graph is not None:
        journey.draft = _checked_size(graph)
    journey.updated_at = at
    await audit.record(tx, scope, "journeys.edit", "journey", journey.id, {"graph": graph is not None})
    return journey


async def draft_faults(tx: AsyncSession, vault: Vault, scope: Scope, journey: Journey) -> list[Fault]:
    """What has to be put right before the draft may run."""
    graph = Graph.model_validate(journey.draft)
    return [*faults(graph, await speakers(tx, vault, scope.workspace_id)), *_condition_faults(graph)]


async def publish(tx: AsyncSession, vault: Vault, scope: Scope, journey_id: UUID, inside: Inside, *, at: datetime) -> Journey:
    """Make the draft the version that new people enter, and start the journey.

    Args:
        inside: people inside keep their version; or move where the new graph has their step; or leave. Nobody is
            stranded: who cannot move keeps the old version.

    Raises:
        JourneyFaulty: the graph cannot run.
        WrongState: the journey is archived.
    """
    journey = await get(tx, scope, journey_id, lock=True)
    if journey.state == "archived":
        raise WrongState(state=journey.state, verb="be published")
    if found := await draft_faults(tx, vault, scope, journey):
        listed = [{"node_id": fault.node_id, "code": fault.code, "zh": fault.zh, "en": fault.en} for fault in found]
        raise JourneyFaulty(journey_id=journey_id, faults=listed)
    if journey.state == "paused":
        await delivery.release_journey(tx, scope.workspace_id, journey_id)
    journey.version, journey.state, journey.updated_at = journey.version + 1, "active", at
    tx.add(
        JourneyVersion(
            workspace_id=scope.workspace_id,
            journey_id=journey_id,
            version=journey.version,
            graph=journey.draft,
            published_at=at,
            published_by=scope.actor,
        )
    )
    await tx.flush()
    graph = Graph.model_validate(journey.draft)
    for segment_id in _segments(graph):
        await segments.use(tx, scope, segment_id, f"journey:{journey_id}")
    if inside == "move":
        await _move_inside(tx, journey, graph, at)
    elif inside == "leave":
        await _empty(tx, journey, at)
    await audit.record(tx, scope, "journeys.publish", "journey", journey_id, {"version": journey.version, "inside": inside})
    return journey


async def pause(tx: AsyncSession, scope: Scope, journey_id: UUID, *, at: datetime) -> Journey:
    """Let nobody in and move nobody on; messages not yet sent are held. People inside may still reach the goal."""
    journey = await _change_state(tx, scope, journey_id, ("active",), "paused", "be paused", at)
    await delivery.hold_journey(tx, scope.workspace_id, journey_id)
    return journey


async def resume(tx: AsyncSession, scope: Scope, journey_id: UUID, *, at: datetime) -> Journey:
    """Go on after a pause. Who became due meanwhile moves on at once."""
    journey = await _change_state(tx, scope, journey_id, ("paused",), "active", "be resumed", at)
    await delivery.release_journey(tx, scope.workspace_id, journey_id)
    return journey


async def archive(tx: AsyncSession, scope: Scope, journey_id: UUID, *, at: datetime) -> Journey:
    """End a journey for good: everybody inside leaves, messages not yet sent are dropped."""
    journey = await _change_state(tx, scope, journey_id, ("draft", "active", "paused"), "archived", "be archived", at)
    await _empty(tx, journey, at)
    await delivery.drop_journey(tx, scope.workspace_id, journey_id, now=at)
    await segments.drop_use(tx, scope, f"journey:{journey_id}")
    return journey


async def _change_state(
    tx: AsyncSession, scope: Scope, journey_id: UUID, wanted: tuple[str, ...], state: str, verb: str, at: datetime
) -> Journey:
    journey = await get(tx, scope, journey_id, lock=True)
    if journey.state not in wanted:
        raise WrongState(state=journey.state, verb=verb)
    journey.state, journey.updated_at = state, at
    await tx.flush()
    await audit.record(tx, scope, f"journeys.{state}", "journey", journey_id)
    return journey


def _checked_size(graph: Graph) -> dict[str, object]:
    body = graph.as_json()
    if (size := len(json.dumps(body))) > MAX_GRAPH_BYTES:
        raise GraphTooLarge(limit=MAX_GRAPH_BYTES, bytes=size)
    return body


def _condition_faults(graph: Graph) -> list[Fault]:
    found = []
    for node in graph.nodes:
        if settings_faults(node):
            continue
        settings = settings_of(node)
        try:
            match settings:
                case Branch(condition=dict() as condition):
                    conditions.parse(condition)
                case Branch(did_since_entry=did) if did is not None:
                    conditions.parse_where(did.where)
                case _:
                    conditions.parse_where(getattr(settings, "where", []))
        except conditions.BadCondition as error:
            found.append(Fault("condition", node.id, f"条件有误：{error}", f"The condition is not right: {error}"))
    return found


def _segments(graph: Graph) -> frozenset[UUID]:
    found: frozenset[UUID] = frozenset()
    for node in graph.nodes:
        settings = settings_of(node)
        if isinstance(settings, Branch) and settings.condition is not None:
            found |= conditions.uses(conditions.parse(settings.condition)).segments
    return found


_MOVE_INSIDE = text(
    """
    WITH moved AS (
        UPDATE seat SET version = :version
        FROM journey_version old, jsonb_array_elements(old.graph -> 'nodes') AS was
        WHERE seat.workspace_id = :workspace AND seat.journey_id = :journey AND seat.state = 'waiting'
          AND old.journey_id = seat.journey_id AND old.version = seat.version AND seat.version < :version
          AND was ->> 'id' = seat.node_id
          AND EXISTS (SELECT 1 FROM unnest(CAST(:ids AS text[]), CAST(:kinds AS text[])) AS now_ (id, kind)
                      WHERE now_.id = seat.node_id AND now_.kind = was ->> 'kind')
        RETURNING seat.id, seat.node_id
    )
    INSERT INTO seat_move (workspace_id, journey_id, seat_id, version, at, from_node, to_node, outcome, logged)
    SELECT :workspace, :journey, id, :version, :at, node_id, node_id, 'new_version', true FROM moved
    """
)


async def _move_inside(tx: AsyncSession, journey: Journey, graph: Graph, at: datetime) -> None:
    values = {"workspace": journey.workspace_id, "journey": journey.id, "version": journey.version, "at": at}
    nodes = {"ids": [node.id for node in graph.nodes], "kinds": [node.kind for node in graph.nodes]}
    await tx.execute(_MOVE_INSIDE, values | nodes)


_EMPTY = text(
    """
    WITH gone AS (
        UPDATE seat SET state = 'done', reason = 'removed', left_at = :at
        WHERE workspace_id = :workspace AND journey_id = :journey AND state = 'waiting'
        RETURNING id, version, node_id
    )
    INSERT INTO seat_move (workspace_id, journey_id, seat_id, version, at, from_node, to_node, outcome, logged)
    SELECT :workspace, :journey, id, version, :at, node_id, '', 'removed', false FROM gone
    """
)


async def _empty(tx: AsyncSession, journey: Journey, at: datetime) -> None:
    await tx.execute(_EMPTY, {"workspace": journey.workspace_id, "journey": journey.id, "at": at})
