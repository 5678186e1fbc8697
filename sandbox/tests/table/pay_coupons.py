"""Coupons (代金券) and their stocks."""

from merchant import NOTIFY, Merchant
from rig import Sandbox

from table import Change, Good
from table.pay_calls import fresh, listing, pay, refused

_FAVOR = "/v3/marketing/favor"
_STOCK = {
    "stock_id": str,
    "stock_creator_mchid": str,
    "stock_name": str,
    "status": str,
    "create_time": str,
    "description": str,
    "stock_use_rule": {
        "max_coupons": int,
        "max_amount": int,
        "max_amount_by_day": int,
        "fixed_normal_coupon": {"coupon_amount": int, "transaction_minimum": int},
        "max_coupons_per_user": int,
        "coupon_type": str,
        "goods_tag": list,
        "trade_type": list,
        "combine_use": bool,
    },
    "available_begin_time": str,
    "available_end_time": str,
    "distributed_coupons": int,
    "no_cash": bool,
    "start_time?": str,
    "stop_time?": str,
    "singleitem": bool,
    "stock_type": str,
}
_COUPON = {
    "stock_creator_mchid": str,
    "stock_id": str,
    "coupon_id": str,
    "coupon_name": str,
    "status": str,
    "description": str,
    "create_time": str,
    "coupon_type": str,
    "no_cash": bool,
    "available_begin_time": str,
    "available_end_time": str,
    "singleitem": bool,
    "normal_coupon_information": {"coupon_amount": int, "transaction_minimum": int},
    "consume_information?": {"consume_time": str, "consume_mchid": str, "transaction_id": str},
}
_FILE = {"url": str, "hash_value": str, "hash_type": str}


async def _stock(merchant: Merchant) -> Good:
    return Good(merchant.stock(fresh()))


async def _made(merchant: Merchant) -> Good:
    made = await merchant.post(f"{_FAVOR}/coupon-stocks", merchant.stock(fresh()))
    return Good({"stock_creator_mchid": merchant.mchid}, params={"stock_id": made["stock_id"]})


async def _running(merchant: Merchant) -> Good:
    stock_id = await merchant.running_stock(fresh())
    return Good({"stock_creator_mchid": merchant.mchid}, params={"stock_id": stock_id})


async def _paused(merchant: Merchant) -> Good:
    good = await _running(merchant)
    await merchant.post(f"{_FAVOR}/stocks/{good.params['stock_id']}/pause", good.body)
    return good


async def _of_stock(merchant: Merchant) -> Good:
    good = await _running(merchant)
    return Good(query={"stock_creator_mchid": merchant.mchid}, params=good.params)


async def _of_stock_paged(merchant: Merchant) -> Good:
    good = await _of_stock(merchant)
    return Good(query={**good.query, "offset": "0", "limit": "10"}, params=good.params)


async def _stocks(merchant: Merchant) -> Good:
    await _made(merchant)
    return Good(query={"offset": "0", "limit": "10", "stock_creator_mchid": merchant.mchid})


async def _coupon(merchant: Merchant) -> Good:
    stock_id = await merchant.running_stock(fresh())
    return Good(merchant.coupon(stock_id, fresh()), params={"openid": merchant.person()[1]})


async def _coupon_held(merchant: Merchant) -> Good:
    good = await _coupon(merchant)
    sent = await merchant.post(f"{_FAVOR}/users/{good.params['openid']}/coupons", good.body)
    params = {**good.params, "coupon_id": sent["coupon_id"]}
    return Good(query={"appid": merchant.appid, "creator_mchid": merchant.mchid}, params=params)


