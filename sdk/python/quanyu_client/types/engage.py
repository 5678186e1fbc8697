"""The API's answers about journeys and messages."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Fault(TypedDict):
    """One thing to put right before the draft may run. ``node_id`` is '' for the journey as a whole."""

    node_id: str
    code: str
    zh: str
    en: str


class JourneySummary(TypedDict):
    """A journey in a list. ``version`` 0: never published."""

    id: str
    name: str
    state: Literal["draft", "active", "paused", "archived"]
    version: int
    in_progress: int
    created_at: str
    updated_at: str


class Journey(JourneySummary):
    """A journey with its draft and what is wrong with that, and the graph that runs (null before the first publication)."""

    graph: dict[str, Any]
    faults: list[Fault]
    published: dict[str, Any] | None


class NodeCounts(TypedDict):
    """Who stands at a step now, and how many ever came to it and went on from it."""

    here: int
    entered: int
    left: int


class JourneyCounts(TypedDict):
    """Exact numbers of a journey over all its versions; ``reasons`` says how finished runs ended."""

    nodes: dict[str, NodeCounts]
    entered: int
    in_progress: int
    goal: int
    reasons: dict[str, int]


class Run(TypedDict):
    """One run of a person. ``reason`` of a finished one: goal, exit, finished, removed or merged."""

    profile_id: int
    version: int
    node_id: str
    state: Literal["waiting", "done"]
    reason: str
    entered_at: str
    due_at: str | None
    left_at: str | None


class Message(TypedDict):
    """A message and what became of it. ``reason`` says why it waits or was not sent, in our code and in words.

    ``platform_code`` and ``platform_reason`` are the platform's own.
    """

    id: str
    profile_id: int
    account_id: str
    touchpoint: str
    kind: str
    purpose: str
    template_id: str
    content: dict[str, Any]
    journey_id: str | None
    node_id: str
    priority: int
    state: Literal["queued", "held", "sending", "sent", "failed", "unclear", "skipped"]
    reason: str
    reason_zh: str
    reason_en: str
    platform_code: str
    platform_reason: str
    platform_id: str
    attempts: int
    due_at: str
    expires_at: str | None
    created_at: str
    sent_at: str | None
    finished_at: str | None


class MessageCount(TypedDict):
    """How many messages ended or wait alike."""

    touchpoint: str
    kind: str
    state: Literal["queued", "held", "sending", "sent", "failed", "unclear", "skipped"]
    reason: str
    reason_zh: str
    reason_en: str
    messages: int


class MessageCounts(TypedDict):
    """Messages by state, and by touchpoint, kind, state and reason."""

    states: dict[str, int]
    items: list[MessageCount]
