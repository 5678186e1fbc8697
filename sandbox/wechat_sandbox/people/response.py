"""How likely people are to buy, and what a message changes about it. Everything here is a pure function of numbers.

Each person has one even draw for each day in China and buys on that day if it is below their chance. A message multiplies the
chance of the day it comes and of the two days after by 1 + lift; so who buys because of it are those whose draw lies between
the two chances, and the same draw tells what they would have done without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from wechat_sandbox.people.hours import HOUR_WEIGHTS
from wechat_sandbox.people.randomness import Dice, Flags, Floats, Ints
from wechat_sandbox.people.traits import Reader, Traits
from wechat_sandbox.people.wording import Wording
from wechat_sandbox.settings import Settings

MONDAY = 3
"""The weekday of day 0: 1970 began on a Thursday, three days after a Monday."""
LARGEST_CHANCE = 0.6
LEAST_LIFT = -0.95
RECENT_DAYS, LONG_DAYS = 3.0, 30.0
_YOUNG, _OLD = 30, 50


@dataclass(frozen=True)
class Rules:
    """The settings that a day's purchases follow from; they stay as they were at midnight."""

    buys_per_day: float
    needs_again: float
    shop_discount: float
    discount_pull: float
    weekend_factor: float
    silence_per_day: float
    revival_per_day: float

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        """Read them from the settings."""
        return cls(**{field.name: float(getattr(settings, field.name)) for field in fields(cls)})


def chance_to_buy(traits: Traits, rules: Rules, day: int, cares: Flags) -> Floats:
    """Return everybody's chance to buy on a day without any message."""
    turn = np.cos(2 * np.pi * (day / traits.cycle.astype(np.float64) + traits.phase))
    weekend = rules.weekend_factor if (day + MONDAY) % 7 >= 5 else 1.0
    cheaper = 1 + rules.discount_pull * rules.shop_discount * traits.price_sensitivity.astype(np.float64)
    chance = rules.buys_per_day * weekend * traits.buying.astype(np.float64) * (1 + rules.needs_again * turn) * cheaper
    return np.where(cares, np.minimum(chance, LARGEST_CHANCE), 0.0)


def quiet_next(dice: Dice, traits: Traits, rules: Rules, day: int, quiet: Flags) -> Flags:
    """Return who does not care about the brand on this day, given who did not the day before."""
    people = np.arange(traits.count, dtype=np.int64)
    draws = dice.roll("cares", people, day)
    return np.where(quiet, draws >= rules.revival_per_day, draws < rules.silence_per_day * traits.fickleness)


def draws_to_buy(dice: Dice, people: Ints, day: int) -> Floats:
    """Return the draws that decide who buys on a day."""
    return dice.roll("buys", people, day)


def hour_factor(settings: Settings, rhythm: int, hour: int) -> float:
    """Return how much better or worse than on average an hour is to reach somebody."""
    return 1 + settings.hour_weight * (float(HOUR_WEIGHTS[rhythm, hour]) - 1)


def lift(settings: Settings, kind: str, wording: Wording, reader: Reader, hour: int, fatigue: float) -> float:
    """Return by how much a message raises somebody's chance to buy; below 0 when it puts them off."""
    planted = float(getattr(settings, f"effect_{kind}", settings.effect_custom))
    raised = planted * reader.persuadable * hour_factor(settings, reader.rhythm, hour)
    raised += settings.offer_pull * wording.discount * reader.price_sensitivity if planted else 0.0
    if wording.interests & reader.likes and planted:
        raised = (1 + raised) * (1 + settings.personalised_lift) - 1
    raised *= float(np.exp(-settings.fatigue_dulls * fatigue))
    if planted:
        raised -= settings.fatigue_repels * max(fatigue - settings.fatigue_borne, 0.0) * reader.patience
    return max(raised, LEAST_LIFT)


def chance_to_open(
    settings: Settings,
    usual: float,
    wording: Wording,
    reader: Reader,
    hour: int,
    fatigue: float,
    *,
    named: bool = False,
    away_days: float = RECENT_DAYS,
) -> float:
    """Return how likely somebody opens a message.

    Args:
        usual: the share of such messages that is opened.
        named: whether it calls them by name.
        away_days: for how long they have done nothing at all.
    """
    chance = usual * hour_factor(settings, reader.rhythm, hour)
    if wording.interests & reader.likes:
        chance *= settings.opens_what_they_like
    if wording.emoji:
        chance *= 1 + settings.emoji_divides * ((reader.age < _YOUNG) - (reader.age > _OLD))
    if named:
        chance *= settings.opens_when_named
    if away_days < RECENT_DAYS:
        chance *= settings.opens_when_recent
    elif away_days > LONG_DAYS:
        chance *= settings.opens_when_long_away
    if wording.length > settings.longest_message_read:
        chance *= settings.long_message_factor
    # Those who always open and those who never do stay as they are.
    return chance * float(np.exp(-settings.fatigue_dulls * fatigue)) if 0 < usual < 1 else usual


def forgotten(settings: Settings, fatigue: float, seconds: float) -> float:
    """Return what is left of a fatigue after some time."""
    days = max(seconds, 0.0) / 86_400
    return float(fatigue * 0.5 ** (days / max(settings.fatigue_half_life_sim_days, 1e-6)))


def buys(draw: float, chance: float, start: float, pushes: Iterable[tuple[float, bool]]) -> bool:
    """Tell whether somebody buys on a day.

    Args:
        draw: their draw of the day.
        chance: their chance without any message.
        start: what earlier days' messages multiply it by.
        pushes: for each message of the day what it multiplies the chance by, and whether it came after the hour in
            which they had made up their mind.
    """
    level, decided = start, False
    for factor, late in pushes:
        if late and not decided:
            decided = True
            if draw < chance * level:
                return True
        before, level = level, level * factor
        if chance * before <= draw < chance * level:
            return True
    return not decided and draw < chance * level
