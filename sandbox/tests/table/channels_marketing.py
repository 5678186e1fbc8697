"""What a store in WeChat Channels wins people with: coupons, sharers, the league, members, the window."""

from typing import Any

from rig import DAY, Sandbox
from wechat_sandbox.channels import products

from table import GONE, Body, Case, Good
from table.channels_store import BAD, EC, ERR, NO_OPENID, NO_PRODUCT, NO_SUCH, NOBODY, NOW, paid_order, product

FINDER = "sphAbc123"
COUPON: Body = {
    "type": 102,
    "name": "新春满减券",
    "discount_info": {"discount_condition": {"product_price": 1000}, "discount_fee": 500},
    "promote_info": {"promote_type": 1},
    "receive_info": {"start_time": NOW - 10, "end_time": NOW + 10 * DAY, "total_num": 100, "limit_num_one_person": 1},
    "valid_info": {"valid_type": 2, "valid_day_num": 7},
}


async def coupon(sandbox: Sandbox, **changes: Any) -> str:
    """Make a coupon that people can take."""
    made = await sandbox.post("shop", f"{EC}/coupon/create", {**COUPON, **changes})
    number = str(made["data"]["coupon_id"])
    await sandbox.post("shop", f"{EC}/coupon/update_status", {"coupon_id": number, "status": 2})
    return number


async def sharer(sandbox: Sandbox, person: int = 7) -> str:
    """Make somebody a sharer; return their openid."""
    openid = sandbox.openid("shop", person)
    await sandbox.post("shop", f"{EC}/sharer/bind", {"openid": openid})
    await sandbox.act(person, "become_sharer")
    return openid


async def member(sandbox: Sandbox, person: int = 8) -> str:
    """Make somebody a member; return their openid."""
    await sandbox.act(person, "join_vip")
    return sandbox.openid("shop", person)


async def promoted_order(sandbox: Sandbox) -> Body:
    """Let a promoter bring about an order."""
    await sandbox.admin("PATCH", "/settings", {"store_league_sales": 1})
    asked = product(sandbox)
    await sandbox.post("shop", f"{EC}/league/promoter/add", {"finder_id": FINDER})
    offer = {"type": 1, "list": [{"product_id": int(asked["product_id"]), "ratio": 10}]}
    await sandbox.post("shop", f"{EC}/league/item/batchadd", offer)
    return {"order_id": await paid_order(sandbox, product_id=asked["product_id"]), "sku_id": asked["sku_id"]}


async def _coupon_to_make(sandbox: Sandbox) -> Good:
    return Good(COUPON)


async def _coupon_to_change(sandbox: Sandbox) -> Good:
    receive = {**COUPON["receive_info"], "total_num": 200}
    return Good({**COUPON, "coupon_id": await coupon(sandbox), "receive_info": receive})


async def _coupon_to_end(sandbox: Sandbox) -> Good:
    return Good({"coupon_id": await coupon(sandbox), "status": 4})


async def _of_coupon(sandbox: Sandbox) -> Good:
    return Good({"coupon_id": await coupon(sandbox)})


async def _coupons(sandbox: Sandbox) -> Good:
    await coupon(sandbox)
    return Good({"status": 2, "page": 1, "page_size": 10})


async def _user_coupons(sandbox: Sandbox) -> Good:
    await coupon(sandbox)
    await sandbox.act(3, "take_coupon")
    return Good({"openid": sandbox.openid("shop", 3), "page": 1, "page_size": 10})


async def _user_coupon(sandbox: Sandbox) -> Good:
    listed = await sandbox.post("shop", f"{EC}/coupon/get_user_coupon_list", {"openid": sandbox.openid("shop", 3)})
    if not (held := listed["user_coupon_list"]):
        held = [await sandbox.act(3, "take_coupon", coupon_id=await coupon(sandbox))]
    return Good({"openid": sandbox.openid("shop", 3), "user_coupon_id": held[0]["user_coupon_id"]})


async def _somebody(sandbox: Sandbox) -> Good:
    return Good({"openid": sandbox.openid("shop", 9)})


async def _of_sharer(sandbox: Sandbox) -> Good:
    asked = {"openid": sandbox.openid("shop", 7)}
    if (await sandbox.post("shop", f"{EC}/sharer/search_sharer", asked))["errcode"]:
        await sharer(sandbox)
    return Good(asked)


async def _sharers(sandbox: Sandbox) -> Good:
    await _of_sharer(sandbox)
    return Good({"page": 1, "page_size": 10, "sharer_type": 1})


async def _shared_orders(sandbox: Sandbox) -> Good:
    await _of_sharer(sandbox)
    await sandbox.act(2, "open_shared_product", sharer=7, product_id=product(sandbox)["product_id"], buy=True)
    return Good({"page": 1, "page_size": 10, "openid": sandbox.openid("shop", 7), "share_scene": 7})


