"""The truth of messages is worked out a day at a time: the same as all at once, in memory that a long log does not fill."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from crowd import UNMOVED, crowd, live
from wechat_sandbox import inbox
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.inbox import Letter
from wechat_sandbox.people import response
from wechat_sandbox.people.demand import DAYS, INFLUENCES
from wechat_sandbox.people.response import Rules
from wechat_sandbox.truth import TABLES
from wechat_sandbox.truth.replay import Replayed, outcomes, replay
from wechat_sandbox.world import World

Told = tuple[int, int, tuple[int, ...], bool]


async def test_a_day_at_a_time_is_the_same_as_all_at_once(tmp_path: Path) -> None:
    world = crowd(tmp_path, 120, buys_per_day=0.25, effect_template=1.5, effect_mass=0.0, contrary_people=0.3)
    for turn in range(6):
        await live(world, 0.3)
        for person in range(turn % 2, 120, 2):
            _write(world, person, inbox.TEMPLATE)
        await live(world, 0.5)
        for person in range(0, 120, 1 + turn % 3):
            _write(world, person, inbox.CUSTOM)
        await live(world, 0.2)
    told = [(o.with_it, o.without_it, o.days_changed, o.complete) for o in outcomes(world)]
    assert told == list(_all_at_once(world))
    assert len({one[:2] for one in told}) > 4


async def test_a_clock_that_was_set_back_confuses_nothing(tmp_path: Path) -> None:
    world = crowd(tmp_path, 60, buys_per_day=0.25, effect_template=2.0, **UNMOVED)
    await live(world, 3.5)
    for back in (0, 2, -1):
        world.simulated_until -= back * DAY
        for person in range(60):
            _write(world, person, inbox.TEMPLATE)
    await live(world, 3)
    docs = [doc for _, doc in world.store.entries(INFLUENCES, limit=-1)]
    assert [doc["day"] for doc in docs] != sorted(doc["day"] for doc in docs)
    told = {(o.influence["person"], o.influence["source"]): (o.with_it, o.without_it) for o in outcomes(world)}
    pairs = zip(docs, _all_at_once(world), strict=True)
    assert told == {(doc["person"], doc["source"]): one[:2] for doc, one in pairs}


def test_a_log_four_times_as_long_takes_no_more_memory(tmp_path: Path) -> None:
    short, long = (_peak(_logged(tmp_path / str(days), days)) for days in (8, 32))
    assert short[0] * 4 == long[0] == 16_000
    assert long[1] < 1.3 * short[1]


def _write(world: World, person: int, kind: str) -> None:
    account = world.accounts.of_kind("official_account")[0]
    inbox.receive(world, Letter(account, person, kind, {"data": {"thing1": {"value": "玫瑰面膜8折"}}}))


def _logged(folder: Path, days: int, a_day: int = 500) -> World:
    """Make a world whose log tells of so many days."""
    world = crowd(folder, 500)
    first = china_day(world.simulated_until)
    about = {"opens": False, "account": "oa", "client_id": None, "msgid": "1", "fatigue": 0.5, "persuaded": False}
    for number in range(first, first + days):
        world.store.put(DAYS, "", str(number), asdict(Rules.of(world.settings)))
        for n in range(a_day):
            what = {"person": n * 7 % 500, "kind": "template", "source": f"message {n}", "lift": 0.15, "ordinal": n}
            work = {"day": number, "late": n % 3 == 0, "factors": [1.15, 1.075, 1.04]}
            world.store.append(INFLUENCES, {**what, **work, **about}, n * 7 % 500)
    world.simulated_until += days * DAY
    return world


def _peak(world: World) -> tuple[int, int]:
    """Go through the rows; return how many there are and how many bytes they held at most."""
    tracemalloc.start()
    count = sum(1 for _ in TABLES["messages_truth"](world))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    world.store.close()
    return count, peak


def _all_at_once(world: World) -> Iterator[Told]:
    """Work it out as one says it: for each influence, each of its days with it and without it."""
    docs = [doc for _, doc in world.store.entries(INFLUENCES, limit=-1)]
    days = {day.number: day for day in replay(world)}
    for place, doc in enumerate(docs):
        bought = [0, 0]
        changed = []
        for number in range(doc["day"], doc["day"] + 3):
            works = [n for n, one in enumerate(docs) if one["person"] == doc["person"] and 0 <= number - one["day"] < 3]
            works.sort(key=lambda n: (docs[n]["day"], n))
            if number in days:
                with_it = _buys(days[number], [docs[n] for n in works], doc["person"])
                without = _buys(days[number], [docs[n] for n in works if n != place], doc["person"])
                bought[0] += with_it
                bought[1] += without
                changed += [number] if with_it != without else []
        yield bought[0], bought[1], tuple(changed), doc["day"] + 2 in days


def _buys(day: Replayed, docs: list[dict[str, object]], person: int) -> bool:
    start, pushes = 1.0, []
    for doc in docs:
        factors, age = doc["factors"], day.number - int(str(doc["day"]))
        assert isinstance(factors, list)
        if age:
            start *= factors[age]
        else:
            pushes.append((factors[0], bool(doc["late"])))
    return response.buys(float(day.draws[person]), float(day.chance[person]), start, pushes)
