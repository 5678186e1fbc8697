"""Orders: lists by time, details, search and shipping."""

from collections.abc import Iterator
from typing import Any

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, order_view, orders
from wechat_sandbox.channels.refusals import BAD, NO_SUCH, ORDER_STATE
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_ORDER = "/channels/ec/order"
_STATES = (orders.UNPAID, orders.PAID, orders.PART_SHIPPED, orders.SHIPPED, orders.DONE, orders.SENT_BACK, orders.CANCELLED)
_MOST_PARCELS = 20
_LONGEST_NUMBER = 64
_AT_ONCE = 500


@endpoint(API, "POST", f"{_ORDER}/list/get", STORE)
def list_orders(call: Call) -> Json:
    """List the orders that were made, or last changed, in some days, page by page."""
    longest = call.world.settings.store_list_sim_days * DAY
    made = ask.stretch(call.body.get("create_time_range"), "create_time_range", longest)
    changed = ask.stretch(call.body.get("update_time_range"), "update_time_range", longest)
    if made is None and changed is None:
        raise ApiError(BAD, "create_time_range or update_time_range is given")
    size = ask.count(call, "page_size", 1, call.world.settings.store_orders_a_page)
    status = _status(call)
    person = ask.person(call) if "openid" in call.body else None

    def fits(order: Doc) -> bool:
        return (
            status in (None, order["status"])
            and person in (None, order["person"])
            and (made is None or made[0] <= order["create_time"] <= made[1])
            and (changed is None or changed[0] <= order["update_time"] <= changed[1])
        )

    found: list[str] = []
    next_key = ask.after(call, "next_key")
    log = "store orders" if made else "store order changes"
    for seq, order in _in_days(call, made or changed or (0, 0), log, next_key):
        if not fits(order):
            continue
        if len(found) == size:
            return {**OK, "order_id_list": found, "next_key": str(next_key), "has_more": True}
        found.append(order["order_id"])
        next_key = seq
    return {**OK, "order_id_list": found, "next_key": "", "has_more": False}


@endpoint(API, "POST", f"{_ORDER}/get", STORE)
def get_order(call: Call) -> Json:
    """Tell all about an order, the address masked."""
    return {**OK, "order": order_view.shown(call.world, call.account, need(call))}


@endpoint(API, "POST", f"{_ORDER}/search", STORE)
def search_orders(call: Call) -> Json:
    """Find orders by words of the title, the buyer's name, the end of their phone number, or the order's id."""
    condition = ask.thing(call, "search_condition")
    wanted = {name: _words(condition, name) for name in ("title", "sku_code", "user_name", "tel_number_last4", "order_id")}
    if not any(wanted.values()):
        raise ApiError(BAD, "search_condition says what to look for")
    size = ask.count(call, "page_size", 1, call.world.settings.store_orders_a_page, 10)
    status, aftersale = _status(call), ask.count(call, "on_aftersale_order_exist", 0, 1, 0)
    found: list[str] = []
    next_key = ask.after(call, "next_key")
    while page := _after(call, wanted["order_id"], next_key):
        for seq, order in page:
            if _matches(call, order, wanted) and status in (None, order["status"]) and (order["in_aftersale"] or not aftersale):
                if len(found) == size:
                    return {**OK, "orders": found, "has_more": True, "next_key": str(next_key)}
                found.append(order["order_id"])
            next_key = seq
    return {**OK, "orders": found, "has_more": False, "next_key": ""}


@endpoint(API, "POST", f"{_ORDER}/delivery/send", STORE)
def send_parcels(call: Call) -> Json:
    """Say that parcels of an order are on their way."""
    order = need(call)
    if order["status"] not in (orders.PAID, orders.PART_SHIPPED):
        raise ApiError(ORDER_STATE, f"an order of state {order['status']} cannot be shipped")
    given = ask.things(call.body.get("delivery_list"), "delivery_list", _MOST_PARCELS)
    parcels = [_parcel(order, parcel) for parcel in given]
    room = order["line"]["pieces"] - orders.shipped(order) - order["sent_back"]
    if sum(parcel["pieces"] for parcel in parcels) > room:
        raise ApiError(BAD, f"{room} pieces are left to ship")
    orders.ship(call.world, call.account, order, parcels, call.world.now())
    return OK


def need(call: Call) -> Doc:
    """Return the order that a call names.

    Raises:
        ApiError: no such order.
    """
    order = orders.find(call.world, call.account, ask.identity(call, "order_id"))
    if order is None:
        raise ApiError(NO_SUCH, "no such order of this store")
    return order


def _status(call: Call) -> int | None:
    if "status" not in call.body:
        return None
    status = ask.count(call, "status", 0, 1000)
    if status not in _STATES:
        raise ApiError(BAD, f"status is one of {', '.join(str(one) for one in _STATES)}")
    return status


def _in_days(call: Call, stretch: tuple[int, int], log: str, after: int) -> Iterator[tuple[int, Doc]]:
    """Read the orders that were noted in the days of a stretch; one that changed often stands at its last change."""
    world, shop = call.world, call.account
    noted: dict[str, int] = {}
    for day in range(china_day(stretch[0]), china_day(stretch[1]) + 1):
        noted |= {entry["order_id"]: seq for seq, entry in world.store.entries(log, after, -1, key=f"{shop.id}:{day}")}
    for order_id, seq in sorted(noted.items(), key=lambda pair: pair[1]):
        order = orders.find(world, shop, order_id)
        if order is not None:
            yield seq, order


def _after(call: Call, order_id: str, after: int) -> list[tuple[int, Doc]]:
    """Read some orders after a place in the order of their making, or the one that is named."""
    if not order_id:
        return [(seq, order) for seq, _, order in call.world.store.page("store order", call.account.id, after, _AT_ONCE)]
    order = orders.find(call.world, call.account, order_id) if not after else None
    return [(1, order)] if order else []


def _words(condition: Json, name: str) -> str:
    value = condition.get(name) or ""
    if not isinstance(value, str) or len(value) > 100:
        raise ApiError(BAD, f"{name} is a text")
    return value


def _matches(call: Call, order: Doc, wanted: dict[str, str]) -> bool:
    people = call.world.people
    return (
        wanted["title"] in order["line"]["title"]
        and wanted["sku_code"] in ("", order["line"]["item_id"])
        and wanted["user_name"] in ("", people.name(order["person"]))
        and people.phone(order["person"]).endswith(wanted["tel_number_last4"])
        and wanted["order_id"] in ("", order["order_id"])
    )


def _parcel(order: Doc, given: Json) -> Json:
    """Read one parcel; it names the pieces of the order that are in it."""
    numbers: dict[str, Any] = {name: given.get(name) for name in ("delivery_id", "waybill_id")}
    for name, value in numbers.items():
        if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_NUMBER:
            raise ApiError(BAD, f"{name} is a text")
    inside = ask.things(given.get("product_infos"), "product_infos", _MOST_PARCELS)
    line = order["line"]
    if any((str(one.get("product_id")), str(one.get("sku_id"))) != (line["product_id"], line["sku_id"]) for one in inside):
        raise ApiError(BAD, "product_infos holds products of the order")
    pieces = sum(ask.bounded(one.get("product_cnt"), "product_cnt", 1, orders.MOST_PIECES) for one in inside)
    return {**numbers, "deliver_type": ask.bounded(given.get("deliver_type", 1), "deliver_type", 1, 4), "pieces": pieces}
