"""A3: a cap is never exceeded, whoever sends at the same moment."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanyu.engage.delivery import caps
from quanyu.engage.delivery.policy import CapsBody, DeliveryRules
from quanyu.infra.runtime import Runtime
from tests.conftest import Home

MONDAY = date(2026, 3, 2)


async def test_eight_senders_together_stay_under_every_cap(runtime: Runtime, home: Home) -> None:
    rules = DeliveryRules(caps=CapsBody(day=3, week=5), touchpoint_caps={"wecom": CapsBody(day=2)})
    people = list(range(1, 11))
    sent: Counter[tuple[int, str, int]] = Counter()

    async def sender(n: int) -> None:
        for day in (2, 3):
            for touchpoint in ("wecom", "official_account"):
                async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
                    wanted = dict.fromkeys(people, touchpoint)
                    full = await caps.take(tx, home.scope.workspace_id, wanted, rules, date(2026, 3, day))
                    sent.update((person, touchpoint, day) for person in people if person not in full)

    await asyncio.gather(*(sender(n) for n in range(8)))

    for person in people:
        days = [sum(sent[person, touchpoint, day] for touchpoint in ("wecom", "official_account")) for day in (2, 3)]
        assert max(days) <= 3
        assert sum(days) == 5, "senders that go on until the cap is reached use all of it"
        assert all(sent[person, "wecom", day] <= 2 for day in (2, 3))


@pytest.mark.parametrize("cap", [0, 1])
async def test_a_cap_of_nothing_lets_nothing_through(runtime: Runtime, home: Home, cap: int) -> None:
    rules = DeliveryRules(caps=CapsBody(day=cap))

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        full = await caps.take(tx, home.scope.workspace_id, {7: "paper"}, rules, MONDAY)

    assert (7 in full) == (cap == 0)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.integers(0, 4), st.integers(0, 6), st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 13), st.sampled_from(["wecom", "paper"])), max_size=25),
)  # fmt: skip
async def test_sends_in_any_order_match_a_plain_count(
    runtime: Runtime, home: Home, day_cap: int, week_cap: int, wecom_cap: int, sends: list[tuple[int, str]]
) -> None:
    rules = DeliveryRules(caps=CapsBody(day=day_cap, week=week_cap), touchpoint_caps={"wecom": CapsBody(day=wecom_cap)})
    days: Counter[int] = Counter()
    weeks: Counter[int] = Counter()
    wecom: Counter[int] = Counter()
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        for offset, touchpoint in sends:
            day = date.fromordinal(MONDAY.toordinal() + offset)
            fits = days[offset] < day_cap and weeks[offset // 7] < week_cap
            fits = fits and (touchpoint != "wecom" or wecom[offset] < wecom_cap)
            full = await caps.take(tx, home.scope.workspace_id, {1: touchpoint}, rules, day)
            assert (1 not in full) == fits
            if fits:
                days[offset] += 1
                weeks[offset // 7] += 1
                wecom[offset] += touchpoint == "wecom"
        await tx.rollback()
