"""Who buys on which day, kept from day to day, and what came that may change their minds."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.people import response
from wechat_sandbox.people.frauds import BOT
from wechat_sandbox.people.hours import moments
from wechat_sandbox.people.population import Flags, Population
from wechat_sandbox.people.randomness import Floats
from wechat_sandbox.people.response import Rules
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store

INFLUENCES = "influences"
DAYS = "day"
CHINA_SECONDS = 8 * 3600
LEVELS = ("lift today", "lift tomorrow", "lift after tomorrow")


def begin_of(day: int) -> float:
    """Return the moment at which a day begins in China."""
    return float(day * DAY - CHINA_SECONDS)


def end_of(day: int) -> float:
    """Return the moment at which a day ends in China."""
    return begin_of(day + 1)


@dataclass(frozen=True)
class Day:
    """A day's chances and draws of everybody. It follows from the seed, the rules and who cares, and is never kept."""

    number: int
    chance: Floats
    draws: Floats
    moment: Floats
    """The second at which each person makes up their mind."""


@dataclass(frozen=True)
class Influence:
    """Something that reaches a person and may change what they buy: a message, an ad, what a friend shares."""

    person: int
    kind: str
    source: str
    """What it is, in words that tell it from everything else that reached this person."""
    lift: float
    about: dict[str, Any]
    """What the truth tells about it besides."""


