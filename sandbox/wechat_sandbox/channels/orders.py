"""The life of an order: 10 to pay, 20 to ship, 21 shipped in part, 30 on its way, 100 received, 200 sent back, 250 cancelled.

Each step checks first, then writes, then tells the store's server.
"""

from dataclasses import asdict, dataclass

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import coupons, days, discounts, lives, products, vip
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.products import Product
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.registry import ActError, Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

UNPAID, PAID, PART_SHIPPED, SHIPPED, DONE, SENT_BACK, CANCELLED = 10, 20, 21, 30, 100, 200, 250
BY_BUYER, TOO_LATE, ALL_SENT_BACK, OVERSOLD = 1, 2, 3, 4
"""cancel_type."""
MOST_PIECES = 99
_FIRST_NUMBER = 3_700_000_000_000_000_000
_SINCE = 1_500_000_000
_AS_NUMBER = ("new", "deliver", "ext_info_update", "wait_shipping")


@dataclass(frozen=True)
class Way:
    """How a buyer came to an order.

    Args:
        scene: order_scene.
        live_id: the live room it was made in.
        sharer: the person who shared the product, the share_scene and the sharer_type.
        promoter: finder id of the league's promoter who brought it about.
        commission: what the promoter is called and gets, in millionths of what is paid.
        source: how the buyer came to the live room.
        cause: what led to the order, for the truth; `own` unless said.
    """

    scene: int = days.OTHER
    live_id: str = ""
    sharer: tuple[int, int, int] | None = None
    promoter: str = ""
    commission: tuple[str, int] | None = None
    source: str = ""
    cause: str = ""


def find(world: World, shop: Account, order_id: str) -> Doc | None:
    """Find an order."""
    return world.store.get("store order", shop.id, order_id)


def create(
    world: World, shop: Account, person: int, product: Product, pieces: int, way: Way, at: float
) -> tuple[Doc, list[int]]:
    """Let a person order pieces of a product; they are kept for them until it is too late to pay.

    Raises:
        ActError: the store or the product is closed, or there are not so many pieces.
    """
    if not shops.is_open(shop) or product.status != products.LISTED:
        raise ActError("the store is closed, or does not sell this any more")
    if not 1 <= pieces <= min(product.stock, MOST_PIECES):
        raise ActError("sold out, or not so many at once")
    line = _line(world, shop, product, pieces, at)
    order_id = _number(world, shop, at)
    coupon, off = coupons.best(world, shop, person, [(product.product_id, line["price"], pieces)], at)
    points = _points(world, shop, person, line["price"] * pieces - off, order_id)
    order: Doc = {
        "order_id": order_id,
        "person": person,
        "status": UNPAID,
        "create_time": int(at),
        "line": line,
        "coupon": {"user_coupon_id": coupon["user_coupon_id"], "off": off} if coupon else None,
        "points": points,
        "point_fen": world.settings.store_point_fen,
        "freight": world.settings.store_freight_fen,
        **asdict(way),
        "parcels": [],
        "sent_back": 0,
        "in_aftersale": 0,
        "aftersales": [],
    }
    world.store.append("store orders", {"order_id": order_id, "at": int(at)}, key=f"{shop.id}:{china_day(at)}")
    write(world, shop, order, at)
    _count_order(world, shop, order, at)
    sent = products.move_stock(world, shop, product, -pieces, at)
    sent += tell(world, shop, order, at, "new")
    if coupon:
        sent += coupons.spend(world, shop, coupon, order_id, off, at)
    if points:
        sent += _move_points(world, shop, person, -points, at, vip.SPENT, "下单-抵扣积分")
    late = at + world.settings.store_unpaid_sim_minutes * 60
    world.store.plan(late, person, "let_order_expire", {"account": shop.id, "order_id": order_id})
    return order, sent


def pay(world: World, shop: Account, order: Doc, at: float) -> list[int]:
    """Pay an order."""
    _need(order, UNPAID)
    number = world.dice.word(8, "transaction", order["order_id"])
    order |= {
        "status": PAID,
        "pay_time": int(at),
        "transaction_id": f"42000{int(at)}{int.from_bytes(number.encode(), 'big') % 10**13:013d}",
        "new_buyer": not int(world.people.array(f"store orders:{shop.id}", "int64")[order["person"]]),
    }
    write(world, shop, order, at)
    world.people.add(f"store orders:{shop.id}", order["person"])
    _count_payment(world, shop, order, at)
    sent = tell(world, shop, order, at, "pay", pay_time=str(int(at)))
    sent += tell(world, shop, order, at, "wait_shipping")
    if order["promoter"]:
        sent += tell(world, shop, order, at, "ext_info_update", type=1)
    if world.dice.one("warehouse ships", order["person"], int(at)) < world.settings.store_ships_itself:
        wait = (0.2 + 1.6 * world.dice.one("warehouse ships when", order["person"], int(at))) * 3600
        due = at + wait * world.settings.store_ships_after_sim_hours
        world.store.plan(due, order["person"], "ship_store_order", {"account": shop.id, "order_id": order["order_id"]})
    return sent


