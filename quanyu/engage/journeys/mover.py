"""Moving people on: due seats of one node at a time, thousands together, each batch in one transaction.

Several processes may move at once: a claimed seat is locked, what is locked is skipped.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.journeys import queries, seats
from quanyu.engage.journeys.graph import Graph, settings_of
from quanyu.engage.journeys.merged import one_run_each
from quanyu.engage.journeys.seats import Place
from quanyu.engage.journeys.steps import STEPS, Turn
from quanyu.infra.runtime import Runtime

BATCH = 5_000

# One probe of the index for each running journey, so that a busy journey does not hide the others.
_DUE = text(
    """
    SELECT journey.workspace_id, journey.id, due.version, due.node_id
    FROM journey CROSS JOIN LATERAL (
        SELECT version, node_id, due_at FROM seat
        WHERE seat.workspace_id = journey.workspace_id AND seat.journey_id = journey.id
          AND seat.state = 'waiting' AND seat.due_at <= :now
        ORDER BY seat.due_at LIMIT 1) due
    WHERE journey.state = 'active' ORDER BY due.due_at LIMIT 100
    """
)


class Mover:
    """Moves due seats. Published graphs never change, so they are read once."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._graphs: dict[tuple[UUID, int], Graph] = {}

    async def turn(self) -> bool:
        """Move one batch of every journey that has somebody due; says whether there was any."""
        now = self._runtime.clock.now()
        async with self._runtime.postgres.system_transaction() as tx:
            places = [Place(*row) for row in await tx.execute(_DUE, {"now": now})]
        moved = [await self._move(place, now) for place in places]
        return any(moved)

    async def _move(self, place: Place, now: datetime) -> bool:
        async with self._runtime.postgres.transaction(place.workspace_id) as tx:
            standing: Sequence[seats.Standing] = await seats.claim(tx, place, BATCH, now=now)
            if not standing:
                return False
            graph = await self._graph(tx, place)
            turn = Turn(self._runtime, tx, place, graph, now)
            staying = await one_run_each(turn, standing)
            settings = settings_of(graph.node(place.node_id))
            await STEPS[type(settings)](turn, settings, staying)
        return True

    async def _graph(self, tx: AsyncSession, place: Place) -> Graph:
        key = (place.journey_id, place.version)
        if key not in self._graphs:
            self._graphs[key] = await queries.graph_of(tx, place.workspace_id, place.journey_id, place.version)
        return self._graphs[key]
