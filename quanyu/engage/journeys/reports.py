"""Coming into and going out of a journey become events of the log, each exactly once."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select

from quanyu.engage.journeys.models import Seat, SeatMove
from quanyu.events import EventLog, NewEvent
from quanyu.infra.runtime import Runtime

BATCH = 1_000


async def report(runtime: Runtime) -> bool:
    """Log a batch of entries and exits; says whether there were any. Safe to repeat: the ids are the moves' own."""
    async with runtime.postgres.system_transaction() as tx:
        waiting = (
            select(SeatMove, Seat)
            .join(Seat, Seat.id == SeatMove.seat_id)
            .where(~SeatMove.logged)
            .order_by(SeatMove.id)
            .limit(BATCH)
        )
        rows = (await tx.execute(waiting.with_for_update(of=SeatMove, skip_locked=True))).all()
        by_workspace: dict[UUID, list[NewEvent]] = defaultdict(list)
        for move, seat in rows:
            by_workspace[move.workspace_id].append(event_of(move, seat))
        for workspace_id, events in by_workspace.items():
            await runtime.part(EventLog).append(workspace_id, events, source="journeys")
        for move, _ in rows:
            move.logged = True
    return bool(rows)


def event_of(move: SeatMove, seat: Seat) -> NewEvent:
    """What the log is told of an entry or exit."""
    entered = move.from_node == ""
    properties = {"journey_id": str(move.journey_id), "version": move.version, "node_id": move.to_node or move.from_node}
    if not entered:
        properties["reason"] = move.outcome
    return NewEvent(
        id=f"seat:{move.seat_id}:{'entered' if entered else 'left'}",
        event="journey_entered" if entered else "journey_left",
        at=move.at,
        profile_id=seat.profile_id,
        properties=properties,
    )
