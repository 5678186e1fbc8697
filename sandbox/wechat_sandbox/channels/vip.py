"""The members' programme 会员: who is in it, their points, grades, and what the store is told of them."""

from dataclasses import dataclass

import numpy as np

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.people.randomness import Ints
from wechat_sandbox.world import World

GRADES = (0, 500, 2_000, 10_000, 50_000)
"""The experience from which each grade begins."""
ORDER, SPENT, GIVEN, TAKEN, EXCHANGED = 2, 5, 1, 4, 3
"""Where a change of points comes from: an order, a deduction, the API, the API, an exchange."""


@dataclass(frozen=True)
class Member:
    """What the programme knows of a person."""

    person: int
    since: int
    score: int
    grade: int
    experience: int


def member(world: World, shop: Account, person: int) -> Member | None:
    """Return a person's membership, None when there is none."""
    people = world.people
    since = int(people.array(f"vip since:{shop.id}")[person])
    if not since:
        return None
    score, grade, experience = (
        int(people.array(f"vip {name}:{shop.id}", "int64")[person]) for name in ("score", "grade", "experience")
    )
    return Member(person, since, score, grade, experience)


def members(world: World, shop: Account) -> Ints:
    """Return who is in the programme."""
    return np.asarray(np.flatnonzero(world.people.array(f"vip since:{shop.id}") > 0), dtype=np.int64)


def join(world: World, shop: Account, person: int, at: float) -> list[int]:
    """Let a person in, at the lowest grade and without points."""
    people = world.people
    people.put(f"vip since:{shop.id}", person, float(int(at)))
    people.put(f"vip grade:{shop.id}", person, 1, "int64")
    for name in ("score", "experience"):
        people.put(f"vip {name}:{shop.id}", person, 0, "int64")
    told = {"join_time": int(at), "phone_number": people.phone(person), "grade": 1, "experience_value": 0, "score": 0}
    return shops.tell(world, shop, person, at, "channels_ec_vip_join", user_info=told)


def leave(world: World, shop: Account, person: int, at: float) -> list[int]:
    """Let a person out; points and grade are lost."""
    world.people.put(f"vip since:{shop.id}", person, 0.0)
    return shops.tell(world, shop, person, at, "channels_ec_vip_close", user_info={"close_time": int(at)})


def add_score(world: World, shop: Account, who: Member, amount: int, at: float, source: int, remark: str) -> list[int]:
    """Give points, or take some that are there, and write the change down."""
    score = who.score + amount
    assert score >= 0
    world.people.put(f"vip score:{shop.id}", who.person, score, "int64")
    flow = {"score": amount, "source": source, "remark": remark}
    world.store.append("vip scores", {**flow, "at": at}, who.person, shop.id)
    told = {"score": score, "delta_score": amount}
    return shops.tell(world, shop, who.person, at, "channels_ec_vip_score_update", user_info=told)


def add_experience(world: World, shop: Account, who: Member, amount: int, at: float) -> list[int]:
    """Count what a member has spent towards the next grade."""
    experience = max(who.experience + amount, 0)
    world.people.put(f"vip experience:{shop.id}", who.person, experience, "int64")
    earned = sum(experience >= least for least in GRADES)
    return set_grade(world, shop, who, earned, at, experience) if earned > who.grade else []


def set_grade(world: World, shop: Account, who: Member, grade: int, at: float, experience: int) -> list[int]:
    """Move a member to a grade."""
    world.people.put(f"vip grade:{shop.id}", who.person, grade, "int64")
    told = {"grade": grade, "experience_value": experience}
    return shops.tell(world, shop, who.person, at, "channels_ec_vip_grade_info_update", user_info=told)


def exchange(world: World, shop: Account, who: Member, points: int, coupon_id: str, at: float) -> list[int]:
    """Take points for a coupon."""
    sent = add_score(world, shop, who, -points, at, EXCHANGED, "积分兑换优惠券")
    told = {"pay_score": points, "score_item_type": 1, "coupon_info": {"related_coupon_id": int(coupon_id)}}
    return sent + shops.tell(world, shop, who.person, at, "channels_ec_vip_score_exchange", exchange_info=told)
