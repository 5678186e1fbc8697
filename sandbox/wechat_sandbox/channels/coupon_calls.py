"""Coupons as the store's server makes, changes and lists them."""

from typing import Any

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, coupons, products
from wechat_sandbox.channels.coupons import BETWEEN, DAYS, DELETED, DRAFT, INVALID, VALID
from wechat_sandbox.channels.refusals import BAD, NO_SUCH
from wechat_sandbox.channels.shop import NOBODY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_COUPON = "/channels/ec/coupon"
_PAGE = 200
_MOST_FEN = 10**10
_LATEST = 2**40
_CHANGES = {
    (DRAFT, VALID): None,
    (DRAFT, DELETED): ("delete", "delete_time"),
    (VALID, INVALID): ("invalid", "invalid_time"),
    (INVALID, DELETED): ("delete", "delete_time"),
}


@endpoint(API, "POST", f"{_COUPON}/create", STORE)
def create_coupon(call: Call) -> Json:
    """Make a coupon; nobody can take it before its state is VALID."""
    coupon_type = _type(call)
    info = _info(call, coupon_type)
    world, shop = call.world, call.account
    number = str(12_600_000 + world.store.next_number(f"coupons of {shop.id}"))
    now = int(world.now())
    coupon = {"coupon_id": number, "type": coupon_type, "status": DRAFT, "create_time": now, "update_time": now}
    world.store.put("store coupon", shop.id, number, {**coupon, "coupon_info": info, "received": 0, "used": 0})
    world.store.plan(float(info["receive_info"]["end_time"]), NOBODY, "end_coupon", {"account": shop.id, "coupon_id": number})
    coupons.tell(world, shop, number, "create", "create_time")
    return {**OK, "data": {"coupon_id": number}}


@endpoint(API, "POST", f"{_COUPON}/update", STORE)
def update_coupon(call: Call) -> Json:
    """Change a coupon: of one that is VALID, only that more are issued and for longer."""
    coupon = _coupon(call)
    coupon_type = _type(call)
    info = _info(call, coupon_type)
    if coupon["status"] not in (DRAFT, VALID):
        raise ApiError(BAD, "the coupon is invalid or deleted")
    if coupon["status"] == VALID and not _grows(coupon, coupon_type, info):
        raise ApiError(BAD, "of a valid coupon only total_num and end_time grow")
    changed = {"type": coupon_type, "coupon_info": info, "update_time": int(call.world.now())}
    call.world.store.put("store coupon", call.account.id, coupon["coupon_id"], {**coupon, **changed})
    coupons.tell(call.world, call.account, coupon["coupon_id"], "info_change", "change_time")
    return {**OK, "data": {"coupon_id": coupon["coupon_id"]}}


@endpoint(API, "POST", f"{_COUPON}/update_status", STORE)
def update_status(call: Call) -> Json:
    """Let a coupon be taken (2), make it invalid (4) or delete it (5)."""
    coupon = _coupon(call)
    status = ask.count(call, "status", DRAFT, DELETED)
    if (coupon["status"], status) not in _CHANGES:
        raise ApiError(BAD, f"a coupon goes from {coupon['status']} not to {status}")
    changed = {"status": status, "update_time": int(call.world.now())}
    call.world.store.put("store coupon", call.account.id, coupon["coupon_id"], {**coupon, **changed})
    if event := _CHANGES[coupon["status"], status]:
        coupons.tell(call.world, call.account, coupon["coupon_id"], *event)
    return OK


@endpoint(API, "POST", f"{_COUPON}/get", STORE)
def get_coupon(call: Call) -> Json:
    """Tell about a coupon and how many were taken and used."""
    coupon = _coupon(call)
    total = coupon["coupon_info"]["receive_info"]["total_num"]
    stock = {"issued_num": total, "receive_num": coupon["received"], "used_num": coupon["used"]}
    names = ("coupon_id", "type", "status", "create_time", "update_time", "coupon_info")
    return {**OK, "coupon": {**{name: coupon[name] for name in names}, "stock_info": stock}}


@endpoint(API, "POST", f"{_COUPON}/get_list", STORE)
def list_coupons(call: Call) -> Json:
    """List the ids of coupons, page by page, of one state if given."""
    status = ask.count(call, "status", DRAFT, DELETED) if "status" in call.body else None
    everything = call.world.store.all("store coupon", call.account.id)
    found = [{"coupon_id": coupon["coupon_id"]} for coupon in everything if status in (None, coupon["status"])]
    page, page_ctx = _page(call, found)
    return {**OK, "coupons": page, "total_num": len(found), "page_ctx": page_ctx}


@endpoint(API, "POST", f"{_COUPON}/get_user_coupon_list", STORE)
def list_user_coupons(call: Call) -> Json:
    """List the coupons that a person took, page by page, of one state if given."""
    held = coupons.held(call.world, call.account, ask.person(call))
    status = ask.count(call, "status", coupons.HELD, coupons.USED) if "status" in call.body else None
    found = [
        {"user_coupon_id": doc["user_coupon_id"], "coupon_id": doc["coupon_id"]}
        for doc in held
        if status in (None, doc["status"])
    ]
    page, page_ctx = _page(call, found)
    return {**OK, "user_coupon_list": page, "total_num": len(found), "page_ctx": page_ctx}