def cancel(world: World, shop: Account, order: Doc, why: int, at: float) -> list[int]:
    """Cancel an order that was not paid; its pieces, coupon and points go back."""
    _need(order, UNPAID)
    order |= {"status": CANCELLED, "cancel_type": why}
    write(world, shop, order, at)
    line = order["line"]
    if line["flash_sale"]:
        discounts.unsell(world, shop, line["flash_sale"], line["pieces"])
    _put_back(world, shop, line["product_id"], line["pieces"], at)
    sent = tell(world, shop, order, at, "cancel", cancel_type=str(why))
    if order["coupon"]:
        sent += coupons.give_back(world, shop, order["coupon"]["user_coupon_id"], at)
    if order["points"]:
        sent += _move_points(world, shop, order["person"], order["points"], at, vip.GIVEN, "取消订单-返还积分")
    return sent


def ship(world: World, shop: Account, order: Doc, parcels: list[Json], at: float) -> list[int]:
    """Send parcels off; with the last piece the order is on its way."""
    _need(order, PAID, PART_SHIPPED)
    order["parcels"] = [*order["parcels"], *({**parcel, "time": int(at)} for parcel in parcels)]
    order["status"] = PART_SHIPPED
    whole = _is_sent_off(order)
    if whole:
        _be_on_the_way(world, shop, order, at)
    write(world, shop, order, at)
    return tell(world, shop, order, at, "deliver", finish_delivery=int(whole))


def shipped(order: Doc) -> int:
    """Count the pieces that were sent off."""
    return sum(int(parcel["pieces"]) for parcel in order["parcels"])


def confirm(world: World, shop: Account, order: Doc, by_itself: bool, at: float) -> list[int]:
    """Confirm that an order has arrived; members get their points."""
    _need(order, SHIPPED)
    order |= {"status": DONE, "confirm_time": int(at)}
    write(world, shop, order, at)
    sent = tell(world, shop, order, at, "confirm", confirm_type="2" if by_itself else "1")
    yuan = paid(order) // 100
    who = vip.member(world, shop, order["person"])
    if who and yuan:
        points = yuan * world.settings.store_points_per_yuan
        if points:
            sent += vip.add_score(world, shop, who, points, at, vip.ORDER, "下单-增加积分")
        sent += vip.add_experience(world, shop, who, yuan, at)
    due = at + world.settings.store_settle_sim_days * DAY
    world.store.plan(due, order["person"], "settle_store_order", {"account": shop.id, "order_id": order["order_id"]})
    return sent


def settle(world: World, shop: Account, order: Doc, at: float) -> list[int]:
    """Pay the store its money."""
    _need(order, DONE)
    if order.get("settle_time"):
        raise ActError("the order is settled")
    order["settle_time"] = int(at)
    write(world, shop, order, at)
    return tell(world, shop, order, at, "settle", settle_time=str(int(at)))


def take_back(world: World, shop: Account, order: Doc, pieces: int, fen: int, at: float) -> list[int]:
    """Note that pieces were refunded; when all are, the order is cancelled and its unsent pieces go back to the stock."""
    line = order["line"]
    order["sent_back"] += pieces
    order["in_aftersale"] -= pieces
    if shipped(order) == 0:
        _put_back(world, shop, line["product_id"], pieces, at)
    sent: list[int] = []
    whole = order["sent_back"] >= line["pieces"]
    if whole:
        order |= {"status": SENT_BACK, "cancel_type": ALL_SENT_BACK}
    elif order["status"] == PART_SHIPPED and _is_sent_off(order):
        _be_on_the_way(world, shop, order, at)
    write(world, shop, order, at)
    _count_refund(world, shop, order, pieces, fen, at)
    if whole:
        sent += tell(world, shop, order, at, "cancel", cancel_type=str(ALL_SENT_BACK))
    return sent


def write(world: World, shop: Account, order: Doc, at: float) -> None:
    """Write an order down, and that it changed on this day."""
    order["update_time"] = int(at)
    world.store.put("store order", shop.id, order["order_id"], order)
    entry = {"order_id": order["order_id"], "at": int(at)}
    world.store.append("store order changes", entry, key=f"{shop.id}:{china_day(at)}")


def tell(world: World, shop: Account, order: Doc, at: float, event: str, **fields: object) -> list[int]:
    """Tell the store's server of an order; the order's number is above 2^53 and not always a text."""
    form = world.settings.store_order_id_form
    as_number = form == "number" or (form == "mixed" and event in _AS_NUMBER)
    info = {"order_id": int(order["order_id"]) if as_number else order["order_id"], **fields}
    return shops.tell(world, shop, order["person"], at, f"channels_ec_order_{event}", order_info=info)


def total(order: Doc) -> int:
    """Return what an order costs, with freight, coupon and points, in fen."""
    line = order["line"]
    return int(line["price"] * line["pieces"] - discount(order) - deduction(order) + order["freight"])


def paid(order: Doc) -> int:
    """Return what was paid for an order, 0 before it was."""
    return total(order) if order.get("pay_time") else 0


