"""The condition language for one person, in Python."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from quanyu.audiences.conditions.types import (
    NEGATED,
    All,
    AnyOf,
    Condition,
    Did,
    InSegment,
    Not,
    Operator,
    PropertyTest,
    Scalar,
    Tagged,
)

COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


@dataclass(frozen=True)
class EventView:
    """One event as a condition sees it. ``at`` is aware; ``properties`` as from ``flatten``."""

    event: str
    at: datetime
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PersonView:
    """One profile as a condition sees it."""

    profile_id: int
    properties: Mapping[str, Any] = field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    segments: frozenset[UUID] = frozenset()
    events: Sequence[EventView] = ()


def matches(condition: Condition, person: PersonView, now: datetime) -> bool:
    """Whether the person meets the condition at ``now``."""
    match condition:
        case All():
            return all(matches(part, person, now) for part in condition.parts)
        case AnyOf():
            return any(matches(part, person, now) for part in condition.parts)
        case Not():
            return not matches(condition.part, person, now)
        case Tagged():
            return condition.tag in person.tags
        case InSegment():
            return condition.segment_id in person.segments
        case PropertyTest():
            return _holds(condition, person.properties)
        case Did():
            times = sum(_counts(condition, event, now) for event in person.events)
            return condition.at_least <= times and (condition.at_most is None or times <= condition.at_most)


def event_matches(event: EventView, name: str, where: Sequence[PropertyTest]) -> bool:
    """Whether this is the event, with these properties."""
    return event.event == name and all(_holds(test, event.properties) for test in where)


def flatten(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Properties by dotted path, as the warehouse keeps them.

    A null or an empty object is no value; a whole number that no 64-bit column takes is kept as its digits.
    """
    return dict(_leaves(properties, ""))


def _leaves(given: Mapping[str, Any], prefix: str) -> Iterable[tuple[str, Any]]:
    for name, value in given.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        elif isinstance(value, int) and not -(2**63) <= value < 2**64:
            yield prefix + name, str(value)
        elif value is not None:
            yield prefix + name, value


def _counts(did: Did, event: EventView, now: datetime) -> bool:
    if event.at > now or not event_matches(event, did.event, did.where):
        return False
    if did.within_days is not None and event.at < now - timedelta(days=did.within_days):
        return False
    return did.between is None or did.between[0] <= event.at < did.between[1]


def _holds(test: PropertyTest, properties: Mapping[str, Any]) -> bool:
    if test.op in NEGATED:
        return not _holds(PropertyTest(test.name, NEGATED[test.op], test.value), properties)
    found = properties.get(test.name)
    if found is None:
        return False
    if test.op == "is_set":
        return True
    if test.op == "contains":
        return isinstance(found, str) and str(test.value) in found
    if isinstance(test.value, tuple):
        return any(_compares("=", found, one) for one in test.value)
    assert test.value is not None
    return _compares(test.op, found, test.value)


def _compares(op: Operator, found: Any, value: Scalar) -> bool:
    return _kind(found) == _kind(value) and COMPARE[op](found, value)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "other"
