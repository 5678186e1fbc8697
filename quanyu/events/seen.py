"""Keeps the list of what sources really send: names, types, first and last time, counts. Each event counts once."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.events.following import follow
from quanyu.events.log import EventLog
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query

MAX_NAMES = 500
"""Properties noted of one event; a source that invents names does not fill the list."""

KINDS = {"String": "string", "Int64": "number", "UInt64": "number", "Float64": "number", "Bool": "boolean"}


def seen_query(first_batch: int, last_batch: int) -> Query:
    """Rows (workspace, event, count, first_at, last_at, {property: [store's types]}); times are of receipt."""
    return Query(
        """
        SELECT workspace_id, event, count(), min(received_at), max(received_at), distinctJSONPathsAndTypes(properties)
        FROM events WHERE batch BETWEEN {first:UInt64} AND {last:UInt64} GROUP BY workspace_id, event
        ORDER BY workspace_id, event
        """,
        {"first": first_batch, "last": last_batch},
    )


def take_stock(runtime: Runtime, log: EventLog) -> Loop:
    """The follower."""

    async def handle(tx: AsyncSession, first_batch: int, last_batch: int) -> None:
        rows = await runtime.clickhouse.rows(seen_query(first_batch, last_batch))
        if not rows:
            return
        await tx.execute(
            text(
                """
                INSERT INTO event_seen AS s (workspace_id, event, events, first_seen_at, last_seen_at)
                SELECT * FROM unnest(CAST(:workspaces AS uuid[]), CAST(:events AS text[]), CAST(:counts AS bigint[]),
                                     CAST(:first AS timestamptz[]), CAST(:last AS timestamptz[]))
                ON CONFLICT (workspace_id, event) DO UPDATE SET events = s.events + excluded.events,
                    first_seen_at = least(s.first_seen_at, excluded.first_seen_at),
                    last_seen_at = greatest(s.last_seen_at, excluded.last_seen_at)
                """
            ),
            {
                "workspaces": [row[0] for row in rows],
                "events": [row[1] for row in rows],
                "counts": [row[2] for row in rows],
                "first": [row[3] for row in rows],
                "last": [row[4] for row in rows],
            },
        )
        properties = [
            (workspace_id, event, name, ",".join(sorted({KINDS.get(one, "list") for one in types})), first)
            for workspace_id, event, _, first, _, paths in rows
            for name, types in sorted(paths.items())[:MAX_NAMES]
        ]
        await tx.execute(
            text(
                """
                INSERT INTO event_property_seen AS s (workspace_id, event, name, types, first_seen_at)
                SELECT w, e, n, string_to_array(t, ','), f FROM unnest(
                    CAST(:workspaces AS uuid[]), CAST(:events AS text[]), CAST(:names AS text[]), CAST(:types AS text[]),
                    CAST(:first AS timestamptz[])) AS seen(w, e, n, t, f)
                ON CONFLICT (workspace_id, event, name) DO UPDATE
                SET types = ARRAY(SELECT DISTINCT unnest(s.types || excluded.types) ORDER BY 1)
                WHERE NOT s.types @> excluded.types
                """
            ),
            {
                "workspaces": [one[0] for one in properties],
                "events": [one[1] for one in properties],
                "names": [one[2] for one in properties],
                "types": [one[3] for one in properties],
                "first": [one[4] for one in properties],
            },
        )

    return follow(runtime, log, "events.seen", handle, eager=False)
