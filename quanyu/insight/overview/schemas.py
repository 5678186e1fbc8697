"""Response bodies of the overview."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from quanyu.insight.metrics import BenchmarkOut


class Point(BaseModel):
    """A bucket by the moment it begins."""

    at: datetime
    value: float


class NumberOut(BaseModel):
    """A metric in a period. Money is in the currency's smallest unit."""

    key: str
    zh: str
    en: str
    value: float
    previous: float
    unit: str
    benchmark: BenchmarkOut | None
    definition_zh: str
    definition_en: str
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    series: list[Point]


class OverviewOut(BaseModel):
    """All of the overview's numbers, as read ``at``."""

    at: datetime
    currency: str
    numbers: list[NumberOut]
    ms: int
