"""What other rooms hand over to be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

URGENT = 0
NORMAL = 50
"""Priorities: lower goes first."""


@dataclass(frozen=True)
class Line:
    """What to say through one account."""

    account_id: UUID
    touchpoint: str
    kind: str
    content: Mapping[str, Any]
    template_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """For the list of fall-backs kept with a message."""
        return {
            "account_id": str(self.account_id), "touchpoint": self.touchpoint, "kind": self.kind,
            "content": dict(self.content), "template_id": self.template_id,
        }  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """The same message for many people. ``fall_backs`` are tried in turn for a person the line cannot reach."""

    line: Line
    purpose: str
    due_at: datetime
    expires_at: datetime | None = None
    fall_backs: Sequence[Line] = field(default=())
    priority: int = NORMAL
    journey_id: UUID | None = None
    node_id: str = ""


@dataclass(frozen=True)
class Recipient:
    """A person and the key under which this message can be decided only once in the workspace."""

    profile_id: int
    dedupe_key: str
