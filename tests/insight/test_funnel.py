"""D1: funnels over HTTP: bars, parts, the people behind them, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from tests.conftest import Home
from tests.insight.log import MONDAY, Happened, day, place_events

PATH = "/v1/insight/funnel"
SECOND = timedelta(seconds=1)


def asked(*events: str, **more: Any) -> dict[str, Any]:
    return {
        "steps": [{"event": event} for event in events],
        "window_seconds": 3600,
        "from": "2026-02-02T00:00:00Z",
        "to": "2026-02-09T00:00:00Z",
        **more,
    }


def walk(profile: int, events: str, *, start: timedelta = timedelta(0), source: str = "") -> list[Happened]:
    """Events of one letter each, ten seconds apart."""
    columns = {"touchpoint": source}
    return [Happened(profile, one, MONDAY + start + 10 * n * SECOND, {}, columns) for n, one in enumerate(events)]


async def test_bars_have_both_rates_and_times_between_steps(runtime: Runtime, home: Home) -> None:
    people = [*walk(1, "abc"), *walk(2, "axxb"), *walk(3, "ab"), *walk(4, "a"), *walk(5, "bc")]
    await place_events(runtime.clickhouse, home.scope.workspace_id, people)

    response = await home.client.post(PATH, json=asked("a", "b", "c"))

    body = response.json()
    assert [(bar["people"], bar["rate_first"], bar["rate_previous"]) for bar in body["steps"]] == [
        (4, 1, 1),
        (3, 0.75, 0.75),
        (1, 0.25, 1 / 3),
    ]
    assert [(bar["median_seconds"], bar["mean_seconds"]) for bar in body["steps"]] == [(None, None), (10, 50 / 3), (10, 10)]
    assert (body["from"], body["to"], body["window_seconds"]) == ("2026-02-02T00:00:00Z", "2026-02-09T00:00:00Z", 3600)
    assert body["ms"] >= 0


async def test_nobody_is_zeros_and_not_an_error(home: Home) -> None:
    body = (await home.client.post(PATH, json=asked("a", "b", breakdown="city"))).json()

    assert [(bar["people"], bar["rate_first"], bar["mean_seconds"]) for bar in body["steps"]] == [(0, 0, None)] * 2
    assert body["breakdown"] == []


async def test_twenty_steps_work_and_twenty_one_are_refused_in_words(runtime: Runtime, home: Home) -> None:
    letters = "abcdefghijklmnopqrstu"
    await place_events(runtime.clickhouse, home.scope.workspace_id, walk(1, letters))

    most = await home.client.post(PATH, json=asked(*letters[:20]))
    over = await home.client.post(PATH, json=asked(*letters))

    assert [bar["people"] for bar in most.json()["steps"]] == [1] * 20
    assert (over.status_code, over.json()["code"]) == (422, "bad_funnel")
    assert (over.json()["facts"]["most"], over.json()["facts"]["given"]) == (20, 21)


async def test_the_people_behind_a_bar_are_exactly_as_many_as_it_says(runtime: Runtime, home: Home) -> None:
    people = [one for n in range(1, 8) for one in walk(n, "ab" if n % 2 else "a", source="mp" if n < 5 else "wecom")]
    await place_events(runtime.clickhouse, home.scope.workspace_id, people)
    question = asked("a", "b", breakdown="touchpoint")

    bars = (await home.client.post(PATH, json=question)).json()
    behind = (await home.client.post(f"{PATH}/people", json=question | {"step": 2, "limit": 3})).json()
    more = question | {"step": 2, "limit": 3, "cursor": behind["next_cursor"]}
    rest = (await home.client.post(f"{PATH}/people", json=more)).json()
    part = (await home.client.post(f"{PATH}/people", json=question | {"step": 2, "value": "mp"})).json()

    assert bars["steps"][1]["people"] == 4
    assert behind["items"] + rest["items"] == [1, 3, 5, 7]
    assert {one["value"]: one["steps"][1]["people"] for one in bars["breakdown"]} == {"mp": 2, "wecom": 2}
    assert part["items"] == [1, 3]


@pytest.mark.parametrize(
    ("by", "parts"),
    [
        ({"breakdown_by": "first"}, {"x": [2, 2], "": [1, 0]}),
        ({"breakdown_by": "last"}, {"x": [1, 1], "y": [1, 1], "": [1, 0]}),
        ({"breakdown_by": "step", "breakdown_step": 1}, {"": [2, 1], "x": [1, 1]}),
        ({"breakdown_by": "step", "breakdown_step": 2}, {"x": [1, 1], "y": [1, 1]}),
        ({"breakdown_by": "every"}, {"": [2, 0], "x": [1, 0]}),
    ],
)
async def test_a_breakdown_says_whose_value_counts(
    runtime: Runtime, home: Home, by: dict[str, Any], parts: dict[str, list[int]]
) -> None:
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            Happened(1, "a", MONDAY, {"city": "x"}),
            Happened(1, "b", MONDAY + SECOND, {"city": "y"}),
            Happened(2, "a", MONDAY),
            Happened(2, "b", MONDAY + SECOND, {"city": "x"}),
            Happened(3, "a", MONDAY),
            Happened(3, "other", MONDAY + SECOND, {"city": "z"}),
        ],
    )

    body = (await home.client.post(PATH, json=asked("a", "b", breakdown="city", **by))).json()

    assert {one["value"]: [bar["people"] for bar in one["steps"]] for one in body["breakdown"]} == parts
    assert [bar["people"] for bar in body["steps"]] == [3, 2]


async def test_times_are_those_of_the_steps_that_were_taken(runtime: Runtime, home: Home) -> None:
    blue, round_ = ([{"property": name, "op": "=", "value": value}] for name, value in [("colour", "blue"), ("shape", "round")])
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            Happened(1, "a", MONDAY, {"colour": "blue"}),
            Happened(1, "a", MONDAY + SECOND),
            *[Happened(1, "a", MONDAY + 5 * SECOND), Happened(1, "a", MONDAY + 5 * SECOND, {"shape": "round"})],
        ],
    )
    steps = [{"event": "a", "where": blue}, {"event": "a"}, {"event": "a", "where": round_}]

    body = (await home.client.post(PATH, json=asked() | {"steps": steps})).json()

    assert [(bar["people"], bar["mean_seconds"]) for bar in body["steps"]] == [(1, None), (1, 1), (1, 4)]


async def test_of_two_attempts_that_arrive_in_one_moment_the_newer_counts(runtime: Runtime, home: Home) -> None:
    pays = [Happened(1, "pay", MONDAY + seconds * SECOND) for seconds in (1, 2, 2)]
    await place_events(runtime.clickhouse, home.scope.workspace_id, pays)

    body = (await home.client.post(PATH, json=asked("pay", "pay"))).json()

    assert [(bar["people"], bar["mean_seconds"]) for bar in body["steps"]] == [(1, None), (1, 0)]


async def test_values_of_one_property_are_steps_of_their_own(runtime: Runtime, home: Home) -> None:
    pages = [(1, "home"), (1, "cart"), (2, "cart"), (2, "home"), (3, "home"), (3, "other")]
    looked = [Happened(who, "view", MONDAY + n * SECOND, {}, {"page": page}) for n, (who, page) in enumerate(pages)]
    await place_events(runtime.clickhouse, home.scope.workspace_id, looked)
    steps = [{"event": "view", "where": [{"property": "page", "op": "=", "value": page}]} for page in ("home", "cart")]

    body = (await home.client.post(PATH, json=asked() | {"steps": steps})).json()

    assert [bar["people"] for bar in body["steps"]] == [3, 1]


async def test_the_first_step_lies_in_the_period_and_later_ones_may_end_after_it(runtime: Runtime, home: Home) -> None:
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            *walk(1, "ab", start=timedelta(days=7) - SECOND),
            *walk(2, "ab", start=timedelta(days=7)),
            *walk(3, "ab", start=-SECOND),
            *[Happened(4, "a", MONDAY), Happened(4, "b", MONDAY + timedelta(hours=1))],
            *[Happened(5, "a", MONDAY), Happened(5, "b", MONDAY + timedelta(hours=1, milliseconds=1))],
        ],
    )

    body = asked("a", "b") | {"from": "2026-02-02T00:00:00Z", "to": "2026-02-09T00:00:00Z"}
    people = [(await home.client.post(f"{PATH}/people", json=body | {"step": n})).json()["items"] for n in (1, 2)]

    assert people == [[1, 4, 5], [1, 4]]


async def test_merged_people_walk_as_one_and_unknown_visitors_are_nobody(runtime: Runtime, home: Home) -> None:
    workspace = home.scope.workspace_id
    await place_events(runtime.clickhouse, workspace, [*walk(1, "a"), *walk(2, "xb"), *walk(0, "ab")])
    merge = "INSERT INTO profile_overrides SELECT {workspace:UUID}, 2, 1, 1"
    await runtime.clickhouse.execute(Query(merge, {"workspace": workspace}))

    body = (await home.client.post(PATH, json=asked("a", "b"))).json()

    assert [bar["people"] for bar in body["steps"]] == [1, 1]


async def test_filters_exclusions_and_orders_are_taken_from_the_request(runtime: Runtime, home: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, [*walk(1, "axb"), *walk(2, "ba"), *walk(3, "ab")])

    def bars(body: dict[str, Any]) -> list[int]:
        return [bar["people"] for bar in body["steps"]]

    strict = (await home.client.post(PATH, json=asked("a", "b", order="strict"))).json()
    any_order = (await home.client.post(PATH, json=asked("a", "b", order="any"))).json()
    excluded = (await home.client.post(PATH, json=asked("a", "b", exclusions=[{"event": "x", "after": 1, "before": 2}]))).json()

    assert (bars(strict), bars(any_order), bars(excluded)) == ([3, 1], [3, 3], [2, 1])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"from": "2026-02-09T00:00:00Z"}, "bad_period"),
        ({"from": "2020-02-09T00:00:00Z"}, "bad_period"),
        ({"from": "2026-02-02T00:00:00"}, "invalid_request"),
        ({"window_seconds": 0}, "bad_funnel"),
        ({"steps": [{"event": "a"}]}, "bad_funnel"),
        ({"steps": [{"event": "a"}, {"event": "b", "where": [{"property": "x", "op": "~"}]}]}, "bad_condition"),
        ({"exclusions": [{"event": "x", "after": 2, "before": 2}]}, "bad_funnel"),
        ({"breakdown": "city", "breakdown_by": "step", "breakdown_step": 3}, "bad_funnel"),
        ({"breakdown": "ci`ty"}, "invalid_request"),
        ({"colour": 1}, "invalid_request"),
    ],
)
async def test_what_cannot_be_counted_is_refused(home: Home, change: dict[str, Any], code: str) -> None:
    response = await home.client.post(PATH, json=asked("a", "b") | change)

    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_another_workspace_sees_no_walk(runtime: Runtime, home: Home, neighbour: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, [*walk(1, "ab"), Happened(1, "b", day(1))])

    body = (await neighbour.client.post(PATH, json=asked("a", "b"))).json()
    behind = (await neighbour.client.post(f"{PATH}/people", json=asked("a", "b") | {"step": 1})).json()

    assert ([bar["people"] for bar in body["steps"]], behind["items"]) == ([0, 0], [])
