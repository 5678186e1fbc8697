"""Periods of time and the calendar buckets in them. A bucket is named by the date of its first day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from quanyu.kit.errors import Invalid

Unit = Literal["day", "week", "month"]
MAX_RANGE = timedelta(days=5 * 366)
FIRST_YEAR, LAST_YEAR = 1971, 2199
START_OF: dict[Unit, str] = {"day": "{}", "week": "toMonday({})", "month": "toStartOfMonth({})"}


class BadPeriod(Invalid):
    """A period that ends before it begins, or is too long."""

    code = "bad_period"
    message = "The period from {start} to {end} {problem}."


@dataclass(frozen=True)
class Period:
    """A half-open range of time, to the millisecond."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    @property
    def previous(self) -> Period:
        """The period of the same length before this one."""
        return Period(self.start - self.length, self.start)


def period(start: datetime, end: datetime) -> Period:
    """A period in UTC.

    Raises:
        BadPeriod: empty, reversed, longer than five years, or out of our calendar (1971 to 2199).
    """
    if not (start.year >= FIRST_YEAR and end.year <= LAST_YEAR):
        raise BadPeriod(start=start, end=end, problem=f"is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    if start >= end:
        raise BadPeriod(start=start, end=end, problem="ends before it begins")
    if end - start > MAX_RANGE:
        raise BadPeriod(start=start, end=end, problem="is longer than five years")
    return Period(start.astimezone(UTC), end.astimezone(UTC))


def bucket_of(at: datetime, unit: Unit, zone: ZoneInfo) -> date:
    """The first day of the bucket that a moment falls in."""
    day = at.astimezone(zone).date()
    if unit == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if unit == "month" else day


def following(bucket: date, unit: Unit, k: int = 1) -> date:
    """The bucket ``k`` after another."""
    if unit == "month":
        months = bucket.year * 12 + bucket.month - 1 + k
        return date(months // 12, months % 12 + 1, 1)
    return bucket + timedelta(days=k * (7 if unit == "week" else 1))


def bucket_start(bucket: date, zone: ZoneInfo) -> datetime:
    """The moment a bucket begins."""
    return datetime.combine(bucket, time(), zone).astimezone(UTC)


def buckets(within: Period, unit: Unit, zone: ZoneInfo) -> list[date]:
    """Every bucket that a period touches, in order."""
    found = [bucket_of(within.start, unit, zone)]
    last = bucket_of(within.end - timedelta(milliseconds=1), unit, zone)
    while found[-1] < last:
        found.append(following(found[-1], unit))
    return found


def bucket_sql(unit: Unit, first: str, at: str = "at") -> str:
    """SQL: how many buckets after ``first`` (a Date) a moment falls, in the zone of ``{zone:String}``."""
    bucket = START_OF[unit].format(f"toDate({at}, {{zone:String}})")
    return f"dateDiff('{unit}', {first}, {bucket})"