def discount(order: Doc) -> int:
    """Return what a coupon took off."""
    return int(order["coupon"]["off"]) if order["coupon"] else 0


def deduction(order: Doc) -> int:
    """Return what points took off."""
    return int(order["points"]) * int(order["point_fen"])


def _need(order: Doc, *states: int) -> None:
    if order["status"] not in states:
        raise ActError(f"the order is in state {order['status']}")


def _is_sent_off(order: Doc) -> bool:
    return shipped(order) >= int(order["line"]["pieces"]) - int(order["sent_back"])


def _be_on_the_way(world: World, shop: Account, order: Doc, at: float) -> None:
    """Note that the last piece was sent off; receipt is confirmed by the buyer, or in the end by itself."""
    person, tick = order["person"], int(at)
    order |= {"status": SHIPPED, "ship_done_time": tick}
    params = {"account": shop.id, "order_id": order["order_id"]}
    late = at + world.settings.store_auto_confirm_sim_days * DAY
    world.store.plan(late, person, "let_receipt_be_confirmed", params)
    if world.dice.one("confirms", person, tick) < world.settings.store_confirms:
        wait = 2 + 4 * world.dice.one("confirms when", person, tick)
        world.store.plan(at + wait * DAY, person, "confirm_store_order", params)


def _number(world: World, shop: Account, at: float) -> str:
    counted = world.store.next_number(f"orders of {shop.id}")
    return str(_FIRST_NUMBER + (int(at) - _SINCE) * 10**9 + counted % 10**6 * 256)


def _points(world: World, shop: Account, person: int, fen: int, order_id: str) -> int:
    """Return the points that a member spends on an order: at most half of it."""
    who = vip.member(world, shop, person)
    worth = world.settings.store_point_fen
    if who is None or not worth or world.dice.one(f"points for {order_id}", person, 0) >= world.settings.store_uses_points:
        return 0
    return min(who.score, fen // 2 // worth)


def _move_points(world: World, shop: Account, person: int, points: int, at: float, source: int, remark: str) -> list[int]:
    who = vip.member(world, shop, person)
    return vip.add_score(world, shop, who, points, at, source, remark) if who else []


def _put_back(world: World, shop: Account, product_id: str, pieces: int, at: float) -> None:
    product = products.find(world, shop, product_id)
    if product is not None:
        products.move_stock(world, shop, product, pieces, at)


def _line(world: World, shop: Account, product: Product, pieces: int, at: float) -> Json:
    """Write down what is ordered at what price, and take it out of the flash sale if there is one."""
    price = discounts.price(world, shop, product, at)
    set_aside = discounts.set_aside(world, shop, product, at)
    flash = discounts.sell(world, shop, product.product_id, pieces, at)
    if not flash and pieces > product.stock - set_aside:
        raise ActError("what is left waits for the flash sale's buyers")
    return {
        "product_id": product.product_id,
        "sku_id": product.sku_id,
        "item_id": product.item.item_id,
        "title": product.title,
        "picture": product.picture,
        "price": price if flash else product.price_fen,
        "market_price": product.price_fen,
        "pieces": pieces,
        "flash_sale": flash,
    }


def _count_order(world: World, shop: Account, order: Doc, at: float) -> None:
    counts = {"create_cnt": 1, "create_gmv": total(order)}
    days.add(world, shop, at, **counts)
    line = order["line"]
    counts["create_pieces"] = line["pieces"]
    days.add_to_product(world, shop, at, line["product_id"], order["person"], "created", **counts)
    lives.count_order(world, shop, order, total(order))


def _count_payment(world: World, shop: Account, order: Doc, at: float) -> None:
    fen, line, person = paid(order), order["line"], order["person"]
    days.add(world, shop, at, pay_gmv=fen, pay_order_cnt=1, **{f"pay_gmv_{order['scene']}": fen})
    days.add_once(world, shop, at, person, "pay_uv")
    counts = {"pay_cnt": 1, "pay_gmv": fen, "pay_pieces": line["pieces"]}
    if order["commission"]:
        counts["commission"] = fen * order["commission"][1] // 1_000_000
    days.add_to_product(world, shop, at, line["product_id"], person, "paid", **counts)
    lives.count_payment(world, shop, order, fen)


def _count_refund(world: World, shop: Account, order: Doc, pieces: int, fen: int, at: float) -> None:
    """Count a refund on the day it is made, and again on the day that the order was paid."""
    product_id, person, unsent = order["line"]["product_id"], order["person"], shipped(order) == 0
    days.add(world, shop, order["pay_time"], pay_refund_gmv=fen)
    counts = {"refund_cnt": 1, "refund_gmv": fen, "refund_pieces": pieces}
    days.add_to_product(world, shop, at, product_id, person, "refunded", **counts)
    again = {f"pay_{name}": amount for name, amount in counts.items()}
    again["pay_refund_before_send_cnt"] = int(unsent)
    days.add_to_product(world, shop, order["pay_time"], product_id, person, "paid, refunded", **again)
    lives.count_refund(world, shop, order, pieces, fen)