class Demand:
    """The purchases that people make of their own accord or because something reached them."""

    def __init__(self, settings: Settings, people: Population, store: Store) -> None:
        self._settings, self._people, self._store = settings, people, store
        self._today: Day | None = None

    def day(self, number: int) -> Day:
        """Return a day's chances, beginning it if it is a new one."""
        if self._today is None or self._today.number != number:
            self._begin(number)
            self._today = self._work_out(number)
        return self._today

    def deciders(self, start: float, end: float) -> list[tuple[int, float, str]]:
        """Let those whose moment lies in this stretch of one day decide: who buys, when, and because of what."""
        today = self.day(china_day(start))
        begin = begin_of(today.number)
        people = self._people
        level = people.array(LEVELS[0], fill=1.0)
        buying = (today.moment >= start - begin) & (today.moment < end - begin) & (today.draws < today.chance * level)
        buying &= people.array("bought day", "int32") != today.number
        who = np.flatnonzero(buying)
        people.put("bought day", who, today.number, "int32")
        return [(int(n), begin + float(today.moment[n]), self._cause(today, int(n))) for n in who]

    def reach(self, influence: Influence, simulated_until: float, planned_until: float) -> int | None:
        """Let something reach a person; return today's number if they buy today because of it, else None.

        Args:
            planned_until: up to when people have made up their minds already.
        """
        today = self.day(china_day(simulated_until))
        people, person = self._people, influence.person
        late = begin_of(today.number) + float(today.moment[person]) < planned_until
        kept = (1.0, self._settings.lift_second_day, self._settings.lift_third_day)
        factors = [1 + influence.lift * share for share in kept]
        before = float(people.array(LEVELS[0], fill=1.0)[person])
        for name, factor in zip(LEVELS, factors, strict=True):
            people.put(name, person, float(people.array(name, fill=1.0)[person]) * factor, fill=1.0)
        draw, chance = float(today.draws[person]), float(today.chance[person])
        persuaded = chance * before <= draw < chance * (before * factors[0])
        persuaded = persuaded and people.array("bought day", "int32")[person] != today.number
        doc = {"person": person, "kind": influence.kind, "source": influence.source, "lift": influence.lift}
        doc |= {"day": today.number, "late": late, "factors": factors, "persuaded": bool(persuaded), **influence.about}
        self._store.append(INFLUENCES, doc, person)
        if not persuaded:
            return None
        people.put("bought day", person, today.number, "int32")
        return today.number

    def remember(self, what: str, person: int, now: float) -> float:
        """Return how many things of a sort a person has in memory, and add one; they are forgotten by and by."""
        people = self._people
        since = now - float(people.array(f"{what} at")[person])
        held = response.forgotten(self._settings, float(people.array(what)[person]), since)
        people.put(what, person, held + 1)
        people.put(f"{what} at", person, now)
        return held

    def rules(self, number: int) -> Rules:
        """Return the rules by which people buy on a day: as they were when it began, else as they are now."""
        kept = self._store.get(DAYS, "", str(number))
        return Rules(**kept) if kept else Rules.of(self._settings)

    def days(self) -> list[int]:
        """List the days that have begun, in order. A clock that was set forward leaves some out."""
        return [int(number) for _, number, _ in self._store.page(DAYS, "", limit=-1)]

    def first(self) -> tuple[int, float]:
        """Return the first day of this world and the moment of it with which the world began."""
        number, moment = self._store.value("first day") or (0, 0.0)
        return int(number), float(moment)

    def cares(self, number: int, quiet: Flags) -> Flags:
        """Return who cares about the brand on a day, given who has lost interest."""
        since = self._people.array("aware since", "int32")
        return np.asarray((since > 0) & (since <= number) & ~quiet)

    def chances(self, number: int, quiet: Flags, rules: Rules) -> Floats:
        """Return everybody's chance to buy on a day without any message."""
        chance = response.chance_to_buy(self._people.traits, rules, number, self.cares(number, quiet))
        chance[self._people.traits.frauds.risk >= BOT] = 0.0
        first, moment = self.first()
        if number == first:
            # The world began in the middle of this day: who had made up their mind before is not in it.
            chance[self._moments(number) < moment - begin_of(number)] = 0.0
        return chance

    def start(self, moment: float) -> None:
        """Note when the world began."""
        if self._store.value("first day") is None:
            self._store.set_value("first day", [china_day(moment), moment])

    def _begin(self, number: int) -> None:
        """Do what happens at midnight, once for each day: some lose interest or find it, and lifts grow a day older."""
        last = self._store.value("last day")
        if last is not None and number <= last:
            return
        people, rules = self._people, Rules.of(self._settings)
        self._store.put(DAYS, "", str(number), asdict(rules))
        self._store.set_value("last day", number)
        for _ in range(min(number - last, len(LEVELS)) if last is not None else 0):
            self._age_lifts()
        quiet = people.array("quiet", bool)
        if last is not None:
            self._change("quiet", response.quiet_next(people.dice, people.traits, rules, number, quiet))
        self._change("silent", people.array("quiet", bool))
        newly = people.array("aware", bool) & (people.array("aware since", "int32") == 0)
        people.put("aware since", np.flatnonzero(newly), number, "int32")

    def _change(self, name: str, wanted: Flags) -> None:
        """Write to an array of flags where they differ, so that little is to be saved."""
        differ = np.flatnonzero(self._people.array(name, bool) != wanted)
        self._people.put(name, differ, wanted[differ], bool)

    def _age_lifts(self) -> None:
        people = self._people
        levels = [people.array(name, fill=1.0) for name in LEVELS]
        lifted = np.flatnonzero((levels[0] != 1) | (levels[1] != 1) | (levels[2] != 1))
        for place, name in enumerate(LEVELS):
            older = levels[place + 1][lifted] if place + 1 < len(LEVELS) else 1.0
            people.put(name, lifted, older, fill=1.0)

    def _work_out(self, number: int) -> Day:
        people = self._people
        chance = self.chances(number, people.array("quiet", bool), self.rules(number))
        draws = response.draws_to_buy(people.dice, people.everyone, number)
        return Day(number, chance, draws, self._moments(number))

    def _moments(self, number: int) -> Floats:
        people = self._people
        return moments(people.rhythm, people.dice.roll("buys when", people.everyone, number))

    def _cause(self, today: Day, person: int) -> str:
        """Return the newest thing without which a person might not buy, empty when nothing was needed."""
        if today.draws[person] < today.chance[person]:
            return ""
        newest = self._store.latest(INFLUENCES, 1, person)
        return str(newest[0][1]["source"]) if newest else ""
