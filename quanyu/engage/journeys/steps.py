"""What happens at each kind of step, to all who are due there at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage import delivery
from quanyu.engage.journeys import answers, seats, speakers
from quanyu.engage.journeys.graph import (
    Branch,
    Exit,
    Goal,
    Graph,
    MessageNode,
    Settings,
    Speech,
    TagNode,
    Trigger,
    Wait,
)
from quanyu.engage.journeys.seats import Place, Standing
from quanyu.infra.runtime import Runtime
from quanyu.people import profiles

INSTANT_KINDS = frozenset({"welcome"})
"""Kinds that WeChat takes only within seconds of what they answer."""


@dataclass(frozen=True)
class Turn:
    """One batch on its way: where it stands and the transaction it moves in."""

    runtime: Runtime
    tx: AsyncSession
    place: Place
    graph: Graph
    now: datetime


async def on(turn: Turn, standing: Sequence[Standing], when: Literal["yes", "no"] | None = None) -> None:
    """Move people along the edge that leads out of where they stand."""
    to = turn.graph.next_of(turn.place.node_id, when)
    due = seats.due_at(turn.graph, to, turn.now)
    await seats.move(turn.tx, turn.place, [one.id for one in standing], to, due=due, now=turn.now, outcome=when or "")


async def _pass(turn: Turn, settings: Trigger | Wait, standing: Sequence[Standing]) -> None:
    await on(turn, standing)


async def _branch(turn: Turn, settings: Branch, standing: Sequence[Standing]) -> None:
    yes = await answers.ask(turn.runtime.clickhouse, turn.place.workspace_id, settings, standing, now=turn.now)
    await on(turn, [one for one in standing if one.id in yes], "yes")
    await on(turn, [one for one in standing if one.id not in yes], "no")


async def _say(turn: Turn, settings: MessageNode, standing: Sequence[Standing]) -> None:
    known = await speakers.speakers(turn.tx, turn.runtime.vault, turn.place.workspace_id)
    place, expires = turn.place, settings.expires_after_seconds

    def line(speech: Speech) -> delivery.Line:
        # An account can have gone since the journey was published; delivery says so with the message.
        kind = known[speech.account_id].kind if speech.account_id in known else ""
        return delivery.Line(speech.account_id, kind, speech.message_kind, speech.content, speech.template_id)

    draft = delivery.Draft(
        line(settings),
        settings.purpose,
        due_at=turn.now,
        expires_at=None if expires is None else turn.now + timedelta(seconds=expires),
        fall_backs=[line(speech) for speech in settings.fall_backs],
        priority=delivery.URGENT if settings.message_kind in INSTANT_KINDS else delivery.NORMAL,
        journey_id=place.journey_id,
        node_id=place.node_id,
    )
    # A run's count of moves tells apart the rounds of a circle.
    recipients = [delivery.Recipient(one.profile_id, f"journey:{place.journey_id}:{one.id}:{one.moves}") for one in standing]
    await delivery.queue(turn.tx, place.workspace_id, draft, recipients, now=turn.now)
    await on(turn, standing)


async def _tag(turn: Turn, settings: TagNode, standing: Sequence[Standing]) -> None:
    await profiles.change_tags(
        turn.tx,
        turn.place.workspace_id,
        [one.profile_id for one in standing],
        add=settings.add,
        remove=settings.remove,
        at=turn.now,
        source=f"journey:{turn.place.journey_id}",
    )
    await on(turn, standing)


async def _give_up(turn: Turn, settings: Goal, standing: Sequence[Standing]) -> None:
    # Those who reached the goal left at once; who is still here when the time is over did not.
    await seats.leave(turn.tx, turn.place.workspace_id, [one.id for one in standing], "finished", now=turn.now)


async def _exit(turn: Turn, settings: Exit, standing: Sequence[Standing]) -> None:
    await seats.leave(turn.tx, turn.place.workspace_id, [one.id for one in standing], "exit", now=turn.now)


Step = Callable[[Turn, Any, Sequence[Standing]], Awaitable[None]]
STEPS: dict[type[Settings], Step] = {
    Trigger: _pass, Wait: _pass, Branch: _branch, MessageNode: _say, TagNode: _tag, Goal: _give_up, Exit: _exit,
}  # fmt: skip
