"""T13: the Python client on the real application."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from anyio import from_thread
from anyio.to_thread import run_sync as in_thread
from quanyu_client import Client, ImportFailed, QuanyuError, types

from quanyu.commerce.orders import tasks
from quanyu.infra.runtime import Runtime
from tests.conftest import NOON, Home
from tests.people.conftest import catch_up  # noqa: F401
from tests.sdk.conftest import Network

FROM, TO = NOON - timedelta(days=2), NOON + timedelta(days=1)
MAPPING = {
    "columns": {"order_id": "no", "at": "time", "item_id": "sku", "quantity": "n", "unit_price": "price"},
    "currency": "CNY",
}


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    """A file of one order."""
    file = tmp_path / "orders.csv"
    file.write_text("no,time,sku,n,price\nA1,2026-01-31 23:59:00,tea,2,9.90\n")
    return file


async def test_a_person_is_found_read_and_reported(quanyu: Client, catch_up: Any) -> None:  # noqa: F811
    def shop() -> None:
        for minutes, event in enumerate(["page_view", "add_to_cart", "order_paid"]):
            more = {"amount_fen": 9900, "order_id": "88"} if event == "order_paid" else {}
            at = NOON - timedelta(hours=2) + timedelta(minutes=minutes)
            quanyu.track(event, at=at, ids={"member_no": "M7"}, touchpoint="store", properties=more)
        quanyu.flush()

    def read() -> tuple[Any, ...]:
        (found,) = quanyu.profiles.search("M7")
        timeline = [item["event"] for item in quanyu.profiles.timeline(found["id"], page=1)]
        assert quanyu.profiles.change_tags(found["id"], add=["vip"]) == ["vip"]
        person = quanyu.profiles.get(found["id"])
        steps = ["page_view", {"event": "order_paid", "label": "Paid"}]
        funnel = quanyu.insight.funnel(steps, FROM, TO, window_seconds=86_400)
        behind = list(quanyu.insight.funnel_people(2, steps, FROM, TO, window_seconds=86_400))
        return found, timeline, person, funnel, behind

    await in_thread(shop)
    await catch_up()
    found, timeline, person, funnel, behind = await in_thread(read)

    assert timeline == ["order_paid", "add_to_cart", "page_view"]
    assert (person["member_no"], person["tags"], person["value"]["spent_fen"]) == ("M7", ["vip"], 9900)
    assert [(step["label"], step["people"]) for step in funnel["steps"]] == [("page_view", 1), ("Paid", 1)]
    assert behind == [found["id"]]


async def test_reports_segments_and_journeys_answer(quanyu: Client) -> None:
    def act() -> tuple[Any, ...]:
        condition = {"tag": "vip"}
        segments = [quanyu.segments.create(f"VIP {number}", condition) for number in range(3)]
        listed = [one["id"] for one in quanyu.segments.list(page=2)]
        preview = quanyu.segments.preview(condition)
        people = list(quanyu.segments.people(segments[0]["id"]))
        journey = quanyu.journeys.create("Welcome")
        journey = quanyu.journeys.edit(journey["id"], name="Welcome back")
        counts = quanyu.journeys.counts(journey["id"])
        retention = quanyu.insight.retention("subscribe", "order_paid", FROM, TO, periods=2)
        cohorts = quanyu.insight.cohorts(FROM, TO)
        keys = {number["key"] for number in quanyu.insight.overview(FROM, TO)["numbers"]}
        return segments, listed, preview, people, journey, counts, retention, cohorts, keys

    segments, listed, preview, people, journey, counts, retention, cohorts, keys = await in_thread(act)

    assert sorted(listed) == sorted(one["id"] for one in segments)
    assert (preview["people"], people) == (0, [])
    assert (journey["name"], counts["entered"]) == ("Welcome back", 0)
    assert len(retention["rows"]) == 4
    assert "currency" in cohorts
    assert "gmv" in keys


async def test_an_import_is_waited_for_with_its_progress(quanyu: Client, runtime: Runtime, home: Home, orders: Path) -> None:
    told: list[tuple[str, float]] = []

    def progress(now: types.Import) -> None:
        told.append((now["state"], now["progress"]))
        if now["state"] == "waiting":
            workspace_id = str(home.scope.workspace_id)
            from_thread.run(lambda: tasks.import_orders(runtime, workspace_id=workspace_id, import_id=now["id"]))

    done = await in_thread(lambda: quanyu.imports.orders(orders, MAPPING, progress=progress))

    assert (done["state"], done["orders"]) == ("done", 1)
    assert told == [("waiting", 0.0), ("done", 1.0)]


async def test_an_import_that_was_cancelled_is_an_error(quanyu: Client, orders: Path) -> None:
    def progress(now: types.Import) -> None:
        if now["state"] == "waiting":
            quanyu.imports.cancel(now["id"])

    with pytest.raises(ImportFailed, match="import_cancelled"):
        await in_thread(lambda: quanyu.imports.orders(orders, MAPPING, progress=progress))


async def test_a_problem_has_its_code_status_and_facts(quanyu: Client) -> None:
    with pytest.raises(QuanyuError) as caught:
        await in_thread(lambda: quanyu.profiles.get(404))

    assert (caught.value.code, caught.value.status, caught.value.facts) == ("profile_not_found", 404, {"profile_id": 404})


async def test_another_workspace_sees_nothing_of_it(quanyu: Client, served: str, neighbour: Home) -> None:
    segment = await in_thread(lambda: quanyu.segments.create("VIP", {"tag": "vip"}))
    other = Client(served, neighbour.token)

    def look() -> list[Any]:
        with other, pytest.raises(QuanyuError, match="segment_not_found"):
            other.segments.get(segment["id"])
        return list(Client(served, neighbour.token).segments.list())

    assert await in_thread(look) == []


async def test_a_change_whose_answer_was_lost_is_not_made_twice(quanyu: Client, network: Network) -> None:
    def act() -> list[Any]:
        network.next = ["answer lost"]
        with pytest.raises(QuanyuError, match="unreachable"):
            quanyu.segments.create("VIP", {"tag": "vip"})
        return list(quanyu.segments.list())

    assert len(await in_thread(act)) == 1
