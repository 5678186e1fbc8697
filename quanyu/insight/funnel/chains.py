"""The quick way: a plain funnel whose steps no event can confuse, level by level over each person's sorted events.

A person's events are one sorted array of numbers, ``milliseconds << CLASS_BITS | class``, so that events of one
millisecond stand in the funnel's order. ``starts`` of a level tells for each event when the newest attempt began that
has got to the level by then. It never falls, so the next level needs only the events after the first arrival, and a
person who got no further costs nothing more. An attempt's time at a level is where ``starts`` first names its beginning.
"""

from __future__ import annotations

from itertools import combinations, groupby, pairwise

from quanyu.audiences.conditions import Params, event_test, field
from quanyu.events import person
from quanyu.insight.funnel.ties import Classes
from quanyu.insight.funnel.types import Breakdown, Funnel, Step

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

CLASS_BITS = 5
"""Enough for a class for each of the 20 steps."""
NO_CLASS = 2**CLASS_BITS - 1


def fits(funnel: Funnel, found: Classes) -> bool:
    """Whether the funnel is plain: an event is of one class at most, and steps of one class follow each other."""
    runs = [one for one, _ in groupby(found.of_step)]
    apart = all(_apart(one, other) for one, other in combinations(found.tests, 2))
    return funnel.order == "ordered" and not funnel.exclusions and len(runs) == len(found.tests) and apart


def attempts(funnel: Funnel, found: Classes, params: Params, breakdown: Breakdown | None, only: str) -> str:
    """SQL: rows of (profile_id, times: Array(Int64) in milliseconds, value: String with a breakdown)."""
    levels = range(1, len(funnel.steps) + 1)
    depth = " + ".join(f"notEmpty(starts{n})" for n in levels)
    begun = ", ".join(_newest_at_first_arrival(n, found) for n in levels)
    times = ", ".join(f"toInt64({_time(f'events{n}[indexOf(starts{n}, begun)]')})" for n in levels)
    value = f", {_value(breakdown, params)} AS value" if breakdown else ""
    return f"""
        SELECT person AS profile_id, arraySlice([{times}], 1, depth) AS times{value}
        FROM (SELECT *, {depth} AS depth, [{begun}][depth] AS begun FROM ({_levels(funnel, found, params, breakdown, only)}))
        WHERE depth > 0"""


def _newest_at_first_arrival(n: int, found: Classes) -> str:
    """SQL: of two attempts that arrive in one moment, which only a step's repeat lets happen, the newer counts."""
    if n == 1 or found.of_step[n - 1] != found.of_step[n - 2]:
        return f"starts{n}[1]"
    return f"arrayLast((start, event) -> {_time('event')} = {_time(f'events{n}[1]')}, starts{n}, events{n})"


def _apart(one: Step, other: Step) -> bool:
    """Whether no event can be both: of two names, or with two texts in one property."""
    texts = {test.name: test.value for test in one.where if test.op == "=" and isinstance(test.value, str)}
    return one.event != other.event or any(
        test.op == "=" and isinstance(test.value, str) and texts.get(test.name, test.value) != test.value
        for test in other.where
    )


def _levels(funnel: Funnel, found: Classes, params: Params, breakdown: Breakdown | None, only: str) -> str:
    """SQL: for each person and level n the events from the first arrival on (eventsn) and the newest beginning (startsn)."""
    end = params.add(round(funnel.period.end.timestamp() * 1000) << CLASS_BITS, "UInt64")
    begins = f"arrayMap(event -> if({_class('event')} = 0 AND event < {end}, {_time('event')}, 0), events0)"
    sql = _level(1, begins, 0, _people(found, params, breakdown, only))
    for n, (before, here) in enumerate(pairwise(found.of_step), 2):
        starts = f"starts{n - 1}"
        ready = f"arrayPopBack(arrayPushFront({starts}, 0))" if here == before else starts
        taken = f"start > 0 AND {_class('event')} = {here} AND {_time('event')} - start <= {{window:Int64}}"
        sql = _level(n, f"arrayMap((event, start) -> if({taken}, start, 0), events{n - 1}, {ready})", here, sql)
    return sql


def _level(n: int, arrivals: str, here: int, before: str) -> str:
    kept = f"start > 0 AND {_class('event')} >= {here}"
    return f"""
        SELECT *, arrayFilter((event, start) -> {kept}, events{n - 1}, carried{n}) AS events{n},
            arrayFilter((start, event) -> {kept}, carried{n}, events{n - 1}) AS starts{n}
        FROM (SELECT *, arrayFill(start -> start > 0, {arrivals}) AS carried{n} FROM ({before}))"""


def _people(found: Classes, params: Params, breakdown: Breakdown | None, only: str) -> str:
    """SQL: rows of (person, events0) and what the breakdown needs of them."""
    tests = [event_test(test.event, test.where, params) for test in found.tests]
    names = params.add(sorted({test.event for test in found.tests}), "Array(String)")
    whole = ", ".join(f"{test}, {n}" for n, test in enumerate(tests))
    value = f", {field(breakdown.name, params)} AS value" if breakdown else ""
    picked, part = _picked(found, breakdown)
    return f"""
        SELECT person{part}, arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(t), {CLASS_BITS}), class))) AS events0{picked}
        FROM (
            SELECT {person()} AS person, toUnixTimestamp64Milli(at) AS t, multiIf({whole}, {NO_CLASS}) AS class{value}
            FROM events
            WHERE workspace_id = {{workspace:UUID}} AND profile_id != 0 AND event IN {names}
                AND at >= {{start:DateTime64(3, 'UTC')}}
                AND at < {{end:DateTime64(3, 'UTC')}} + toIntervalMillisecond({{window:Int64}})
                AND class != {NO_CLASS}{only}
        )
        GROUP BY person{part}"""


def _picked(found: Classes, breakdown: Breakdown | None) -> tuple[str, str]:
    """The aggregate that ``_value`` reads, and the column that parts a person."""
    match breakdown:
        case Breakdown(by="first"):
            return ", minIf((t, value), value != '') AS picked", ""
        case Breakdown(by="last"):
            return ", maxIf((t, value), value != '') AS picked", ""
        case Breakdown(by="step"):
            return f", arraySort(groupArrayIf((t, value), class = {found.of_step[breakdown.step - 1]})) AS picked", ""
        case Breakdown(by="every"):
            return "", ", value"
    return "", ""


def _value(breakdown: Breakdown, params: Params) -> str:
    match breakdown.by:
        case "first" | "last":
            return "picked.2"
        case "every":
            return "value"
        case "step":
            step = params.add(breakdown.step, "UInt8")
            there = f"arrayFirst(one -> one.1 = times[{step}], picked)"
            return f"if(length(times) < {step}, NULL, tupleElement({there}, 2))"


def _class(event: str) -> str:
    return f"bitAnd({event}, {NO_CLASS})"


def _time(event: str) -> str:
    return f"bitShiftRight({event}, {CLASS_BITS})"
