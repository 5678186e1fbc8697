import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from brand import Brand
from hypothesis import given
from hypothesis import strategies as st
from rig import DAY, Sandbox, running
from starlette.responses import PlainTextResponse
from wechat_sandbox import catalogue
from wechat_sandbox.people.population import CATEGORIES
from wechat_sandbox.people.randomness import Dice


async def test_the_same_seed_gives_the_same_day(tmp_path: Path) -> None:
    first, second = [await _a_day(tmp_path / name, seed=7) for name in ("a", "b")]
    assert first == second
    assert len(first["events"]) > 300


async def test_another_seed_gives_another_day(tmp_path: Path) -> None:
    first, second = [await _a_day(tmp_path / str(seed), seed=seed) for seed in (7, 8)]
    assert first["people"] != second["people"]
    assert first["events"] != second["events"]


async def test_a_day_has_a_funnel_from_exposure_to_payment(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.advance(3 * DAY)
    count: dict[str, int] = {}
    for event in brand.events_heard:
        count[event["event"]] = count.get(event["event"], 0) + 1
    assert count["exposure"] > count["click"] > count["add_to_cart"] > count["order_paid"] > 0
    assert count["mp_launch"] > count["order_paid"]
    orders = await sandbox.admin("GET", "/accounts/mp/orders?limit=1000")
    paid = {
        e["properties"]["order_id"]: e["properties"]["amount_fen"] for e in brand.events_heard if e["event"] == "order_paid"
    }
    assert {order["order_id"]: order["amount_fen"] for order in orders["items"]} == paid


async def test_events_of_a_stretch_lie_within_it_and_ids_are_unique(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.advance(DAY)
    ids = [event["id"] for event in brand.events_heard]
    assert len(set(ids)) == len(ids)
    assert max(event["at"] for event in brand.events_heard) <= "2026-01-01T16:00:00.000Z"
    assert min(event["at"] for event in brand.events_heard) > "2025-12-31T15:00:00.000Z"


async def test_people_sleep_at_night(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.advance(5 * DAY)
    hours = [(int(e["at"][11:13]) + 8) % 24 for e in brand.events_heard if e["event"] == "mp_launch"]
    night = sum(hour in (2, 3, 4, 5) for hour in hours)
    assert night * 8 < sum(hour in (18, 19, 20, 21) for hour in hours)


async def test_too_many_messages_make_people_leave(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"unfollow_per_extra_message": 1, "unfollow_per_day": 0})
    person = sandbox.follower()
    await sandbox.act(person, "text")
    for _ in range(3):
        await sandbox.say(person)
    await sandbox.advance(3600)
    assert [message["FromUserName"] for message in brand.named("unsubscribe")] == [sandbox.openid("oa", person)]


async def test_messages_are_opened_at_about_the_rate_set(sandbox: Sandbox, brand: Brand) -> None:
    rates = {"open_template": 1, "visit_per_open": 1, "blocks_templates": 0, "open_delay_sim_minutes": 1}
    await sandbox.admin("PATCH", "/settings", rates)
    person = sandbox.follower()
    target = {"appid": sandbox.account("mp").app_id, "pagepath": "pages/index/index?m=7"}
    await sandbox.send_template(person, miniprogram=target)
    await sandbox.advance(3600)
    launched = [event for event in brand.events_heard if event["properties"].get("query") == "m=7"]
    assert [event["event"] for event in launched] == ["mp_launch", "page_view"]


async def test_who_follows_may_look_around_in_the_mini_program(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"visit_after_follow": 1})
    person = sandbox.stranger()
    await sandbox.act(person, "follow")
    await sandbox.advance(DAY / 4)
    visitors = {event["ids"]["anonymous_id"] for event in brand.events_heard}
    assert sandbox.world.people.anonymous_id(person) in visitors


async def test_a_server_that_does_not_listen_does_not_stop_time(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"patience_wall_seconds": 0.05, "retry_longest_wall_seconds": 0.5})
    brand.fail_events = [PlainTextResponse("down", 503, {"retry-after": "60"})]
    answer = await sandbox.admin("POST", "/clock", {"advance_seconds": DAY / 2})
    assert answer["unheard"] > 0
    assert answer["now"] == "2026-01-01T04:00:00.000Z"


