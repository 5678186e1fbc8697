"""A funnel as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from quanyu.audiences.conditions import PropertyTest
from quanyu.insight.metrics import Period

MAX_STEPS = 20
Order = Literal["ordered", "strict", "any"]


@dataclass(frozen=True)
class Step:
    """An event with tests on its properties."""

    event: str
    where: tuple[PropertyTest, ...] = ()


@dataclass(frozen=True)
class Exclusion:
    """An event that voids an attempt which stands at or after step ``after`` and before step ``before`` (from 1)."""

    step: Step
    after: int
    before: int


@dataclass(frozen=True)
class Breakdown:
    """Which property parts people, and whose value of it counts.

    ``first`` and ``last``: the first or last value on any step's event of the person. ``step``: the value at step
    number ``step``; people who did not get there are in no part. ``every``: a chain keeps one value through all steps,
    so a person can be in several parts.
    """

    name: str
    by: Literal["first", "last", "step", "every"] = "first"
    step: int = 1


@dataclass(frozen=True)
class Funnel:
    """Steps to be taken within ``window`` of the first, which happens in ``period``; later steps may end after it.

    An attempt begins with an event of the first step and takes each next step at the first moment it can. A newer first
    step is a newer attempt; of two that stand at the same step the newer goes on, and what was reached stays reached. A
    person's depth is that of the attempt that got furthest, and times are measured on it (the first, if several).

    One event satisfies one step. Events of one millisecond have no order among them: they are taken in the order that
    brings the attempt furthest, and neither strictness nor exclusions are applied among them.

    strict: any event of the person between two steps ends the attempt where it stands, except a repeat of the step just
    reached. any: the most distinct steps within one window, in any order; an exclusion empties what was gathered.

    An attempt that meets an exclusion counts in no step.
    """

    steps: tuple[Step, ...]
    window: timedelta
    period: Period
    order: Order = "ordered"
    exclusions: tuple[Exclusion, ...] = ()
    breakdown: Breakdown | None = None
