"""The folds: SQL that walks a person's moments in order. A moment's parts are numbered as in ``clickhouse._moments``."""

from __future__ import annotations

from quanyu.insight.funnel.ties import Classes
from quanyu.insight.funnel.types import Funnel

STAYS, ENDS, VOIDED = 0, 1, 2
"""What becomes of an attempt that a moment does not bring on: it goes on standing there, is over and counts as far as
it got, or counts in no step."""

WINDOW = "{window:Int64}"
NONE = "CAST([], 'Array(Int64)')"
END = "toUnixTimestamp64Milli({end:DateTime64(3, 'UTC')})"


def in_order(funnel: Funnel) -> str:
    """SQL: the moments of the furthest attempt's steps, in order.

    The state is (for each step, the newest attempt that stands there, as the moments of its steps; the best attempt so
    far). The best is chosen from the state before each moment and once more at the end.
    """
    n = len(funnel.steps)
    over = "arrayLast(attempt -> notEmpty(attempt), state.1)" if not funnel.exclusions else _over(n)
    start = f"(arrayResize(CAST([], 'Array(Array(Int64))'), {n}), {NONE})"
    fold = f"""
        arrayFold(
            (state, moment) -> if(notEmpty(state.1[{n}]), state, ({_standing(n)}, {_longer(over)})), moments, {start}
        )"""
    return f"arrayMap(state -> {_longer('arrayLast(attempt -> notEmpty(attempt), state.1)')}, [{fold}])[1]"


def _longer(attempt: str) -> str:
    return f"arrayMap(found -> if(length(found) > length(state.2), found, state.2), [{attempt}])[1]"


def _alive(attempt: str) -> str:
    return f"notEmpty({attempt}) AND moment.1 - {attempt}[1] <= {WINDOW}"


def _standing(n: int) -> str:
    """Each attempt stands at one step: the steps from which a moment leads to ``step`` and no further are a range."""
    onward = f"arrayPushBack(arrayPopFront(moment.3), {n + 1})"
    candidates = "arraySlice(state.1, greatest(source, 1), greatest(0, least(onward, step + 1) - greatest(source, 1)))"
    chosen = f"arrayFirst(one -> {_alive('one')} AND (length(one) < step OR moment.4[step] = {STAYS}), {candidates})"
    return f"""
        arrayMap((step, source, onward) -> if(
            source = 0 AND onward > 0 AND moment.2, arrayWithConstant(step, moment.1),
            arrayMap(one -> if(empty(one), one, arrayResize(one, step, moment.1)), [{chosen}])[1]
        ), range(1, {n + 1}), moment.3, {onward})"""


def _over(n: int) -> str:
    """The furthest attempt that ends with this moment without being voided."""
    onward = f"arrayPushBack(arrayPopFront(moment.3), {n + 1})"
    ended = f"(moment.1 - one[1] > {WINDOW} OR (onward > step AND moment.4[step] = {ENDS}))"
    return f"""
        arrayLast(one -> notEmpty(one), arrayMap(
            (one, step, onward) -> if(notEmpty(one) AND {ended}, one, {NONE}), state.1, range(1, {n + 1}), {onward}))"""


def any_order(funnel: Funnel, found: Classes) -> str:
    """SQL: the moments of the events in the window that held the most distinct steps, one for each, in order.

    The state is (for each class set the newest moments of events that match it, the moment before, the newest moment of
    an event inside the period, the best so far). By König's theorem the steps of one event that a window's events can
    take are those that no set of classes leaves without events.
    """
    newest = ", ".join(_newest(n, len(one.steps)) for n, one in enumerate(found.sets, 1))
    emptied = f"arrayResize(CAST([], 'Array(Array(Int64))'), {len(found.sets)})"
    voided = f"moment.4[1] = {VOIDED} AND arraySum(moment.5) = 0"
    slots = f"arrayMap(slots -> [{newest}], [if({voided}, {emptied}, state.1)])[1]"
    inside = f"multiIf({voided}, 0, moment.1 < {END} AND arraySum(moment.5) > 0, moment.1, state.3)"
    best = _gathered(found)
    start = f"({emptied}, toInt64(0), toInt64(0), {NONE})"
    fold = f"arrayFold((state, moment) -> ({slots}, moment.1, {inside}, {best}), moments, {start})"
    return f"arrayMap(state -> {best}, [{fold}])[1]"


def _newest(n: int, most: int) -> str:
    """The newest moments of a class set's events, at most one for each of its steps."""
    added = f"arrayWithConstant(least(moment.5[{n}], {most}), moment.1)"
    return f"arraySlice(arrayConcat({added}, slots[{n}]), 1, {most})"


def _gathered(found: Classes) -> str:
    """The better of the best so far and what the state's window holds."""
    parts = []
    first = 1
    for whole in found.wholes:
        size = len(found.sets[whole].steps)
        bounds = [
            f"{size - len(found.sets[n - 1].steps)} + arrayCount(t -> state.2 - t <= {WINDOW}, state.1[{n}])"
            for n in range(first, whole + 2)
        ]
        parts.append(f"arraySlice(state.1[{whole + 1}], 1, arrayMin([{', '.join(bounds)}]))")
        first = whole + 2
    gathered = f"arraySort(arrayConcat({', '.join(parts)}))"
    counts = f"length(found) > length(state.4) AND (state.2 < {END} OR state.2 - state.3 <= {WINDOW})"
    return f"arrayMap(found -> if({counts}, found, state.4), [{gathered}])[1]"
