"""Live rooms, short videos and the compass: what the reports say is what happened, at the rates of the settings."""

import json
from pathlib import Path
from typing import Any

import pytest
from brand import Brand
from rig import DAY, Sandbox, running
from table.channels_live import SEVEN, TODAY, live
from table.channels_store import EC, NOW
from wechat_sandbox.channels import lives
from wechat_sandbox.registry import Act

HOUR = 3600
CALM = {"live_start_china_hour": 24, "store_visits_per_day": 0, "video_impressions_per_day": 0, "card_impressions_per_day": 0}


async def test_the_board_says_what_happened_in_the_room(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "live_impressions": 0, "store_pays": 1, "live_shares": 0})
    started = await sandbox.act(0, "start_live", title="新春专场", minutes=60)
    for person, seconds in ((1, 600), (2, 300), (3, 300)):
        await sandbox.act(person, "watch_live", seconds=seconds, buy=person == 1)
    await sandbox.advance(30 * 60)
    await sandbox.act(0, "stop_live")
    board = await _board(sandbox, started["export_id"])
    summary = board["live_dashboard_data"]["live_dashboard_data"]["summary"]
    assert (summary["new_watch_uv"], summary["max_online_watch_uv"]) == (3, 3)
    assert summary["average_watch_seconds_per_audience"] == pytest.approx(400, abs=2)
    assert board["live_dashboard_data"]["live_duration"] == pytest.approx(30 * 60, abs=5)
    orders = [order for order in sandbox.world.store.all("store order", "shop") if order["live_id"] == started["export_id"]]
    sales = board["live_ec_data_summary"]
    assert sales["total_pay_pv"] == len([order for order in orders if order.get("pay_time")]) >= 1
    assert sales["total_gmv"] == sum(
        order["line"]["price"] * order["line"]["pieces"] for order in orders if "pay_time" in order
    )
    assert sum(one["gmv"] for one in board["single_live_ec_spu_data_page_v2"]["spu_data_list"]) == sales["total_gmv"]
    assert {order["scene"] for order in orders} == {2}
    assert board["live_distribution_channel"]["audience_count"] == 3
    listed = await sandbox.post("shop", "/channels/livedashboard/getlivelist", {"ds": int(TODAY)})
    assert [one["export_id"] for one in listed["live_items"]] == [started["export_id"]]


async def test_a_person_counts_once_however_often_they_come(sandbox: Sandbox) -> None:
    started = await sandbox.act(0, "start_live")
    for _ in range(3):
        await sandbox.act(1, "watch_live", seconds=60)
    board = await _board(sandbox, started["export_id"])
    assert board["live_distribution_channel"]["audience_count"] == 1
    assert board["live_distribution_channel"]["total_joinlive_count"] == 3
    assert board["live_comparison_index"]["is_living"] is True


async def test_who_watches_when_a_room_closes_leaves(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "live_impressions": 0, "live_shares": 0})
    started = await sandbox.act(0, "start_live")
    await sandbox.act(1, "watch_live", seconds=50_000)
    await sandbox.advance(600)
    await sandbox.act(0, "stop_live")
    body = {"start_time": NOW, "end_time": NOW + DAY}
    (item,) = (await sandbox.post("shop", "/channels/finderlive/get_finder_live_data_list", body))["item"]
    assert item["export_id"] == started["export_id"]
    assert item["audiences_avg_seconds"] == pytest.approx(600, abs=3)
    assert (await sandbox.client.post("/_sandbox/people/2/act", json={"action": "watch_live"})).status_code == 422


async def test_the_store_goes_live_in_the_evening_and_people_come(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"live_start_china_hour": 20, "live_sim_minutes": 30, "live_impressions": 0.9})
    await sandbox.admin("POST", "/clock", {"set": "2026-01-01T19:50:00+08:00"})
    await sandbox.advance(HOUR)
    (held,) = sandbox.world.store.all("live", "shop")
    assert held["end"] - held["start"] == pytest.approx(30 * 60, abs=1)
    assert held["counts"]["viewers"] > 3
    assert held["counts"]["impressions"] > held["counts"]["viewers"]


