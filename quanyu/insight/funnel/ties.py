"""Events of one moment, exactly: how far do they bring somebody, when one event satisfies one step?

Steps with the same test form a class. Only classes of the same event can share events. By Hall's theorem, the steps
j+1 … i can be taken with the events of one moment if and only if for every set of classes, no more of these steps lie
in the set than there are events that match any class of it. So a moment is known by one number for each such set, and
the earliest step from which step i can be reached within it is the largest lower bound that any set puts on j.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from quanyu.insight.funnel.types import Step

MAX_EXACT = 4
"""Classes of one event for which all sets are tried (15). With more, single classes, pairs and the whole are, which can
be generous to a person when three or more events with different properties share a millisecond."""


@dataclass(frozen=True)
class ClassSet:
    """Some classes of one event, and the steps (from 1) that belong to them."""

    classes: tuple[int, ...]
    steps: tuple[int, ...]


@dataclass(frozen=True)
class Classes:
    """The distinct tests of a funnel.

    Args:
        tests: one step for each class.
        of_step: the class of each step.
        sets: the sets that bound a move, each within one event; the last of an event is the whole of its classes.
        wholes: for each event, the position in ``sets`` of all its classes together.
    """

    tests: tuple[Step, ...]
    of_step: tuple[int, ...]
    sets: tuple[ClassSet, ...]
    wholes: tuple[int, ...]


def classes(steps: Sequence[Step]) -> Classes:
    """The classes of a funnel's steps."""
    tests = tuple(dict.fromkeys(steps))
    of_step = tuple(tests.index(step) for step in steps)
    sets: list[ClassSet] = []
    wholes: list[int] = []
    for event in dict.fromkeys(test.event for test in tests):
        together = [n for n, test in enumerate(tests) if test.event == event]
        sets += [_class_set(chosen, of_step) for chosen in _subsets(together)]
        wholes.append(len(sets) - 1)
    return Classes(tests, of_step, tuple(sets), tuple(wholes))


def _class_set(chosen: tuple[int, ...], of_step: Sequence[int]) -> ClassSet:
    return ClassSet(chosen, tuple(n for n, one in enumerate(of_step, 1) if one in chosen))


def _subsets(together: Sequence[int]) -> list[tuple[int, ...]]:
    all_sizes = range(1, len(together) + 1)
    sizes = all_sizes if len(together) <= MAX_EXACT else [1, 2, len(together)]
    return [chosen for size in sizes for chosen in combinations(together, size)]


def sources(found: Classes, counts: Sequence[str]) -> list[str]:
    """SQL columns j1, j2, …: for each step i the earliest step from which one moment's events lead to i, or i itself.

    Args:
        counts: SQL for each of ``found.sets``, the number of the moment's events that match it.
    """
    bounds = [_bound(i, found, counts) for i in range(1, len(found.of_step) + 1)]
    return [f"{bound if n == 1 else f'greatest(j{n - 1}, {bound})'} AS j{n}" for n, bound in enumerate(bounds, 1)]


def _bound(i: int, found: Classes, counts: Sequence[str]) -> str:
    bounds = []
    for one, count in zip(found.sets, counts, strict=True):
        if i in one.steps:
            back = [str(step) for step in reversed(one.steps) if step <= i] + ["0"]
            bounds.append(f"[{', '.join(back)}][least({count}, {len(back) - 1}) + 1]")
    return bounds[0] if len(bounds) == 1 else f"greatest({', '.join(bounds)})"
