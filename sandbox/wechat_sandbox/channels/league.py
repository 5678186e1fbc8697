"""The league 优选联盟: promoters who sell a store's products for a commission, and the head supplier's view of it."""

from typing import Any

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import ask, orders, products
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.refusals import BAD, NO_SUCH
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_LEAGUE = "/channels/ec/league"
ORDINARY, TARGETED, EXCLUSIVE = 1, 2, 3
_MOST_RATIO = 90
_LATEST = 2**40
_PAGE = 30


@endpoint(API, "POST", f"{_LEAGUE}/promoter/add", STORE)
def add_promoter(call: Call) -> Json:
    """Invite a channel to sell the store's products."""
    finder = call.text("finder_id", BAD, 64)
    world, shop = call.world, call.account
    if not finder.startswith("sph") or not finder.isascii():
        raise ApiError(BAD, "finder_id begins with sph")
    if world.store.get("league promoter", shop.id, finder) is not None:
        raise ApiError(BAD, "the channel is invited already")
    world.store.put("league promoter", shop.id, finder, {"finder_id": finder, "invite_time": int(world.now())})
    return OK


@endpoint(API, "POST", f"{_LEAGUE}/item/batchadd", STORE)
def add_items(call: Call) -> Json:
    """Offer products to promoters for a share of the price, in percent."""
    kind = ask.count(call, "type", ORDINARY, EXCLUSIVE)
    given = ask.things(call.body.get("list"), "list", 100)
    start, end = ask.times(call, "begin_time", "end_time", _LATEST) if kind != ORDINARY else (0, _LATEST)
    finders = _finders(call) if kind != ORDINARY else []
    results = [_add(call, one, kind, (start, end), finders) for one in given]
    return {**OK, "result_info_list": results}


@endpoint(API, "POST", f"{_LEAGUE}/headsupplier/order/list/get", STORE)
def list_commission_orders(call: Call) -> Json:
    """List the orders that promoters brought about, page by page."""
    world, shop = call.world, call.account
    size = ask.count(call, "page_size", 1, _PAGE, 10)
    longest = world.settings.store_list_sim_days * DAY
    made = ask.stretch(call.body.get("create_time_range"), "create_time_range", longest)
    after = ask.after(call, "next_key")
    listed = world.store.entries("league orders", after, -1, key=shop.id)
    found = [(seq, entry) for seq, entry in listed if made is None or made[0] <= entry["at"] <= made[1]]
    page, more = found[:size], len(found) > size
    shown = [{"order_id": entry["order_id"], "sku_id": entry["sku_id"]} for _, entry in page]
    return {**OK, "list": shown, "has_more": more, "next_key": str(page[-1][0]) if more else ""}


@endpoint(API, "POST", f"{_LEAGUE}/headsupplier/order/get", STORE)
def get_commission_order(call: Call) -> Json:
    """Tell about an order and what its promoter gets."""
    order = orders.find(call.world, call.account, ask.identity(call, "order_id"))
    if order is None or not order["commission"] or ask.identity(call, "sku_id") != order["line"]["sku_id"]:
        raise ApiError(NO_SUCH, "no such order that a promoter brought about")
    return {**OK, "commssion_order": _commission_order(call, order)}


def choose(world: World, shop: Account, product_id: str, person: int, at: float) -> tuple[str, tuple[str, int]] | None:
    """Choose a promoter who sells a product now: finder id, name and commission in millionths; None when nobody does."""
    item = world.store.get("league item", shop.id, product_id)
    if item is None or not item["start"] <= at < item["end"]:
        return None
    finders = item["finders"] or [doc["finder_id"] for doc in world.store.all("league promoter", shop.id)]
    if not finders:
        return None
    finder = finders[world.dice.pick("promoter", person, int(at), len(finders))]
    return finder, (f"带货达人{finder[-4:]}", item["ratio"] * 10_000)


def note_order(world: World, shop: Account, order: Doc) -> None:
    """Write down that an order came of a promoter's work."""
    entry = {"order_id": order["order_id"], "sku_id": order["line"]["sku_id"], "at": order["create_time"]}
    world.store.append("league orders", entry, key=shop.id)


def _finders(call: Call) -> list[str]:
    finders = call.texts("finder_ids", BAD, 100)
    for finder in finders:
        if call.world.store.get("league promoter", call.account.id, finder) is None:
            raise ApiError(BAD, "finder_ids are of invited promoters")
    return finders


def _add(call: Call, given: Json, kind: int, when: tuple[int, int], finders: list[str]) -> Json:
    """Add one product; a wrong one is said in its own result and holds up none of the others."""
    world, shop = call.world, call.account
    product_id, ratio = given.get("product_id"), given.get("ratio")
    result: Json = {"errcode": 0, "errmsg": "ok", "product_id": product_id if _is_number(product_id) else 0}
    product = products.find(world, shop, str(product_id))
    if product is None:
        return {**result, "errcode": NO_SUCH, "errmsg": "no such product"}
    if not isinstance(ratio, int) or isinstance(ratio, bool) or not 1 <= ratio <= _MOST_RATIO:
        return {**result, "errcode": BAD, "errmsg": f"ratio is 1 to {_MOST_RATIO}"}
    before = world.store.get("league item", shop.id, product.product_id)
    number = before["info_id"] if before else world.store.next_number(f"league items of {shop.id}")
    item = {"ratio": ratio, "kind": kind, "start": when[0], "end": when[1], "finders": finders, "info_id": number}
    world.store.put("league item", shop.id, product.product_id, item)
    told: Json = {
        "event_type": 2 if before else 1,
        "appid": shop.app_id,
        "product_id": product.product_id,
        "version": str(int(world.now())),
    }
    if before:
        told["update_fields"] = ["commission_ratio", "active_time"]
    shops.tell(world, shop, shops.NOBODY, world.now(), "head_supplier_item_update", item_info=told)
    return {**result, "product_id": int(product.product_id), "info_id": number}


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _commission_order(call: Call, order: Doc) -> Json:
    line, (nickname, ratio) = order["line"], order["commission"]
    paid = orders.paid(order)
    detail = {
        "shop_info": {"appid": call.account.app_id},
        "product_info": {
            "product_id": line["product_id"],
            "thumb_img": line["picture"],
            "title": line["title"],
            "actual_payment": paid,
        },
        "order_info": {"order_status": order["status"]},
        "commission_info": {
            "finder_info": {"nickname": nickname, "ratio": ratio, "amount": paid * ratio // 1_000_000},
            "service_ratio": 0,
            "service_amount": 0,
        },
    }
    return {
        "order_id": order["order_id"],
        "sku_id": line["sku_id"],
        "create_time": order["create_time"],
        "update_time": order["update_time"],
        "status": order["status"],
        "order_detail": detail,
    }