@endpoint(API, "POST", f"{_COUPON}/get_user_coupon", STORE)
def get_user_coupon(call: Call) -> Json:
    """Tell about a coupon that a person took."""
    world, shop, person = call.world, call.account, ask.person(call)
    doc = world.store.get("user coupon", shop.id, ask.identity(call, "user_coupon_id"))
    if doc is None or doc["person"] != person:
        raise ApiError(NO_SUCH, "the person has no such coupon")
    doc = coupons.as_it_is(doc, world.now())
    names = ("user_coupon_id", "coupon_id", "status", "create_time", "update_time", "start_time", "end_time")
    shown: Json = {name: doc[name] for name in names} | {"ext_info": {}}
    if doc["status"] == coupons.USED:
        shown |= {"ext_info": {"use_time": doc["use_time"]}, "order_id": doc["order_id"], "discount_fee": doc["discount_fee"]}
    answer = {**OK, "openid": world.people.openid(shop, person), "user_coupon": shown}
    unionid = world.people.unionid(shop, person)
    return {**answer, "unionid": unionid} if unionid else answer


def _page(call: Call, found: list[Json]) -> tuple[list[Json], str]:
    """Cut a page out; `page_ctx` of the page before, if given, says where it begins."""
    size = ask.count(call, "page_size", 1, _PAGE, 10)
    start = ask.after(call, "page_ctx") or (ask.count(call, "page", 1, 100_000, 1) - 1) * size
    return found[start : start + size], str(start + size) if start + size < len(found) else ""


def _coupon(call: Call) -> Doc:
    coupon = coupons.find(call.world, call.account, ask.identity(call, "coupon_id"))
    if coupon is None:
        raise ApiError(NO_SUCH, "no such coupon")
    return coupon


def _type(call: Call) -> int:
    coupon_type = ask.count(call, "type", 1, 1000)
    if coupon_type not in coupons.TYPES:
        raise ApiError(BAD, f"type is one of {', '.join(str(one) for one in coupons.TYPES)}")
    return coupon_type


def _info(call: Call, coupon_type: int) -> Json:
    """Read all that a coupon says.

    Raises:
        ApiError: something is missing or contradicts itself.
    """
    name = call.text("name", BAD, call.world.settings.store_coupon_name_letters)
    promote_type = ask.bounded(ask.thing(call, "promote_info").get("promote_type"), "promote_type", 1, 20)
    info: Json = {
        "name": name,
        "promote_info": {"promote_type": promote_type},
        "discount_info": _discount(call, coupon_type),
        "receive_info": _receive(call),
        "valid_info": _valid(ask.thing(call, "valid_info")),
    }
    if isinstance(call.body.get("ext_info"), dict):
        info["ext_info"] = call.body["ext_info"]
    return info


def _discount(call: Call, coupon_type: int) -> Json:
    given = ask.thing(call, "discount_info")
    condition = given.get("discount_condition") or {}
    if not isinstance(condition, dict):
        raise ApiError(BAD, "discount_condition is an object")
    rate = coupon_type % 100 in (coupons.PRODUCT_RATE, coupons.PRODUCT_FLAT_RATE)
    return {
        "discount_condition": {
            "product_cnt": ask.bounded(condition.get("product_cnt", 0), "product_cnt", 0, 1000),
            "product_price": ask.bounded(condition.get("product_price", 0), "product_price", 0, _MOST_FEN),
            "product_ids": _product_ids(call, condition.get("product_ids"), coupon_type),
        },
        "discount_num": ask.bounded(given.get("discount_num", 0), "discount_num", 1000 if rate else 0, 9999),
        "discount_fee": ask.bounded(given.get("discount_fee", 0), "discount_fee", 0 if rate else 1, _MOST_FEN),
    }


def _product_ids(call: Call, given: Any, coupon_type: int) -> list[str]:
    if coupon_type >= coupons.SHOP_RATE:
        return []
    if not isinstance(given, list) or not 1 <= len(given) <= 100:
        raise ApiError(BAD, "a product coupon names 1 to 100 product_ids")
    return [products.need(call.world, call.account, str(product_id)).product_id for product_id in given]


def _receive(call: Call) -> Json:
    given = ask.thing(call, "receive_info")
    start, end = ask.stretch(given, "receive_info", _LATEST) or (0, 0)
    if end <= call.world.now():
        raise ApiError(BAD, "receive_info.end_time is later than now")
    total = ask.bounded(given.get("total_num"), "total_num", 1, call.world.settings.store_coupon_most_issued)
    limit = ask.bounded(given.get("limit_num_one_person"), "limit_num_one_person", 1, 100)
    return {"start_time": start, "end_time": end, "total_num": total, "limit_num_one_person": limit}


def _valid(given: Json) -> Json:
    valid_type = ask.bounded(given.get("valid_type"), "valid_type", BETWEEN, DAYS)
    if valid_type == DAYS:
        days = ask.bounded(given.get("valid_day_num"), "valid_day_num", 1, 365)
        return {"valid_type": valid_type, "valid_day_num": days}
    start, end = ask.stretch(given, "valid_info", _LATEST) or (0, 0)
    return {"valid_type": valid_type, "start_time": start, "end_time": end}


def _grows(coupon: Doc, coupon_type: int, info: Json) -> bool:
    before, after = coupon["coupon_info"]["receive_info"], info["receive_info"]
    same = {**info, "receive_info": before} == coupon["coupon_info"] and coupon_type == coupon["type"]
    return bool(same and after["total_num"] >= before["total_num"] and after["end_time"] >= before["end_time"])