async def test_leads_are_given_out_with_a_note_of_who_looked(sandbox: Sandbox) -> None:
    await live(sandbox)
    component = (await sandbox.post("shop", "/channels/leads/get_leads_component_id", {"last_buffer": ""}))["item"][0]
    body = {"leads_component_id": component["leads_component_id"], "start_time": NOW - DAY, "end_time": NOW + DAY}
    leads = await sandbox.post("shop", "/channels/leads/get_leads_info_by_component_id", body)
    assert leads["user_data"] == [{"phone": sandbox.world.people.phone(4)}]
    counted = (await sandbox.post("shop", "/channels/finderlive/get_finder_live_leads_data", body))["item"]
    assert sum(one["leads_count"] for one in counted) == 1
    assert [entry["what"] for _, entry in sandbox.world.store.entries("personal data")] == ["lead"]


async def test_the_compass_adds_up_to_the_orders(sandbox: Sandbox) -> None:
    changes = {"store_visits_per_day": 5, "store_order_per_visit": 0.5, "video_impressions_per_day": 5, "video_buys": 0.5}
    await sandbox.admin("PATCH", "/settings", {**changes, "store_sends_back": 0, "card_impressions_per_day": 3, "card_buys": 1})
    await sandbox.admin("POST", "/clock", {"set": "2026-01-01T08:55:00+08:00"})
    await sandbox.advance(4 * HOUR)
    overall = (await sandbox.post("shop", f"{EC}/compass/shop/overall/get", {"ds": TODAY}))["data"]
    finder = (await sandbox.post("shop", f"{EC}/compass/finder/overall/get", {"ds": TODAY}))["data"]
    listed = (await sandbox.post("shop", f"{EC}/compass/shop/product/list/get", {"ds": TODAY}))["product_list"]
    paid = await _paid(sandbox)
    assert len(paid) > 20
    assert int(overall["pay_order_cnt"]) == len(paid)
    assert int(overall["pay_uv"]) == len({order["openid"] for order in paid})
    total = sum(order["order_detail"]["price_info"]["order_price"] for order in paid)
    assert int(overall["pay_gmv"]) == int(finder["pay_gmv"]) == total
    videos = [order for order in paid if order["order_detail"]["ext_info"]["order_scene"] == 3]
    assert int(overall["feed_pay_gmv"]) == sum(order["order_detail"]["price_info"]["order_price"] for order in videos) > 0
    parts = [int(value) for name, value in finder.items() if name != "pay_gmv"]
    assert sum(parts) == total
    assert sum(int(one["data"]["pay_gmv"]) for one in listed) == total
    assert sum(int(one["data"]["pay_cnt"]) for one in listed) == len(paid)


async def test_people_open_buy_and_come_back_at_the_rates_of_the_settings(sandbox: Sandbox) -> None:
    world = sandbox.world
    for action, buys, returns in (("watch_video", 0.042, 0.54), ("open_product_card", 0.018, 0.38)):
        times, orders = 1000, 0
        for n in range(times):
            did = world.perform(Act(world.now() + n, n % 100, action, {}))
            orders += did["order_id"] is not None
        own = [params for _, _, name, params in _agenda(sandbox) if name == action and params.get("own_accord")]
        returning = [params for params in own if "video" not in params]
        assert orders / times == pytest.approx(buys, abs=0.016)
        assert len(returning) / times == pytest.approx(returns, abs=0.05)


