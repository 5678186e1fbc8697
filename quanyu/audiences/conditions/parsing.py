"""From JSON to a condition, strictly: whatever is not understood is an error that says where and what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from uuid import UUID

from quanyu.audiences.conditions.errors import BadCondition
from quanyu.audiences.conditions.types import (
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

MAX_DEPTH = 8
MAX_LEAVES = 200
MAX_LIST = 1000
MAX_NAME = 200
MAX_TEXT = 1000
MAX_TIMES = 1_000_000
MAX_DAYS = 3650
KINDS = ("all", "any", "not", "property", "tag", "did", "did_not", "segment")
OPERATORS: dict[str, Operator] = {op: op for op in get_args(Operator)} | {"!=": "≠"}


def parse(given: Any) -> Condition:
    """Read a condition.

    Raises:
        BadCondition: unknown or missing words, wrong types, or over a ceiling.
    """
    return _condition(given, "condition", 1, _leaf_counter("condition"))


def parse_where(given: Any, at: str = "where") -> tuple[PropertyTest, ...]:
    """Read the tests on one event's properties, all of which must hold.

    Raises:
        BadCondition: as in ``parse``.
    """
    if not isinstance(given, list | tuple):
        raise BadCondition(at=at, problem="must be a list of property tests")
    if len(given) > MAX_LEAVES:
        raise BadCondition(at=at, problem=f"has {len(given)} tests; at most {MAX_LEAVES} are allowed")
    return tuple(_property(_object(test, f"{at}[{n}]"), f"{at}[{n}]") for n, test in enumerate(given))


def _leaf_counter(at: str) -> Iterator[int]:
    yield from range(MAX_LEAVES)
    raise BadCondition(at=at, problem=f"has more than {MAX_LEAVES} tests")


def _condition(given: Any, at: str, depth: int, leaves: Iterator[int]) -> Condition:
    if depth > MAX_DEPTH:
        raise BadCondition(at=at, problem=f"is nested deeper than {MAX_DEPTH}")
    body = _object(given, at)
    kinds = [kind for kind in KINDS if kind in body]
    if len(kinds) != 1:
        raise BadCondition(at=at, problem=f"must have exactly one of {', '.join(KINDS)}")
    match kinds[0]:
        case "all" | "any" as kind:
            _only(body, at, kind)
            parts = _parts(body[kind], f"{at}.{kind}", depth, leaves)
            return All(parts) if kind == "all" else AnyOf(parts)
        case "not":
            _only(body, at, "not")
            return Not(_condition(body["not"], f"{at}.not", depth + 1, leaves))
    next(leaves)
    match kinds[0]:
        case "property":
            return _property(body, at)
        case "tag":
            _only(body, at, "tag")
            return Tagged(_text(body["tag"], f"{at}.tag", MAX_NAME))
        case "segment":
            _only(body, at, "segment")
            return InSegment(_uuid(body["segment"], f"{at}.segment"))
    did = _did(body, at, kinds[0], leaves)
    return Not(did) if kinds[0] == "did_not" else did


def _parts(given: Any, at: str, depth: int, leaves: Iterator[int]) -> tuple[Condition, ...]:
    if not isinstance(given, list):
        raise BadCondition(at=at, problem="must be a list of conditions")
    if len(given) > MAX_LIST:
        raise BadCondition(at=at, problem=f"has {len(given)} parts; at most {MAX_LIST} are allowed")
    return tuple(_condition(part, f"{at}[{n}]", depth + 1, leaves) for n, part in enumerate(given))


def _did(body: Mapping[str, Any], at: str, kind: str, leaves: Iterator[int]) -> Did:
    _only(body, at, kind, "at_least", "at_most", "within_days", "between", "where")
    where = parse_where(body.get("where", []), f"{at}.where")
    for _ in where:
        next(leaves)
    at_most = _whole(body["at_most"], f"{at}.at_most", 0, MAX_TIMES) if "at_most" in body else None
    default = 1 if at_most is None else 0
    at_least = _whole(body["at_least"], f"{at}.at_least", 0, MAX_TIMES) if "at_least" in body else default
    if at_most is not None and at_most < at_least:
        raise BadCondition(at=at, problem=f"at_most {at_most} is less than at_least {at_least}")
    if "within_days" in body and "between" in body:
        raise BadCondition(at=at, problem="takes within_days or between, not both")
    days = _whole(body["within_days"], f"{at}.within_days", 1, MAX_DAYS) if "within_days" in body else None
    between = _between(body["between"], f"{at}.between") if "between" in body else None
    return Did(_text(body[kind], f"{at}.{kind}", MAX_NAME), where, at_least, at_most, days, between)


def _property(body: Mapping[str, Any], at: str) -> PropertyTest:
    _only(body, at, "property", "op", "value")
    if "property" not in body:
        raise BadCondition(at=at, problem="must name a property")
    name = _text(body["property"], f"{at}.property", MAX_NAME)
    if name.startswith("^") or "`" in name or "[]" in name:
        raise BadCondition(at=f"{at}.property", problem="may not start with ^ or contain ` or []")
    op = OPERATORS.get(body["op"]) if isinstance(body.get("op"), str) else None
    if op is None:
        raise BadCondition(at=f"{at}.op", problem=f"must be one of {', '.join(OPERATORS)}")
    if op in ("is_set", "is_not_set"):
        if body.get("value") is not None:
            raise BadCondition(at=f"{at}.value", problem=f"{op} takes no value")
        return PropertyTest(name, op)
    if "value" not in body:
        raise BadCondition(at=f"{at}.value", problem="is missing")
    return PropertyTest(name, op, _value(body["value"], op, f"{at}.value"))


def _value(given: Any, op: Operator, at: str) -> Scalar | tuple[Scalar, ...]:
    if op in ("in", "not_in"):
        if not isinstance(given, list) or not 1 <= len(given) <= MAX_LIST:
            raise BadCondition(at=at, problem=f"must be a list of 1 to {MAX_LIST} values")
        return tuple(_scalar(one, f"{at}[{n}]") for n, one in enumerate(given))
    if op in ("contains", "not_contains"):
        return _text(given, at, MAX_TEXT)
    value = _scalar(given, at)
    if op not in ("=", "≠") and isinstance(value, bool):
        raise BadCondition(at=at, problem=f"{op} compares numbers or texts, not true and false")
    return value


def _scalar(given: Any, at: str) -> Scalar:
    if isinstance(given, bool):
        return given
    if isinstance(given, int):
        if not -(2**63) <= given < 2**63:
            raise BadCondition(at=at, problem="is a whole number of more than 64 bits")
        return given
    if isinstance(given, float):
        if not math.isfinite(given):
            raise BadCondition(at=at, problem="must be a finite number")
        return given
    if isinstance(given, str):
        return _text(given, at, MAX_TEXT, empty=True)
    raise BadCondition(at=at, problem="must be a text, a number, true or false")


def _text(given: Any, at: str, longest: int, *, empty: bool = False) -> str:
    if not isinstance(given, str) or (not given and not empty):
        raise BadCondition(at=at, problem="must be a text that is not empty")
    if len(given) > longest:
        raise BadCondition(at=at, problem=f"is longer than {longest} characters")
    if "\0" in given or any("\ud800" <= character <= "\udfff" for character in given):
        raise BadCondition(at=at, problem="has characters that no text may have")
    return given


def _whole(given: Any, at: str, least: int, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not least <= given <= most:
        raise BadCondition(at=at, problem=f"must be a whole number from {least} to {most}")
    return given


def _uuid(given: Any, at: str) -> UUID:
    try:
        return UUID(_text(given, at, 36))
    except ValueError as error:
        raise BadCondition(at=at, problem="must be the id of a segment") from error


def _between(given: Any, at: str) -> tuple[datetime, datetime]:
    if not isinstance(given, list) or len(given) != 2:
        raise BadCondition(at=at, problem="must be two times: from (included) and to (not included)")
    start, end = (_time(one, f"{at}[{n}]") for n, one in enumerate(given))
    if start >= end:
        raise BadCondition(at=at, problem="must end after it starts")
    return start, end


def _time(given: Any, at: str) -> datetime:
    try:
        time = datetime.fromisoformat(given) if isinstance(given, str) else None
        if time is not None and time.tzinfo is not None and 1970 <= time.astimezone(UTC).year < 2200:
            return time.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadCondition(at=at, problem="must be a time with its offset, such as 2026-03-01T00:00:00+08:00")


def _object(given: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise BadCondition(at=at, problem="must be an object")
    return given


def _only(body: Mapping[str, Any], at: str, *words: str) -> None:
    if unknown := sorted(str(word) for word in body if word not in words):
        raise BadCondition(at=at, problem=f"has words we do not know here: {', '.join(unknown)[:200]}")
