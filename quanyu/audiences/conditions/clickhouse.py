"""The condition language as SQL: one row test over the profiles, with behaviour as sets of people.

Every test is two-valued (never NULL), so that NOT is the plain complement and both readers agree.
"""

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from quanyu.audiences.conditions.params import Params
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
from quanyu.events import person
from quanyu.kit.query import Query

TIME = "DateTime64(3, 'UTC')"
TEXT_COLUMNS = frozenset({"touchpoint", "account", "order_id", "item_id", "page", "message_id", "currency"})
"""Event properties with a column of their own, where empty is not set."""
COMPARISONS: dict[Operator, str] = {"=": "=", ">": ">", ">=": ">=", "<": "<", "<=": "<="}


def people_query(workspace_id: UUID, condition: Condition, now: datetime) -> Query:
    """Everybody who meets the condition: rows of (profile_id: UInt64), unordered."""
    params = Params(workspace=workspace_id, now=now)
    return Query(f"SELECT profile_id FROM {_profiles()} AND {_test(condition, params, '')}", params.values)


def among_query(workspace_id: UUID, condition: Condition, now: datetime, among: Sequence[int]) -> Query:
    """Those of ``among`` who meet the condition. Reads only their events."""
    params = Params(workspace=workspace_id, now=now, among=list(among))
    only = "profile_id IN {among:Array(UInt64)}"
    test = _test(condition, params, f" AND {person()} IN {{among:Array(UInt64)}}")
    return Query(f"SELECT profile_id FROM {_profiles()} AND {only} AND {test}", params.values)


def count_query(workspace_id: UUID, condition: Condition, now: datetime, sample: int) -> Query:
    """One row: (people: UInt64, of: UInt64 all profiles, sample: Array(UInt64) of some who meet it)."""
    params = Params(workspace=workspace_id, now=now, sample=sample)
    return Query(
        f"""
        SELECT countIf(meets) AS people, count() AS of,
            arraySlice(groupArraySortedIf(100)(profile_id, meets), 1, {{sample:UInt64}}) AS sample
        FROM (SELECT profile_id, {_test(condition, params, "")} AS meets FROM {_profiles()})""",
        params.values,
    )


def did_since(
    workspace_id: UUID, event: str, where: Sequence[PropertyTest], since: Sequence[tuple[int, datetime]], now: datetime
) -> Query:
    """Who of (profile, time) pairs did something after their own time and up to now: rows of (profile_id: UInt64).

    A profile comes once in ``since``.
    """
    params = Params(
        workspace=workspace_id, now=now, among=[profile for profile, _ in since], times=[_milliseconds(at) for _, at in since]
    )
    return Query(
        f"""
        SELECT DISTINCT person AS profile_id
        FROM (
            SELECT {person()} AS person, at FROM events
            WHERE workspace_id = {{workspace:UUID}} AND {event_test(event, where, params)} AND at <= {{now:{TIME}}}
        )
        WHERE person IN {{among:Array(UInt64)}}
            AND toUnixTimestamp64Milli(at) > transform(person, {{among:Array(UInt64)}}, {{times:Array(Int64)}}, toInt64(0))""",
        params.values,
    )


def event_test(event: str, where: Sequence[PropertyTest], params: Params) -> str:
    """A row test on ``events``: this event, with these properties."""
    tests = [f"event = {params.add(event, 'String')}", *(_event_property(test, params) for test in where)]
    return "(" + " AND ".join(tests) + ")"


def field(name: str, params: Params) -> str:
    """An event's property as text, '' when it has none: for breakdowns."""
    if name in TEXT_COLUMNS:
        return f"toString({name})"
    return f"ifNull(toString({_path(name, params)}), '')"


def _profiles() -> str:
    return f"profiles FINAL WHERE workspace_id = {{workspace:UUID}} AND removed = 0 AND profile_id = {person()}"


def _test(condition: Condition, params: Params, among: str) -> str:
    match condition:
        case All():
            return _join(condition.parts, " AND ", "1", params, among)
        case AnyOf():
            return _join(condition.parts, " OR ", "0", params, among)
        case Not():
            return f"(NOT {_test(condition.part, params, among)})"
        case Tagged():
            return f"has(tags, {params.add(condition.tag, 'String')})"
        case InSegment():
            return f"(profile_id IN ({_members(condition.segment_id, params)}))"
        case Did():
            return _did(condition, params, among)
        case PropertyTest(name="touchpoint"):
            return _compare_text_column(condition, "touchpoint", params)
        case PropertyTest():
            return _json_test(condition, params)


def _join(parts: Sequence[Condition], word: str, empty: str, params: Params, among: str) -> str:
    return "(" + (word.join(_test(part, params, among) for part in parts) or empty) + ")"


