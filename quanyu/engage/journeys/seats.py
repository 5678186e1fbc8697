"""Moving people, many at once: coming in, going on, going out. One statement each, with its record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.journeys.graph import Goal, Graph, Reentry, Wait, settings_of


@dataclass(frozen=True)
class Place:
    """Where seats stand: one node of one version of one journey."""

    workspace_id: UUID
    journey_id: UUID
    version: int
    node_id: str


@dataclass(frozen=True)
class Standing:
    """One claimed seat."""

    id: int
    profile_id: int
    entry_key: str
    entered_at: datetime
    moves: int


@dataclass(frozen=True)
class Arrival:
    """A trigger event of one person."""

    profile_id: int
    event_id: str
    at: datetime


def due_at(graph: Graph, node_id: str, now: datetime) -> datetime:
    """When somebody who comes to a node now has to be moved on."""
    match settings_of(graph.node(node_id)):
        case Wait(seconds=seconds) | Goal(within_seconds=seconds):
            return now + timedelta(seconds=seconds)
        case _:
            return now


_ENTER = text(
    """
    WITH arrived AS (
        SELECT DISTINCT ON (profile_id, entry_key) profile_id, event_id, entry_key, at
        FROM unnest(CAST(:people AS bigint[]), CAST(:events AS text[]), CAST(:keys AS text[]), CAST(:times AS timestamptz[]))
             AS arrival (profile_id, event_id, entry_key, at)
        ORDER BY profile_id, entry_key, at
    ), barred AS (
        SELECT DISTINCT arrived.profile_id, arrived.entry_key FROM arrived
        JOIN unnest(CAST(:roots AS bigint[]), CAST(:numbers AS bigint[])) AS own (root, number) ON own.root = arrived.profile_id
        JOIN seat earlier ON earlier.workspace_id = :workspace AND earlier.journey_id = :journey
                         AND earlier.profile_id = own.number
        WHERE earlier.entry_key = arrived.entry_key
           OR :alone AND (earlier.state = 'waiting' OR earlier.entry_event_id = arrived.event_id
                          OR earlier.entered_at > arrived.at - CAST(:pause AS interval))
    ), entered AS (
        INSERT INTO seat (workspace_id, journey_id, version, profile_id, entry_key, entry_event_id, entered_at, node_id, moves,
                          due_at, state, reason)
        SELECT :workspace, :journey, :version, profile_id, entry_key, event_id, at, :node, 1, :now, 'waiting', ''
        FROM arrived
        WHERE NOT EXISTS (
            SELECT 1 FROM barred
            WHERE barred.profile_id = arrived.profile_id AND barred.entry_key = arrived.entry_key)
        ORDER BY profile_id
        ON CONFLICT (workspace_id, journey_id, profile_id, entry_key) DO NOTHING
        RETURNING id
    )
    INSERT INTO seat_move (workspace_id, journey_id, seat_id, version, at, from_node, to_node, outcome, logged)
    SELECT :workspace, :journey, id, :version, :now, '', :node, '', false FROM entered
    RETURNING seat_id
    """
)


Numbers = Mapping[int, Sequence[int]]
"""All numbers that each person has had; a person who was never merged may be absent."""


async def enter(
    tx: AsyncSession, place: Place, arrivals: Sequence[Arrival], reentry: Reentry, numbers: Numbers, *, now: datetime
) -> int:
    """Let people in at ``place`` by the re-entry rule; one run for each person and key, one at a time unless ``every``.

    Returns:
        How many came in.
    """
    alone = reentry.rule in ("after_leaving", "after_time")
    first: dict[int, Arrival] = {}
    for arrival in sorted(arrivals, key=lambda one: (one.at, one.event_id)):
        first.setdefault(arrival.profile_id, arrival)
    coming = list(first.values()) if alone else list(arrivals)
    own = [(person, number) for person in first for number in numbers.get(person, (person,))]
    entered = await tx.execute(
        _ENTER,
        {
            **_place(place), "now": now, "alone": alone,
            "pause": timedelta(seconds=reentry.seconds) if reentry.rule == "after_time" and reentry.seconds else None,
            "roots": [person for person, _ in own],
            "numbers": [number for _, number in own],
            "people": [one.profile_id for one in coming],
            "events": [one.event_id for one in coming],
            "keys": ["" if reentry.rule == "never" else one.event_id for one in coming],
            "times": [one.at for one in coming],
        },
    )  # fmt: skip
    return len(entered.all())


_CLAIM = text(
    """
    SELECT id, profile_id, entry_key, entered_at, moves FROM seat
    WHERE workspace_id = :workspace AND journey_id = :journey AND version = :version AND node_id = :node
      AND state = 'waiting' AND due_at <= :now
    ORDER BY due_at, id LIMIT :most
    FOR UPDATE SKIP LOCKED
    """
)


async def claim(tx: AsyncSession, place: Place, most: int, *, now: datetime) -> list[Standing]:
    """The due seats of one node, locked until the transaction ends; what another mover holds is left to it."""
    rows = await tx.execute(_CLAIM, {**_place(place), "now": now, "most": most})
    return [Standing(*row) for row in rows]


_MOVE = text(
    """
    WITH moved AS (
        UPDATE seat SET node_id = :to, due_at = :due, moves = moves + 1
        WHERE workspace_id = :workspace AND id = ANY(CAST(:seats AS bigint[])) AND state = 'waiting'
        RETURNING id
    )
    INSERT INTO seat_move (workspace_id, journey_id, seat_id, version, at, from_node, to_node, outcome, logged)
    SELECT :workspace, :journey, id, :version, :now, :node, :to, :outcome, true FROM moved
    """
)


async def move(
    tx: AsyncSession, place: Place, seats: Sequence[int], to: str, *, due: datetime, now: datetime, outcome: str = ""
) -> None:
    """Move seats from ``place`` to the node ``to``."""
    if seats:
        values = {**_place(place), "to": to, "due": due, "now": now, "outcome": outcome, "seats": list(seats)}
        await tx.execute(_MOVE, values)


_LEAVE = text(
    """
    WITH gone AS (
        UPDATE seat SET state = 'done', reason = :reason, left_at = :now
        WHERE workspace_id = :workspace AND id = ANY(CAST(:seats AS bigint[])) AND state = 'waiting'
        RETURNING id, journey_id, version, node_id
    )
    INSERT INTO seat_move (workspace_id, journey_id, seat_id, version, at, from_node, to_node, outcome, logged)
    SELECT :workspace, journey_id, id, version, :now, node_id, '', :reason, false FROM gone
    """
)


async def leave(tx: AsyncSession, workspace_id: UUID, seats: Sequence[int], reason: str, *, now: datetime) -> None:
    """End the runs of these seats, wherever they stand."""
    if seats:
        await tx.execute(_LEAVE, {"workspace": workspace_id, "seats": list(seats), "reason": reason, "now": now})


_REACH_GOAL = text(
    """
    SELECT DISTINCT seat.id FROM seat
    JOIN unnest(CAST(:people AS bigint[]), CAST(:events AS text[]), CAST(:times AS timestamptz[]))
         AS done (profile_id, event_id, at)
      ON seat.profile_id = done.profile_id AND done.at >= seat.entered_at AND done.event_id <> seat.entry_event_id
    WHERE seat.workspace_id = :workspace AND seat.journey_id = :journey AND seat.version = :version AND seat.state = 'waiting'
    """
)


async def reach_goal(tx: AsyncSession, place: Place, deeds: Sequence[Arrival], numbers: Numbers, *, now: datetime) -> None:
    """End as "goal" the runs of those who did the goal's event after they came in, wherever they stand."""
    done = [(number, deed) for deed in deeds for number in numbers.get(deed.profile_id, (deed.profile_id,))]
    values = {
        **_place(place),
        "people": [number for number, _ in done],
        "events": [deed.event_id for _, deed in done],
        "times": [deed.at for _, deed in done],
    }
    reached = (await tx.execute(_REACH_GOAL, values)).scalars().all()
    await leave(tx, place.workspace_id, reached, "goal", now=now)


def _place(place: Place) -> dict[str, object]:
    named = {"workspace": place.workspace_id, "journey": place.journey_id}
    return {**named, "version": place.version, "node": place.node_id}