async def test_store_codes_and_live_codes_are_used_once_they_hang(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"scan_per_store_visitor_per_day": 1, "add_staff_per_day": 0.5})
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store_1"}}}
    await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    way = {"type": 1, "scene": 2, "user": ["linxiao"], "state": "store_1"}
    await sandbox.post("corp", "/cgi-bin/externalcontact/add_contact_way", way)
    await sandbox.advance(DAY)
    assert brand.named("SCAN")
    assert "qrscene_store_1" in {message["EventKey"] for message in brand.named("subscribe")}
    assert {message["State"] for message in brand.named("add_external_contact")} == {"store_1"}


async def test_a_sandbox_goes_on_where_it_was_saved(tmp_path: Path) -> None:
    async with running(tmp_path, Brand()) as sandbox:
        await sandbox.advance(DAY)
        before = (await sandbox.client.get("/_sandbox/truth/people.jsonl")).text
        now = sandbox.world.now()
    async with running(tmp_path, Brand(), seed=99) as sandbox:
        assert (await sandbox.client.get("/_sandbox/truth/people.jsonl")).text == before
        assert sandbox.world.now() == now


async def test_the_clock_follows_its_speed_and_stops(sandbox: Sandbox) -> None:
    before = sandbox.world.now()
    await sandbox.admin("POST", "/clock", {"running": True, "speed": 100_000})
    await asyncio.sleep(0.1)
    await sandbox.admin("POST", "/clock", {"running": False})
    passed = sandbox.world.now() - before
    assert 300 < passed <= 100_000
    await asyncio.sleep(0.02)
    assert sandbox.world.now() - before == passed


@given(st.integers(0, 2**40), st.integers(-(2**63), 2**63 - 1), st.integers(0, 2**31))
def test_one_draw_is_the_same_as_a_draw_for_many(person: int, tick: int, seed: int) -> None:
    dice = Dice(seed)
    people = np.array([0, person], dtype=np.int64)
    assert dice.roll("purpose", people, tick)[1] == dice.one("purpose", person, tick)


def test_draws_are_even_and_purposes_do_not_follow_each_other() -> None:
    dice, people = Dice(1), np.arange(20_000, dtype=np.int64)
    one, two = dice.roll("one", people, 5), dice.roll("two", people, 5)
    assert abs(float(one.mean()) - 0.5) < 0.01
    assert abs(float(np.corrcoef(one, two)[0, 1])) < 0.03
    assert abs(float(np.corrcoef(one[:-1], one[1:])[0, 1])) < 0.03


async def test_no_two_people_share_an_id(sandbox: Sandbox) -> None:
    people = sandbox.world.people
    for account in sandbox.world.accounts.all():
        assert len({people.openid(account, n) for n in range(100)}) == 100
    own = [n for n in range(100) if people.traits.households.phone_owner(n) == n]
    assert len({people.phone(n) for n in own}) == len(own) > 90
    openid = people.openid(sandbox.account("oa"), 0)
    assert len(openid) == 28
    assert openid.startswith("o")
    assert people.find(sandbox.account("mp"), openid) is None


def test_the_built_in_shop_has_sixty_products_with_names_and_prices() -> None:
    items = catalogue.built_in()
    assert len(items) == len({item.item_id for item in items}) == 60
    assert {item.category for item in items} == {0, 1, 2}
    assert "玫瑰保湿面膜 5片" in {item.name for item in items}
    assert all(item.price_fen >= 100 for item in items)


def test_a_shop_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "items.csv"
    file.write_text("item_id,name,price_fen\n" + "".join(f"i{n},商品{n},{n}00\n" for n in range(1, 7)))
    assert [item.category for item in catalogue.read(file, CATEGORIES)] == [0, 0, 1, 1, 2, 2]
    for bad in ("", "item_id,name\n1,2\n", "item_id,name,price_fen\na,b,free\n", "item_id,name,price_fen\na,b,1\n"):
        file.write_text(bad)
        with pytest.raises(catalogue.CatalogueError):
            catalogue.read(file, CATEGORIES)


async def _a_day(folder: Path, seed: int) -> dict[str, Any]:
    brand = Brand()
    async with running(folder, brand, seed) as sandbox:
        await sandbox.advance(DAY)
        people = (await sandbox.client.get("/_sandbox/truth/people.jsonl")).text
    told = [m for m in brand.callbacks if "FromUserName" in m]
    callbacks = sorted((str(m["FromUserName"]), int(m["CreateTime"]), m.get("Event", "text")) for m in told)
    return {
        "people": people,
        "events": sorted(brand.events_heard, key=lambda event: str(event["id"])),
        "callbacks": callbacks,
    }
