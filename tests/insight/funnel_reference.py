"""The definition of a funnel, written down plainly: one person at a time, trying everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from quanyu.audiences.conditions import PropertyTest
from quanyu.insight.funnel import Funnel, Step
from tests.insight.log import Happened

Times = tuple[int, ...]


def attempt(funnel: Funnel, events: Iterable[Happened]) -> Times:
    """The moments, in milliseconds, of the steps of a person's furthest attempt; empty when there is none."""
    start, end, window = _spans(funnel)
    seen = sorted(((_ms(one), one) for one in events if start <= _ms(one) < end + window), key=lambda pair: pair[0])
    if funnel.order == "any":
        return _any(funnel, seen)
    return _in_order(funnel, seen)


def exists(funnel: Funnel, events: Sequence[Happened]) -> int:
    """The depth of an ordered funnel by trying every choice of events."""
    start, end, window = _spans(funnel)

    def deepest(step: int, begun: int, at: int, left: frozenset[int]) -> int:
        depth = step
        for n in left:
            t = _ms(events[n])
            first = step == 0
            if _is(funnel.steps[step], events[n]) and (start <= t < end if first else at <= t <= begun + window):
                if step + 1 == len(funnel.steps):
                    return step + 1
                depth = max(depth, deepest(step + 1, t if first else begun, t, left - {n}))
        return depth

    return deepest(0, 0, 0, frozenset(range(len(events))))


def _in_order(funnel: Funnel, seen: list[tuple[int, Happened]]) -> Times:
    _, end, window = _spans(funnel)
    best: Times = ()
    standing: dict[int, Times] = {}
    for t, group in groupby(seen, key=lambda pair: pair[0]):
        here = [one for _, one in group]
        after: dict[int, Times] = {}
        fresh: list[Times] = [()] if t < end else []
        for times in [*fresh, *(standing[level] for level in sorted(standing))]:
            level = len(times)
            if times and t - times[0] > window:
                best = _longer(best, times)
                continue
            reached = max(_reach(funnel.steps, level, here))
            if reached > level:
                _stand(after, (*times, *([t] * (reached - level))))
            elif level and _voided(funnel, level, here):
                continue
            elif level and funnel.order == "strict" and not all(_is(funnel.steps[level - 1], one) for one in here):
                best = _longer(best, times)
            elif level:
                _stand(after, times)
        standing = after
        if not funnel.exclusions and standing:
            best = _longer(best, standing[max(standing)])
        if len(funnel.steps) in standing:
            break
    return _longer(best, standing[max(standing)]) if standing else best


def _stand(after: dict[int, Times], times: Times) -> None:
    there = after.get(len(times))
    if there is None or there[0] < times[0]:
        after[len(times)] = times


def _reach(steps: Sequence[Step], level: int, here: Sequence[Happened]) -> Iterator[int]:
    yield level
    if level < len(steps):
        for n, one in enumerate(here):
            if _is(steps[level], one):
                yield from _reach(steps, level + 1, [*here[:n], *here[n + 1 :]])


def _voided(funnel: Funnel, level: int, here: Sequence[Happened]) -> bool:
    return any(one.after <= level < one.before and any(_is(one.step, event) for event in here) for one in funnel.exclusions)


def _any(funnel: Funnel, seen: list[tuple[int, Happened]]) -> Times:
    _, end, window = _spans(funnel)
    best = 0
    stretch: list[tuple[int, Happened]] = []
    stretches = [stretch]
    for t, group in groupby(seen, key=lambda pair: pair[0]):
        here = [one for _, one in group]
        useful = [one for one in here if any(_is(step, one) for step in funnel.steps)]
        if not useful and any(_is(one.step, event) for one in funnel.exclusions for event in here):
            stretch = []
            stretches.append(stretch)
        stretch.extend((t, one) for one in useful)
    for stretch in stretches:
        for begun, _ in stretch:
            if begun < end:
                inside = [one for t, one in stretch if begun <= t <= begun + window]
                best = max(best, _matching(funnel.steps, inside))
    return (0,) * best


def _matching(steps: Sequence[Step], events: Sequence[Happened]) -> int:
    """The most steps that can each have an event of their own."""
    taken: dict[int, int] = {}

    def give(step: int, tried: set[int]) -> bool:
        for n, one in enumerate(events):
            if n not in tried and _is(steps[step], one):
                tried.add(n)
                if n not in taken or give(taken[n], tried):
                    taken[n] = step
                    return True
        return False

    return sum(give(step, set()) for step in range(len(steps)))


def _longer(best: Times, found: Times) -> Times:
    return found if len(found) > len(best) else best


def _is(step: Step, one: Happened) -> bool:
    return step.event == one.event and all(_test(test, one) for test in step.where)


def _test(test: PropertyTest, one: Happened) -> bool:
    assert test.op == "=", "generated funnels test equality only"
    return one.properties.get(test.name) == test.value


def _spans(funnel: Funnel) -> tuple[int, int, int]:
    start, end = (round(at.timestamp() * 1000) for at in (funnel.period.start, funnel.period.end))
    return start, end, round(funnel.window.total_seconds() * 1000)


def _ms(one: Happened) -> int:
    return round(one.at.timestamp() * 1000)
