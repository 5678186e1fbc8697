"""What messages do: the lift that was planted is the lift that is found, and the truth says for each person why."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from crowd import HOUR, UNMOVED, asked, crowd, live
from hypothesis import given
from hypothesis import strategies as st
from wechat_sandbox import inbox
from wechat_sandbox.behaviour.visiting import make_up_ones_mind
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.inbox import Letter
from wechat_sandbox.people.demand import Influence
from wechat_sandbox.people.interests import of_item
from wechat_sandbox.people.response import buys, chance_to_open, forgotten, lift
from wechat_sandbox.people.traits import Reader
from wechat_sandbox.people.wording import discount, read
from wechat_sandbox.registry import ACTIONS, Act, Slot
from wechat_sandbox.settings import Settings
from wechat_sandbox.truth.replay import outcomes
from wechat_sandbox.world import World

PLAIN: dict[str, Any] = {"msgtype": "text", "text": {"content": "您好"}}
ANYBODY = Reader(1.0, 1.0, 1.0, 1, 35, 1)
CALM: dict[str, Any] = {"hour_weight": 0, "fatigue_dulls": 0, "fatigue_repels": 0, "lift_second_day": 0, "lift_third_day": 0}


def _send(world: World, person: int, kind: str = inbox.CUSTOM, content: dict[str, Any] = PLAIN) -> None:
    inbox.receive(world, Letter(world.accounts.of_kind("official_account")[0], person, kind, content))


def _reach(world: World, who: list[int], raised: float, days: int) -> Counter[int]:
    """Let something reach some people at nine each morning, in a world that only decides; count who buys how often."""
    bought: Counter[int] = Counter()
    for _ in range(days):
        midnight = world.simulated_until
        for n in range(24):
            hour = Slot(midnight + n * HOUR, midnight + (n + 1) * HOUR)
            world.simulated_until = hour.start
            world.store.set_value("planned until", hour.start)
            if n == 9:
                for person in who:
                    if world.persuade(Influence(person, "test", "test", raised, {})) is not None:
                        bought[person] += 1
            bought.update(person for person, _, _ in world.demand.deciders(hour.start, hour.end))
        world.simulated_until = midnight + DAY
    return bought


def test_a_planted_lift_of_a_fifth_is_found_by_the_truth_and_by_a_randomised_test(tmp_path: Path) -> None:
    world = crowd(tmp_path, 20_000, 3, **CALM, buys_per_day=0.3, buying_shape=3, silence_per_day=0)
    treated = np.flatnonzero(world.dice.roll("arm", world.people.everyone, 0) < 0.5)
    bought = _reach(world, [int(n) for n in treated], 0.2, days=2)
    of_treated = sum(bought[int(n)] for n in treated)
    of_others = sum(bought.values()) - of_treated
    caused = sum(outcome.with_it - outcome.without_it for outcome in outcomes(world))
    assert caused / (of_treated - caused) == pytest.approx(0.2, abs=0.015)
    randomised = (of_treated / len(treated)) / (of_others / (world.people.count - len(treated))) - 1
    assert randomised == pytest.approx(0.2, abs=0.05)


async def test_what_the_truth_says_of_the_treated_is_what_happened(tmp_path: Path) -> None:
    world = crowd(tmp_path, 250, buys_per_day=0.2, effect_custom=0.8, visit_scale=0.05)
    for day in range(6):
        for turn, hours in enumerate((7, 6, 7)):
            await live(world, hours / 24)
            for person in range(turn, 250, 3 + day % 2):
                _send(world, person)
        await live(world, 4 / 24)
    orders = [order for order in world.store.all("order", "mp") if order["day"] is not None]
    bought = {(order["person"], order["day"]) for order in orders}
    assert len(bought) == len(orders)
    found = outcomes(world)
    complete = [o for o in found if o.complete]
    assert len(complete) > 800
    for outcome in complete:
        person, day = outcome.influence["person"], outcome.influence["day"]
        assert outcome.with_it == sum((person, day + later) in bought for later in range(3))
    kinds = {outcome.type for outcome in complete}
    assert kinds == {"sure_thing", "persuadable", "lost_cause", "sleeping_dog"}


async def test_an_order_knows_its_cause(tmp_path: Path) -> None:
    world = crowd(tmp_path, 200, buys_per_day=0.1, effect_custom=3.0, **UNMOVED)
    await live(world, 0.5)
    for person in range(200):
        _send(world, person)
    await live(world, 0.5)
    ACTIONS["buy"](world, Act(world.now(), 5, "buy", {}))
    causes = Counter(order["cause"] for order in world.store.all("order", "mp"))
    assert causes["message 1"] > causes[""] > 0
    assert causes["told"] == 1
    today = china_day(world.simulated_until) - 1
    caused = [o for o in world.store.all("order", "mp") if o["cause"] == "message 1"]
    persuaded = {o.influence["person"] for o in outcomes(world) if o.days_changed == (today,) and o.type == "persuadable"}
    assert {order["person"] for order in caused} == persuaded


async def test_who_is_made_to_buy_by_a_message_comes_from_the_message(tmp_path: Path) -> None:
    world = crowd(tmp_path, 100, buys_per_day=0.3, effect_custom=5.0, open_custom=0)
    await live(world, 0.6)
    for person in range(100):
        _send(world, person, content={"miniprogrampage": {"appid": "", "pagepath": "pages/index/index?m=1"}})
    planned = [params for _, _, action, params in world.store.take_due(1e12, 10_000) if action == "read_message"]
    assert planned
    assert all(params["then"] == "buy" and params["cause"] == "message 1" for params in planned)


def test_over_messaging_makes_sleeping_dogs(tmp_path: Path) -> None:
    world = crowd(tmp_path, 600, **{**CALM, "fatigue_repels": 0.3}, buys_per_day=0.3, contrary_people=0)
    for person in range(600):
        for _ in range(10):
            _send(world, person)
    for _ in range(3):
        asked(world, make_up_ones_mind)
        world.simulated_until += DAY
    counted: dict[int, list[int]] = {}
    for outcome in outcomes(world):
        sums = counted.setdefault(outcome.influence["ordinal"], [0, 0])
        sums[0] += outcome.with_it
        sums[1] += outcome.without_it
    assert counted[1][0] > counted[1][1], "the first message of the day makes people buy"
    assert counted[10][0] < counted[10][1], "the tenth keeps them from it"


def test_a_lift_lasts_three_days_and_weakens(tmp_path: Path) -> None:
    world = crowd(tmp_path, 1)
    world.persuade(Influence(0, "test", "test", 0.4, {}))
    levels = []
    for _ in range(4):
        levels.append(float(world.people.array("lift today", fill=1.0)[0]))
        world.simulated_until += DAY
        world.demand.day(china_day(world.simulated_until))
    assert levels == pytest.approx([1.4, 1.2, 1.1, 1.0])


def test_a_setting_changed_at_noon_tells_from_midnight_on(tmp_path: Path) -> None:
    world = crowd(tmp_path, 2000, buys_per_day=0.2)
    before = world.demand.day(china_day(world.now())).chance.sum()
    world.change_settings({"buys_per_day": 0})
    today = china_day(world.now())
    assert world.demand.rules(today).buys_per_day == 0.2
    assert world.demand.day(today).chance.sum() == before > 0
    assert world.demand.day(today + 1).chance.sum() == 0


async def test_days_go_on_alike_after_a_restart(tmp_path: Path) -> None:
    orders = []
    for name in ("whole", "broken"):
        world = crowd(tmp_path / name, 300, buys_per_day=0.2)
        await live(world, 1.3)
        for person in range(300):
            _send(world, person)
        world.commit()
        if name == "broken":
            world.store.close()
            world = crowd(tmp_path / name, 300)
        await live(world, 1.7)
        orders.append([(o["person"], o["day"], o["cause"]) for o in world.store.all("order", "mp")])
    assert orders[0] == orders[1]
    assert len(orders[0]) > 50


def test_a_lift_follows_offer_taste_person_and_fatigue() -> None:
    settings = Settings()

    def of(text: str, reader: Reader = ANYBODY, fatigue: float = 0.0, kind: str = "custom", hour: int = 12) -> float:
        return lift(settings, kind, read({"text": {"content": text}}), reader, hour, fatigue)

    plain = of("您好")
    assert of("全场八折") > plain
    assert of("全场五折") > of("全场八折")
    assert (1 + of("玫瑰面膜")) / (1 + plain) == pytest.approx(1.47)
    assert of("牛肉干") == plain
    assert of("您好", hour=12) > of("您好", hour=3)
    assert of("您好", fatigue=3) < plain
    assert of("您好", fatigue=30) < 0
    assert of("您好", Reader(-1.0, 1.0, 1.0, 0, 35, 1)) < 0
    assert of("全场五折", Reader(1.0, 3.0, 1.0, 0, 35, 1)) > of("全场五折", Reader(1.0, 0.2, 1.0, 0, 35, 1))
    assert of("您好", kind="passive_reply") == 0


def test_opening_follows_content() -> None:
    settings = Settings()

    def of(text: str, reader: Reader = ANYBODY, fatigue: float = 0.0) -> float:
        return chance_to_open(settings, 0.3, read({"text": {"content": text}}), reader, 12, fatigue)

    plain = of("您好")
    assert of("玫瑰面膜") / plain == pytest.approx(1.25)
    assert chance_to_open(settings, 0.3, read(PLAIN), ANYBODY, 12, 0.0, named=True) / plain == pytest.approx(1.1)
    assert read({"text": {"content": "王芳，您好"}}).names_somebody
    recent, away = (chance_to_open(settings, 0.3, read(PLAIN), ANYBODY, 12, 0.0, away_days=days) for days in (1, 60))
    assert recent > plain > away
    assert of("您好" * 50) < plain
    assert of("您好", fatigue=5) < plain
    young, old = (Reader(1, 1, 1, 0, age, 1) for age in (22, 60))
    assert of("您好🎉", young) > of("您好", young)
    assert of("您好🎉", old) < of("您好", old)
    assert chance_to_open(settings, 1.0, read(PLAIN), ANYBODY, 4, 9.0) == 1
    assert chance_to_open(settings, 0.0, read(PLAIN), ANYBODY, 20, 0.0) == 0


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("全场8折", 0.2),
        ("八折起", 0.2),
        ("8.5折", 0.15),
        ("满200减50", 0.25),
        ("满 100 元立减 20", 0.2),
        ("30% OFF", 0.3),
        ("送您一张优惠券", 0.1),
        ("新品上架", 0.0),
        ("满0减50", 0.0),
        ("骨折", 0.0),
    ],
)
def test_an_offer_is_understood(text: str, share: float) -> None:
    assert discount(text) == pytest.approx(share)


def test_only_what_people_read_of_a_message_counts() -> None:
    wording = read(
        {"template_id": "面膜", "url": "http://x/8折", "data": {"thing1": {"value": "每日坚果", "color": "#ff0000"}}}
    )
    assert wording.text == "每日坚果"
    assert wording.interests == 1 << 3


def test_a_message_about_a_product_is_about_what_the_product_is_for(tmp_path: Path) -> None:
    world = crowd(tmp_path, 40, **CALM)
    item = next(item for item in world.items if item.name == "海苔脆")
    snacks = 1 << 3
    assert of_item("海苔脆", 1) == snacks
    assert of_item("WHITE HANGING HEART T-LIGHT HOLDER", 2).bit_count() == 1
    person = next(n for n in range(40) if world.people.reader(n).likes & snacks and world.people.reader(n).persuadable > 0)
    contents: list[dict[str, Any]] = [
        {"data": {"thing1": {"value": "您好"}}},
        {"data": {"thing1": {"value": "海苔脆"}}},
        {"miniprogrampage": {"title": "您好", "pagepath": f"pages/product/detail?item_id={item.item_id}"}},
    ]
    for content in contents:
        _send(world, person, content=content)
    plain, named, linked = (doc["lift"] for _, doc in world.store.entries("influences"))
    assert (1 + named) / (1 + plain) == (1 + linked) / (1 + plain) == pytest.approx(1.47)


def test_fatigue_is_forgotten_by_halves() -> None:
    assert forgotten(Settings(), 4.0, 3 * DAY) == pytest.approx(2)
    assert forgotten(Settings(), 4.0, -5) == 4


@given(st.floats(0, 0.999), st.floats(0, 0.6), st.lists(st.tuples(st.floats(0.05, 4), st.booleans()), max_size=5))
def test_more_lift_never_keeps_anybody_from_buying(draw: float, chance: float, pushes: list[tuple[float, bool]]) -> None:
    stronger = [(max(factor, 1.0), late) for factor, late in pushes]
    if buys(draw, chance, 1.0, []):
        assert buys(draw, chance, 1.0, stronger)
    if not buys(draw, chance, 1.0, stronger):
        assert not buys(draw, chance, 1.0, [(min(factor, 1.0), late) for factor, late in pushes])


def test_who_had_bought_before_a_message_came_has_bought() -> None:
    assert buys(0.1, 0.2, 1.0, [(0.1, True)])
    assert not buys(0.1, 0.2, 1.0, [(0.1, False)])
    assert buys(0.1, 0.06, 1.0, [(2.0, True)])
    assert buys(0.1, 0.06, 2.0, [])
