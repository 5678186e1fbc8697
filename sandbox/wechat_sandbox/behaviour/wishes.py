"""What wakes the wish to buy besides messages: something a person watched, clicked, or got from a friend."""

import math

from wechat_sandbox.clock import china_date
from wechat_sandbox.people.demand import Influence
from wechat_sandbox.people.response import lift
from wechat_sandbox.people.wording import read
from wechat_sandbox.registry import Act, Json
from wechat_sandbox.world import World

SOON_SECONDS = 300


def wake(world: World, act: Act, kind: str, source: str, content: Json, **about: object) -> int | None:
    """Let something work on a person by the lift that `effect_{kind}` plants.

    Args:
        source: what it is, in words that tell it from all else that reaches this person; an order's cause in the truth.
        content: what is to be read of it, for its match with the person's taste.
        about: what the truth tells besides.

    Returns:
        Today's number if the person buys today because of it; that is for the caller to plan, as `shop` or `buy` with
        `day` and `cause`. None if nothing changes today.
    """
    reader = world.people.reader(act.person)
    raised = lift(world.settings, kind, read(content), reader, china_date(act.at).hour, 0.0)
    # Whoever watches one video after the other is moved less and less, but not put off as by messages.
    raised *= math.exp(-world.settings.fatigue_dulls * world.demand.remember(f"stirred by {kind}", act.person, act.at))
    return world.persuade(Influence(act.person, kind, source, raised, dict(about)))


def wake_and_shop(world: World, act: Act, kind: str, source: str, content: Json, **about: object) -> bool:
    """Do the same, and let who is persuaded go to the shop soon; say whether they do."""
    day = wake(world, act, kind, source, content, **about)
    if day is not None:
        world.store.plan(act.at + SOON_SECONDS, act.person, "shop", {"day": day, "cause": source})
    return day is not None
