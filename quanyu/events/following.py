"""Followers: work done once for every batch of the log, in order, whatever stops in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.events.log import EventLog
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime

MAX_BATCHES = 50
"""Most batches handled in one turn: about a million events at the most."""

COMPANY_SECONDS = 0.25
"""After a turn with work: what is committed meanwhile is one turn's work, where a turn costs the same for many batches."""

POSITION = text("SELECT batch FROM follower_position WHERE name = :name FOR UPDATE")
FIRST_POSITION = text("INSERT INTO follower_position (name, batch) VALUES (:name, :start) ON CONFLICT DO NOTHING")
MOVE_ON = text("UPDATE follower_position SET batch = :batch WHERE name = :name")

Handle = Callable[[AsyncSession, int, int], Awaitable[None]]


@dataclass(frozen=True)
class Follower:
    """``handle(tx, first_batch, last_batch)`` does its work in ``tx``, a system transaction that also moves the position:
    what it writes to PostgreSQL happens exactly once for each batch. Other effects may happen twice.
    """

    name: str
    handle: Handle


def follow(runtime: Runtime, log: EventLog, name: str, handle: Handle, *, from_now: bool = False, eager: bool = True) -> Loop:
    """The loop of a follower.

    Args:
        from_now: start at the end of the log when first run, not at its beginning.
        eager: look at each batch as it is committed; otherwise every two seconds at what has come together.
    """
    follower = Follower(name, handle)

    async def turn() -> bool:
        if not from_now and log.committed == 0:
            return False
        handled = await catch_up(runtime, log, follower, start=log.committed if from_now else 0)
        if eager and 0 < handled < MAX_BATCHES:
            await asyncio.sleep(COMPANY_SECONDS)
        return handled > 0 if eager else handled == MAX_BATCHES

    if not eager:
        return Loop(name, turn, rest_seconds=2.0)
    wake = asyncio.Event()
    log.wake_on_commit(wake)
    return Loop(name, turn, rest_seconds=1.0, wake=wake)


async def catch_up(runtime: Runtime, log: EventLog, follower: Follower, *, start: int = 0) -> int:
    """One turn: the next batches, if there are any; how many there were."""
    async with runtime.postgres.system_transaction() as tx:
        position = await tx.scalar(POSITION, {"name": follower.name})
        if position is None:
            await tx.execute(FIRST_POSITION, {"name": follower.name, "start": start})
            position = await tx.scalar(POSITION, {"name": follower.name})
        last = min(log.committed, position + MAX_BATCHES)
        if last <= position:
            return 0
        await follower.handle(tx, position + 1, last)
        await tx.execute(MOVE_ON, {"name": follower.name, "batch": last})
        return int(last - position)
