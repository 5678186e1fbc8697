"""What happens when a time is over and nobody has done anything, and what the store's own warehouse does."""

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import aftersales, coupons, orders
from wechat_sandbox.clock import DAY
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World


def order_of(world: World, act: Act) -> tuple[Account, Doc]:
    """Return the store and the order that an act is about.

    Raises:
        ActError: no such order of this person.
    """
    shop = world.account(act, STORE)
    order = orders.find(world, shop, str(act.params.get("order_id")))
    if order is None or order["person"] != act.person:
        raise ActError("no such order of this person")
    return shop, order


def aftersale_of(world: World, act: Act) -> tuple[Account, Doc]:
    """Return the store and the after-sale that an act is about.

    Raises:
        ActError: no such after-sale of this person.
    """
    shop = world.account(act, STORE)
    doc = aftersales.find(world, shop, str(act.params.get("after_sale_order_id")))
    if doc is None or doc["person"] != act.person:
        raise ActError("no such after-sale of this person")
    return shop, doc


@action("let_order_expire")
def let_order_expire(world: World, act: Act) -> Json:
    """The time to pay is over."""
    shop, order = order_of(world, act)
    return {"deliveries": orders.cancel(world, shop, order, orders.TOO_LATE, act.at)}


@action("ship_store_order")
def ship_store_order(world: World, act: Act) -> Json:
    """The store's own warehouse ships what is left of an order."""
    shop, order = order_of(world, act)
    left = order["line"]["pieces"] - orders.shipped(order) - order["sent_back"]
    if left <= order["in_aftersale"]:
        raise ActError("nothing is left to ship")
    waybill = f"SF{int(world.dice.one('waybill', act.person, int(act.at)) * 10**13):013d}"
    parcel = {"delivery_id": "SF", "waybill_id": waybill, "deliver_type": 1, "pieces": left}
    return {"waybill_id": waybill, "deliveries": orders.ship(world, shop, order, [parcel], act.at)}


@action("let_receipt_be_confirmed")
def let_receipt_be_confirmed(world: World, act: Act) -> Json:
    """The time to confirm receipt is over; what is on its way back waits."""
    shop, order = order_of(world, act)
    if order["in_aftersale"]:
        world.store.plan(act.at + DAY, act.person, "let_receipt_be_confirmed", act.params)
        return {"deliveries": []}
    return {"deliveries": orders.confirm(world, shop, order, True, act.at)}


@action("settle_store_order")
def settle_store_order(world: World, act: Act) -> Json:
    """The time to send back is over: the store gets its money."""
    shop, order = order_of(world, act)
    return {"deliveries": orders.settle(world, shop, order, act.at)}


@action("let_aftersale_run_out")
def let_aftersale_run_out(world: World, act: Act) -> Json:
    """The time to answer, or to send the goods back, is over."""
    shop, doc = aftersale_of(world, act)
    return {"deliveries": aftersales.run_out(world, shop, doc, str(act.params.get("status")), act.at)}


@action("get_money_back")
def get_money_back(world: World, act: Act) -> Json:
    """The money of an after-sale arrives."""
    shop, doc = aftersale_of(world, act)
    return {"deliveries": aftersales.refund(world, shop, doc, act.at)}


@action("let_coupon_expire")
def let_coupon_expire(world: World, act: Act) -> Json:
    """The time of a coupon that a person holds is over."""
    shop = world.account(act, STORE)
    return {"deliveries": coupons.expire(world, shop, str(act.params.get("user_coupon_id")), act.at)}


@action("end_coupon")
def end_coupon(world: World, act: Act) -> Json:
    """The time to take a coupon is over."""
    shop = world.account(act, STORE)
    coupon = coupons.find(world, shop, str(act.params.get("coupon_id")))
    if coupon is None or coupon["status"] != coupons.VALID:
        raise ActError("nobody can take this coupon any more")
    end = coupon["coupon_info"]["receive_info"]["end_time"]
    if act.at < end:
        world.store.plan(float(end), act.person, "end_coupon", act.params)
        return {"deliveries": []}
    return {"deliveries": coupons.tell(world, shop, coupon["coupon_id"], "expire", "expire_time")}
