"""D2: retention and cohorts by the workspace's calendar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from quanyu.infra.runtime import Runtime
from quanyu.insight.metrics import Period, bucket_start, buckets
from quanyu.insight.retention.clickhouse import retention_query
from quanyu.insight.retention.table import table
from quanyu.insight.retention.types import Occurrence, Retention
from quanyu.kit.clock import ManualClock
from tests.conftest import Home
from tests.insight.log import Happened, day, place_events

PATH = "/v1/insight/retention"
NEW_YORK = ZoneInfo("America/New_York")


def asked(**more: Any) -> dict[str, Any]:
    return {
        "start": {"event": "visit"},
        "return": {"event": "visit"},
        "periods": 3,
        "from": "2026-02-02T00:00:00+08:00",
        "to": "2026-02-05T00:00:00+08:00",
        **more,
    }


async def _table(home: Home, body: dict[str, Any]) -> list[tuple[str, int, list[int]]]:
    rows = (await home.client.post(PATH, json=body)).json()["rows"]
    return [(row["bucket"], row["size"], [cell["people"] for cell in row["cells"]]) for row in rows]


async def test_rows_of_zeros_are_there_and_modes_and_cells_differ(runtime: Runtime, home: Home) -> None:
    visits = [(1, 0), (1, 2), (1, 3), (2, 2), (3, -1), (3, 0), (3, 5)]
    await place_events(runtime.clickhouse, home.scope.workspace_id, [Happened(n, "visit", day(at)) for n, at in visits])

    assert await _table(home, asked()) == [
        ("2026-02-02", 2, [2, 0, 1, 1]),
        ("2026-02-03", 0, [0, 0, 0, 0]),
        ("2026-02-04", 2, [2, 1, 0, 0]),
    ]
    assert await _table(home, asked(mode="first_time")) == [
        ("2026-02-02", 1, [1, 0, 1, 1]),
        ("2026-02-03", 0, [0, 0, 0, 0]),
        ("2026-02-04", 1, [1, 0, 0, 0]),
    ]
    assert (await _table(home, asked(cell="on_or_after")))[0] == ("2026-02-02", 2, [2, 2, 2, 2])


async def test_a_day_ends_at_the_workspaces_midnight(runtime: Runtime, home: Home) -> None:
    late, later = datetime(2026, 2, 2, 15, 59, 59, tzinfo=UTC), datetime(2026, 2, 2, 16, 0, tzinfo=UTC)
    await place_events(runtime.clickhouse, home.scope.workspace_id, [Happened(1, "visit", late), Happened(1, "visit", later)])

    assert [(bucket, size) for bucket, size, _ in await _table(home, asked())] == [
        ("2026-02-02", 1),
        ("2026-02-03", 1),
        ("2026-02-04", 0),
    ]


async def test_what_has_not_begun_is_left_out_and_what_goes_on_is_marked(
    runtime: Runtime, home: Home, clock: ManualClock
) -> None:
    clock.set(datetime(2026, 2, 4, 4, tzinfo=UTC))
    await place_events(
        runtime.clickhouse, home.scope.workspace_id, [Happened(1, "visit", day(0)), Happened(2, "visit", day(1))]
    )

    body = (await home.client.post(PATH, json=asked())).json()

    marks = [[(cell["k"], cell["complete"]) for cell in row["cells"]] for row in body["rows"]]
    assert marks == [[(0, True), (1, True), (2, False)], [(0, True), (1, False)], [(0, False)]]
    assert [(one["k"], one["size"], one["people"]) for one in body["mean"]] == [(0, 2, 2), (1, 1, 0)]


@pytest.mark.parametrize(("unit", "expected"), [("week", ["2026-01-26", "2026-02-02"]), ("month", ["2026-02-01"])])
async def test_weeks_begin_on_monday_and_months_on_the_first(home: Home, unit: str, expected: list[str]) -> None:
    body = asked(unit=unit) | {"from": "2026-02-01T00:00:00+08:00"}

    assert [bucket for bucket, _, _ in await _table(home, body)] == expected


async def test_days_follow_each_other_over_a_change_of_clocks(runtime: Runtime, home: Home) -> None:
    week = Period(datetime(2024, 3, 9, 5, tzinfo=UTC), datetime(2024, 3, 12, 4, tzinfo=UTC))
    question = Retention(Occurrence("visit"), Occurrence("visit"), "day", 2, week, NEW_YORK)
    moments = [datetime(2024, 3, *at, tzinfo=NEW_YORK) for at in ((9, 23, 30), (10, 0, 30), (10, 23, 30), (11, 0, 30))]
    events = [Happened(n, "visit", at) for n, at in enumerate(moments, 1)] + [Happened(1, "visit", moments[3])]
    await place_events(runtime.clickhouse, home.scope.workspace_id, events)

    rows = len(buckets(week, "day", NEW_YORK))
    counted = await runtime.clickhouse.rows(retention_query(home.scope.workspace_id, question, rows))
    found = table(question, counted, datetime(2024, 4, 1, tzinfo=UTC))

    assert [(row.bucket.day, row.size, [cell.people for cell in row.cells]) for row in found.rows] == [
        (9, 1, [1, 0, 1]),
        (10, 2, [2, 0, 0]),
        (11, 2, [2, 0, 0]),
    ]
    lengths = [bucket_start(found.rows[n + 1].bucket, NEW_YORK) - bucket_start(found.rows[n].bucket, NEW_YORK) for n in (0, 1)]
    assert [one.total_seconds() / 3600 for one in lengths] == [24, 23]


async def test_a_return_has_its_own_event_and_filter(runtime: Runtime, home: Home) -> None:
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [
            Happened(1, "visit", day(0)),
            Happened(1, "order_paid", day(1), {}, {"amount": 5000}),
            Happened(2, "visit", day(0)),
            Happened(2, "order_paid", day(1), {}, {"amount": 10}),
        ],
    )
    back = {"event": "order_paid", "where": [{"property": "amount_fen", "op": ">=", "value": 1000}]}

    assert (await _table(home, asked(**{"return": back})))[0] == ("2026-02-02", 2, [0, 1, 0, 0])


async def test_tables_nobody_could_read_and_bad_periods_are_refused(home: Home) -> None:
    wide = asked(periods=366) | {"from": "2024-01-01T00:00:00Z"}
    over = await home.client.post(PATH, json=wide)
    backwards = await home.client.post(PATH, json=asked(to="2026-02-02T00:00:00+08:00"))
    cohorts = {"unit": "day", "from": "2024-01-01T00:00:00Z", "to": "2026-01-01T00:00:00Z"}
    too_fine = await home.client.post("/v1/insight/cohorts", json=cohorts)

    assert (over.status_code, over.json()["code"]) == (422, "too_many_cells")
    assert (backwards.status_code, backwards.json()["code"]) == (422, "bad_period")
    assert (too_fine.status_code, too_fine.json()["code"]) == (422, "too_many_buckets")


async def test_a_cohort_is_the_first_order_ever_not_the_first_in_the_period(runtime: Runtime, home: Home) -> None:
    orders = [(1, -40, 100), (1, 1, "33.3"), (2, 2, "33.3"), (2, 3, "0.4"), (0, 3, 9999)]
    await place_events(
        runtime.clickhouse,
        home.scope.workspace_id,
        [Happened(n, "order_paid", day(at), {}, {"amount": amount}) for n, at, amount in orders],
    )
    body = {"from": "2026-02-01T00:00:00+08:00", "to": "2026-03-01T00:00:00+08:00"}

    answer = (await home.client.post("/v1/insight/cohorts", json=body)).json()

    assert [(row["bucket"], row["size"]) for row in answer["rows"]] == [("2026-02", 1)]
    assert answer["months"] == [{"bucket": "2026-02", "revenue": "0.67", "active": 2}]
    assert answer["currency"] == "CNY"


async def test_another_workspace_sees_no_visits(runtime: Runtime, home: Home, neighbour: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, [Happened(1, "visit", day(0))])

    assert [size for _, size, _ in await _table(neighbour, asked())] == [0, 0, 0]