async def _last_coupon(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    stock_id = await merchant.running_stock(fresh(), coupons=1)
    path = f"{_FAVOR}/users/{merchant.person()[1]}/coupons"
    await merchant.post(path, merchant.coupon(stock_id, fresh()))
    return (await merchant.refusal("POST", path, merchant.coupon(stock_id, fresh())))[1]


async def _callback(merchant: Merchant) -> Good:
    return Good({"mchid": merchant.mchid, "notify_url": NOTIFY, "switch": True})


async def _callback_set(merchant: Merchant) -> Good:
    await merchant.post(f"{_FAVOR}/callbacks", (await _callback(merchant)).body)
    return Good(query={"mchid": merchant.mchid})


async def _distrusted(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    stock_id = await merchant.running_stock(fresh(), prevent_api_abuse=True)
    stock = sandbox.world.store.get("coupon stock", "mch", stock_id) or {}
    sandbox.world.store.put("coupon stock", "mch", stock_id, {**stock, "prevent_api_abuse": True})
    await sandbox.admin("PATCH", "/settings", {"account_abnormal": 1})
    path = f"{_FAVOR}/users/{merchant.person()[1]}/coupons"
    return (await merchant.refusal("POST", path, merchant.coupon(stock_id, fresh())))[1]


_WRONG_MAKER: dict[int | str, Change] = {"PARAM_ERROR": {"stock_creator_mchid": "1"}}
_USERS = f"{_FAVOR}/users/{{openid}}/coupons"

CASES = [
    pay(
        "POST",
        f"{_FAVOR}/coupon-stocks",
        _stock,
        {"stock_id": str, "create_time": str},
        {"PARAM_ERROR": {"belong_merchant": "1"}},
    ),
    pay(
        "POST",
        f"{_FAVOR}/stocks/{{stock_id}}/start",
        _made,
        {"start_time": str, "stock_id": str},
        {**_WRONG_MAKER, "RESOURCE_NOT_EXISTS": refused("GET", f"{_FAVOR}/stocks/1/use-flow")},
    ),
    pay("POST", f"{_FAVOR}/stocks/{{stock_id}}/pause", _running, {"pause_time": str, "stock_id": str}, _WRONG_MAKER),
    pay("POST", f"{_FAVOR}/stocks/{{stock_id}}/restart", _paused, {"restart_time": str, "stock_id": str}, _WRONG_MAKER),
    pay("GET", f"{_FAVOR}/stocks", _stocks, listing(_STOCK), {"PARAM_ERROR": {"limit": "11"}}),
    pay("GET", f"{_FAVOR}/stocks/{{stock_id}}", _of_stock, _STOCK, _WRONG_MAKER),
    pay(
        "GET",
        f"{_FAVOR}/stocks/{{stock_id}}/merchants",
        _of_stock_paged,
        {**listing(str), "stock_id": str},
        {"PARAM_ERROR": {"limit": "51"}},
    ),
    pay("GET", f"{_FAVOR}/stocks/{{stock_id}}/items", _of_stock_paged, {**listing(str), "stock_id": str}, _WRONG_MAKER),
    pay(
        "GET",
        f"{_FAVOR}/stocks/{{stock_id}}/use-flow",
        _of_stock,
        _FILE,
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_FAVOR}/stocks/1/use-flow")},
    ),
    pay("GET", f"{_FAVOR}/stocks/{{stock_id}}/refund-flow", _of_stock, _FILE),
    pay(
        "POST",
        _USERS,
        _coupon,
        {"coupon_id": str},
        {
            "PARAM_ERROR": {"out_request_no": "中"},
            "RESOURCE_NOT_EXISTS": {"stock_id": "1"},
            "MCH_NOT_EXISTS": {"stock_creator_mchid": "1"},
            "APPID_MCHID_NOT_MATCH": {"appid": "wx1"},
            "RULELIMIT": _last_coupon,
            "USER_ACCOUNT_ABNORMAL": _distrusted,
        },
    ),
    pay("GET", _USERS, _coupon_held, listing(_COUPON), {"PARAM_ERROR": {"status": "LOST"}}),
    pay("GET", f"{_USERS}/{{coupon_id}}", _coupon_held, _COUPON, {"APPID_MCHID_NOT_MATCH": {"appid": "wx1"}}),
    pay(
        "POST",
        f"{_FAVOR}/callbacks",
        _callback,
        {"update_time": str, "notify_url": str},
        {"PARAM_ERROR": {"notify_url": "https://shop.example/?a=1"}},
    ),
    pay("GET", f"{_FAVOR}/callbacks", _callback_set, {"mchid": str, "notify_url": str}, {"PARAM_ERROR": {"mchid": "1"}}),
]
