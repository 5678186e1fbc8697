"""Assembles the background work: every room's loops, and the jobs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from types import ModuleType

from quanyu import engage, events, touchpoints
from quanyu.audiences import segments
from quanyu.commerce import orders
from quanyu.infra.jobs import requeue_stalled, worker_app
from quanyu.infra.loops import Loop, run_loops
from quanyu.infra.runtime import Runtime
from quanyu.people import profiles

JOBS: tuple[ModuleType, ...] = (orders, segments)
"""Rooms whose jobs are registered by being imported."""

LOOPS: list[Callable[[Runtime], Sequence[Loop]]] = [
    touchpoints.loops,
    events.loops,
    profiles.loops,
    segments.loops,
    engage.loops,
]
"""Each room's loops."""


async def work(runtime: Runtime, stop: asyncio.Event) -> None:
    """Run loops and jobs until ``stop``; running jobs are finished."""
    loops = [loop for room in LOOPS for loop in room(runtime)]
    async with asyncio.TaskGroup() as group:
        group.create_task(run_loops(loops, stop))
        group.create_task(_jobs(runtime, stop))


async def _jobs(runtime: Runtime, stop: asyncio.Event) -> None:
    app = worker_app(runtime, runtime.postgres.url.replace("postgresql+psycopg", "postgresql", 1))
    async with app.open_async():
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=4,
                install_signal_handlers=False,
                fetch_job_polling_interval=5,
                delete_jobs="successful",
                update_heartbeat_interval=2,
                stalled_worker_timeout=6,
            )
        )
        while not stop.is_set() and not worker.done():
            await requeue_stalled(app)
            await asyncio.wait([worker, asyncio.create_task(stop.wait())], timeout=15, return_when=asyncio.FIRST_COMPLETED)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