def _members(segment_id: UUID, params: Params) -> str:
    segment = params.add(segment_id, "UUID")
    return (
        "SELECT arrayJoin(bitmapToArray(people)) FROM (SELECT people FROM segment_members"
        f" WHERE workspace_id = {{workspace:UUID}} AND segment_id = {segment} ORDER BY version DESC LIMIT 1)"
    )


def _did(did: Did, params: Params, among: str) -> str:
    span = f"at <= {{now:{TIME}}}"
    if did.within_days is not None:
        span += f" AND at >= {{now:{TIME}}} - toIntervalDay({params.add(did.within_days, 'UInt32')})"
    if did.between is not None:
        start, end = (params.add(one, TIME) for one in did.between)
        span += f" AND at >= {start} AND at < {end}"

    def people(having: str) -> str:
        return (
            f"SELECT {person()} AS person FROM events WHERE workspace_id = {{workspace:UUID}}"
            f" AND {event_test(did.event, did.where, params)} AND {span}{among} GROUP BY person HAVING {having}"
        )

    if did.at_least > 0:
        least = f"count() >= {params.add(did.at_least, 'UInt64')}"
        most = "" if did.at_most is None else f" AND count() <= {params.add(did.at_most, 'UInt64')}"
        return f"(profile_id IN ({people(least + most)}))"
    if did.at_most is None:
        return "1"
    more = f"count() > {params.add(did.at_most, 'UInt64')}"
    return f"(profile_id NOT IN ({people(more)}))"


def _event_property(test: PropertyTest, params: Params) -> str:
    if test.name in TEXT_COLUMNS:
        return _compare_text_column(test, test.name, params)
    if test.name == "amount_fen":
        return _amount(test, params)
    return _json_test(test, params)


def _json_test(test: PropertyTest, params: Params) -> str:
    path = _path(test.name, params)
    return _two_valued(
        test,
        is_set=f"isNotNull({path})",
        compare=lambda op, value: _compare_json(path, op, value, params),
        contains=lambda part: f"ifNull(position({_text(path)}, {params.add(part, 'String')}) > 0, 0)",
    )


def _compare_json(path: str, op: Operator, value: Scalar, params: Params) -> str:
    sign, given = COMPARISONS[op], params.scalar(value)
    if isinstance(value, bool):
        return f"ifNull(dynamicElement({path}, 'Bool') {sign} {given}, 0)"
    if isinstance(value, str):
        return f"ifNull({_text(path)} {sign} {given}, 0)"
    numbers = (f"ifNull(dynamicElement({path}, '{kind}') {sign} {given}, 0)" for kind in ("Int64", "Float64", "UInt64"))
    return "(" + " OR ".join(numbers) + ")"


def _compare_text_column(test: PropertyTest, column: str, params: Params) -> str:
    def compare(op: Operator, value: Scalar) -> str:
        return f"({column} != '' AND {column} {COMPARISONS[op]} {params.scalar(value)})" if isinstance(value, str) else "0"

    return _two_valued(
        test,
        is_set=f"({column} != '')",
        compare=compare,
        contains=lambda part: f"(position({column}, {params.add(part, 'String')}) > 0)",
    )


def _amount(test: PropertyTest, params: Params) -> str:
    """The column has no missing value, so an amount of 0 is told from none by the property."""
    is_set = f"(amount != 0 OR isNotNull({_path(test.name, params)}))"

    def compare(op: Operator, value: Scalar) -> str:
        if isinstance(value, str | bool):
            return "0"
        return f"({is_set} AND toFloat64(amount) {COMPARISONS[op]} {params.add(float(value), 'Float64')})"

    return _two_valued(test, is_set=is_set, compare=compare, contains=lambda part: "0")


def _two_valued(
    test: PropertyTest, *, is_set: str, compare: Callable[[Operator, Scalar], str], contains: Callable[[str], str]
) -> str:
    if test.op in NEGATED:
        positive = PropertyTest(test.name, NEGATED[test.op], test.value)
        return f"(NOT {_two_valued(positive, is_set=is_set, compare=compare, contains=contains)})"
    if test.op == "is_set":
        return is_set
    if test.op == "contains":
        return contains(str(test.value))
    if isinstance(test.value, tuple):
        return "(" + " OR ".join(compare("=", one) for one in test.value) + ")"
    assert test.value is not None
    return compare(test.op, test.value)


def _path(name: str, params: Params) -> str:
    return f"getSubcolumn(properties, {params.add(name, 'String')})"


def _text(path: str) -> str:
    return f"dynamicElement({path}, 'String')"


def _milliseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, at.tzinfo)) // timedelta(milliseconds=1)
