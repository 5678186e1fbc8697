"""Funnel queries: every person's events, moment by moment in order, folded into the person's furthest attempt.

Three levels: ``_moments`` (one row for a person and millisecond), ``_attempts`` (one row for a person, with ``times``,
the moment of each step of the furthest attempt), and the counts or lists on top.
"""

from __future__ import annotations

from uuid import UUID

from quanyu.audiences.conditions import Params, event_test, field
from quanyu.events import person
from quanyu.insight.funnel import chains, folds
from quanyu.insight.funnel.ties import Classes, classes, sources
from quanyu.insight.funnel.types import Breakdown, Funnel
from quanyu.kit.query import Query

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.


def steps_query(workspace_id: UUID, funnel: Funnel) -> Query:
    """Rows of (step: UInt8 from 1, people: UInt64, mean: Float64, median: Float64), by step.

    Mean and median are seconds since the step before, over those who reached the step. A step nobody reached has no row.
    """
    params = _params(workspace_id, funnel)
    return Query(
        f"""
        SELECT {_FIGURES} FROM ({_attempts(funnel, params, None)})
        ARRAY JOIN arrayEnumerate(times) AS step GROUP BY step ORDER BY step""",
        params.values,
    )


def breakdown_query(workspace_id: UUID, funnel: Funnel, breakdown: Breakdown, most: int) -> Query:
    """Rows of (part: UInt8, value: String, figures: Array of tuples as in ``steps_query``).

    The ``most`` values with most people, part 1. Before them everybody, part 0, counted in the same pass; not when
    ``breakdown.by`` is every, where a chain keeps one value and everybody is not the sum of the parts.
    """
    params = _params(workspace_id, funnel)
    most_sql = params.add(most if breakdown.by == "every" else most + 1, "UInt64")
    whole = "" if breakdown.by == "every" else "(step), "
    return Query(
        f"""
        SELECT part, named, arraySort(groupArray((step, people, mean, median))) AS figures
        FROM (
            SELECT 1 - grouping(value) AS part, ifNull(value, '') AS named, {_FIGURES}
            FROM ({_attempts(funnel, params, breakdown)})
            ARRAY JOIN arrayEnumerate(times) AS step
            GROUP BY GROUPING SETS ({whole}(value, step))
            HAVING part = 0 OR value IS NOT NULL
        )
        GROUP BY part, named ORDER BY part, max(people) DESC, named LIMIT {most_sql}""",
        params.values,
    )


def people_query(
    workspace_id: UUID, funnel: Funnel, breakdown: Breakdown | None, step: int, value: str, after: int, limit: int
) -> Query:
    """Rows of (profile_id: UInt64), ascending, of those who reached a step (and carry a breakdown's value)."""
    params = _params(workspace_id, funnel)
    only = f" AND value = {params.add(value, 'String')}" if breakdown else ""
    rest = f" AND person > {params.add(after, 'UInt64')}" if after else ""
    return Query(
        f"""
        SELECT profile_id FROM ({_attempts(funnel, params, breakdown, rest)})
        WHERE length(times) >= {params.add(step, "UInt8")}{only}
        ORDER BY profile_id LIMIT {params.add(limit, "UInt64")}""",
        params.values,
    )


_GAP = "(if(step = 1, 0, times[step] - times[step - 1]) / 1000)"
_FIGURES = f"toUInt8(step) AS step, count() AS people, avg({_GAP}) AS mean, quantileExactInclusive(0.5)({_GAP}) AS median"


def _params(workspace_id: UUID, funnel: Funnel) -> Params:
    window = round(funnel.window.total_seconds() * 1000)
    return Params(workspace=workspace_id, start=funnel.period.start, end=funnel.period.end, window=window)


def _attempts(funnel: Funnel, params: Params, breakdown: Breakdown | None, only: str = "") -> str:
    """SQL: rows of (profile_id, times: Array(Int64) in milliseconds, value: String with a breakdown).

    ``only`` narrows the people (``AND person …``) before their events are gathered.
    """
    found = classes(funnel.steps)
    if chains.fits(funnel, found):
        return chains.attempts(funnel, found, params, breakdown, only)
    fold = folds.any_order(funnel, found) if funnel.order == "any" else folds.in_order(funnel)
    every = ", every" if breakdown and breakdown.by == "every" else ""
    value = f", {_value(breakdown, params)} AS value" if breakdown else ""
    gathered = _with_first_idle(funnel, found) if funnel.order == "strict" else "groupArray(moment)"
    return f"""
        SELECT profile_id, {fold} AS times{value}
        FROM (
            SELECT profile_id{every}, arraySort(moment -> moment.1, {gathered}) AS moments
            FROM ({_moments(funnel, found, params, breakdown, only)})
            GROUP BY profile_id{every}
            HAVING arrayExists(moment -> moment.2, moments)
        )
        WHERE notEmpty(times)"""


def _with_first_idle(funnel: Funnel, found: Classes) -> str:
    """SQL: the moments that hold a step or an exclusion, and after each the first idle one.

    In strict order an idle moment leaves nobody standing, so the next ones change nothing. Times are gathered as numbers,
    for which the engine is much quicker than for whole moments.
    """
    idle = f"(arraySum(moment.5) = 0 AND NOT has(moment.4, {folds.VOIDED}))"
    times = f"arraySort(groupArray(bitOr(bitShiftLeft(toUInt64(moment.1), 1), {idle})))"
    first = f"arrayFilter((time, before) -> time % 2 > before % 2, {times}, arrayPopBack(arrayPushFront({times}, 1)))"
    steps = list(range(1, len(funnel.steps) + 1))
    parts = f"0, {steps}, {[folds.ENDS for _ in steps]}, {[0 for _ in found.sets]}, ''"
    return f"arrayConcat(groupArrayIf(moment, NOT {idle}), arrayMap(time -> (toInt64(intDiv(time, 2)), {parts}), {first}))"


