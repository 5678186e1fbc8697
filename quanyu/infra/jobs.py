"""Jobs: work promised inside the caller's transaction and done later, at least once, by name.

A job exists if and only if the change that asked for it was committed. Names ("segments.refresh") let a lower room
reach a higher one without importing it; ``quanyu.worker`` registers every room's jobs.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import procrastinate
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.runtime import Runtime

JobFunction = Callable[..., Awaitable[None]]
STALLED_SECONDS = 6
REGISTERED: dict[str, JobFunction] = {}


def job(name: str) -> Callable[[JobFunction], JobFunction]:
    """Register ``async def f(runtime, **ids)`` under a name. It must be safe to run twice."""

    def register(function: JobFunction) -> JobFunction:
        if name in REGISTERED:
            raise ValueError(f"two jobs are named {name}")
        REGISTERED[name] = function
        return function

    return register


_outbox = procrastinate.App(connector=procrastinate.PsycopgConnector())
"""Only builds deferrals; the connection is always the caller's."""


async def enqueue(tx: AsyncSession, name: str, *, key: str | None = None, **ids: Any) -> None:
    """Promise a job in this transaction.

    Args:
        name: a registered job.
        key: while a job with this key waits, another is not added (the change is served by the waiting one).
        ids: JSON values; UUIDs are written as text.
    """
    arguments = {k: str(v) if isinstance(v, UUID) else v for k, v in ids.items()}
    try:
        async with tx.begin_nested():
            connection = await (await tx.connection()).get_raw_connection()  # inside: only then is there a savepoint
            deferrer = _outbox.configure_task(name, queueing_lock=key, connection=connection.driver_connection)
            await deferrer.defer_async(**arguments)
    except procrastinate.exceptions.AlreadyEnqueued:
        return


def worker_app(runtime: Runtime, conninfo: str) -> procrastinate.App:
    """The application that runs registered jobs; open it, then ``run_worker_async``."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=conninfo))
    for name, function in REGISTERED.items():
        app.task(name=name, retry=procrastinate.RetryStrategy(max_attempts=8, exponential_wait=3))(_bind(runtime, function))
    return app


def _bind(runtime: Runtime, function: JobFunction) -> JobFunction:
    async def run(**ids: Any) -> None:
        await function(runtime, **ids)

    return run


async def requeue_stalled(app: procrastinate.App) -> None:
    """Put jobs whose worker was killed back in the queue (they are safe to run twice)."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        await app.job_manager.retry_job(stalled)
