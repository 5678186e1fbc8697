"""What a person is worth, and where in the lifecycle they stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

Stage = Literal["new", "active", "repeat", "dormant", "lost"]

NEW = timedelta(days=30)
ACTIVE = timedelta(days=90)
LOST = timedelta(days=180)


@dataclass
class Activity:
    """What a person did, over all numbers and touchpoints."""

    last_seen_at: datetime | None = None
    touchpoints: list[str] = field(default_factory=list)
    orders: int = 0
    spent: Decimal = Decimal(0)
    first_order_at: datetime | None = None
    last_order_at: datetime | None = None

    @property
    def spent_fen(self) -> int:
        """Spent, in whole minor units."""
        return int(self.spent.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def activities(rows: Iterable[Sequence[Any]], numbers: Mapping[int, Sequence[int]]) -> dict[int, Activity]:
    """Rows of `activity_query` as one activity for each person."""
    root = {number: person for person, own in numbers.items() for number in own}
    found = {person: Activity() for person in numbers}
    for number, seen, touchpoints, orders, spent, first, last in rows:
        one = found[root[number]]
        one.last_seen_at = max(moment(seen), one.last_seen_at or moment(seen))
        one.touchpoints = sorted({*one.touchpoints, *touchpoints})
        if orders:
            one.orders += orders
            one.spent += spent
            one.first_order_at = min(moment(first), one.first_order_at or moment(first))
            one.last_order_at = max(moment(last), one.last_order_at or moment(last))
    return found


def moment(milliseconds: int) -> datetime:
    """The store's milliseconds as a time."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def stage(activity: Activity, created_at: datetime, now: datetime) -> Stage:
    """Where a person stands: lost after 180 days of silence, dormant after 90; until then repeat with two orders or more,
    new in the first 30 days, else active.
    """
    silent = now - (activity.last_seen_at or created_at)
    if silent > LOST:
        return "lost"
    if silent > ACTIVE:
        return "dormant"
    if activity.orders >= 2:
        return "repeat"
    return "new" if now - created_at <= NEW else "active"
