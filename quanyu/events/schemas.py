"""Bodies of the event log's endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


class EventIn(BaseModel):
    """Something that happened. `id` is the source's own: the same id again counts once."""

    id: str = Field(min_length=1, max_length=128)
    event: str = Field(pattern="^[a-z0-9_]{1,64}$")
    at: datetime
    touchpoint: str = Field("", max_length=64)
    account: str = Field("", max_length=64)
    ids: dict[str, str | None] = {}
    properties: dict[str, Any] = {}


class EventsIn(BaseModel):
    """A batch, taken event by event: what is wrong with one does not hold up the others."""

    events: list[EventIn] = Field(max_length=2000)


class ResultOut(BaseModel):
    """What became of one event. A rejected one is among the dead letters."""

    id: str
    status: Literal["accepted", "duplicate", "rejected"]
    code: str | None = None
    reason: str | None = None


class EventsOut(BaseModel):
    """What became of a batch, in its order. Accepted events are on disk."""

    accepted: int
    duplicate: int
    rejected: int
    results: list[ResultOut]
