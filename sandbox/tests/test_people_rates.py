"""The settings of behaviour, measured on a hundred thousand people: each rate comes out as it was set."""

from pathlib import Path

import numpy as np
import pytest
from crowd import asked, crowd
from wechat_sandbox import inbox
from wechat_sandbox.behaviour import following, shopping, talking, visiting
from wechat_sandbox.behaviour.rhythm import caring
from wechat_sandbox.catalogue import Item
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.people.response import chance_to_open, hour_factor
from wechat_sandbox.people.wording import read
from wechat_sandbox.registry import ACTIONS, Act
from wechat_sandbox.settings import Settings
from wechat_sandbox.wecom import staff_tasks
from wechat_sandbox.world import World

MANY = 100_000
WITHIN = 0.03
SHOWN = Settings(bounce_at_one_second=0.3, share_per_visit=0.5, click_per_exposure=0.4, exposures_per_visit=3)
SHELVES = [[Item(f"{shelf}{n}", f"商品{n}", 5000, shelf) for n in range(20)] for shelf in range(3)]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> World:
    return crowd(tmp_path_factory.mktemp("many"), MANY)


@pytest.fixture(scope="module")
def visits() -> list[shopping.Plan]:
    """Visits of people whom nothing on the shelves interests, under settings that show in a few thousand visits."""
    shopper = [shopping.Shopper(n, n % 3, 0, 1.0, 1.0) for n in range(8000)]
    return [shopping.plan_visit(Dice(3), SHOWN, SHELVES, one, 1) for one in shopper]


def test_followers_come_and_leave_at_the_rates_set(tmp_path: Path) -> None:
    world = crowd(tmp_path, MANY, unfollow_per_day=0.1)
    follows = world.people.array("followed:oa") > 0
    strangers = caring(world) & ~follows
    coming = asked(world, following.find_the_account, days=2)
    assert len(coming) / strangers.sum() / 2 == pytest.approx(world.settings.follow_per_day, rel=WITHIN)
    leaving = asked(world, following.leave_the_account, days=2)
    assert len(leaving) / follows.sum() / 2 == pytest.approx(0.1, rel=WITHIN)


def test_people_visit_as_often_as_set(many: World) -> None:
    settings = many.settings
    visiting_a_day = len(asked(many, visiting.visit)) / caring(many).sum()
    assert visiting_a_day == pytest.approx(settings.visit_shape * settings.visit_scale, rel=WITHIN)


def test_people_buy_as_often_as_set_on_the_average_of_a_cycle(tmp_path: Path) -> None:
    # A higher rate would drive those who buy most often against the largest chance there is.
    world = crowd(tmp_path, MANY, silence_per_day=0, weekend_factor=1, buys_per_day=0.05)
    knows = world.people.array("aware", bool).sum()
    bought = 0
    for _ in range(4):
        bought += len(asked(world, visiting.make_up_ones_mind))
        world.simulated_until += 86_400
    assert bought / 4 / knows == pytest.approx(0.05, rel=WITHIN)


@pytest.mark.parametrize("kind", ["template", "custom", "subscribe", "welcome", "group_message"])
def test_messages_that_say_nothing_special_are_opened_at_the_rate_set(many: World, kind: str) -> None:
    settings, people = many.settings, many.people
    plain, usual = read({"text": {"content": "您好"}}), float(getattr(settings, f"open_{kind}"))
    opened = 0
    for person in range(0, MANY, 5):
        hour = person // 5 % 24
        chance = chance_to_open(settings, usual, plain, people.traits.reader(person), hour, 0.0)
        opened += people.dice.one("opens", person, 1) < chance
    assert opened / (MANY / 5) == pytest.approx(usual, rel=WITHIN)


def test_hours_are_of_no_effect_on_the_average_of_a_day() -> None:
    settings = Settings()
    for rhythm in range(4):
        assert np.mean([hour_factor(settings, rhythm, hour) for hour in range(24)]) == pytest.approx(1)
    assert hour_factor(settings, 3, 23) > 1.5 > 0.7 > hour_factor(settings, 0, 3)


def test_visits_end_at_slow_pages_and_are_shared_at_the_rates_set(visits: list[shopping.Plan]) -> None:
    settings = SHOWN
    loads = np.array([plan.steps[0][2]["load_ms"] for plan in visits])
    bounced = np.array([len(plan.steps) == 1 for plan in visits])
    assert bounced.mean() == pytest.approx(shopping.bounce_chance(settings, int(loads.mean())), rel=WITHIN)
    slow, quick = (loads > 1400) & (loads < 1600), (loads > 900) & (loads < 1100)
    assert bounced[slow].mean() / bounced[quick].mean() == pytest.approx(1 + settings.bounce_per_half_second, rel=0.1)
    stayed = [plan for plan, gone in zip(visits, bounced, strict=True) if not gone]
    shared = np.mean([any(event == "share" for _, event, _ in plan.steps) for plan in stayed])
    assert shared == pytest.approx(settings.share_per_visit, rel=WITHIN)


