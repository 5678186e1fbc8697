"""D1: the funnel query means what the definition says, on generated streams of events."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quanyu.audiences.conditions import PropertyTest
from quanyu.infra.runtime import Runtime
from quanyu.insight import funnel as funnels
from quanyu.insight.funnel import Exclusion, Funnel, Step, people_query, steps_query
from quanyu.insight.metrics import Period
from quanyu.kit.ids import new_id
from tests.insight import funnel_reference as reference
from tests.insight.log import MONDAY, Happened, place_events

RED, BLUE, ROUND = (
    PropertyTest(name, "=", value) for name, value in [("colour", "red"), ("colour", "blue"), ("shape", "round")]
)
STEPS = [Step("a"), Step("b"), Step("c"), Step("a", (RED,)), Step("a", (BLUE,)), Step("a", (ROUND,)), Step("b", (RED,))]
SECOND = timedelta(seconds=1)
WITHOUT_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]

steps = st.lists(st.sampled_from(STEPS), min_size=2, max_size=5).map(tuple)
seeds = st.integers(0, 2**32)


def _stream(chance: Random, profile: int) -> list[Happened]:
    """A few events of one person, many at the same second, some outside the period."""
    return [
        Happened(profile, chance.choice("aabbcx"), MONDAY + chance.randint(-2, 14) * SECOND, _properties(chance))
        for _ in range(chance.randint(0, 9))
    ]


def _properties(chance: Random) -> dict[str, str]:
    drawn = {"colour": chance.choice(["red", "blue", ""]), "shape": chance.choice(["round", "flat", ""])}
    return {name: value for name, value in drawn.items() if value}


exclusions = st.lists(
    st.tuples(st.sampled_from([Step("x"), Step("c"), Step("a", (BLUE,))]), st.integers(1, 4), st.integers(2, 5)).map(
        lambda found: Exclusion(found[0], min(found[1:]), max(found[1:]) + (found[1] == found[2]))
    ),
    max_size=2,
).map(tuple)


@st.composite
def generated(draw: st.DrawFn) -> Funnel:
    return Funnel(
        draw(steps),
        draw(st.sampled_from([2, 5, 30])) * SECOND,
        Period(MONDAY, MONDAY + draw(st.sampled_from([6, 20])) * SECOND),
        draw(st.sampled_from(["ordered", "ordered", "strict", "any"])),
        draw(st.one_of(st.just(()), exclusions)),
    )


@settings(max_examples=6, deadline=None, phases=WITHOUT_SHRINKING, suppress_health_check=[HealthCheck.too_slow])
@given(seed=seeds, tried=st.lists(generated(), min_size=5, max_size=5))
async def test_the_query_finds_each_person_where_the_definition_does(runtime: Runtime, seed: int, tried: list[Funnel]) -> None:
    workspace = new_id()
    people = {n: _stream(Random(seed + n), n) for n in range(1, 121)}
    await place_events(runtime.clickhouse, workspace, [one for events in people.values() for one in events])
    for funnel in tried:
        expected = {n: reference.attempt(funnel, events) for n, events in people.items()}

        figures = await runtime.clickhouse.rows(steps_query(workspace, funnel))
        rows = await runtime.clickhouse.rows(people_query(workspace, funnel, None, 2, "", 0, 1000))

        columns = 2 if funnel.order == "any" else 4
        wanted = [pytest.approx(row[:columns]) for row in _figures(list(expected.values()))]
        assert [row[:columns] for row in figures] == wanted, funnel
        assert [n for (n,) in rows] == [n for n, times in expected.items() if len(times) >= 2], funnel


@settings(max_examples=300, deadline=None)
@given(seed=seeds, tried=generated())
def test_an_ordered_attempt_is_as_deep_as_any_choice_of_events(seed: int, tried: Funnel) -> None:
    events = _stream(Random(seed), 1)
    funnel = Funnel(tried.steps, tried.window, tried.period)

    assert len(reference.attempt(funnel, events)) == reference.exists(funnel, events)


def _figures(attempts: list[reference.Times]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    for step in count():
        gaps = sorted((times[step] - times[step - 1] if step else 0) / 1000 for times in attempts if len(times) > step)
        if not gaps:
            return found
        middle = (gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2
        found.append((step + 1, len(gaps), sum(gaps) / len(gaps), middle))
    return found


def test_the_ceiling_of_steps_is_twenty() -> None:
    assert funnels.MAX_STEPS == 20
