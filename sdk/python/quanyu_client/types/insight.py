"""The API's answers about reports."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class FunnelStep(TypedDict):
    """One bar. Seconds are from the step before, over those who reached this one; null on the first and on empty bars."""

    index: int
    label: str
    event: str
    where: list[dict[str, Any]]
    people: int
    rate_first: float
    rate_previous: float
    median_seconds: float | None
    mean_seconds: float | None


class FunnelPart(TypedDict):
    """The same bars for the people of one value; empty text is no value."""

    value: str
    steps: list[FunnelStep]


Funnel = TypedDict(
    "Funnel",
    {"steps": list[FunnelStep], "breakdown": list[FunnelPart] | None, "from": str, "to": str, "window_seconds": int, "ms": int},
)
"""A funnel's bars, and those of its breakdown's values with most people (at most 50)."""


class RetentionCell(TypedDict):
    """People of the row who were there k buckets later; not complete while the bucket goes on."""

    k: int
    people: int
    rate: float
    complete: bool


class RetentionRow(TypedDict):
    """A bucket by its first day, the people who started in it, and who came back."""

    bucket: str
    size: int
    cells: list[RetentionCell]


class RetentionMean(TypedDict):
    """Weighted by size, over the rows whose k-th bucket is over."""

    k: int
    size: int
    people: int
    rate: float


Retention = TypedDict(
    "Retention",
    {
        "rows": list[RetentionRow],
        "mean": list[RetentionMean],
        "unit": Literal["day", "week", "month"],
        "from": str,
        "to": str,
        "ms": int,
    },
)
"""Every row, also of zeros, and the mean."""


class CohortCell(TypedDict):
    """People of the cohort who were there k buckets later."""

    k: int
    people: int
    rate: float
    complete: bool


class CohortRow(TypedDict):
    """A cohort, with a cell for every bucket up to the period's end."""

    bucket: str
    size: int
    cells: list[CohortCell]


class CohortMonth(TypedDict):
    """All known people of a bucket: what they paid, in the currency's major unit, and how many they were."""

    bucket: str
    revenue: str
    active: int


Cohorts = TypedDict(
    "Cohorts",
    {
        "unit": Literal["day", "week", "month"],
        "currency": str,
        "rows": list[CohortRow],
        "months": list[CohortMonth],
        "from": str,
        "to": str,
        "ms": int,
    },
)
"""Cohorts and the figures of each bucket. Buckets are months as 2026-03, days and weeks as their first day."""


class Benchmark(TypedDict):
    """The range in which a value is good; null is open."""

    min: float | None
    max: float | None


class Point(TypedDict):
    """A bucket by the moment it begins."""

    at: str
    value: float


Number = TypedDict(
    "Number",
    {
        "key": str,
        "zh": str,
        "en": str,
        "value": float,
        "previous": float,
        "unit": str,
        "benchmark": Benchmark | None,
        "definition_zh": str,
        "definition_en": str,
        "from": str,
        "to": str,
        "series": list[Point],
    },
)
"""A metric in a period. Money is in the currency's smallest unit."""


class Overview(TypedDict):
    """All of the overview's numbers, as read ``at``."""

    at: str
    currency: str
    numbers: list[Number]
    ms: int