def _value(breakdown: Breakdown, params: Params) -> str:
    values = "arrayMap(moment -> moment.6, moments)"
    match breakdown.by:
        case "first":
            return f"arrayFirst(value -> value != '', {values})"
        case "last":
            return f"arrayLast(value -> value != '', {values})"
        case "every":
            return "every"
        case "step":
            step = params.add(breakdown.step, "UInt8")
            there = f"arrayFirst(moment -> moment.1 = times[{step}], moments)"
            return f"if(length(times) < {step}, NULL, tupleElement({there}, 6))"


def _moments(funnel: Funnel, found: Classes, params: Params, breakdown: Breakdown | None, only: str) -> str:
    """SQL: rows of (profile_id, moment), where a moment is a tuple of

    1. its time, 2. whether an attempt can begin in it, 3. for each step the earliest step from which it leads there,
    4. what it does to an attempt that stays at each step (see ``folds``), 5. how many events match each class set, and
    6. the breakdown's value.
    """
    counts = [f"c{n}" for n in range(len(found.sets))]
    columns = [f"countIf({' OR '.join(f'm{one}' for one in chosen.classes)}) AS c{n}" for n, chosen in enumerate(found.sets)]
    columns += [f"countIf(x{n}) AS y{n}" for n in range(len(funnel.exclusions))]
    if breakdown and breakdown.by != "every":
        columns.append(_moment_value(found, breakdown))
    value = "picked" if breakdown and breakdown.by != "every" else "''"
    every = ", every" if breakdown and breakdown.by == "every" else ""
    first = "1" if funnel.order == "any" else f"c{_class_set(found, 1)} > 0"
    begins = f"{first} AND t < {folds.END}"
    steps = ", ".join(f"j{n}" for n in range(1, len(funnel.steps) + 1))
    return f"""
        SELECT profile_id{every}, {", ".join(sources(found, counts))},
            (t, {begins}, [{steps}], [{", ".join(_fates(funnel, found))}], [{", ".join(counts)}], {value}) AS moment
        FROM (
            SELECT person AS profile_id, t{every}, count() AS happened, {", ".join(columns)}
            FROM ({_events(funnel, found, params, breakdown, only)})
            GROUP BY person, t{every}
        )"""


def _moment_value(found: Classes, breakdown: Breakdown) -> str:
    if breakdown.by == "step":
        return f"minIf(value, m{found.of_step[breakdown.step - 1]}) AS picked"
    on_a_step = " OR ".join(f"m{n}" for n in range(len(found.tests)))
    aggregate = "maxIf" if breakdown.by == "last" else "minIf"
    return f"{aggregate}(value, value != '' AND ({on_a_step})) AS picked"


def _fates(funnel: Funnel, found: Classes) -> list[str]:
    """SQL for each step: what becomes of an attempt that stands there and that the moment does not bring on."""
    fates = []
    for step in range(1, len(funnel.steps) + 1):
        voids = [f"y{n} > 0" for n, one in enumerate(funnel.exclusions) if one.after <= step < one.before]
        ends = [f"happened > c{_class_set(found, step)}"] if funnel.order == "strict" else []
        fate = f"if({ends[0]}, {folds.ENDS}, {folds.STAYS})" if ends else str(folds.STAYS)
        fates.append(f"if({' OR '.join(voids)}, {folds.VOIDED}, {fate})" if voids else fate)
    if funnel.order == "any" and funnel.exclusions:
        fates[0] = f"if({' OR '.join(f'y{n} > 0' for n in range(len(funnel.exclusions)))}, {folds.VOIDED}, {folds.STAYS})"
    return fates


def _class_set(found: Classes, step: int) -> int:
    """The position of the set that holds only the step's class."""
    wanted = (found.of_step[step - 1],)
    return next(n for n, one in enumerate(found.sets) if one.classes == wanted)


def _events(funnel: Funnel, found: Classes, params: Params, breakdown: Breakdown | None, only: str) -> str:
    """SQL: the events that matter, with m0, m1 … (which class) and x0, x1 … (which exclusion)."""
    tests = [f"{event_test(test.event, test.where, params)} AS m{n}" for n, test in enumerate(found.tests)]
    tests += [f"{event_test(one.step.event, one.step.where, params)} AS x{n}" for n, one in enumerate(funnel.exclusions)]
    value = ""
    if breakdown:
        value = f", {field(breakdown.name, params)} AS {'every' if breakdown.by == 'every' else 'value'}"
    names = {test.event for test in found.tests} | {one.step.event for one in funnel.exclusions}
    matters = [f"m{n}" for n in range(len(found.tests))] + [f"x{n}" for n in range(len(funnel.exclusions))]
    named = "" if funnel.order == "strict" else f"AND event IN {params.add(sorted(names), 'Array(String)')}"
    kept = "" if funnel.order == "strict" else f"AND ({' OR '.join(matters)})"
    return f"""
        SELECT {person()} AS person, toUnixTimestamp64Milli(at) AS t, {", ".join(tests)}{value}
        FROM events
        WHERE workspace_id = {{workspace:UUID}} AND profile_id != 0 {named}
            AND at >= {{start:DateTime64(3, 'UTC')}}
            AND at < {{end:DateTime64(3, 'UTC')}} + toIntervalMillisecond({{window:Int64}}) {kept}{only}"""
