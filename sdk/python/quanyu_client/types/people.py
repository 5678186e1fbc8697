"""The API's answers about people and segments."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Conflict(TypedDict):
    """An id that came with an event of this person and was not joined: `over_limit`, `shared` or `kept_apart`."""

    kind: str
    account: str
    reason: str
    other_profile: int | None
    event_id: str
    at: str


class Consent(TypedDict):
    """What the person last said about a touchpoint and purpose."""

    touchpoint: str
    purpose: str
    state: str
    text_version: str
    at: str


class Identity(TypedDict):
    """An id of a person, masked. `number` is the profile that it came in with, before merges."""

    kind: str
    account: str
    masked: str
    first_seen_at: str
    source: str
    number: int


class Relation(TypedDict):
    """How the person stands with one of our accounts, and the last act that lets us answer."""

    account: str
    touchpoint: str
    state: str
    since: str | None
    last_message_at: str | None
    window_kind: str | None
    window_at: str | None


class Value(TypedDict):
    """What the person has bought. Payments less refunds."""

    orders: int
    spent_fen: int
    first_order_at: str | None
    last_order_at: str | None
    stage: Literal["new", "active", "repeat", "dormant", "lost"]


class ProfileItem(TypedDict):
    """A person in the list."""

    id: int
    name: str | None
    member_no: str | None
    phone_masked: str | None
    touchpoints: list[str]
    tags: list[str]
    created_at: str
    last_seen_at: str | None
    orders: int
    spent_fen: int


class Profile(TypedDict):
    """Everything about one person. `numbers` are all that the person has had; the lowest is the present one."""

    id: int
    numbers: list[int]
    name: str | None
    member_no: str | None
    phone_masked: str | None
    created_at: str
    first_touchpoint: str
    last_seen_at: str | None
    touchpoints: list[str]
    tags: list[str]
    properties: dict[str, Any]
    identities: list[Identity]
    conflicts: list[Conflict]
    consents: list[Consent]
    relations: list[Relation]
    value: Value


class TimelineItem(TypedDict):
    """One event of a person. `message_id` leads to the message it belongs to."""

    event_id: str
    event: str
    at: str
    touchpoint: str
    account: str
    message_id: str | None
    source: str
    properties: dict[str, Any]


class Merge(TypedDict):
    """A merge: `loser` became part of `winner` because an event carried an id (`cause`) of both."""

    id: str
    loser: int
    winner: int
    at: str
    cause: str
    event_id: str
    undone_at: str | None
    undone_by: str | None


class Segment(TypedDict):
    """A segment. ``people`` is null until its first refresh is done."""

    id: str
    name: str
    condition: dict[str, Any]
    people: int | None
    refreshed_at: str | None
    used_by: list[str]
    created_at: str
    archived_at: str | None


class Preview(TypedDict):
    """How many people meet a condition, out of all profiles, with the ids of a few."""

    people: int
    of: int
    sample: list[int]
    ms: int
