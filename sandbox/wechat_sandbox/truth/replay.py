"""The days once more, with the same draws: what each thing that reached people changed, and what they will do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from wechat_sandbox.clock import china_day
from wechat_sandbox.people import response
from wechat_sandbox.people.demand import LEVELS, begin_of
from wechat_sandbox.people.hours import moments
from wechat_sandbox.people.randomness import Flags, Floats, Ints
from wechat_sandbox.people.response import Rules
from wechat_sandbox.store import Doc
from wechat_sandbox.truth.reached import Reached, by_day
from wechat_sandbox.world import World

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


def outcomes(world: World) -> Iterator[Outcome]:
    """Tell of everything that reached people what they did with it and would have done without it, all else as it was.

    They come by day, each once its three days are over; only so many days are held in memory.
    """
    coming = by_day(world)
    following = next(coming, None)
    held: list[Reached] = []
    for day in replay(world):
        while following is not None and following.day <= day.number:
            held.append(following)
            following = next(coming, None)
        _decide(day, [reached for reached in held if day.number - reached.day < EFFECTIVE_DAYS])
        while held and held[0].day + EFFECTIVE_DAYS - 1 <= day.number:
            reached = held.pop(0)
            yield from _told(world, reached, complete=reached.day + EFFECTIVE_DAYS - 1 == day.number)
    for reached in chain(held, [] if following is None else [following], coming):
        yield from _told(world, reached, complete=False)


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


def _decide(day: Replayed, window: list[Reached]) -> None:
    """Note of everything that still works on this day whether its person buys with it and without it."""
    if not window:
        return
    ages = [day.number - reached.day for reached in window]
    persons = np.concatenate([reached.persons for reached in window])
    age = np.concatenate([np.full(len(reached.persons), old) for reached, old in zip(window, ages, strict=True)])
    factor = np.concatenate([reached.factors[:, old] for reached, old in zip(window, ages, strict=True)])
    late = np.concatenate([reached.late for reached in window])
    buys = np.zeros((len(persons), 2), dtype=bool)
    # What reached one person lies together now, in the order in which it came.
    order = np.argsort(persons, kind="stable")
    start = 0
    for end in map(int, np.flatnonzero(np.diff(persons[order], append=-1)) + 1):
        places = order[start:end].tolist()
        start = end
        works = [(int(age[place]), float(factor[place]), bool(late[place])) for place in places]
        person = int(persons[places[0]])
        happened = _buys(day, person, works)
        for n, place in enumerate(places):
            buys[place] = happened, _buys(day, person, works[:n] + works[n + 1 :])
    start = 0
    for reached, old in zip(window, ages, strict=True):
        told = buys[start : start + len(reached.persons)]
        start += len(reached.persons)
        reached.bought[:] += told
        reached.changed[:] |= (told[:, 0] != told[:, 1]).astype(np.int8) << old


def _told(world: World, reached: Reached, *, complete: bool) -> Iterator[Outcome]:
    for place, doc in enumerate(reached.documents(world)):
        with_it, without_it = reached.bought[place].tolist()
        bits = int(reached.changed[place])
        changed = tuple(reached.day + later for later in range(EFFECTIVE_DAYS) if bits >> later & 1)
        yield Outcome(doc, with_it, without_it, changed, complete)


def _buys(day: Replayed, person: int, works: list[tuple[int, float, bool]]) -> bool:
    """Tell whether a person buys on a day.

    Args:
        works: of each thing that reached them how many days ago that was, by what it multiplies the chance to buy today,
            and whether it came after the hour in which they had made up their mind.
    """
    start = 1.0
    pushes: list[tuple[float, bool]] = []
    for age, factor, late in works:
        if age:
            start *= factor
        else:
            pushes.append((factor, late))
    return response.buys(float(day.draws[person]), float(day.chance[person]), start, pushes)