async def _sharers_to_let_go(sandbox: Sandbox) -> Good:
    return Good({"openid_list": [(await _of_sharer(sandbox)).body["openid"], NOBODY]})


async def _bind_twice(sandbox: Sandbox) -> int:
    openid = (await _of_sharer(sandbox)).body["openid"]
    return int((await sandbox.post("shop", f"{EC}/sharer/bind", {"openid": openid}))["errcode"])


async def _promoter(sandbox: Sandbox) -> Good:
    number = sandbox.world.store.next_number("promoters of the table")
    return Good({"finder_id": f"{FINDER}{number}"})


async def _offer(sandbox: Sandbox) -> Good:
    asked = int(product(sandbox)["product_id"])
    return Good({"type": 1, "list": [{"product_id": asked, "ratio": 10}, {"product_id": 1, "ratio": 10}]})


async def _promoted_orders(sandbox: Sandbox) -> Good:
    await promoted_order(sandbox)
    return Good({"page_size": 10, "create_time_range": {"start_time": NOW - 10, "end_time": NOW + 1000}})


async def _of_promoted_order(sandbox: Sandbox) -> Good:
    return Good(await promoted_order(sandbox))


async def _of_member(sandbox: Sandbox) -> Good:
    return Good({"openid": await member(sandbox), "need_phone_number": True})


async def _members(sandbox: Sandbox) -> Good:
    await member(sandbox)
    return Good({"page_num": 1, "page_size": 10})


async def _points(sandbox: Sandbox) -> Good:
    number = sandbox.world.store.next_number("requests of the table")
    return Good({"openid": await member(sandbox), "score": "50", "remark": "签到", "request_id": f"r{number}"})


async def _points_to_take(sandbox: Sandbox) -> Good:
    await sandbox.post("shop", f"{EC}/vip/user/score/increase", (await _points(sandbox)).body)
    return await _points(sandbox)


async def _point_flows(sandbox: Sandbox) -> Good:
    await sandbox.post("shop", f"{EC}/vip/user/score/increase", (await _points(sandbox)).body)
    return Good({"openid": sandbox.openid("shop", 8), "page_num": 1, "page_size": 10})


async def _grade(sandbox: Sandbox) -> Good:
    return Good({"openid": await member(sandbox), "grade": 3})


async def _to_window(sandbox: Sandbox) -> Good:
    shop = sandbox.account("shop")
    product_id = products.number_of(sandbox.world, shop, 1)
    return Good({"product_id": product_id, "appid": shop.app_id, "is_hide_for_window": False})


async def _window(sandbox: Sandbox) -> Good:
    return Good({"page_size": 10, "page_index": 1, "need_total_num": True})


async def _from_window(sandbox: Sandbox) -> Good:
    body = (await _to_window(sandbox)).body
    await sandbox.post("shop", f"{EC}/window/product/add", body)
    return Good({name: body[name] for name in ("product_id", "appid")})


_DATA = {"data": {"coupon_id": str}}
_RECEIVE = {"start_time": int, "end_time": int, "total_num": int, "limit_num_one_person": int}
_DISCOUNT = {
    "discount_condition": {"product_cnt": int, "product_price": int, "product_ids": [str]},
    "discount_num": int,
    "discount_fee": int,
}
_COUPON_INFO = {
    "name": str,
    "promote_info": {"promote_type": int},
    "discount_info": _DISCOUNT,
    "receive_info": _RECEIVE,
    "valid_info": {"valid_type": int, "valid_day_num?": int, "start_time?": int, "end_time?": int},
    "ext_info?": dict,
}
_COUPON = {
    "coupon_id": str,
    "type": int,
    "status": int,
    "create_time": int,
    "update_time": int,
    "coupon_info": _COUPON_INFO,
    "stock_info": {"issued_num": int, "receive_num": int, "used_num": int},
}
_USER_COUPON = {
    "user_coupon_id": str,
    "coupon_id": str,
    **dict.fromkeys(("status", "create_time", "update_time", "start_time", "end_time"), int),
    "ext_info": {"use_time?": int},
    "order_id?": str,
    "discount_fee?": int,
}
_SHARER = {"openid": str, "unionid": str, "nickname": str, "bind_time": int, "sharer_type": int}
_SHARED = {
    "order_id": str,
    "share_scene": int,
    "sharer_openid": str,
    "sharer_type": int,
    "sku_id": str,
    "product_id": str,
    "from_wecom": bool,
    "finder_scene_info": dict.fromkeys(
        ("promoter_id", "finder_nickname", "live_export_id", "video_export_id", "video_title"), str
    ),
}
_COMMISSION_ORDER = {
    "order_id": str,
    "sku_id": str,
    "create_time": int,
    "update_time": int,
    "status": int,
    "order_detail": {
        "shop_info": {"appid": str},
        "product_info": {"product_id": str, "thumb_img": str, "title": str, "actual_payment": int},
        "order_info": {"order_status": int},
        "commission_info": {
            "finder_info": {"nickname": str, "ratio": int, "amount": int},
            "service_ratio": int,
            "service_amount": int,
        },
    },
}
_MEMBER = {
    "openid": str,
    "unionid?": str,
    "user_grade_info": {"grade": int, "experience_value": int},
    "user_info?": {"phone_number": str},
}
_NO_COUPON = {NO_SUCH: {"coupon_id": "1"}}
_NOT_A_MEMBER = {NO_OPENID: {"openid": NOBODY}}


