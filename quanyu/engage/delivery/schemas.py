"""Response bodies of delivery."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.reasons import meaning

State = Literal["queued", "held", "sending", "sent", "failed", "unclear", "skipped"]


class MessageOut(BaseModel):
    """A message and what became of it. ``reason`` says why it waits or was not sent, in our code and in words;
    ``platform_code`` and ``platform_reason`` are the platform's own."""

    id: UUID
    profile_id: int
    account_id: UUID
    touchpoint: str
    kind: str
    purpose: str
    template_id: str
    content: dict[str, Any]
    journey_id: UUID | None
    node_id: str
    priority: int
    state: State
    reason: str
    reason_zh: str
    reason_en: str
    platform_code: str
    platform_reason: str
    platform_id: str
    attempts: int
    due_at: datetime
    expires_at: datetime | None
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, message: Message) -> MessageOut:
        zh, en = meaning(message.reason)
        words = {"reason_zh": zh, "reason_en": en}
        return cls.model_validate({name: words.get(name) or getattr(message, name, "") for name in cls.model_fields})


class MessageCount(BaseModel):
    """How many messages ended or wait alike."""

    touchpoint: str
    kind: str
    state: State
    reason: str
    reason_zh: str
    reason_en: str
    messages: int


class MessageCounts(BaseModel):
    """Messages by state, and by touchpoint, kind, state and reason."""

    states: dict[State, int]
    items: list[MessageCount]

    @classmethod
    def of(cls, rows: list[tuple[str, str, str, str, int]]) -> MessageCounts:
        states: dict[State, int] = {}
        items = []
        for touchpoint, kind, state, reason, n in rows:
            zh, en = meaning(reason)
            item = MessageCount.model_validate(
                {
                    "touchpoint": touchpoint, "kind": kind, "state": state, "reason": reason, "reason_zh": zh,
                    "reason_en": en, "messages": n,
                }
            )  # fmt: skip
            items.append(item)
            states[item.state] = states.get(item.state, 0) + n
        return cls(states=states, items=items)


class Released(BaseModel):
    """How many held messages were let go."""

    released: int
