"""Request and response bodies of cohorts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from quanyu.insight.metrics import EventName, Unit

Touchpoint = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class CohortsIn(BaseModel):
    """Cohorts of people whose first such event ever lies in [from, to), through one touchpoint if given."""

    model_config = ConfigDict(extra="forbid")

    event: EventName = "order_paid"
    unit: Unit = "month"
    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    touchpoint: Touchpoint | None = None


class CohortCell(BaseModel):
    """People of the cohort who were there k buckets later."""

    k: int
    people: int
    rate: float
    complete: bool


class CohortRow(BaseModel):
    """A cohort, with a cell for every bucket up to the period's end."""

    bucket: str
    size: int
    cells: list[CohortCell]


class MonthOut(BaseModel):
    """All known people of a bucket: what they paid, in the currency's major unit, and how many they were."""

    bucket: str
    revenue: str = Field(description="Decimal text with two digits, rounded once from the exact sum")
    active: int


class CohortsOut(BaseModel):
    """Cohorts and the figures of each bucket. Buckets are months as 2026-03, days and weeks as their first day."""

    unit: Unit
    currency: str
    rows: list[CohortRow]
    months: list[MonthOut]
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    ms: int