def _case(path: str, good: Any, shape: Body, errors: Any) -> Case:
    return Case(EC + path, good, {**ERR, **shape}, errors, account="shop")


CASES = [
    _case("/coupon/create", _coupon_to_make, _DATA, {BAD: {"name": "长" * 21}}),
    _case("/coupon/update", _coupon_to_change, _DATA, {BAD: {"name": "改名"}, **_NO_COUPON}),
    _case("/coupon/update_status", _coupon_to_end, {}, {BAD: {"status": 1}, **_NO_COUPON}),
    _case("/coupon/get", _of_coupon, {"coupon": _COUPON}, _NO_COUPON),
    _case(
        "/coupon/get_list", _coupons, {"coupons": [{"coupon_id": str}], "total_num": int, "page_ctx": str}, {BAD: {"page": 0}}
    ),
    _case(
        "/coupon/get_user_coupon_list",
        _user_coupons,
        {"user_coupon_list": [{"user_coupon_id": str, "coupon_id": str}], "total_num": int, "page_ctx": str},
        {NO_OPENID: {"openid": NOBODY}},
    ),
    _case(
        "/coupon/get_user_coupon",
        _user_coupon,
        {"openid": str, "unionid?": str, "user_coupon": _USER_COUPON},
        {NO_OPENID: {"openid": NOBODY}, NO_SUCH: {"user_coupon_id": "1"}},
    ),
    _case("/sharer/bind", _somebody, {"qrcode_img_base64": str}, {NO_OPENID: {"openid": NOBODY}, BAD: _bind_twice}),
    _case("/sharer/search_sharer", _of_sharer, _SHARER, {NO_OPENID: {"openid": NOBODY}}),
    _case("/sharer/get_sharer_list", _sharers, {"sharer_info_list": [_SHARER]}, {BAD: {"page_size": 101}}),
    _case("/sharer/get_sharer_order_list", _shared_orders, {"order_list": [_SHARED]}, {BAD: {"page": 0}}),
    _case(
        "/sharer/unbind",
        _sharers_to_let_go,
        {"success_openid": [str], "fail_openid": [str], "refuse_openid": [str]},
        {BAD: {"openid_list": []}},
    ),
    _case("/league/promoter/add", _promoter, {}, {BAD: {"finder_id": "me"}}),
    _case(
        "/league/item/batchadd",
        _offer,
        {"result_info_list": [{"errcode": int, "errmsg": str, "product_id": int, "info_id?": int}]},
        {BAD: {"type": 9}},
    ),
    _case(
        "/league/headsupplier/order/list/get",
        _promoted_orders,
        {"list": [{"order_id": str, "sku_id": str}], "has_more": bool, "next_key": str},
        {BAD: {"page_size": 31}},
    ),
    _case(
        "/league/headsupplier/order/get",
        _of_promoted_order,
        {"commssion_order": _COMMISSION_ORDER},
        {NO_SUCH: {"order_id": "1"}},
    ),
    _case("/vip/user/info/get", _of_member, {"info": _MEMBER}, _NOT_A_MEMBER),
    _case("/vip/user/list/get", _members, {"list": [_MEMBER], "total_num": int}, {BAD: {"page_size": 0}}),
    _case("/vip/user/score/get", _of_member, {"info": {"score": str}}, _NOT_A_MEMBER),
    _case("/vip/user/score/increase", _points, {}, {**_NOT_A_MEMBER, BAD: {"score": "-1"}}),
    _case("/vip/user/score/decrease", _points_to_take, {}, {**_NOT_A_MEMBER, BAD: {"score": "5000"}}),
    _case(
        "/vip/user/score/flowrecord/get",
        _point_flows,
        {"list": [{"score": int, "source": int, "remark": str}], "total_num": int},
        _NOT_A_MEMBER,
    ),
    _case("/vip/user/grade/update", _grade, {}, {**_NOT_A_MEMBER, BAD: {"grade": 9}}),
    _case("/window/product/add", _to_window, {}, {NO_PRODUCT: {"product_id": "1"}, BAD: {"appid": "wx1"}}),
    _case(
        "/window/product/list/get",
        _window,
        {"products": [{"product_id": str, "appid": str}], "last_buffer": str, "total_num": int},
        {BAD: {"page_size": 0}},
    ),
    _case("/window/product/off", _from_window, {}, {NO_PRODUCT: {"product_id": "1"}, BAD: {"product_id": GONE}}),
]
