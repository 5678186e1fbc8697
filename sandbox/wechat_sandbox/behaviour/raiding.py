"""What dishonest people do: rings strike together within seconds, bots come at every hour."""

from contextlib import suppress

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.people.frauds import BOT
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
from wechat_sandbox.world import World

SECONDS_APART = 2
CLAIMS = ("take_coupon",)
BOT_VISITS_PER_HOUR = 0.5


@action("raid")
def raid(world: World, act: Act) -> Json:
    """Open the Mini Program and take every coupon there is to be had, at the speed of a machine."""
    claimed = []
    for name in CLAIMS:
        if name in ACTIONS:
            with suppress(ActError):
                claimed.append(ACTIONS[name](world, Act(act.at, act.person, name, {})))
    visited = ACTIONS["open_mini_program"](world, Act(act.at, act.person, "open_mini_program", dict(act.params)))
    return {**visited, "claimed": len(claimed)}


@habit
def strike(world: World, slot: Slot) -> list[Act]:
    """A ring comes all at once, one behind the other."""
    raiding: list[Act] = []
    programs = world.accounts.of_kind(MINI_PROGRAM)
    for number, members in enumerate(world.people.traits.frauds.rings() if programs else []):
        if world.dice.one("raids", number, slot.tick) < world.settings.ring_raids_per_day * slot.days:
            begin = slot.start + world.dice.one("raids when", number, slot.tick) * (slot.end - slot.start) / 2
            raiding += [
                Act(float(int(begin) + SECONDS_APART * place), member, "raid", {"account": programs[0].id})
                for place, member in enumerate(members)
            ]
    return raiding


@habit
def crawl(world: World, slot: Slot) -> list[Act]:
    """Bots never sleep."""
    programs = world.accounts.of_kind(MINI_PROGRAM)
    if not programs or not world.settings.bot_share:
        return []
    people = world.people
    chance = BOT_VISITS_PER_HOUR * slot.days * 24
    coming = (people.traits.frauds.risk == BOT) & (world.dice.roll("crawls", people.everyone, slot.tick) < chance)
    length = slot.end - slot.start
    moments = [slot.start + world.dice.one("crawls when", int(n), slot.tick) * length for n in coming.nonzero()[0]]
    return [Act(float(int(at)), int(n), "open_mini_program", {}) for at, n in zip(moments, coming.nonzero()[0], strict=True)]
