"""A question of retention as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from quanyu.audiences.conditions import PropertyTest
from quanyu.insight.metrics import Period, Unit

Mode = Literal["recurring", "first_time"]
Cell = Literal["on", "on_or_after"]


@dataclass(frozen=True)
class Occurrence:
    """An event with tests on its properties."""

    event: str
    where: tuple[PropertyTest, ...] = ()


@dataclass(frozen=True)
class Retention:
    """Who did ``start`` in a bucket of ``period``, and did ``back`` in the k-th bucket after it.

    recurring: a person is in every row in which the start event happened. first_time: only in the row of the first time
    ever. Bucket 0 counts a return event anywhere in the start's own bucket, also before the start.
    """

    start: Occurrence
    back: Occurrence
    unit: Unit
    periods: int
    period: Period
    zone: ZoneInfo
    mode: Mode = "recurring"
    cell: Cell = "on"


@dataclass(frozen=True)
class CellFigure:
    """People of a row who were there k buckets later. Incomplete: the bucket is not over yet."""

    k: int
    people: int
    rate: float
    complete: bool


@dataclass(frozen=True)
class Row:
    """People who started in a bucket. Cells of buckets that have not begun are left out."""

    bucket: date
    size: int
    cells: list[CellFigure]


@dataclass(frozen=True)
class Mean:
    """Over the rows whose k-th bucket is over, weighted by size."""

    k: int
    size: int
    people: int
    rate: float


@dataclass(frozen=True)
class Table:
    """The rows, one for each bucket of the period, and their mean."""

    rows: list[Row]
    mean: list[Mean]
    now: datetime
