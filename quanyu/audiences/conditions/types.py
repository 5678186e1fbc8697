"""A condition as a value, and what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

Scalar = str | int | float | bool
Operator = Literal["=", "≠", "in", "not_in", "contains", "not_contains", ">", ">=", "<", "<=", "is_set", "is_not_set"]
NEGATED: dict[Operator, Operator] = {"≠": "=", "not_in": "in", "not_contains": "contains", "is_not_set": "is_set"}
"""These are the plain negations of their partners, so they include people without a value."""


@dataclass(frozen=True)
class PropertyTest:
    """A test of one property of a profile or, inside ``where``, of an event.

    ``value`` is a tuple for in and not_in, None for is_set and is_not_set. Types do not mix: a number never equals a
    text, and a truth value is neither.
    """

    name: str
    op: Operator
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True)
class Tagged:
    """The profile carries a tag."""

    tag: str


@dataclass(frozen=True)
class Did:
    """The person did something between ``at_least`` and ``at_most`` times, up to now.

    Args:
        within_days: events at or after now minus so many times 24 hours.
        between: events in a half-open range of time.
    """

    event: str
    where: tuple[PropertyTest, ...] = ()
    at_least: int = 1
    at_most: int | None = None
    within_days: int | None = None
    between: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class InSegment:
    """The person is in a stored segment, as of its last refresh."""

    segment_id: UUID


@dataclass(frozen=True)
class All:
    """Every part holds; true without parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """Some part holds; false without parts."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part does not hold."""

    part: Condition


Condition = PropertyTest | Tagged | Did | InSegment | All | AnyOf | Not


@dataclass(frozen=True)
class Uses:
    """What a condition reads. ``timed``: its answer can change as time passes without any event."""

    events: frozenset[str] = frozenset()
    segments: frozenset[UUID] = frozenset()
    profiles: bool = False
    timed: bool = False

    def __or__(self, other: Uses) -> Uses:
        return Uses(
            self.events | other.events,
            self.segments | other.segments,
            self.profiles or other.profiles,
            self.timed or other.timed,
        )


def uses(condition: Condition) -> Uses:
    """What a refresh of the condition depends on."""
    match condition:
        case PropertyTest() | Tagged():
            return Uses(profiles=True)
        case Did():
            return Uses(events=frozenset([condition.event]), timed=condition.within_days is not None)
        case InSegment():
            return Uses(segments=frozenset([condition.segment_id]))
        case Not():
            return uses(condition.part)
        case All() | AnyOf():
            found = Uses()
            for part in condition.parts:
                found |= uses(part)
            return found
