"""Places events and profiles straight into the warehouse, for tests of what reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from quanyu.infra.clickhouse import ClickHouse
from quanyu.kit.ids import new_id

MONDAY = datetime(2026, 2, 2, tzinfo=UTC)
"""Monday 08:00 in Shanghai, four weeks before the tests' noon."""

READ_AS_WRITTEN = {
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    "max_partitions_per_insert_block": 0,
}


@dataclass(frozen=True)
class Happened:
    """One event of one profile. ``columns`` are those of the table, such as amount or touchpoint."""

    profile_id: int
    event: str
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """One profile."""

    profile_id: int
    properties: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    touchpoint: str = ""
    created_at: datetime = MONDAY
    version: int = 1
    removed: bool = False


def day(n: float, *, hour: float = 0) -> datetime:
    """So many days and hours after MONDAY."""
    return MONDAY + timedelta(days=n, hours=hour)


async def place_events(clickhouse: ClickHouse, workspace_id: UUID, events: Iterable[Happened], *, batch: int = 1) -> None:
    """Write events as the log would."""
    rows = (
        {
            "workspace_id": str(workspace_id),
            "event": one.event,
            "at": text(one.at),
            "profile_id": one.profile_id,
            "event_id": str(new_id()),
            "properties": one.properties,
            "batch": batch,
            **one.columns,
        }
        for one in events
    )
    columns = ["workspace_id", "event", "at", "profile_id", "event_id", "properties", "batch"]
    columns += ["touchpoint", "account", "order_id", "item_id", "page", "message_id", "amount", "currency"]
    await _write(clickhouse, "events", columns, rows)


async def place_profiles(clickhouse: ClickHouse, workspace_id: UUID, profiles: Iterable[Known]) -> None:
    """Write profile snapshots."""
    rows = (
        {
            "workspace_id": str(workspace_id),
            "profile_id": one.profile_id,
            "version": one.version,
            "created_at": text(one.created_at),
            "removed": int(one.removed),
            "touchpoint": one.touchpoint,
            "tags": one.tags,
            "properties": one.properties,
        }
        for one in profiles
    )
    columns = ["workspace_id", "profile_id", "version", "created_at", "removed", "touchpoint", "tags", "properties"]
    await _write(clickhouse, "profiles", columns, rows)


def text(at: datetime) -> str:
    """A time as the warehouse reads it."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


async def _write(clickhouse: ClickHouse, table: str, columns: list[str], rows: Iterable[dict[str, Any]]) -> None:
    if body := b"\n".join(msgspec.json.encode(row) for row in rows):
        await clickhouse.insert(table, columns, body, format="JSONEachRow", settings=READ_AS_WRITTEN)