async def test_viewers_enter_buy_and_return_at_the_rates_of_the_settings(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"live_impressions": 0.99, "live_sim_minutes": 5, "becomes_aware_per_day": 0})
    world, shop = sandbox.world, sandbox.account("shop")
    shown = coming = viewers = orders = 0
    world.people.put("aware", slice(None), True, bool)
    for n in range(25):
        at = world.now() + n * HOUR
        world.perform(Act(at, -1, "start_live", {}))
        doc = lives.on_air(world, shop)
        assert doc is not None
        world.people.put("live regular:shop", slice(None), False, bool)
        did = world.perform(Act(at, -1, "show_live", {"export_id": doc["export_id"]}))
        shown, coming = shown + did["shown"], coming + did["coming"]
        for person in range(100):
            watched = world.perform(Act(at + 1, person, "watch_live", {"seconds": 30}))
            orders += "orders" in watched["did"]
        viewers += 100
        world.perform(Act(at + 300, -1, "stop_live", {}))
    assert coming / shown == pytest.approx(0.191, abs=0.035)
    assert orders / viewers == pytest.approx(0.087, abs=0.02)
    assert float(world.people.array("live regular:shop", bool).mean()) == pytest.approx(0.67, abs=0.14)


async def test_a_day_that_has_not_come_cannot_be_looked_at(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"compass_sim_days_late": 1})
    for path in (f"{EC}/compass/shop/overall/get", "/channels/livedashboard/getlivelist"):
        assert (await sandbox.post("shop", path, {"ds": TODAY}))["errcode"] == 61501
        assert (await sandbox.post("shop", path, {"ds": "20251231"}))["errcode"] == 0


async def test_the_board_is_json_in_texts(sandbox: Sandbox) -> None:
    answer = await sandbox.post("shop", "/channels/livedashboard/getlivedata", {"export_id": await live(sandbox)})
    assert all(isinstance(json.loads(answer[name]), dict) for name in SEVEN)


async def test_the_same_seed_sells_the_same(tmp_path: Path) -> None:
    sold = []
    for name in ("a", "b"):
        async with running(tmp_path / name, Brand()) as sandbox:
            await sandbox.admin(
                "PATCH",
                "/settings",
                {"store_visits_per_day": 5, "store_order_per_visit": 0.5, "live_buys": 1, "live_impressions": 1},
            )
            await sandbox.admin("POST", "/clock", {"set": "2026-01-01T19:55:00+08:00"})
            await sandbox.advance(0.6 * HOUR)
            sold.append((await sandbox.admin("GET", "/accounts/shop/orders"))["items"])
    assert sold[0] == sold[1]
    assert {order["scene"] for order in sold[0]} >= {2, 5}


async def test_a_live_room_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with running(tmp_path, Brand()) as sandbox:
        await sandbox.admin("PATCH", "/settings", {**CALM, "live_impressions": 0, "live_shares": 0})
        started = await sandbox.act(0, "start_live", minutes=20)
        await sandbox.act(1, "watch_live", seconds=900)
        await sandbox.advance(300)
    async with running(tmp_path, Brand()) as sandbox:
        await sandbox.advance(1000)
        board = await _board(sandbox, started["export_id"])
        assert board["live_dashboard_data"]["live_duration"] == pytest.approx(20 * 60, abs=5)
        assert board["live_ec_data_summary"]["average_watch_seconds_per_audience"] == pytest.approx(900, abs=3)


async def _board(sandbox: Sandbox, export_id: str) -> dict[str, Any]:
    answer = await sandbox.post("shop", "/channels/livedashboard/getlivedata", {"export_id": export_id})
    return {name: json.loads(answer[name]) for name in SEVEN}


async def _paid(sandbox: Sandbox) -> list[dict[str, Any]]:
    """Read every order that was paid, through the API."""
    found: list[str] = []
    next_key = ""
    while True:
        body = {"create_time_range": {"start_time": NOW, "end_time": NOW + DAY}, "page_size": 100, "next_key": next_key}
        page = await sandbox.post("shop", f"{EC}/order/list/get", body)
        found += page["order_id_list"]
        if not page["has_more"]:
            break
        next_key = page["next_key"]
    shown = [(await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"] for order_id in found]
    return [order for order in shown if "pay_time" in order["order_detail"]["pay_info"]]


def _agenda(sandbox: Sandbox) -> list[tuple[float, int, str, dict[str, Any]]]:
    return sandbox.world.store.take_due(sandbox.world.now() + 400 * DAY, -1)
