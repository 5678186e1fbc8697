"""Bodies that queries share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

EventName = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]


class EventIn(BaseModel):
    """An event with tests on its properties, as in a condition's ``where``."""

    model_config = ConfigDict(extra="forbid")

    event: EventName
    where: list[dict[str, Any]] = Field(default=[], max_length=50)


class BenchmarkOut(BaseModel):
    """The range in which a value is good; null is open."""

    min: float | None
    max: float | None


class MetricOut(BaseModel):
    """A metric's definition."""

    key: str
    zh: str
    en: str
    unit: str
    definition_zh: str
    definition_en: str
    benchmark: BenchmarkOut | None
