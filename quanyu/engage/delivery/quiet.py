"""Quiet hours: when nothing is said, and when what fell due inside is said instead. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_SECONDS = 86_400


@dataclass(frozen=True)
class QuietHours:
    """Local times of day, end excluded; ``start`` after ``end`` crosses midnight, equal means never quiet."""

    start: time
    end: time
    spread: timedelta = timedelta(0)


def resume_at(now: datetime, quiet: QuietHours, zone: ZoneInfo) -> datetime | None:
    """When something due ``now`` may be said instead, or None when now is not quiet.

    The quiet hours are mapped evenly onto ``spread`` after their end, so nobody is woken by everything at once and what
    was due first is still said first.
    """
    local = now.astimezone(zone)
    length = (_seconds(quiet.end) - _seconds(quiet.start)) % DAY_SECONDS
    elapsed = (_seconds(local.time()) - _seconds(quiet.start)) % DAY_SECONDS
    if elapsed >= length:
        return None
    day = local.date() if local.time() < quiet.end else local.date() + timedelta(days=1)
    end = datetime.combine(day, quiet.end, zone)
    if end.astimezone(UTC) <= now:  # the hour that autumn repeats
        end = end.replace(fold=1)
    spread = min(quiet.spread, timedelta(seconds=DAY_SECONDS - length) / 2)
    return end.astimezone(UTC) + spread * (elapsed / length)


def _seconds(at: time) -> float:
    return at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
