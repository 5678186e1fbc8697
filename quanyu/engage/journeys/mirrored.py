"""Waiting until what the log says is also known of the people: consent, windows, relations.

A journey that answers a message must not come before the mirror that opens the reply window for that message.
"""

from __future__ import annotations

import asyncio
from time import monotonic

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

log = structlog.get_logger(__name__)
PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.02
_POSITION = text("SELECT batch FROM follower_position WHERE name = 'events.mirror'")


async def wait_for_mirror(tx: AsyncSession, batch: int) -> None:
    """Return when the mirror has used ``batch``, or after five real seconds: late rules are better than no journeys."""
    until = monotonic() + PATIENCE_SECONDS
    while ((await tx.execute(_POSITION)).scalar_one_or_none() or 0) < batch:
        if monotonic() > until:
            log.warning("journeys.mirror_behind", batch=batch)
            return
        await asyncio.sleep(PAUSE_SECONDS)
