"""Coupons 优惠券: what they take off, who holds them, and what the store is told."""

from typing import Any

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.clock import DAY
from wechat_sandbox.registry import ActError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

DRAFT, VALID, INVALID, DELETED = 1, 2, 4, 5
"""The state of a coupon."""
HELD, EXPIRED, USED = 100, 101, 102
"""The state of a coupon that a person holds."""
PRODUCT_RATE, PRODUCT_FROM, PRODUCT_FLAT_RATE, PRODUCT_OFF = 1, 2, 3, 4
SHOP_RATE, SHOP_FROM, SHOP_FLAT_RATE, SHOP_OFF = 101, 102, 103, 104
TYPES = (PRODUCT_RATE, PRODUCT_FROM, PRODUCT_FLAT_RATE, PRODUCT_OFF, SHOP_RATE, SHOP_FROM, SHOP_FLAT_RATE, SHOP_OFF)
IN_SHOP, FOR_MEMBERS = 1, 9
BETWEEN, DAYS = 1, 2
"""valid_type: between two times, or for some days after it was taken."""
_DIGITS = 10_000


def find(world: World, shop: Account, coupon_id: str) -> Doc | None:
    """Find a coupon."""
    return world.store.get("store coupon", shop.id, coupon_id)


def on_offer(world: World, shop: Account, now: float, promote_type: int = IN_SHOP) -> list[Doc]:
    """Return the coupons that people may take now."""
    return [
        coupon
        for coupon in world.store.all("store coupon", shop.id)
        if coupon["status"] == VALID
        and coupon["coupon_info"]["promote_info"]["promote_type"] == promote_type
        and coupon["coupon_info"]["receive_info"]["start_time"] <= now < coupon["coupon_info"]["receive_info"]["end_time"]
        and coupon["received"] < coupon["coupon_info"]["receive_info"]["total_num"]
    ]


def held(world: World, shop: Account, person: int) -> list[Doc]:
    """Return every coupon a person ever took, oldest first, as it is at this moment."""
    taken = world.store.entries("user coupons", 0, -1, person, shop.id)
    found = [world.store.get("user coupon", shop.id, entry["user_coupon_id"]) for _, entry in taken]
    return [as_it_is(doc, world.now()) for doc in found if doc is not None]


def as_it_is(doc: Doc, now: float) -> Doc:
    """Return a person's coupon with the state that time has brought it to."""
    return {**doc, "status": EXPIRED} if doc["status"] == HELD and now >= doc["end_time"] else doc


def take(world: World, shop: Account, coupon: Doc, person: int, at: float) -> tuple[Doc, list[int]]:
    """Let a person take a coupon.

    Raises:
        ActError: none is left, the time is over, or the person has as many as one may have.
    """
    info = coupon["coupon_info"]
    receive = info["receive_info"]
    mine = sum(doc["coupon_id"] == coupon["coupon_id"] for doc in held(world, shop, person))
    if coupon["status"] != VALID or not receive["start_time"] <= at < receive["end_time"]:
        raise ActError("the coupon cannot be taken now")
    if coupon["received"] >= receive["total_num"] or mine >= receive["limit_num_one_person"]:
        raise ActError("no such coupon is left, or not for this person")
    start, end = _valid(info["valid_info"], at)
    number = str(109_000_000 + world.store.next_number(f"user coupons of {shop.id}"))
    doc = {
        "user_coupon_id": number,
        "coupon_id": coupon["coupon_id"],
        "person": person,
        "status": HELD,
        "create_time": int(at),
        "update_time": int(at),
        "start_time": start,
        "end_time": end,
    }
    world.store.put("user coupon", shop.id, number, doc)
    world.store.append("user coupons", {"user_coupon_id": number}, person, shop.id)
    world.store.put("store coupon", shop.id, coupon["coupon_id"], {**coupon, "received": coupon["received"] + 1})
    world.store.plan(float(end), person, "let_coupon_expire", {"account": shop.id, "user_coupon_id": number})
    told = {"coupon_id": coupon["coupon_id"], "user_coupon_id": number, "receive_time": str(int(at))}
    return doc, shops.tell(world, shop, person, at, "channels_ec_coupon_receive", receive_info=told)


def best(world: World, shop: Account, person: int, lines: list[tuple[str, int, int]], at: float) -> tuple[Doc | None, int]:
    """Choose the coupon that takes most off an order; return it and how much it takes off."""
    worth = [
        (off(coupon, lines), doc)
        for doc in held(world, shop, person)
        if doc["status"] == HELD and doc["start_time"] <= at and (coupon := find(world, shop, doc["coupon_id"]))
    ]
    most, doc = max(worth, key=lambda pair: pair[0], default=(0, None))
    return (doc, most) if most > 0 else (None, 0)


