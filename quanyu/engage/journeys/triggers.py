"""From the log to journeys: what just happened lets people in, and lets those out who reached a goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.audiences import conditions
from quanyu.engage.journeys import seats
from quanyu.engage.journeys.graph import Goal, Graph, Trigger, settings_of
from quanyu.engage.journeys.happenings import Ask, happenings_query
from quanyu.engage.journeys.mirrored import wait_for_mirror
from quanyu.engage.journeys.models import Journey, JourneyVersion, Seat
from quanyu.engage.journeys.seats import Arrival, Place
from quanyu.infra.runtime import Runtime
from quanyu.people import identity

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Ear:
    """One node that listens: a trigger, or the goal of a version that still has people inside."""

    place: Place
    settings: Trigger | Goal
    ask: Ask


async def on_batches(runtime: Runtime, tx: AsyncSession, first: int, last: int) -> None:
    """Use a range of committed batches: one query for each workspace that has journeys. ``tx`` sees all workspaces."""
    now = runtime.clock.now()
    by_workspace: dict[UUID, list[Ear]] = defaultdict(list)
    for ear in await _ears(tx, now):
        by_workspace[ear.place.workspace_id].append(ear)
    for workspace_id, ears in by_workspace.items():
        query = happenings_query(workspace_id, [ear.ask for ear in ears], first, last)
        heard: dict[int, list[Arrival]] = defaultdict(list)
        for person, event_id, at, answers in await runtime.clickhouse.rows(query):
            for n in answers:
                heard[n].append(Arrival(person, event_id, at.replace(tzinfo=UTC)))
        if heard:
            await wait_for_mirror(tx, last)
        # People come in before they can go out, so that an entry and its goal in one batch both count.
        for n in sorted(heard, key=lambda n: isinstance(ears[n].settings, Goal)):
            await _use(tx, ears[n], heard[n], now)


async def _use(tx: AsyncSession, ear: Ear, arrivals: Sequence[Arrival], now: datetime) -> None:
    workspace_id = ear.place.workspace_id
    numbers = await identity.numbers(tx, workspace_id, {one.profile_id for one in arrivals})
    if isinstance(ear.settings, Trigger):
        await seats.enter(tx, ear.place, arrivals, ear.settings.reentry, numbers, now=now)
    else:
        await seats.reach_goal(tx, ear.place, arrivals, numbers, now=now)


async def _ears(tx: AsyncSession, now: datetime) -> list[Ear]:
    occupied = (
        select(Seat.id)
        .where(
            Seat.workspace_id == JourneyVersion.workspace_id,
            Seat.journey_id == JourneyVersion.journey_id,
            Seat.version == JourneyVersion.version,
            Seat.state == "waiting",
        )
        .exists()
    )
    query = (
        select(Journey, JourneyVersion)
        .join(JourneyVersion, JourneyVersion.journey_id == Journey.id)
        .where(Journey.state.in_(("active", "paused")), (JourneyVersion.version == Journey.version) | occupied)
    )
    found: list[Ear] = []
    for journey, version in await tx.execute(query):
        newest = version.version == journey.version
        for place, settings in _listening(journey.workspace_id, journey.id, version):
            if isinstance(settings, Goal) or (newest and journey.state == "active"):
                found.append(Ear(place, settings, _ask(settings, now)))
    return found


def _listening(workspace_id: UUID, journey_id: UUID, version: JourneyVersion) -> list[tuple[Place, Trigger | Goal]]:
    parsed = [(node.id, settings_of(node)) for node in Graph.model_validate(version.graph).nodes]
    return [
        (Place(workspace_id, journey_id, version.version, node_id), settings)
        for node_id, settings in parsed
        if isinstance(settings, Trigger | Goal)
    ]


def _ask(settings: Trigger | Goal, now: datetime) -> Ask:
    oldest = now - timedelta(seconds=settings.max_age_seconds) if isinstance(settings, Trigger) else LONG_AGO
    return Ask(settings.event, conditions.parse_where(settings.where), oldest)
