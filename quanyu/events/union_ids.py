"""Learns unionids: asks platforms about people who have just shown up, and puts the answers in the log, where they join."""

from __future__ import annotations

from collections.abc import Sequence

from quanyu.events.log import EventLog
from quanyu.events.types import NewEvent
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.touchpoints import Calls, calls_of, touchpoint, union_ids

LEARNED = "unionid_learned"


def loops(runtime: Runtime) -> Sequence[Loop]:
    """The loop that asks, up to a hundred people at a time."""

    async def turn() -> bool:
        return await learn(runtime, runtime.part(EventLog), calls_of(runtime))

    return [Loop("events.union_ids", turn, rest_seconds=1)]


async def learn(runtime: Runtime, log: EventLog, calls: Calls) -> bool:
    """Ask about some people of one account. Whether there were any.

    The answers are in the log before the question is forgotten; asking again after a crash changes nothing.
    """
    async with runtime.postgres.system_transaction() as tx:
        wanted = await union_ids.claim(tx, runtime.vault, wall=calls.wall.now())
    if wanted is None:
        return False
    account = wanted.account
    found = await union_ids.ask(calls, wanted)
    events = [
        NewEvent(
            f"{LEARNED}:{account.app_id}:{runtime.vault.hash(account.workspace_id, person + unionid).hex()}",
            LEARNED,
            wanted.since[person],
            account.kind,
            account.app_id,
            ids={touchpoint(account.kind).person_id: person, "unionid": unionid},
        )
        for person, unionid in (found or {}).items()
        if person in wanted.since
    ]
    await log.append(account.workspace_id, events, source=f"platform:{account.kind}")
    async with runtime.postgres.transaction(account.workspace_id) as tx:
        await union_ids.settle(tx, wanted, answered=found is not None)
    return True
