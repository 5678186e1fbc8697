"""Loops: work that goes on for as long as the process does (senders, movers, followers)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from prometheus_client import Counter

log = structlog.get_logger(__name__)
FAILURES = Counter("quanyu_loop_failures_total", "Turns of a loop that raised", ["loop"])


@dataclass(frozen=True)
class Loop:
    """One loop. ``turn`` does a bounded piece of work and says whether there was any.

    After a turn without work the loop rests ``rest_seconds``, or until ``wake`` is set.
    """

    name: str
    turn: Callable[[], Awaitable[bool]]
    rest_seconds: float = 0.25
    wake: asyncio.Event | None = None


async def run_loops(loops: Sequence[Loop], stop: asyncio.Event) -> None:
    """Run all loops until ``stop``. A turn that raises is logged, counted and tried again after a pause."""
    async with asyncio.TaskGroup() as group:
        for loop in loops:
            group.create_task(_run(loop, stop), name=loop.name)


async def _run(loop: Loop, stop: asyncio.Event) -> None:
    failures = 0
    while not stop.is_set():
        try:
            busy = await loop.turn()
            failures = 0
        except Exception:
            failures += 1
            FAILURES.labels(loop.name).inc()
            log.exception("loop.failed", loop=loop.name, failures=failures)
            busy = False
        if not busy:
            await _rest(loop, stop, loop.rest_seconds * min(2**failures, 64))


async def _rest(loop: Loop, stop: asyncio.Event, seconds: float) -> None:
    waits = [asyncio.create_task(stop.wait())]
    if loop.wake is not None:
        waits.append(asyncio.create_task(loop.wake.wait()))
    _, pending = await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    if loop.wake is not None:
        loop.wake.clear()