def off(coupon: Doc, lines: list[tuple[str, int, int]]) -> int:
    """Return how many fen a coupon takes off lines of (product id, price in fen, pieces)."""
    discount = coupon["coupon_info"]["discount_info"]
    condition = discount["discount_condition"]
    wanted = condition["product_ids"] if coupon["type"] < SHOP_RATE else []
    fitting = [(price, pieces) for product_id, price, pieces in lines if not wanted or product_id in wanted]
    amount, pieces = sum(price * n for price, n in fitting), sum(n for _, n in fitting)
    if not amount or amount < condition["product_price"] or pieces < condition["product_cnt"]:
        return 0
    if coupon["type"] % 100 in (PRODUCT_RATE, PRODUCT_FLAT_RATE):
        return amount - amount * int(discount["discount_num"]) // _DIGITS
    return min(int(discount["discount_fee"]), amount - 1)


def spend(world: World, shop: Account, doc: Doc, order_id: str, fen: int, at: float) -> list[int]:
    """Use a coupon for an order."""
    changed = {"status": USED, "update_time": int(at), "use_time": int(at), "order_id": order_id, "discount_fee": fen}
    world.store.put("user coupon", shop.id, doc["user_coupon_id"], {**doc, **changed})
    _count_used(world, shop, doc["coupon_id"], 1)
    return _tell_use(world, shop, doc, at, "channels_ec_user_coupon_use", "use_time")


def give_back(world: World, shop: Account, user_coupon_id: str, at: float) -> list[int]:
    """Give a coupon back whose order was cancelled."""
    doc = world.store.get("user coupon", shop.id, user_coupon_id)
    if doc is None or doc["status"] != USED:
        return []
    kept = {name: value for name, value in doc.items() if name not in ("use_time", "order_id", "discount_fee")}
    world.store.put("user coupon", shop.id, user_coupon_id, {**kept, "status": HELD, "update_time": int(at)})
    _count_used(world, shop, doc["coupon_id"], -1)
    if at >= doc["end_time"]:
        world.store.plan(at, doc["person"], "let_coupon_expire", {"account": shop.id, "user_coupon_id": user_coupon_id})
    return _tell_use(world, shop, doc, at, "channels_ec_user_coupon_unuse", "unuse_time")


def expire(world: World, shop: Account, user_coupon_id: str, at: float) -> list[int]:
    """End a coupon that was not used in time.

    Raises:
        ActError: it was used, or its time is not over.
    """
    doc = world.store.get("user coupon", shop.id, user_coupon_id)
    if doc is None or doc["status"] != HELD or at < doc["end_time"]:
        raise ActError("the coupon is used, or good for longer")
    world.store.put("user coupon", shop.id, user_coupon_id, {**doc, "status": EXPIRED, "update_time": int(at)})
    told = {"coupon_id": doc["coupon_id"], "user_coupon_id": user_coupon_id, "expire_time": str(doc["end_time"])}
    return shops.tell(world, shop, doc["person"], at, "channels_ec_user_coupon_expire", user_coupon_info=told)


def tell(world: World, shop: Account, coupon_id: str, event: str, time_name: str) -> list[int]:
    """Tell the store that one of its coupons was made or changed."""
    told = {"coupon_id": coupon_id, time_name: str(int(world.now()))}
    return shops.tell(world, shop, shops.NOBODY, world.now(), f"channels_ec_coupon_{event}", coupon_info=told)


def _tell_use(world: World, shop: Account, doc: Doc, at: float, event: str, time_name: str) -> list[int]:
    told = {"coupon_id": doc["coupon_id"], "user_coupon_id": doc["user_coupon_id"], time_name: str(int(at))}
    name = "user_info" if time_name == "use_time" else "user_coupon_info"
    return shops.tell(world, shop, doc["person"], at, event, **{name: told})


def _count_used(world: World, shop: Account, coupon_id: str, amount: int) -> None:
    coupon = find(world, shop, coupon_id)
    if coupon is not None:
        world.store.put("store coupon", shop.id, coupon_id, {**coupon, "used": coupon["used"] + amount})


def _valid(valid: Any, at: float) -> tuple[int, int]:
    if valid["valid_type"] == BETWEEN:
        return int(valid["start_time"]), int(valid["end_time"])
    return int(at), int(at + valid["valid_day_num"] * DAY)
