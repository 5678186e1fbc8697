"""From a funnel's request to its bars."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from quanyu.audiences import conditions
from quanyu.infra.clickhouse import ClickHouse
from quanyu.insight.funnel.clickhouse import breakdown_query, steps_query
from quanyu.insight.funnel.errors import BadFunnel
from quanyu.insight.funnel.schemas import MAX_WINDOW_SECONDS, FunnelIn, PartOut, StepIn, StepOut
from quanyu.insight.funnel.types import MAX_STEPS, Breakdown, Exclusion, Funnel, Step
from quanyu.insight.metrics import EventIn, period
from quanyu.kit.scope import Scope

MOST_VALUES = 50
Figures = Sequence[tuple[int, int, float, float]]


def funnel_of(body: FunnelIn) -> Funnel:
    """The funnel that a request means.

    Raises:
        BadFunnel: too few or too many steps, a window out of range, exclusions or a breakdown that do not fit.
        BadPeriod, BadCondition: the period or a step's tests cannot be used.
    """
    steps = len(body.steps)
    if not 2 <= steps <= MAX_STEPS:
        raise BadFunnel(at="steps", problem=f"must be 2 to {MAX_STEPS}, not {steps}", least=2, most=MAX_STEPS, given=steps)
    if not 1 <= body.window_seconds <= MAX_WINDOW_SECONDS:
        raise BadFunnel(at="window_seconds", problem=f"must be 1 to {MAX_WINDOW_SECONDS}", given=body.window_seconds)
    for n, one in enumerate(body.exclusions):
        if not one.after < one.before <= steps:
            raise BadFunnel(at=f"exclusions[{n}]", problem=f"must lie between two of the {steps} steps")
    return Funnel(
        tuple(_step(one, f"steps[{n}]") for n, one in enumerate(body.steps)),
        timedelta(seconds=body.window_seconds),
        period(body.from_, body.to),
        body.order,
        tuple(Exclusion(_step(one, f"exclusions[{n}]"), one.after, one.before) for n, one in enumerate(body.exclusions)),
        _breakdown(body, steps),
    )


async def count(
    clickhouse: ClickHouse, scope: Scope, funnel: Funnel, named: Sequence[StepIn]
) -> tuple[list[StepOut], list[PartOut] | None]:
    """The funnel's bars, and those of each value of the breakdown, most people first; None without a breakdown."""
    if funnel.breakdown is None:
        return _bars(named, await clickhouse.rows(steps_query(scope.workspace_id, funnel))), None
    rows = await clickhouse.rows(breakdown_query(scope.workspace_id, funnel, funnel.breakdown, MOST_VALUES))
    parts = [PartOut(value=value, steps=_bars(named, figures)) for part, value, figures in rows if part]
    if funnel.breakdown.by == "every":
        return _bars(named, await clickhouse.rows(steps_query(scope.workspace_id, funnel))), parts
    return _bars(named, next((figures for part, _, figures in rows if not part), [])), parts


def _step(given: EventIn, at: str) -> Step:
    return Step(given.event, conditions.parse_where(given.where, f"{at}.where"))


def _breakdown(body: FunnelIn, steps: int) -> Breakdown | None:
    if body.breakdown is None:
        return None
    if body.breakdown_step > steps:
        raise BadFunnel(at="breakdown_step", problem=f"must be one of the {steps} steps")
    if body.breakdown_by == "step" and body.order == "any":
        raise BadFunnel(at="breakdown_by", problem="cannot be step in any order, where a step has no place of its own")
    return Breakdown(body.breakdown, body.breakdown_by, body.breakdown_step)


def _bars(named: Sequence[StepIn], figures: Figures) -> list[StepOut]:
    found = {step: figure for step, *figure in figures}
    bars: list[StepOut] = []
    for n, one in enumerate(named, 1):
        people, mean, median = found.get(n, (0, None, None))
        timed = n > 1 and people > 0
        bars.append(
            StepOut(
                index=n,
                label=one.label or one.event,
                event=one.event,
                where=one.where,
                people=people,
                rate_first=_rate(people, bars[0].people if bars else people),
                rate_previous=_rate(people, bars[-1].people if bars else people),
                mean_seconds=mean if timed else None,
                median_seconds=median if timed else None,
            )
        )
    return bars


def _rate(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
