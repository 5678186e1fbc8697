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


class DeadLetter(BaseModel):
    """An event that could not be used, and why. `body` is the event as it came, without the values of its ids."""

    received_at: datetime
    event_id: str
    event: str
    source: str
    code: str
    reason: str
    body: str


class RecentEvent(BaseModel):
    """An event of the live view. `profile_id` is null when nobody is known."""

    event_id: str
    event: str
    at: datetime
    received_at: datetime
    touchpoint: str
    account: str
    profile_id: int | None
    properties: dict[str, Any]


class RecentEvents(BaseModel):
    """The newest events, newest first; `at` is now by our clock."""

    at: datetime
    items: list[RecentEvent]


class CatalogueProperty(BaseModel):
    """A property of an event. `type` is the plan's, null outside it; `seen` are the types that came."""

    name: str
    type: Literal["string", "number", "boolean", "list"] | None
    seen: list[str]


class CatalogueEvent(BaseModel):
    """An event of the plan or one that came without being in it (`known` false)."""

    event: str
    known: bool
    label_zh: str
    label_en: str
    events: int
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    properties: list[CatalogueProperty]


class Catalogue(BaseModel):
    """The tracking plan beside what sources really send."""

    items: list[CatalogueEvent]
