"""The people at a glance, for the command line."""

from typing import Any

import numpy as np

from wechat_sandbox.people.cities import CITIES
from wechat_sandbox.people.interests import INTERESTS
from wechat_sandbox.people.traits import FEMALE
from wechat_sandbox.registry import Json
from wechat_sandbox.truth.people import RISKS, traits
from wechat_sandbox.world import World

TOWNS = 5
_AGES = {"youngest_tenth": 0.1, "median": 0.5, "oldest_tenth": 0.9}


def summary(world: World) -> Json:
    """Count what kinds of people there are."""
    people, its = world.people, world.people.traits
    homes = its.households
    towns = np.bincount(homes.city, minlength=len(CITIES)).argsort()[::-1][:TOWNS]
    likes = [(its.likes >> place & 1).mean() for place in range(len(INTERESTS))]
    return {
        "people": people.count,
        "seed": world.dice.seed,
        "women": _share(its.gender == FEMALE),
        "age": {
            name: int(np.quantile(its.age, at))
            for name, at in (("youngest_tenth", 0.1), ("median", 0.5), ("oldest_tenth", 0.9))
        },
        "tiers": {str(tier): _share(its.tier == tier) for tier in range(1, 5)},
        "largest_towns": [CITIES[int(n)].name for n in towns],
        "households": {
            "number": homes.number,
            "people_in_homes_of_1_to_5": [round(float(share), 3) for share in homes.sizes()],
        },
        "friends_each": round(float(np.diff(its.graph.rows[0]).mean()), 2),
        "likes": {interest.name: round(float(share), 3) for interest, share in zip(INTERESTS, likes, strict=True)},
        "risk": {name: int((its.frauds.risk == place).sum()) for place, name in enumerate(RISKS)},
        "know_the_brand": _share(people.array("aware", bool)),
        "visits": int(people.array("visits", "int64").sum()),
        "orders": int(people.array("orders", "int64").sum()),
    }


def sample(world: World, number: int) -> list[Json]:
    """Describe some people, spread evenly over all."""
    count = world.people.count
    chosen = range(0, count, max(count // max(number, 1), 1))
    return [{"person": n, "name": world.people.name(n), **traits(world, n)} for n in chosen][:number]


def _share(of: Any) -> float:
    return round(float(np.mean(of)), 3)
