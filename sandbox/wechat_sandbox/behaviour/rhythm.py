"""When people are awake, and whether they still care about the brand."""

import numpy as np

from wechat_sandbox.clock import china_date
from wechat_sandbox.people.hours import HOUR_WEIGHTS
from wechat_sandbox.people.randomness import Flags, Floats
from wechat_sandbox.registry import Act, Slot, habit
from wechat_sandbox.world import World


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
