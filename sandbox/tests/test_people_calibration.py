"""Do people buy as people buy? The shape of the sandbox's purchases against real histories, their level against the benchmark.

The real ones differ among themselves: discs, gifts for traders, groceries, a market. A statistic of the sandbox lies among
theirs, give or take a twentieth; where it does not, the test shows all of them side by side.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import bg_nbd
import histories
import numpy as np
import purchase_shape as shape
import pytest
from crowd import asked, crowd
from purchase_shape import Period
from wechat_sandbox.behaviour.rhythm import hear_of_the_brand
from wechat_sandbox.behaviour.visiting import make_up_ones_mind, visit
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.people import response
from wechat_sandbox.people.population import Population
from wechat_sandbox.people.randomness import Dice, Floats
from wechat_sandbox.people.response import Rules
from wechat_sandbox.registry import ACTIONS, Slot
from wechat_sandbox.settings import Settings
from wechat_sandbox.world import World

PEOPLE, SETTLING, DAYS = 3000, 30, 60
MONTH = 30
SLACK = 0.05

SHOPS = ("cdnow", "online_retail", "grocer")
MARKET = "taobao"
"""Eleven buyers in nine days: enough to say what is in an order, too few for the rest."""
STATISTICS: dict[str, tuple[Callable[[Period], float], tuple[str, ...]]] = {
    "buyers who buy once": (shape.times(1, 1), SHOPS),
    "buyers who buy twice": (shape.times(2, 2), SHOPS),
    "buyers who buy three times": (shape.times(3, 3), SHOPS),
    "buyers who buy four times or more": (shape.times(4), SHOPS),
    "purchases of the top fifth": (shape.top_fifth, SHOPS),
    "r of BG/NBD": (shape.evenness, SHOPS),
    "buyers of the first half who buy in the second": (shape.buys_again, SHOPS),
    "those with 4+ in the first half against those with 1": (shape.keen_against_single, SHOPS),
    "median gap / mean gap": (shape.median_gap, SHOPS),
    "a person's gaps: sd / mean": (shape.irregularity, SHOPS),
    "log of an order, sd within a person": (shape.order_spread, SHOPS),
    "log of an order, sd between people": (shape.person_spread, SHOPS),
    "log of what a person pays, sd": (shape.total_spread, SHOPS),
    "money of the top fifth": (shape.top_fifth_of_money, SHOPS),
    "correlation of how often and how much": (shape.often_and_much, SHOPS),
    "orders of a single product": (shape.single_product, (*SHOPS, MARKET)),
    "weekend day / weekday": (shape.weekend, SHOPS),
}


@dataclass(frozen=True)
class Lived:
    """A world, the day from which its orders are kept, and who visited on each of the first days from there."""

    world: World
    first: int
    visitors: list[set[int]]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """People whom nothing reaches, who buy for two months after a month of settling."""
    world = crowd(tmp_path_factory.mktemp("lived"), PEOPLE)
    first = china_day(world.simulated_until) + SETTLING
    visitors = []
    for day in range(first - SETTLING, first + DAYS):
        asked(world, hear_of_the_brand)
        buying = make_up_ones_mind(world, Slot(world.simulated_until, world.simulated_until + DAY))
        for act in buying if day >= first else ():
            ACTIONS["shop"](world, act)
        if first <= day <= first + MONTH:
            visitors.append({act.person for act in asked(world, visit)})
        world.simulated_until += DAY
    yield Lived(world, first, visitors)
    world.store.close()


@pytest.fixture(scope="module")
def periods(lived: Lived) -> dict[str, Period]:
    """The real histories and, under "sandbox", its own."""
    read = (histories.cdnow, histories.online_retail, histories.grocer, histories.taobao)
    found = {one.__name__: Period(one()) for one in read}
    return {**found, "sandbox": Period(histories.own(lived.world), lived.first)}


@pytest.mark.parametrize("name", STATISTICS)
def test_purchases_have_the_shape_of_real_ones(periods: dict[str, Period], name: str) -> None:
    statistic, sources = STATISTICS[name]
    real = [statistic(periods[source]) for source in sources]
    assert _among(statistic(periods["sandbox"]), real), _table(periods)


def test_interest_is_lost_as_subscribers_are_lost() -> None:
    """However fast it goes: from what a first stretch of time leaves, those of a real cohort follow for six more."""
    left = _interested(days=1500)
    for name, real in histories.subscribers().items():
        stretch = int(np.argmax(left <= real[1]))
        own = left[np.arange(len(real)) * stretch]
        assert own == pytest.approx(real, abs=0.06), f"{name}: real {real}, sandbox {own.round(3)}"


def test_people_act_at_the_hours_of_taobao(lived: Lived) -> None:
    samples, own = histories.taobao_hours(), histories.own_hours(lived.world)
    for hours in (slice(0, 7), slice(7, 12), slice(12, 18), slice(18, 24)):
        real = [float(sample[hours].sum()) for sample in samples]
        assert own[hours].sum() == pytest.approx(np.mean(real), abs=0.06), f"{hours}: real {real}, sandbox {own[hours].sum()}"


def test_as_much_money_is_sent_back_as_in_a_real_shop() -> None:
    assert _among(Settings().refund_per_order, histories.money_sent_back())


def test_people_come_and_pay_as_the_benchmark_says(lived: Lived) -> None:
    visitors = lived.visitors
    assert np.mean([len(day) for day in visitors]) / PEOPLE == pytest.approx(0.3, abs=0.03)
    assert 0.45 < len(visitors[0] & visitors[MONTH]) / len(visitors[0]) < 0.52
    month = histories.own(lived.world).during(lived.first, MONTH)
    assert 200 < month.amount.sum() / len(set.union(*visitors[:MONTH])) < 240


def test_the_model_of_purchases_finds_what_was_published_for_cdnow() -> None:
    r, alpha, a, b = bg_nbd.fit(*histories.cdnow_sample())
    papers = histories.published("cdnow")["published"]
    published = next(found for paper, found in papers.items() if paper.startswith("BG/NBD (Fader, Hardie & Lee"))
    assert (r, alpha, a, b) == pytest.approx([published[name] for name in ("r", "alpha", "a", "b")], rel=0.01)


def _among(own: float, real: tuple[float, ...] | list[float]) -> bool:
    least, most = min(real), max(real)
    return least - SLACK * abs(least) <= own <= most + SLACK * abs(most)


def _table(periods: dict[str, Period]) -> str:
    """Write all statistics of all histories, marking those of the sandbox that lie outside."""
    lines = [f"{'':54}" + "".join(f"{name:>14}" for name in periods)]
    for name, (statistic, sources) in STATISTICS.items():
        found = {source: statistic(periods[source]) for source in (*sources, "sandbox")}
        cells = "".join(f"{found[source]:14.3f}" if source in found else f"{'-':>14}" for source in periods)
        lines.append(f"{name:54}{cells}" + ("" if _among(found["sandbox"], [found[one] for one in sources]) else "  outside"))
    return "\n" + "\n".join(lines)


def _interested(days: int) -> Floats:
    """Return which share of people has never lost interest after 0, 1, … days."""
    settings = Settings()
    people, rules = Population(Dice(7), settings, 20_000, []), Rules.of(settings)
    never, left = np.zeros(people.count, dtype=bool), [1.0]
    for day in range(days):
        never |= response.quiet_next(people.dice, people.traits, rules, day, np.zeros(people.count, dtype=bool))
        left.append(1 - float(never.mean()))
    return np.array(left)
