"""A store in WeChat Channels: its products, orders and after-sales."""

from typing import Any

from rig import DAY, Sandbox, start_of_time
from wechat_sandbox.channels import products

from table import GONE, Body, Case, Good

NOW = int(start_of_time())
ERR = {"errcode": int, "errmsg": str}
EC = "/channels/ec"
BAD, NO_SUCH, NO_PRODUCT, NO_OPENID, ORDER_STATE, AFTERSALE_STATE, QUOTA = (
    40097,
    100002,
    10020052,
    40003,
    101100,
    10021041,
    45009,
)
NOBODY = "o" + "x" * 27


def product(sandbox: Sandbox, place: int = 0) -> Body:
    found = products.at_place(sandbox.world, sandbox.account("shop"), place)
    return {"product_id": found.product_id, "sku_id": found.sku_id}


async def paid_order(sandbox: Sandbox, person: int = 5, **params: Any) -> str:
    await sandbox.admin("PATCH", "/settings", {"store_ships_itself": 0, "store_sends_back": 0, "store_joins_vip": 0})
    bought = await sandbox.act(person, "buy_in_store", **{"pieces": 2, **params})
    return str(bought["order_id"])


async def shipped_order(sandbox: Sandbox, person: int = 5, **params: Any) -> str:
    order_id = await paid_order(sandbox, person, **params)
    await sandbox.act(person, "ship_store_order", order_id=order_id)
    return order_id


async def aftersale(sandbox: Sandbox, person: int = 5) -> str:
    order_id = await paid_order(sandbox, person)
    asked = await sandbox.act(person, "ask_store_refund", order_id=order_id)
    return str(asked["after_sale_order_id"])


async def _nothing(sandbox: Sandbox) -> Good:
    return Good()


async def _of_product(sandbox: Sandbox) -> Good:
    return Good({"product_id": product(sandbox)["product_id"]})


async def _of_sku(sandbox: Sandbox) -> Good:
    return Good(product(sandbox))


async def _more_stock(sandbox: Sandbox) -> Good:
    return Good({**product(sandbox), "diff_type": 1, "num": 10})


async def _flash_sale(sandbox: Sandbox) -> Good:
    asked = product(sandbox)
    sku = {"sku_id": asked["sku_id"], "sale_price": 100, "sale_stock": 3}
    when = {"start_time": NOW - 60, "end_time": NOW + DAY}
    return Good({"product_id": asked["product_id"], **when, "limited_discount_skus": [sku]})


async def _flash_sale_to_stop(sandbox: Sandbox) -> Good:
    made = await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/add", (await _flash_sale(sandbox)).body)
    return Good({"task_id": made.get("task_id", "12000001")})


async def _flash_sales(sandbox: Sandbox) -> Good:
    await _flash_sale_to_stop(sandbox)
    return Good({"status": 1, "page_size": 10})


