"""Shopping in a store of WeChat Channels: looking, ordering, paying or not, receiving, points and coupons."""

from dataclasses import replace

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.shopping import OWN_TASTE, POPULARITY_POWER
from wechat_sandbox.channels import coupons, days, league, orders, products, sharers, vip, window
from wechat_sandbox.channels.orders import Way
from wechat_sandbox.channels.products import Product
from wechat_sandbox.channels.timers import order_of
from wechat_sandbox.clock import DAY
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

LONGEST_THOUGHT_SECONDS = 900
EXCHANGE_POINTS = 100
TOLD = "told"
PRODUCT_LINK = 7
"""share_scene of a product that was shared as a link."""


@action("visit_store")
def visit_store(world: World, act: Act) -> Json:
    """Open the store's window, look at some products, and perhaps order one."""
    shop = world.account(act, STORE)
    shown = window.shown(world, shop)
    if not shown:
        raise ActError("the window is empty")
    tick = int(act.at)
    seen = [
        shown[world.dice.pick(f"looks at {n}", act.person, tick, len(shown))] for n in range(world.settings.store_products_seen)
    ]
    for product in seen:
        click(world, shop, act.person, product, act.at)
    if not seen or world.dice.one("orders", act.person, tick) >= world.settings.store_order_per_visit:
        return {"seen": len(seen), "order_id": None, "deliveries": []}
    ordered = place_order(world, shop, act.person, seen[-1], _pieces(world, act), _way(world, shop, seen[-1], act), act.at)
    return {"seen": len(seen), **ordered}


@action("order_in_store")
def order_in_store(world: World, act: Act) -> Json:
    """Order a product, the one with this product_id or any, and leave the till open."""
    shop = world.account(act, STORE)
    product = _wanted(world, shop, act)
    click(world, shop, act.person, product, act.at)
    way = replace(_way(world, shop, product, act), cause=TOLD)
    order, sent = orders.create(world, shop, act.person, product, _pieces(world, act), way, act.at)
    _note_helpers(world, shop, order)
    return {"order_id": order["order_id"], "deliveries": sent}


@action("buy_in_store")
def buy_in_store(world: World, act: Act) -> Json:
    """Order a product and pay for it."""
    ordered = order_in_store(world, act)
    shop = world.account(act, STORE)
    order = orders.find(world, shop, ordered["order_id"])
    assert order is not None
    return {**ordered, "deliveries": ordered["deliveries"] + pay(world, shop, order, act.at)}


@action("pay_store_order")
def pay_store_order(world: World, act: Act) -> Json:
    """Pay for an order."""
    shop, order = order_of(world, act)
    return {"deliveries": pay(world, shop, order, act.at)}


@action("cancel_store_order")
def cancel_store_order(world: World, act: Act) -> Json:
    """Cancel an order that is not paid."""
    shop, order = order_of(world, act)
    return {"deliveries": orders.cancel(world, shop, order, orders.BY_BUYER, act.at)}


@action("confirm_store_order")
def confirm_store_order(world: World, act: Act) -> Json:
    """Say that a parcel has arrived."""
    shop, order = order_of(world, act)
    return {"deliveries": orders.confirm(world, shop, order, False, act.at)}


@action("take_coupon")
def take_coupon(world: World, act: Act) -> Json:
    """Take a coupon, the one with this coupon_id or any."""
    shop = world.account(act, STORE)
    offered = coupons.on_offer(world, shop, act.at)
    if wanted := act.params.get("coupon_id"):
        found = coupons.find(world, shop, str(wanted))
        offered = [found] if found else []
    if not offered:
        raise ActError("no such coupon is on offer")
    coupon = offered[world.dice.pick("which coupon", act.person, int(act.at), len(offered))]
    taken, sent = coupons.take(world, shop, coupon, act.person, act.at)
    return {"user_coupon_id": taken["user_coupon_id"], "coupon_id": taken["coupon_id"], "deliveries": sent}


@action("join_vip")
def join_vip(world: World, act: Act) -> Json:
    """Join the store's members' programme."""
    shop = world.account(act, STORE)
    if vip.member(world, shop, act.person):
        return {"joined": False, "why": "is a member already", "deliveries": []}
    return {"joined": True, "deliveries": vip.join(world, shop, act.person, act.at)}


@action("leave_vip")
def leave_vip(world: World, act: Act) -> Json:
    """Leave the store's members' programme."""
    shop = world.account(act, STORE)
    if vip.member(world, shop, act.person) is None:
        raise ActError("is not a member")
    return {"left": True, "deliveries": vip.leave(world, shop, act.person, act.at)}


@action("exchange_points")
def exchange_points(world: World, act: Act) -> Json:
    """Exchange points for a coupon that the store made for members."""
    shop = world.account(act, STORE)
    who, offered = vip.member(world, shop, act.person), coupons.on_offer(world, shop, act.at, coupons.FOR_MEMBERS)
    if who is None or who.score < EXCHANGE_POINTS or not offered:
        raise ActError(f"only members with {EXCHANGE_POINTS} points, for a coupon with promote_type {coupons.FOR_MEMBERS}")
    coupon = offered[0]
    taken, sent = coupons.take(world, shop, coupon, act.person, act.at)
    sent += vip.exchange(world, shop, who, EXCHANGE_POINTS, coupon["coupon_id"], act.at)
    return {"user_coupon_id": taken["user_coupon_id"], "deliveries": sent}


