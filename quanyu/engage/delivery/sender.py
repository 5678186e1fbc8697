"""The only way anything reaches a person: claim, mark, call, write down what came of it.

A message is marked "sending" and that is committed before its call. Whoever finds it still so marked after the lease
knows that its sender died in the middle, and that the message may have arrived.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery import aftermath, claim
from quanyu.engage.delivery.bucket import Bucket
from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.preparing import Ready, prepare
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import Clock, SystemClock
from quanyu.touchpoints import Calls, Sent, touchpoint

log = structlog.get_logger(__name__)
SENT = Counter("quanyu_messages_total", "Messages by what came of their call", ["touchpoint", "kind", "outcome"])

BATCH = 50
PER_SECOND, BURST = 50.0, 50.0
LONGEST_CALL = timedelta(seconds=30)
LEASE = timedelta(seconds=60)
"""Longer than a claimed message can wait for its turn and its call together."""


class Sender:
    """Sends due messages of a priority up to ``lowest``. Calls last real seconds, so leases are on the machine's clock."""

    def __init__(self, runtime: Runtime, calls: Calls, *, lowest: int, wall: Clock | None = None) -> None:
        self._runtime, self._calls, self._lowest = runtime, calls, lowest
        self._wall = wall or SystemClock()
        self._buckets: dict[tuple[UUID, str], Bucket] = {}

    async def turn(self) -> bool:
        """Send one batch; says whether any message was due."""
        async with self._runtime.postgres.system_transaction() as tx:
            ready, claimed = await prepare(self._runtime, tx, lowest=self._lowest, most=BATCH, wall=self._wall)
        calls = {asyncio.create_task(self._send(one)): one for one in ready}
        waiting = set(calls)
        while waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            await self._write_down({calls[task].message_id: task.result() for task in done})
        return claimed > 0

    async def recover(self) -> bool:
        """Settle messages whose sender died; says whether there were any."""
        async with self._runtime.postgres.system_transaction() as tx:
            lost = await claim.abandoned(tx, wall=self._wall.now(), lease=LEASE, most=BATCH)
            await self._settle(tx, lost, {message.id: Sent("unclear", code="sender_died") for message in lost})
        return bool(lost)

    async def _send(self, ready: Ready) -> Sent:
        where = touchpoint(ready.account.kind)
        bucket = self._buckets.setdefault((ready.account.id, ready.outgoing.kind), Bucket(PER_SECOND, BURST))
        await bucket.take()
        if where.send is None:
            return Sent("refused", code="cannot_send")
        try:
            async with asyncio.timeout(LONGEST_CALL.total_seconds()):
                sent = await where.send(self._calls, ready.account, ready.outgoing)
        except Exception:
            # Nothing is known about the call, not even that it was not made.
            log.exception("message.send_broke", message=str(ready.message_id))
            sent = Sent("unclear", code="broken")
        SENT.labels(ready.account.kind, ready.outgoing.kind, sent.outcome).inc()
        return sent

    async def _write_down(self, results: dict[UUID, Sent]) -> None:
        async with self._runtime.postgres.system_transaction() as tx:
            mine = select(Message).where(Message.id.in_(results), Message.state == "sending").with_for_update()
            await self._settle(tx, (await tx.execute(mine)).scalars().all(), results)

    async def _settle(self, tx: AsyncSession, messages: Sequence[Message], results: dict[UUID, Sent]) -> None:
        wall = self._wall.now()
        for message in messages:
            jitter = random.random()  # noqa: S311 - spreads retries, keeps no secret
            await aftermath.apply(tx, self._runtime, message, results[message.id], wall=wall, jitter=jitter)
