"""Reads behind the log's endpoints."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.query import Query

MAX_LISTED = 1000


def recent_query(workspace_id: UUID, limit: int) -> Query:
    """The newest events by receipt. Rows (event_id, event, at_ms, received_ms, touchpoint, account, profile, properties)."""
    return Query(
        """
        SELECT event_id, event, toUnixTimestamp64Milli(at), toUnixTimestamp64Milli(received_at), touchpoint, account,
               profile_id, toString(properties)
        FROM events WHERE workspace_id = {workspace:UUID}
          AND batch > (SELECT max(batch) FROM events WHERE workspace_id = {workspace:UUID}) - {batches:UInt64}
        ORDER BY batch DESC, at DESC, event_id DESC LIMIT {limit:UInt32}
        """,
        {"workspace": workspace_id, "limit": limit, "batches": 1000},
    )


def dead_letters_query(workspace_id: UUID, *, before: tuple[int, str] | None, code: str, limit: int) -> Query:
    """Dead letters, newest first. Rows (received_ms, event_id, event, source, code, reason, body, key)."""
    at, key = before or (0, "")
    return Query(
        """
        SELECT toUnixTimestamp64Milli(received_at) AS ms, event_id, event, source, code, reason, body,
               hex(sipHash128(event_id, event, code, body, batch)) AS key
        FROM dead_letters
        WHERE workspace_id = {workspace:UUID} AND ({code:String} = '' OR code = {code:String})
          AND ({from_start:UInt8} OR (ms, key) < ({ms:Int64}, {key:String}))
        ORDER BY ms DESC, key DESC LIMIT {limit:UInt32}
        """,
        {"workspace": workspace_id, "code": code, "from_start": int(before is None), "ms": at, "key": key, "limit": limit},
    )


async def seen_events(tx: AsyncSession, workspace_id: UUID) -> dict[str, Any]:
    """Events in use: name → row (events, first_seen_at, last_seen_at)."""
    rows = await tx.execute(
        text(
            "SELECT event, events, first_seen_at, last_seen_at FROM event_seen "
            "WHERE workspace_id = :workspace ORDER BY events DESC, event LIMIT :limit"
        ),
        {"workspace": workspace_id, "limit": MAX_LISTED},
    )
    return {row.event: row for row in rows}


async def seen_properties(tx: AsyncSession, workspace_id: UUID, events: list[str]) -> dict[tuple[str, str], list[str]]:
    """Properties in use: (event, name) → types."""
    rows = await tx.execute(
        text(
            "SELECT event, name, types FROM event_property_seen "
            "WHERE workspace_id = :workspace AND event = ANY(CAST(:events AS text[])) ORDER BY event, name LIMIT :limit"
        ),
        {"workspace": workspace_id, "events": events, "limit": 20 * MAX_LISTED},
    )
    return {(row.event, row.name): row.types for row in rows}
