"""Request and response bodies of funnels."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from quanyu.insight.metrics import EventIn

MAX_WINDOW_SECONDS = 366 * 86_400
Property = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00`\[\]^][^\x00`\[\]]*$")]
Value = Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")]


class StepIn(EventIn):
    """One step. ``label`` is shown; the event's name when left out."""

    label: str | None = Field(default=None, max_length=100)


class ExclusionIn(EventIn):
    """An event that voids an attempt standing at or after step ``after`` and before step ``before``; steps from 1."""

    after: int = Field(ge=1)
    before: int = Field(ge=2)


class FunnelIn(BaseModel):
    """A funnel to count. The first step happens in [from, to), every other within the window of it."""

    model_config = ConfigDict(extra="forbid")

    steps: list[StepIn]
    window_seconds: int
    from_: AwareDatetime = Field(alias="from")
    to: AwareDatetime
    order: Literal["ordered", "strict", "any"] = "ordered"
    exclusions: list[ExclusionIn] = Field(default=[], max_length=10)
    breakdown: Property | None = Field(default=None, description="touchpoint, account or any property of the events")
    breakdown_by: Literal["first", "last", "step", "every"] = "first"
    breakdown_step: int = Field(default=1, ge=1, description="Whose value counts when breakdown_by is step; from 1")


class FunnelPeopleIn(FunnelIn):
    """A bar of a funnel: those who reached ``step`` (from 1), and carry ``value`` when there is a breakdown."""

    step: int = Field(ge=1)
    value: Value | None = None
    cursor: str | None = Field(default=None, max_length=200)
    limit: int = Field(default=50, ge=1, le=200)


class StepOut(BaseModel):
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


class PartOut(BaseModel):
    """The same bars for the people of one value; empty text is no value."""

    value: str
    steps: list[StepOut]


class FunnelOut(BaseModel):
    """A funnel's bars, and those of its breakdown's values with most people (at most 50)."""

    steps: list[StepOut]
    breakdown: list[PartOut] | None
    from_: datetime = Field(serialization_alias="from")
    to: datetime
    window_seconds: int
    ms: int
