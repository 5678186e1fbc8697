"""From slots to numbers: value, the period before, and a series without gaps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from quanyu.insight.metrics import METRICS, Metric
from quanyu.insight.overview.clickhouse import AGGREGATED, BEFORE, THIS

BySlot = Mapping[int, float]


@dataclass(frozen=True)
class Number:
    """A metric's values."""

    metric: Metric
    value: float
    previous: float
    series: list[float]


def numbers(
    buckets: int,
    events: Iterable[Sequence[Any]],
    new_profiles: Iterable[Sequence[Any]],
    followers: Iterable[Sequence[Any]],
    retention: Iterable[Sequence[Any]],
) -> list[Number]:
    """Every metric, in the order of the dictionary."""
    rows = [(slot, values) for slot, *values in events]
    found: dict[str, BySlot] = {
        metric.key: {slot: _plain(metric, values[n]) for slot, values in rows} for n, metric in enumerate(AGGREGATED)
    }
    found["new_profiles"] = dict(tuple(row) for row in new_profiles)
    found["followers"] = _running(buckets, dict(tuple(row) for row in followers))
    found["retention_30d"] = {slot: back / size for slot, size, back in retention if size}
    return [_number(metric, found[metric.key], buckets) for metric in METRICS]


def _number(metric: Metric, by_slot: BySlot, buckets: int) -> Number:
    series = [by_slot.get(slot, 0) for slot in range(buckets)]
    return Number(metric, by_slot.get(THIS, 0), by_slot.get(BEFORE, 0), series)


def _running(buckets: int, changes: Mapping[int, int]) -> dict[int, float]:
    """A level at each bucket's end, from its changes; the period's value is the last, the one before is the first."""
    level = changes.get(BEFORE, 0)
    levels: dict[int, float] = {BEFORE: level}
    for slot in range(buckets):
        level += changes.get(slot, 0)
        levels[slot] = level
    return levels | {THIS: level}


def _plain(metric: Metric, value: Any) -> float:
    if metric.unit == "money":
        return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return int(value)
