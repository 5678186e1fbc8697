"""D2, D9: the overview reads the metric dictionary, and each number means what its definition says."""

from __future__ import annotations

from typing import Any

from quanyu.infra.runtime import Runtime
from tests.conftest import Home
from tests.insight.log import Happened, Known, day, place_events, place_profiles

WEEK = "/v1/insight/overview?from=2026-02-02T00:00:00%2B08:00&to=2026-02-09T00:00:00%2B08:00"


async def _numbers(home: Home) -> dict[str, dict[str, Any]]:
    response = await home.client.get(WEEK)
    assert response.status_code == 200, response.text
    return {one["key"]: one for one in response.json()["numbers"]}


async def test_every_metric_has_a_value_a_past_a_series_and_its_definition(runtime: Runtime, home: Home) -> None:
    paid = {"amount": 100.5}
    await place_profiles(
        runtime.clickhouse, home.scope.workspace_id, [Known(1, created_at=day(1)), Known(2, created_at=day(-1)), Known(3)]
    )
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            Happened(1, "order_paid", day(1), {}, paid),
            Happened(1, "order_paid", day(1, hour=1), {}, paid),
            Happened(0, "order_paid", day(2), {}, {"amount": 1000}),
            Happened(2, "page_view", day(3)),
            Happened(3, "message_sent", day(3)),
            Happened(2, "order_paid", day(-1), {}, paid),
        ],
    )

    found = await _numbers(home)

    values = {key: (one["value"], one["previous"]) for key, one in found.items()}
    assert values == {
        "new_profiles": (2, 1),
        "active_profiles": (2, 1),
        "followers": (0, 0),
        "orders": (3, 1),
        "gmv": (1201, 101),
        "retention_30d": (0, 0),
        "arpu": (101, 101),
        "messages_sent": (1, 0),
    }
    assert [point["value"] for point in found["orders"]["series"]] == [0, 2, 1, 0, 0, 0, 0]
    assert found["orders"]["series"][0]["at"] == "2026-02-01T16:00:00Z"
    assert found["arpu"]["benchmark"] == {"min": 18000, "max": 26000}
    assert found["retention_30d"]["benchmark"] == {"min": 0.45, "max": None}
    metrics = (await home.client.get("/v1/insight/metrics")).json()
    assert [(one["key"], one["definition_zh"]) for one in metrics] == [
        (key, one["definition_zh"]) for key, one in found.items()
    ]


async def test_followers_are_those_who_follow_at_the_end(runtime: Runtime, home: Home) -> None:
    def follows(profile: int, event: str, at: float, account: str = "a") -> Happened:
        return Happened(profile, event, day(at), {}, {"account": account})

    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            follows(1, "subscribe", -60),
            follows(1, "subscribe", -50),
            follows(2, "subscribe", -20),
            follows(2, "unsubscribe", 1),
            follows(3, "subscribe", 2),
            follows(3, "subscribe", 3, "b"),
            follows(4, "unsubscribe", 3),
            follows(5, "subscribe", 9),
        ],
    )

    followers = (await _numbers(home))["followers"]

    assert (followers["value"], followers["previous"]) == (3, 2)
    assert [point["value"] for point in followers["series"]] == [2, 1, 2, 3, 3, 3, 3]


async def test_thirty_day_retention_counts_those_who_came_back_on_day_1_to_30(runtime: Runtime, home: Home) -> None:
    await place_profiles(
        runtime.clickhouse, home.scope.workspace_id, [Known(n, created_at=day(-29)) for n in (1, 2, 3, 4)] + [Known(5)]
    )
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            Happened(1, "page_view", day(-29, hour=2)),
            Happened(2, "page_view", day(-28)),
            Happened(3, "page_view", day(1)),
            Happened(4, "page_view", day(2)),
            Happened(4, "message_sent", day(-10)),
        ],
    )

    retention = (await _numbers(home))["retention_30d"]

    assert (retention["value"], retention["previous"]) == (0.5, 0)
    assert [point["value"] for point in retention["series"]] == [0, 0.5, 0, 0, 0, 0, 0]


async def test_bad_periods_are_refused_and_another_workspace_sees_zeros(runtime: Runtime, home: Home, neighbour: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, [Happened(1, "order_paid", day(1))])

    bad = await home.client.get("/v1/insight/overview?from=2026-02-09T00:00:00Z&to=2026-02-09T00:00:00Z")
    naive = await home.client.get("/v1/insight/overview?from=2026-02-02T00:00:00&to=2026-02-09T00:00:00Z")

    assert (bad.status_code, bad.json()["code"]) == (422, "bad_period")
    assert naive.status_code == 422
    assert {one["value"] for one in (await _numbers(neighbour)).values()} == {0}
