"""The days once more, with the same draws: what each thing that reached people changed, and what they will do next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from wechat_sandbox.clock import china_day
from wechat_sandbox.people import response
from wechat_sandbox.people.demand import INFLUENCES, LEVELS, begin_of
from wechat_sandbox.people.hours import moments
from wechat_sandbox.people.randomness import Flags, Floats, Ints
from wechat_sandbox.people.response import Rules
from wechat_sandbox.world import World

Doc = dict[str, Any]
EFFECTIVE_DAYS = 3


@dataclass(frozen=True)
class Replayed:
    """One day: everybody's chance to buy without any message, and the draw that decides."""

    number: int
    chance: Floats
    draws: Floats


@dataclass(frozen=True)
class Outcome:
    """What something that reached a person changed: on how many of three days they bought with it and would have without it."""

    influence: Doc
    with_it: int
    without_it: int
    days_changed: tuple[int, ...]
    complete: bool

    @property
    def type(self) -> str:
        """The four kinds of people that an uplift model tells apart."""
        if self.with_it > self.without_it:
            return "persuadable"
        if self.with_it < self.without_it:
            return "sleeping_dog"
        return "sure_thing" if self.with_it else "lost_cause"


def replay(world: World) -> Iterator[Replayed]:
    """Go through the days that have ended."""
    demand, people = world.demand, world.people
    quiet: Flags = np.zeros(people.count, dtype=bool)
    today = china_day(world.simulated_until)
    for place, number in enumerate(demand.days()):
        if number >= today:
            return
        rules = demand.rules(number)
        if place:
            quiet = response.quiet_next(people.dice, people.traits, rules, number, quiet)
        yield Replayed(
            number, demand.chances(number, quiet, rules), response.draws_to_buy(people.dice, people.everyone, number)
        )


def outcomes(world: World) -> list[Outcome]:
    """Tell of everything that reached people what they did with it and would have done without it, all else as it was."""
    influences = [doc for _, doc in world.store.entries(INFLUENCES, limit=-1)]
    reached: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, doc in enumerate(influences):
        for later in range(EFFECTIVE_DAYS):
            reached[doc["day"] + later, doc["person"]].append(place)
    by_day: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
    for (number, person), places in reached.items():
        by_day[number].append((person, places))
    bought = np.zeros((len(influences), 2), dtype=np.int8)
    changed: dict[int, list[int]] = defaultdict(list)
    lived = set()
    for day in replay(world):
        lived.add(day.number)
        for person, places in by_day.get(day.number, ()):
            docs = [(place, influences[place]) for place in sorted(places, key=lambda n: (influences[n]["day"], n))]
            happened = _buys(day, person, docs)
            for place in places:
                otherwise = _buys(day, person, [(n, doc) for n, doc in docs if n != place])
                bought[place] += (happened, otherwise)
                if happened != otherwise:
                    changed[place].append(day.number)
    return [
        Outcome(doc, int(bought[n, 0]), int(bought[n, 1]), tuple(changed[n]), doc["day"] + EFFECTIVE_DAYS - 1 in lived)
        for n, doc in enumerate(influences)
    ]


def next_purchases(world: World, horizon: int) -> tuple[Ints, Floats]:
    """Look ahead with the draws to come, as if nothing reached anybody any more.

    Returns:
        The day each person buys next, -1 for none within the horizon, and how many purchases one would expect of each.
    """
    demand, people = world.demand, world.people
    first = china_day(world.simulated_until)
    today = demand.day(first)
    rules = Rules.of(world.settings)
    quiet = people.array("quiet", bool).copy()
    found = np.full(people.count, -1, dtype=np.int64)
    expected = np.zeros(people.count)
    moment = moments(people.rhythm, people.dice.roll("buys when", people.everyone, first))
    open_today = (begin_of(first) + moment >= world.simulated_until) & (people.array("bought day", "int32") != first)
    for ahead in range(max(horizon, 1)):
        number = first + ahead
        if ahead:
            quiet = response.quiet_next(people.dice, people.traits, rules, number, quiet)
        chance = today.chance * open_today if not ahead else demand.chances(number, quiet, rules)
        if ahead < EFFECTIVE_DAYS:
            chance = chance * people.array(LEVELS[ahead], fill=1.0)
        expected += chance
        buying = (found < 0) & (response.draws_to_buy(people.dice, people.everyone, number) < chance)
        found[buying] = number
    return found, expected


def _buys(day: Replayed, person: int, reached: list[tuple[int, Doc]]) -> bool:
    """Tell whether a person buys on a day on which, or on the two days before which, these things reached them."""
    start = 1.0
    pushes: list[tuple[float, bool]] = []
    for _, doc in reached:
        age = day.number - doc["day"]
        if age:
            start *= doc["factors"][age]
        else:
            pushes.append((doc["factors"][0], doc["late"]))
    return response.buys(float(day.draws[person]), float(day.chance[person]), start, pushes)
