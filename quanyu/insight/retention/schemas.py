"""Request and response bodies of retention."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from quanyu.insight.metrics import EventIn, Unit

MAX_PERIODS = 366


class RetentionIn(BaseModel):
    """Who comes back. Rows are the buckets that [from, to) touches."""

    model_config = ConfigDict(extra="forbid")

    start: EventIn
    return_: EventIn = Field(alias="return")
    unit: Unit = "day"
    periods: int = Field(default=30, ge=1, le=MAX_PERIODS)
    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    mode: Literal["recurring", "first_time"] = "recurring"
    cell: Literal["on", "on_or_after"] = "on"


class CellOut(BaseModel):
    """People of the row who were there k buckets later; not complete while the bucket goes on."""

    k: int
    people: int
    rate: float
    complete: bool


class RowOut(BaseModel):
    """A bucket by its first day, the people who started in it, and who came back."""

    bucket: str
    size: int
    cells: list[CellOut]


class MeanOut(BaseModel):
    """Weighted by size, over the rows whose k-th bucket is over."""

    k: int
    size: int
    people: int
    rate: float


class RetentionOut(BaseModel):
    """Every row, also of zeros, and the mean."""

    rows: list[RowOut]
    mean: list[MeanOut]
    unit: Unit
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    ms: int