async def _second_flash_sale(sandbox: Sandbox) -> int:
    body = (await _flash_sale(sandbox)).body
    await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/add", body)
    return int((await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/add", body))["errcode"])


async def _of_order(sandbox: Sandbox) -> Good:
    return Good({"order_id": await paid_order(sandbox)})


async def _orders(sandbox: Sandbox) -> Good:
    await paid_order(sandbox)
    return Good({"create_time_range": {"start_time": NOW - 10, "end_time": NOW + 100}, "page_size": 10, "status": 20})


async def _search(sandbox: Sandbox) -> Good:
    order_id = await paid_order(sandbox)
    return Good({"search_condition": {"order_id": order_id}, "page_size": 10})


async def _parcel(sandbox: Sandbox) -> Good:
    order_id = await paid_order(sandbox, product_id=product(sandbox)["product_id"])
    inside = {**product(sandbox), "product_cnt": 1}
    parcel = {"delivery_id": "SF", "waybill_id": "SF123", "deliver_type": 1, "product_infos": [inside]}
    return Good({"order_id": order_id, "delivery_list": [parcel]})


async def _ship_what_is_shipped(sandbox: Sandbox) -> int:
    body = (await _parcel(sandbox)).body
    await sandbox.act(5, "ship_store_order", order_id=body["order_id"])
    return int((await sandbox.post("shop", f"{EC}/order/delivery/send", body))["errcode"])


async def _ship_too_much(sandbox: Sandbox) -> int:
    body = (await _parcel(sandbox)).body
    body["delivery_list"][0]["product_infos"][0]["product_cnt"] = 3
    return int((await sandbox.post("shop", f"{EC}/order/delivery/send", body))["errcode"])


async def _decode_an_unpaid_order(sandbox: Sandbox) -> int:
    ordered = await sandbox.act(6, "order_in_store")
    return int((await sandbox.post("shop", f"{EC}/order/sensitiveinfo/decode", ordered))["errcode"])


async def _decode_too_often(sandbox: Sandbox) -> int:
    await sandbox.admin("PATCH", "/settings", {"store_decodes_per_order": 1})
    body = {"order_id": await paid_order(sandbox)}
    answers = [await sandbox.post("shop", f"{EC}/order/sensitiveinfo/decode", body) for _ in range(2)]
    return int(answers[1]["errcode"])


async def _of_aftersale(sandbox: Sandbox) -> Good:
    return Good({"after_sale_order_id": await aftersale(sandbox)})


async def _aftersales(sandbox: Sandbox) -> Good:
    await aftersale(sandbox)
    return Good({"begin_create_time": NOW - 10, "end_create_time": NOW + 100})


async def _refusal(sandbox: Sandbox) -> Good:
    return Good({"after_sale_order_id": await aftersale(sandbox), "reject_reason": "已发货"})


async def _accept_twice(sandbox: Sandbox) -> int:
    body = (await _of_aftersale(sandbox)).body
    answers = [await sandbox.post("shop", f"{EC}/aftersale/acceptapply", body) for _ in range(2)]
    return int(answers[1]["errcode"])


async def _reject_what_is_accepted(sandbox: Sandbox) -> int:
    body = (await _refusal(sandbox)).body
    await sandbox.post("shop", f"{EC}/aftersale/acceptapply", body)
    return int((await sandbox.post("shop", f"{EC}/aftersale/rejectapply", body))["errcode"])


_SKU = {
    "sku_id": str,
    "out_sku_id": str,
    "thumb_img": str,
    "sale_price": int,
    "stock_num": int,
    "sku_code": str,
    "sku_attrs": [dict],
    "status": int,
}
_PRODUCT = {
    "product_id": str,
    "out_product_id": str,
    "title": str,
    "short_title": str,
    "head_imgs": [str],
    "desc_info": {"imgs": [str]},
    "cats": [dict],
    "cats_v2": [{"cat_id": str}],
    "attrs": [dict],
    "express_info": {"template_id": str},
    "status": int,
    "edit_status": int,
    "skus": [_SKU],
    "min_price": int,
    "spu_code": str,
    "product_qua_infos": [dict],
}
_ADDRESS = dict.fromkeys(
    ("user_name", "postal_code", "province_name", "city_name", "county_name", "detail_info", "tel_number"), str
)
_LINE = {
    **dict.fromkeys(("product_id", "sku_id", "title", "thumb_img", "sku_code", "out_product_id", "out_sku_id"), str),
    **dict.fromkeys(("sku_cnt", "on_aftersale_sku_cnt", "finish_aftersale_sku_cnt", "sale_price", "market_price"), int),
    **dict.fromkeys(("real_price", "estimate_price", "deduction_price", "merchant_discounted_price"), int),
    **dict.fromkeys(("finder_discounted_price", "delivery_deadline"), int),
    **dict.fromkeys(("is_discounted", "is_change_price", "use_deduction"), bool),
    "sku_attrs": [dict],
}
_PRICE = {
    **dict.fromkeys(("product_price", "order_price", "freight", "discounted_price", "original_order_price"), int),
    **dict.fromkeys(("estimate_product_price", "change_down_price", "change_freight", "deduction_price"), int),
    **dict.fromkeys(("merchant_receieve_price", "merchant_discounted_price", "finder_discounted_price"), int),
    **dict.fromkeys(("is_discounted", "is_change_freight", "use_deduction"), bool),
}
_SHARER = {"sharer_openid": str, "sharer_unionid": str, "sharer_type": int, "share_scene": int}
_DETAIL = {
    "product_infos": [_LINE],
    "price_info": _PRICE,
    "pay_info": {"prepay_id": str, "prepay_time": int, "payment_method": int, "transaction_id?": str, "pay_time?": int},
    "delivery_info": {
        "address_info": _ADDRESS,
        "delivery_product_info": [dict],
        "ship_done_time": int,
        "deliver_method": int,
    },
    "ext_info": {
        **dict.fromkeys(("customer_notes", "merchant_notes", "finder_id", "live_id"), str),
        **dict.fromkeys(("confirm_receipt_time", "order_scene"), int),
    },
    "commission_infos": [dict],
    "settle_info": {"predict_commission_fee": int, "commission_fee?": int, "settle_time?": int},
    "source_infos": [{"sku_id": str, "account_type": int, "account_id": str, "sale_channel": int, "account_nickname": str}],
    "coupon_info?": {"user_coupon_id": str},
    "sharer_info?": {**_SHARER, "handling_progress": int},
    "sku_sharer_infos?": [{**_SHARER, "sku_id": str}],
}
_ORDER = {
    "order_id": str,
    "status": int,
    "openid": str,
    "unionid?": str,
    "create_time": int,
    "update_time": int,
    "order_detail": _DETAIL,
    "aftersale_detail": {"aftersale_order_list": [{"aftersale_order_id": str}], "on_aftersale_order_cnt": int},
}
_AFTERSALE = {
    **dict.fromkeys(("after_sale_order_id", "status", "openid", "order_id", "reason", "reason_text", "type"), str),
    "unionid?": str,
    "product_info": {
        "product_id": str,
        "sku_id": str,
        "count": int,
        "voucher_list": [dict],
        "gift_product_list": [dict],
    },
    "details": {
        "desc": str,
        "receive_product": bool,
        "cancel_time": int,
        "media_id_list": [str],
        "tel_number": str,
        "wxa_vip_discounted_price": int,
    },
    "refund_info": {"amount": int, "refund_reason": int},
    "return_info": {"waybill_id": str, "delivery_id": str, "delivery_name": str},
    "merchant_upload_info": {"reject_reason": str, "refund_certificates": [str]},
    "create_time": int,
    "update_time": int,
    "refund_resp": {"code": str, "ret": int, "message": str},
    "gen_scene": int,
    "deadline?": int,
    "complaint_id?": str,
}
_TASK = {
    "task_id": str,
    "product_id": str,
    "status": int,
    "create_time": int,
    "start_time": int,
    "end_time": int,
    "limited_discount_skus": [{"sku_id": str, "sale_price": int, "sale_stock": int}],
}
_STOCK = {
    "normal_stock_num": int,
    "limited_discount_stock_num": int,
    "warehouse_stocks": [dict],
    "total_stock_num": int,
}
_INFO = dict.fromkeys(("nickname", "headimg_url", "subject_type", "status", "username"), str)
_WRONG_PRODUCT = {"product_id": "1"}
_NO_ORDER = {"order_id": "1"}
_EIGHT_DAYS = {"create_time_range": {"start_time": NOW, "end_time": NOW + 8 * DAY}}


def _case(path: str, good: Any, shape: Body, errors: Any, **more: Any) -> Case:
    return Case(EC + path, good, {**ERR, **shape}, errors, account="shop", **more)


CASES = [
    _case("/basics/info/get", _nothing, {"info": _INFO}, {}, method="GET"),
    _case(
        "/product/list/get",
        lambda sandbox: _good({"status": 5, "page_size": 30}),
        {"product_ids": [str], "next_key": str, "total_num": int},
        {BAD: {"page_size": 31}},
    ),
    _case(
        "/product/get",
        lambda sandbox: _good({"product_id": product(sandbox)["product_id"], "data_type": 3}),
        {"product": _PRODUCT, "edit_product": _PRODUCT},
        {NO_PRODUCT: _WRONG_PRODUCT, BAD: {"data_type": 4}},
    ),
    _case("/product/h5url/get", _of_product, {"product_h5url": str}, {NO_PRODUCT: _WRONG_PRODUCT, BAD: {"product_id": GONE}}),
    _case("/product/qrcode/get", _of_product, {"product_qrcode": str}, {NO_PRODUCT: _WRONG_PRODUCT}),
    _case("/product/taglink/get", _of_product, {"product_taglink": str}, {NO_PRODUCT: _WRONG_PRODUCT}),
    _case("/product/stock/get", _of_sku, {"data": _STOCK}, {NO_PRODUCT: {"sku_id": "1"}, BAD: {"sku_id": GONE}}),
    _case("/product/stock/update", _more_stock, {}, {NO_PRODUCT: _WRONG_PRODUCT, BAD: {"diff_type": 2, "num": 100_000}}),
    _case(
        "/product/limiteddiscounttask/add",
        _flash_sale,
        {"task_id": str},
        {NO_PRODUCT: _WRONG_PRODUCT, BAD: {"end_time": NOW - DAY}},
    ),
    _case("/product/limiteddiscounttask/stop", _flash_sale_to_stop, {}, {NO_SUCH: {"task_id": "1"}}),
    _case(
        "/product/limiteddiscounttask/list/get",
        _flash_sales,
        {"limited_discount_tasks": [_TASK], "next_key": str, "total_num": int},
        {BAD: {"status": 9}},
    ),
    _case(
        "/order/list/get",
        _orders,
        {"order_id_list": [str], "next_key": str, "has_more": bool},
        {BAD: _EIGHT_DAYS, NO_OPENID: {"openid": NOBODY}},
    ),
    _case("/order/get", _of_order, {"order": _ORDER}, {NO_SUCH: _NO_ORDER, BAD: {"order_id": GONE}}),
    _case(
        "/order/search",
        _search,
        {"orders": [str], "has_more": bool, "next_key": str},
        {BAD: {"search_condition": {}}},
    ),
    _case(
        "/order/delivery/send",
        _parcel,
        {},
        {NO_SUCH: _NO_ORDER, ORDER_STATE: _ship_what_is_shipped, BAD: _ship_too_much},
    ),
    _case(
        "/order/sensitiveinfo/decode",
        _of_order,
        {"address_info": _ADDRESS},
        {NO_SUCH: _NO_ORDER, ORDER_STATE: _decode_an_unpaid_order, QUOTA: _decode_too_often},
    ),
    _case(
        "/order/virtualtelnumber/get",
        _of_order,
        {"virtual_tel_number": str, "virtual_tel_expire_time": int, "get_virtual_tel_cnt": int},
        {NO_SUCH: _NO_ORDER},
    ),
    _case(
        "/aftersale/getaftersalelist",
        _aftersales,
        {"after_sale_order_id_list": [str], "has_more": bool, "next_key": str},
        {BAD: {"end_create_time": NOW + 2 * DAY}},
    ),
    _case(
        "/aftersale/getaftersaleorder",
        _of_aftersale,
        {"after_sale_order": _AFTERSALE},
        {NO_SUCH: {"after_sale_order_id": "1"}},
    ),
    _case(
        "/aftersale/acceptapply",
        _of_aftersale,
        {},
        {NO_SUCH: {"after_sale_order_id": "1"}, AFTERSALE_STATE: _accept_twice},
    ),
    _case(
        "/aftersale/rejectapply",
        _refusal,
        {},
        {NO_SUCH: {"after_sale_order_id": "1"}, BAD: {"reject_reason": GONE}, AFTERSALE_STATE: _reject_what_is_accepted},
    ),
]


async def _good(body: Body) -> Good:
    return Good(body)
