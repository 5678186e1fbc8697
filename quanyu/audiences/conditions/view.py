"""Loads what a condition reads about one person."""

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from quanyu.audiences.conditions.clickhouse import TEXT_COLUMNS
from quanyu.audiences.conditions.person import EventView, PersonView, flatten, matches
from quanyu.audiences.conditions.types import Condition, Uses, uses
from quanyu.events import person
from quanyu.infra.clickhouse import ClickHouse
from quanyu.kit.query import Query

COLUMNS = sorted(TEXT_COLUMNS)


async def matches_now(clickhouse: ClickHouse, workspace_id: UUID, condition: Condition, profile_id: int, now: datetime) -> bool:
    """Whether one profile meets the condition; false when there is no such profile."""
    view = await load_view(clickhouse, workspace_id, uses(condition), profile_id)
    return view is not None and matches(condition, view, now)


async def load_view(clickhouse: ClickHouse, workspace_id: UUID, needs: Uses, profile_id: int) -> PersonView | None:
    """The profile with the events and segments that a condition needs; None when there is no such profile."""
    values = {"workspace": workspace_id, "profile": profile_id}
    found = await clickhouse.rows(
        Query(
            f"""
            SELECT toJSONString(properties), tags, touchpoint FROM profiles FINAL
            WHERE workspace_id = {{workspace:UUID}} AND profile_id = {{profile:UInt64}} AND removed = 0
                AND profile_id = {person()}""",
            values,
        )
    )
    if not found:
        return None
    properties, tags, touchpoint = found[0]
    return PersonView(
        profile_id,
        _joined(properties, {"touchpoint": touchpoint}),
        frozenset(tags),
        await _segments(clickhouse, values, needs),
        await _events(clickhouse, values, needs),
    )


async def _events(clickhouse: ClickHouse, values: dict[str, object], needs: Uses) -> list[EventView]:
    if not needs.events:
        return []
    rows = await clickhouse.rows(
        Query(
            f"""
            SELECT event, at, toJSONString(properties), toFloat64(amount), {", ".join(COLUMNS)} FROM events
            WHERE workspace_id = {{workspace:UUID}} AND event IN {{events:Array(String)}}
                AND {person()} = {{profile:UInt64}}""",
            {**values, "events": sorted(needs.events)},
        )
    )
    return [_event(*row) for row in rows]


def _event(event: str, at: datetime, properties: str, amount: float, *columns: str) -> EventView:
    fixed = dict(zip(COLUMNS, columns, strict=True)) | {"amount_fen": amount}
    return EventView(event, at.replace(tzinfo=UTC), _joined(properties, fixed))


def _joined(properties: str, columns: Mapping[str, str | float]) -> dict[str, Any]:
    """JSON properties, with columns before the property of their name. An empty text is not set; 0 is when both say it."""
    found = flatten(msgspec.json.decode(properties))
    kept = {name: value for name, value in columns.items() if value or (value == 0 and name in found)}
    return {name: value for name, value in found.items() if name not in columns} | kept


async def _segments(clickhouse: ClickHouse, values: dict[str, object], needs: Uses) -> frozenset[UUID]:
    if not needs.segments:
        return frozenset()
    rows = await clickhouse.rows(
        Query(
            """
            SELECT segment_id FROM segment_members
            WHERE workspace_id = {workspace:UUID} AND segment_id IN {segments:Array(UUID)}
            GROUP BY segment_id HAVING bitmapContains(argMax(people, version), {profile:UInt64})""",
            {**values, "segments": sorted(needs.segments)},
        )
    )
    return frozenset(segment for (segment,) in rows)
