"""Bodies of the people endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from quanyu.people.profiles.value import Stage

Tag = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f]+$")]


class ProfileItem(BaseModel):
    """A person in the list."""

    id: int
    name: str | None
    member_no: str | None
    phone_masked: str | None
    touchpoints: list[str]
    tags: list[str]
    created_at: datetime
    last_seen_at: datetime | None
    orders: int
    spent_fen: int


class IdentityOut(BaseModel):
    """An id of a person, masked. `number` is the profile that it came in with, before merges."""

    kind: str
    account: str
    masked: str
    first_seen_at: datetime
    source: str
    number: int


class ConflictOut(BaseModel):
    """An id that came with an event of this person and was not joined: `over_limit`, `shared` or `kept_apart`."""

    kind: str
    account: str
    reason: str
    other_profile: int | None
    event_id: str
    at: datetime


class ConsentOut(BaseModel):
    """What the person last said about a touchpoint and purpose."""

    touchpoint: str
    purpose: str
    state: str
    text_version: str
    at: datetime


class RelationOut(BaseModel):
    """How the person stands with one of our accounts, and the last act that lets us answer."""

    account: str
    touchpoint: str
    state: str
    since: datetime | None
    last_message_at: datetime | None
    window_kind: str | None
    window_at: datetime | None


class ValueOut(BaseModel):
    """What the person has bought. Payments less refunds."""

    orders: int
    spent_fen: int
    first_order_at: datetime | None
    last_order_at: datetime | None
    stage: Stage


class ProfileOut(BaseModel):
    """Everything about one person. `numbers` are all that the person has had; the lowest is the present one."""

    id: int
    numbers: list[int]
    name: str | None
    member_no: str | None
    phone_masked: str | None
    created_at: datetime
    first_touchpoint: str
    last_seen_at: datetime | None
    touchpoints: list[str]
    tags: list[str]
    properties: dict[str, Any]
    identities: list[IdentityOut]
    conflicts: list[ConflictOut]
    consents: list[ConsentOut]
    relations: list[RelationOut]
    value: ValueOut


class TimelineItem(BaseModel):
    """One event of a person. `message_id` leads to the message it belongs to."""

    event_id: str
    event: str
    at: datetime
    touchpoint: str
    account: str
    message_id: str | None
    source: str
    properties: dict[str, Any]


class MergeOut(BaseModel):
    """A merge: `loser` became part of `winner` because an event carried an id (`cause`) of both."""

    id: UUID
    loser: int
    winner: int
    at: datetime
    cause: str
    event_id: str
    undone_at: datetime | None
    undone_by: str | None


class TagsIn(BaseModel):
    """Tags to add and to remove."""

    add: list[Tag] = Field([], max_length=50)
    remove: list[Tag] = Field([], max_length=50)


class TagsOut(BaseModel):
    """The tags of a person after the change."""

    tags: list[str]


class PropertiesIn(BaseModel):
    """Properties to set by hand; they outrank what events say."""

    properties: dict[str, str | bool | int | float] = Field(max_length=100)


class Revealed(BaseModel):
    """Phones in full. Asking was recorded."""

    phones: list[str]
