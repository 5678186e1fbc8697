"""What can go wrong, as a program needs it: a stable code, and the facts to act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class QuanyuError(Exception):
    """A request that was refused. ``code`` is stable; ``facts`` say what it is about.

    A ``status`` of 0 is no answer at all: code ``unreachable``.
    """

    def __init__(self, code: str, status: int, facts: Mapping[str, Any], detail: str = "") -> None:
        self.code, self.status, self.facts = code, status, dict(facts)
        super().__init__(f"{code}: {detail}" if detail else code)


@dataclass(frozen=True)
class Rejected:
    """An event that will not be counted, as it was given, and why."""

    event: dict[str, Any]
    code: str
    reason: str


class EventsRejected(QuanyuError):
    """Everything was sent, and some events cannot be used. Sending them again changes nothing."""

    def __init__(self, rejected: Sequence[Rejected], accepted: int, duplicate: int) -> None:
        self.rejected, self.accepted, self.duplicate = list(rejected), accepted, duplicate
        first = rejected[0]
        detail = f"{len(rejected)} events; the first is {first.event['id']} ({first.code}: {first.reason})"
        super().__init__("events_rejected", 200, {"rejected": len(rejected)}, detail)


class ImportFailed(QuanyuError):
    """An import that ended without being done. ``facts`` is the import."""
