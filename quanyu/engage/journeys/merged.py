"""People who were merged while inside: they go on as who they are now, once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import text

from quanyu.engage.journeys import seats
from quanyu.engage.journeys.graph import Trigger, settings_of
from quanyu.engage.journeys.seats import Standing
from quanyu.people import identity

if TYPE_CHECKING:
    from quanyu.engage.journeys.steps import Turn

_RIVALS = text(
    """
    SELECT DISTINCT own.id FROM seat own
    JOIN unnest(CAST(:seats AS bigint[]), CAST(:aliases AS bigint[])) AS same (seat_id, profile_id) ON same.seat_id = own.id
    JOIN seat other ON other.workspace_id = own.workspace_id AND other.journey_id = own.journey_id
                   AND other.profile_id = same.profile_id AND other.id < own.id
    WHERE own.workspace_id = :workspace AND (other.state = 'waiting' OR other.entry_key = own.entry_key)
    """
)


async def one_run_each(turn: Turn, standing: Sequence[Standing]) -> list[Standing]:
    """The seats that go on, each under its person's number of today.

    Two runs that a merge made one person's: where the journey's rule lets a person in once at a time, the older run goes
    on and the younger ends as "merged".
    """
    workspace_id = turn.place.workspace_id
    current = await identity.current(turn.tx, workspace_id, [one.profile_id for one in standing])
    today = [replace(one, profile_id=current.get(one.profile_id, one.profile_id)) for one in standing]
    trigger = next(settings for node in turn.graph.nodes if isinstance(settings := settings_of(node), Trigger))
    if trigger.reentry.rule == "every":
        return today
    aliases = await identity.numbers(turn.tx, workspace_id, {one.profile_id for one in today})
    pairs = [(one.id, alias) for one in today for alias in aliases.get(one.profile_id, ()) if len(aliases[one.profile_id]) > 1]
    if not pairs:
        return today
    values = {"workspace": workspace_id, "seats": [seat for seat, _ in pairs], "aliases": [alias for _, alias in pairs]}
    ended = set((await turn.tx.execute(_RIVALS, values)).scalars())
    await seats.leave(turn.tx, workspace_id, sorted(ended), "merged", now=turn.now)
    return [one for one in today if one.id not in ended]
