"""What people do in their own time after a merchant has done something for them."""

import math

from wechat_sandbox.registry import Json
from wechat_sandbox.world import World

_AT_LEAST_SECONDS = 5.0


def perhaps_later(world: World, person: int, action: str, chance: float, mean_seconds: float, params: Json) -> None:
    """Let a person do something of their own accord, by chance, some time from now."""
    count = world.store.next_number(f"{action} perhaps")
    if world.dice.one(f"{action} perhaps", person, count) >= chance:
        return
    wait = -math.log(1 - world.dice.one(f"{action} when", person, count)) * mean_seconds
    due = world.now() + _AT_LEAST_SECONDS + wait
    world.store.plan(due, person, action, {**params, "of_own_accord": True})


def surely_later(world: World, person: int, action: str, seconds: float, params: Json) -> None:
    """Let something come to pass at its time: a refund arrives, an offer ends."""
    world.store.plan(world.now() + seconds, person, action, {**params, "of_own_accord": True})
