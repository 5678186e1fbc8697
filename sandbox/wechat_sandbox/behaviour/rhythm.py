"""When people are awake, and whether they still care about the brand."""

import numpy as np

from wechat_sandbox.clock import china_date
from wechat_sandbox.people.population import Flags
from wechat_sandbox.people.randomness import Floats
from wechat_sandbox.registry import Act, Slot, habit
from wechat_sandbox.world import World

# Four daily rhythms by hour of day in China: early birds, office hours, evenings, night owls.
_HOURS = np.array(
    [
        [1, 0, 0, 0, 0, 2, 6, 9, 9, 7, 5, 5, 6, 5, 4, 4, 4, 5, 6, 7, 7, 5, 3, 1],
        [1, 0, 0, 0, 0, 0, 1, 4, 5, 5, 6, 7, 10, 9, 5, 5, 6, 6, 6, 6, 7, 7, 5, 2],
        [1, 1, 0, 0, 0, 0, 1, 2, 3, 3, 4, 4, 6, 5, 4, 4, 4, 5, 8, 11, 13, 12, 8, 4],
        [8, 5, 3, 1, 0, 0, 0, 1, 2, 2, 3, 4, 5, 5, 4, 4, 4, 4, 5, 6, 8, 11, 13, 12],
    ],
    dtype=np.float64,
)
HOUR_WEIGHTS: Floats = _HOURS * 24 / _HOURS.sum(axis=1, keepdims=True)


def awake(world: World, slot: Slot) -> Floats:
    """Return how much each person does in this slot, 1 being their mean over the day."""
    moment = china_date(slot.start)
    weekend = world.settings.weekend_factor if moment.weekday() >= 5 else 1.0
    return np.asarray(HOUR_WEIGHTS[world.people.rhythm, moment.hour] * weekend)


def caring(world: World) -> Flags:
    """Return who knows the brand and has not gone silent."""
    people = world.people
    return np.asarray(people.array("aware", bool) & ~people.array("silent", bool))


def chosen(world: World, slot: Slot, purpose: str, per_day: Floats | float, among: Flags) -> list[int]:
    """Choose who does something in this slot, given how often a day each does it on average."""
    people = world.people
    chance = per_day * slot.days * awake(world, slot)
    does = among & (world.dice.roll(purpose, people.everyone, slot.tick) < chance)
    return [int(person) for person in np.flatnonzero(does)]


def acts(world: World, slot: Slot, people: list[int], action: str, **params: object) -> list[Act]:
    """Give each chosen person a second within the slot."""
    length = slot.end - slot.start
    seconds = [slot.start + world.dice.one("second " + action, person, slot.tick) * length for person in people]
    return [Act(float(int(at)), person, action, dict(params)) for at, person in zip(seconds, people, strict=True)]


@habit
def hear_of_the_brand(world: World, slot: Slot) -> list[Act]:
    """Some come to know the brand; nothing is seen of it yet."""
    aware = world.people.array("aware", bool)
    hearing = chosen(world, slot, "hears", world.settings.becomes_aware_per_day, ~aware)
    world.people.put("aware", hearing, True, bool)
    return []


@habit
def fall_silent(world: World, slot: Slot) -> list[Act]:
    """Some lose interest, some find it again."""
    silent = world.people.array("silent", bool)
    losing = chosen(world, slot, "falls silent", world.settings.silence_per_day, ~silent)
    reviving = chosen(world, slot, "revives", world.settings.revival_per_day, silent)
    world.people.put("silent", losing, True, bool)
    world.people.put("silent", reviving, False, bool)
    return []
