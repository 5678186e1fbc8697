"""Reads of journeys, each inside one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.journeys.graph import Graph
from quanyu.engage.journeys.models import Journey, JourneyVersion, Seat, SeatMove
from quanyu.kit.scope import Scope


async def get(tx: AsyncSession, scope: Scope, journey_id: UUID, *, lock: bool = False) -> Journey | None:
    """One journey, or None when it is not the caller's."""
    query = select(Journey).where(Journey.workspace_id == scope.workspace_id, Journey.id == journey_id)
    return (await tx.execute(query.with_for_update() if lock else query)).scalar_one_or_none()


async def page(tx: AsyncSession, scope: Scope, *, state: str | None, before: UUID | None, limit: int) -> Sequence[Journey]:
    """Journeys, newest first."""
    query = select(Journey).where(Journey.workspace_id == scope.workspace_id)
    if state is not None:
        query = query.where(Journey.state == state)
    if before is not None:
        query = query.where(Journey.id < before)
    return (await tx.execute(query.order_by(Journey.id.desc()).limit(limit + 1))).scalars().all()


async def graph_of(tx: AsyncSession, workspace_id: UUID, journey_id: UUID, version: int) -> Graph:
    """A published graph."""
    found = await tx.execute(
        select(JourneyVersion.graph).where(
            JourneyVersion.workspace_id == workspace_id,
            JourneyVersion.journey_id == journey_id,
            JourneyVersion.version == version,
        )
    )
    return Graph.model_validate(found.scalar_one())


async def in_progress(tx: AsyncSession, scope: Scope, journey_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many people are inside each journey now."""
    rows = await tx.execute(
        select(Seat.journey_id, func.count())
        .where(Seat.workspace_id == scope.workspace_id, Seat.journey_id.in_(journey_ids), Seat.state == "waiting")
        .group_by(Seat.journey_id)
    )
    return dict(rows.all())


@dataclass(frozen=True)
class Counts:
    """Exact numbers of a journey, over all its versions."""

    here: dict[str, int]
    entered: dict[str, int]
    left: dict[str, int]
    reasons: dict[str, int]


async def counts(tx: AsyncSession, scope: Scope, journey_id: UUID) -> Counts:
    """Who stands where, and how many came and went."""
    seats = (Seat.workspace_id == scope.workspace_id, Seat.journey_id == journey_id)
    moves = (
        SeatMove.workspace_id == scope.workspace_id,
        SeatMove.journey_id == journey_id,
        SeatMove.from_node != SeatMove.to_node,
    )

    async def by(column: Any, *where: Any) -> dict[str, int]:
        rows = await tx.execute(select(column, func.count()).where(*where).group_by(column))
        return dict(rows.all())

    return Counts(
        here=await by(Seat.node_id, *seats, Seat.state == "waiting"),
        entered=await by(SeatMove.to_node, *moves),
        left=await by(SeatMove.from_node, *moves),
        reasons=await by(Seat.reason, *seats, Seat.state == "done"),
    )


async def people(
    tx: AsyncSession, scope: Scope, journey_id: UUID, *, node_id: str | None, state: str | None, after: int, limit: int
) -> Sequence[Seat]:
    """Runs in the order they began; with ``node_id``, those standing there now."""
    query = select(Seat).where(Seat.workspace_id == scope.workspace_id, Seat.journey_id == journey_id, Seat.id > after)
    if node_id is not None:
        query = query.where(Seat.node_id == node_id, Seat.state == "waiting")
    if state is not None:
        query = query.where(Seat.state == state)
    return (await tx.execute(query.order_by(Seat.id).limit(limit + 1))).scalars().all()


async def runs_of(tx: AsyncSession, scope: Scope, journey_id: UUID, numbers: Sequence[int], most: int) -> Sequence[Seat]:
    """A person's runs through a journey under any of their ``numbers``, newest first."""
    query = select(Seat).where(
        Seat.workspace_id == scope.workspace_id, Seat.journey_id == journey_id, Seat.profile_id.in_(numbers)
    )
    return (await tx.execute(query.order_by(Seat.id.desc()).limit(most))).scalars().all()


async def moves_of(tx: AsyncSession, scope: Scope, seat_ids: Sequence[int], most: int) -> Sequence[SeatMove]:
    """What happened in these runs, in order."""
    query = select(SeatMove).where(SeatMove.workspace_id == scope.workspace_id, SeatMove.seat_id.in_(seat_ids))
    return (await tx.execute(query.order_by(SeatMove.id).limit(most))).scalars().all()