def test_products_are_opened_and_put_into_the_cart_at_the_rates_set(visits: list[shopping.Plan]) -> None:
    settings = SHOWN
    names = [event for plan in visits for _, event, _ in plan.steps]
    seen, clicks, carts = (names.count(name) for name in ("exposure", "click", "add_to_cart"))
    assert clicks / seen == pytest.approx(settings.click_per_exposure, rel=WITHIN)
    assert carts / clicks == pytest.approx(settings.cart_per_click, rel=WITHIN)


def test_what_matches_taste_is_opened_more_often() -> None:
    shelves = [[Item("a", "玫瑰保湿面膜", 5000, 0)]] * 3
    clicks = []
    for likes in (0, 1):
        plans = [shopping.plan_visit(Dice(3), SHOWN, shelves, shopping.Shopper(n, 0, likes, 1, 1), 1) for n in range(4000)]
        names = [event for plan in plans for _, event, _ in plan.steps]
        clicks.append(names.count("click") / names.count("exposure"))
    assert clicks[1] / clicks[0] == pytest.approx(1 + SHOWN.personalised_lift, rel=WITHIN)


def test_who_spends_freely_pays_more_for_dearer_and_for_more() -> None:
    shelves = [[Item(f"{n}", f"商品{n}", 1000 * (n + 1), 0) for n in range(20)]] * 3
    prices, units = [], []
    for spending in (0.3, 1.0, 3.0):
        shopper = [shopping.Shopper(n, 0, 0, spending, 1.0) for n in range(3000)]
        orders = [shopping.plan_visit(Dice(3), SHOWN, shelves, one, 1, must="buy").order for one in shopper]
        bought = [item for order in orders if order for item in order["items"]]
        prices.append(np.mean([item["price_fen"] for item in bought]))
        units.append(sum(item["quantity"] for item in bought) / 3000)
    assert prices[0] < 0.9 * prices[1] < 0.8 * prices[2]
    assert units[0] < 0.8 * units[1] < 0.5 * units[2]


def test_consent_and_refunds_come_at_the_rates_set(tmp_path: Path) -> None:
    world = crowd(tmp_path, 1500, refund_per_order=0.4)
    for person in range(1500):
        ACTIONS["buy"](world, Act(world.now() + 1, person, "buy", {}))
    given = world.store.count("consent", "mp") / 1500 / world.store.count("subscribe template", "mp")
    assert given == pytest.approx(world.settings.accept_subscription, rel=WITHIN)
    refunds = [action for _, _, action, _ in world.store.take_due(1e12, 100_000) if action == "refund"]
    assert len(refunds) / 1500 == pytest.approx(0.4, rel=WITHIN)


def test_no_more_people_complain_than_set_and_they_say_of_what(tmp_path: Path) -> None:
    world = crowd(tmp_path, 50, complains_per_extra_message=1, messages_a_day_borne=0)
    account = world.accounts.of_kind("official_account")[0]
    inbox.receive(world, inbox.Letter(account, 3, inbox.CUSTOM, {"text": {"content": "您好"}}))
    due = [(person, action, params) for _, person, action, params in world.store.take_due(1e12, 10)]
    assert (3, "complain_of_messages", {"account": "oa", "kind": "custom"}) in due
    ACTIONS["complain_of_messages"](world, Act(world.now(), 3, "complain_of_messages", {"account": "oa"}))
    assert world.store.size("complaints of messages", person=3) == 1


def test_members_confirm_as_often_and_as_late_as_set(tmp_path: Path) -> None:
    world = crowd(tmp_path, 10)
    waits = [staff_tasks.will_confirm_after(world, f"member{n % 50}", n) for n in range(MANY)]
    confirmed = [wait for wait in waits if wait is not None]
    assert len(confirmed) / MANY == pytest.approx(world.settings.staff_confirms, rel=WITHIN)
    assert np.mean(confirmed) / 60 == pytest.approx(world.settings.staff_delay_sim_minutes, rel=WITHIN)


def test_followers_write_as_often_as_set(tmp_path: Path) -> None:
    world = crowd(tmp_path, MANY, text_per_day=0.2)
    followers = caring(world) & (world.people.array("followed:oa") > 0)
    assert len(asked(world, talking.write)) / followers.sum() == pytest.approx(0.2, rel=WITHIN)