@habit
def look_into_the_store(world: World, slot: Slot) -> list[Act]:
    """People who know the brand open its store's window."""
    looking: list[Act] = []
    for shop in world.accounts.of_kind(STORE):
        who = chosen(world, slot, f"visits {shop.id}", world.settings.store_visits_per_day, caring(world))
        looking += acts(world, slot, who, "visit_store", account=shop.id)
    return looking


def click(world: World, shop: Account, person: int, product: Product, at: float) -> None:
    """Count that a person opened a product."""
    days.add_to_product(world, shop, at, product.product_id, person, "clicked", clicks=1)
    days.add_once(world, shop, at, person, "product_click_uv")


def place_order(world: World, shop: Account, person: int, product: Product, pieces: int, way: Way, at: float) -> Json:
    """Order, with a coupon if one is at hand, and pay some minutes later or not at all."""
    tick, sent = int(at), _take_what_fits(world, shop, person, product, pieces, at)
    order, told = orders.create(world, shop, person, product, min(pieces, max(product.stock, 1)), way, at)
    _note_helpers(world, shop, order)
    if world.dice.one("pays", person, tick) < world.settings.store_pays:
        wait = 10 + LONGEST_THOUGHT_SECONDS * world.dice.one("pays when", person, tick) ** 3
        params = {"account": shop.id, "order_id": order["order_id"]}
        world.store.plan(at + wait, person, "pay_store_order", params)
    return {"order_id": order["order_id"], "deliveries": sent + told}


def pay(world: World, shop: Account, order: Doc, at: float) -> list[int]:
    """Pay for an order, and perhaps become a member, or want the money back some time later."""
    settings, person, tick = world.settings, order["person"], int(at)
    sent = orders.pay(world, shop, order, at)
    if not vip.member(world, shop, person) and world.dice.one("joins vip", person, tick) < settings.store_joins_vip:
        sent += vip.join(world, shop, person, at)
    if world.dice.one("sends back", person, tick) < settings.store_sends_back:
        wait = 12 * world.dice.one("wants money back when", person, tick) * DAY
        params = {"account": shop.id, "order_id": order["order_id"]}
        world.store.plan(at + wait, person, "ask_store_refund", params)
    return sent


def friend_of(world: World, person: int, purpose: str, tick: int) -> int | None:
    """Choose a friend of a person, None for somebody without any."""
    friends = world.people.traits.graph.friends(person)
    return friends[world.dice.pick(purpose, person, tick, len(friends))] if friends else None


def choose_product(world: World, shop: Account, person: int, tick: int) -> Product:
    """Choose a product by a person's taste, best sellers more often."""
    dice, shelves = world.dice, world.items_of
    own = dice.one("own shelf", person, tick) < OWN_TASTE
    number = int(world.people.taste[person]) if own else dice.pick("shelf", person, tick, len(shelves))
    before = sum(len(shelf) for shelf in shelves[:number])
    depth = dice.one("depth", person, tick) ** POPULARITY_POWER
    return products.at_place(world, shop, before + int(depth * len(shelves[number])))


def _wanted(world: World, shop: Account, act: Act) -> Product:
    if not (product_id := act.params.get("product_id")):
        return choose_product(world, shop, act.person, int(act.at))
    product = products.find(world, shop, str(product_id))
    if product is None:
        raise ActError("product_id is one of this store's")
    return product


def _pieces(world: World, act: Act) -> int:
    pieces = act.params.get("pieces", 1 + int(world.dice.one("pieces", act.person, int(act.at)) ** 4 * 3))
    if not isinstance(pieces, int) or isinstance(pieces, bool) or not 1 <= pieces <= orders.MOST_PIECES:
        raise ActError(f"pieces is 1 to {orders.MOST_PIECES}")
    return pieces


def _way(world: World, shop: Account, product: Product, act: Act) -> Way:
    """Tell how a buyer came here: through the window, and perhaps with a promoter's help."""
    if world.dice.one("by a promoter", act.person, int(act.at)) >= world.settings.store_league_sales:
        return Way(days.WINDOW)
    found = league.choose(world, shop, product.product_id, act.person, act.at)
    return Way(days.WINDOW, promoter=found[0], commission=found[1]) if found else Way(days.WINDOW)


def _note_helpers(world: World, shop: Account, order: Doc) -> None:
    if order["commission"]:
        league.note_order(world, shop, order)
    if order["sharer"]:
        sharers.note_order(world, shop, order)


def _take_what_fits(world: World, shop: Account, person: int, product: Product, pieces: int, at: float) -> list[int]:
    """Some take the coupon that takes most off before they order."""
    if world.dice.one("takes coupon", person, int(at)) >= world.settings.store_takes_coupon:
        return []
    line = [(product.product_id, product.price_fen, pieces)]
    offered = [(coupons.off(coupon, line), coupon) for coupon in coupons.on_offer(world, shop, at)]
    most, coupon = max(offered, key=lambda pair: pair[0], default=(0, {}))
    try:
        return coupons.take(world, shop, coupon, person, at)[1] if most > 0 else []
    except ActError:
        # This person has taken theirs already.
        return []
