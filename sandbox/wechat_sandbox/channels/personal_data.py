"""A buyer's address and phone number: decoded a few times for each order, and every look is written down."""

from typing import Any

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import order_view, orders
from wechat_sandbox.channels.order_calls import need
from wechat_sandbox.channels.refusals import ORDER_STATE, QUOTA
from wechat_sandbox.clock import DAY, rfc3339
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_ORDER = "/channels/ec/order"


@endpoint(API, "POST", f"{_ORDER}/sensitiveinfo/decode", STORE)
def decode(call: Call) -> Json:
    """Give an order's address in full."""
    order = need(call)
    if order["status"] in (orders.UNPAID, orders.CANCELLED):
        raise ApiError(ORDER_STATE, "only of orders that were paid")
    _count(call, order, "decodes", call.world.settings.store_decodes_per_order)
    note_look(call, "address", order["person"], order_id=order["order_id"])
    return {**OK, "address_info": order_view.address(call.world, order["person"], masked=False)}


@endpoint(API, "POST", f"{_ORDER}/virtualtelnumber/get", STORE)
def get_virtual_number(call: Call) -> Json:
    """Give a number that reaches the buyer for some days without being theirs."""
    order, world = need(call), call.world
    if order["status"] in (orders.UNPAID, orders.CANCELLED):
        raise ApiError(ORDER_STATE, "only of orders that were paid")
    times = _count(call, order, "virtual_numbers", world.settings.store_virtual_numbers_per_order)
    note_look(call, "virtual number", order["person"], order_id=order["order_id"])
    number = f"17{int(world.dice.one('virtual number', order['person'], order['create_time']) * 10**9):09d}"
    extension = f"{int(world.dice.one('extension', order['person'], order['create_time']) * 10**4):04d}"
    expires = int(world.now() + world.settings.store_virtual_number_sim_days * DAY)
    answer = {"virtual_tel_number": f"{number}-{extension}", "virtual_tel_expire_time": expires}
    return {**OK, **answer, "get_virtual_tel_cnt": times}


def note_look(call: Call, what: str, person: int, **about: Any) -> None:
    """Write down that personal data were looked at, by which call and of whom."""
    entry = {"account": call.account.id, "api": call.incoming.path, "what": what, "person": person, **about}
    call.world.store.append("personal data", {**entry, "sim_time": rfc3339(call.world.now())}, person)


def _count(call: Call, order: Doc, name: str, most: int) -> int:
    times = int(order.get(name, 0)) + 1
    if times > most:
        raise ApiError(QUOTA, f"{most} times for each order")
    call.world.store.put("store order", call.account.id, order["order_id"], {**order, name: times})
    return times
