"""Merchant coupons (商家券) and their stocks."""

from merchant import NOTIFY, Json, Merchant
from rig import Sandbox

from table import GONE, Change, Good
from table.pay_calls import NOTHING, fresh, listing, pay, refused

_BUSI = "/v3/marketing/busifavor"
_CARD = {
    "stock_name": str,
    "belong_merchant": str,
    "comment?": str,
    "goods_name": str,
    "stock_type": str,
    "coupon_use_rule": dict,
    "stock_id": str,
    "coupon_code": str,
    "coupon_state": str,
    "transferable": bool,
    "shareable": bool,
    "send_request_no": str,
    "use_request_no?": str,
    "available_start_time": str,
    "expire_time": str,
    "receive_time": str,
    "use_time?": str,
}


def merchant_stock(merchant: Merchant, request: str, coupons: int = 10) -> Json:
    """What a stock of merchant coupons is made of."""
    begin, end = "2026-01-01T00:00:00+08:00", "2026-02-01T00:00:00+08:00"
    return {
        "stock_name": "门店通用券",
        "belong_merchant": merchant.mchid,
        "goods_name": "全店商品",
        "stock_type": "NORMAL",
        "coupon_use_rule": {
            "coupon_available_time": {
                "available_begin_time": begin,
                "available_end_time": end,
                "available_day_after_receive": 7,
            },
            "fixed_normal_coupon": {"discount_amount": 500, "transaction_minimum": 5000},
            "use_method": "OFF_LINE",
        },
        "stock_send_rule": {"max_coupons": coupons, "max_coupons_per_user": 5},
        "out_request_no": request,
        "coupon_code_mode": "WECHATPAY_MODE",
    }


async def _busi_stock(merchant: Merchant) -> Good:
    return Good(merchant_stock(merchant, fresh()))


async def _busi_made(merchant: Merchant) -> Good:
    made = await merchant.post(f"{_BUSI}/stocks", merchant_stock(merchant, fresh()))
    return Good({"out_request_no": fresh(), "comment": "改"}, params={"stock_id": made["stock_id"]})


async def _codes(merchant: Merchant) -> Good:
    stock = {**merchant_stock(merchant, fresh()), "coupon_code_mode": "MERCHANT_UPLOAD"}
    made = await merchant.post(f"{_BUSI}/stocks", stock)
    codes = [fresh(), "x" * 33, "same", "same"]
    return Good({"coupon_code_list": codes, "upload_request_no": fresh()}, params={"stock_id": made["stock_id"]})


_no_stock_for_codes = refused("POST", f"{_BUSI}/stocks/1/couponcodes", {"upload_request_no": "1"})


async def _busi_send(merchant: Merchant) -> Good:
    stock_id = (await _busi_made(merchant)).params["stock_id"]
    named = {"appid": merchant.appid, "openid": merchant.person()[1], "out_request_no": fresh()}
    return Good({"stock_id": stock_id, **named})


async def _card(merchant: Merchant) -> tuple[str, str]:
    sent = await merchant.post(f"{_BUSI}/coupons/send", (await _busi_send(merchant)).body)
    return sent["stock_id"], sent["coupon_code"]


async def _busi_use(merchant: Merchant) -> Good:
    stock_id, code = await _card(merchant)
    named = {"appid": merchant.appid, "use_time": "2026-01-01T00:00:00+08:00", "use_request_no": fresh()}
    return Good({"coupon_code": code, "stock_id": stock_id, **named})


async def _busi_used(merchant: Merchant) -> Good:
    good = await _busi_use(merchant)
    await merchant.post(f"{_BUSI}/coupons/use", good.body)
    named = {name: good.body[name] for name in ("coupon_code", "stock_id")}
    return Good({**named, "return_request_no": fresh()})


async def _busi_withdraw(merchant: Merchant) -> Good:
    stock_id, code = await _card(merchant)
    return Good({"coupon_code": code, "stock_id": stock_id, "deactivate_request_no": fresh()})


async def _busi_cards(merchant: Merchant) -> Good:
    await _card(merchant)
    return Good(query={"appid": merchant.appid}, params={"openid": merchant.person()[1]})


async def _busi_card(merchant: Merchant) -> Good:
    _, code = await _card(merchant)
    return Good(params={"openid": merchant.person()[1], "coupon_code": code, "appid": merchant.appid})


async def _busi_callback_set(merchant: Merchant) -> Good:
    await merchant.post(f"{_BUSI}/callbacks", {"mchid": merchant.mchid, "notify_url": NOTIFY})
    return Good(query={"mchid": merchant.mchid})


async def _busi_callback(merchant: Merchant) -> Good:
    return Good({"mchid": merchant.mchid, "notify_url": NOTIFY})


async def _use_withdrawn(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    good = await _busi_use(merchant)
    gone = {name: good.body[name] for name in ("coupon_code", "stock_id")}
    await merchant.post(f"{_BUSI}/coupons/deactivate", {**gone, "deactivate_request_no": fresh()})
    return (await merchant.refusal("POST", f"{_BUSI}/coupons/use", good.body))[1]


async def _last_card(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    made = await merchant.post(f"{_BUSI}/stocks", merchant_stock(merchant, fresh(), coupons=1))
    named = {"appid": merchant.appid, "openid": merchant.person()[1], "stock_id": made["stock_id"]}
    await merchant.post(f"{_BUSI}/coupons/send", {**named, "out_request_no": fresh()})
    return (await merchant.refusal("POST", f"{_BUSI}/coupons/send", {**named, "out_request_no": fresh()}))[1]


_NO_CARD: dict[int | str, Change] = {"RESOURCE_NOT_EXISTS": {"coupon_code": "1"}}

CASES = [
    pay(
        "POST",
        f"{_BUSI}/stocks",
        _busi_stock,
        {"stock_id": str, "create_time": str},
        {"PARAM_ERROR": {"stock_type": "FREE"}},
    ),
    pay(
        "GET",
        f"{_BUSI}/stocks/{{stock_id}}",
        _busi_made,
        {
            "stock_name": str,
            "belong_merchant": str,
            "comment?": str,
            "goods_name": str,
            "stock_type": str,
            "coupon_use_rule": dict,
            "stock_id": str,
            "stock_state": str,
            "coupon_code_mode": str,
            "stock_send_rule": dict,
            "send_count_information": {
                "total_send_num": int,
                "total_send_amount": int,
                "today_send_num": int,
                "today_send_amount": int,
            },
            "coupon_code_count": {"total_count": int, "available_count": int},
            "subsidy": bool,
        },
        {"RESOURCE_NOT_EXISTS": refused("GET", f"{_BUSI}/stocks/1")},
    ),
    pay(
        "POST",
        f"{_BUSI}/stocks/{{stock_id}}/couponcodes",
        _codes,
        {
            "stock_id": str,
            "total_count": int,
            "success_count": int,
            "success_codes": [str],
            "success_time": str,
            "fail_count": int,
            "fail_codes": [{"coupon_code": str, "code": str, "message": str}],
            "exist_codes": [str],
            "duplicate_codes": [str],
        },
        {"PARAM_ERROR": {"upload_request_no": GONE}, "RESOURCE_NOT_EXISTS": _no_stock_for_codes},
    ),
    pay("PATCH", f"{_BUSI}/stocks/{{stock_id}}", _busi_made, NOTHING, {"PARAM_ERROR": {"out_request_no": ""}}),
    pay(
        "POST",
        f"{_BUSI}/coupons/send",
        _busi_send,
        {"stock_id": str, "coupon_code": str, "out_request_no": str},
        {"RESOURCE_NOT_EXISTS": {"stock_id": "1"}, "RULE_LIMIT": _last_card},
    ),
    pay(
        "POST",
        f"{_BUSI}/coupons/use",
        _busi_use,
        {"stock_id": str, "openid": str, "wechatpay_use_time": str},
        {**_NO_CARD, "PARAM_ERROR": {"use_time": "now"}, "INVALID_REQUEST": _use_withdrawn},
    ),
    pay("POST", f"{_BUSI}/coupons/return", _busi_used, {"wechatpay_return_time": str}, _NO_CARD),
    pay("POST", f"{_BUSI}/coupons/deactivate", _busi_withdraw, {"wechatpay_deactivate_time": str}, _NO_CARD),
    pay(
        "GET",
        f"{_BUSI}/users/{{openid}}/coupons",
        _busi_cards,
        listing(_CARD),
        {"PARAM_ERROR": {"coupon_state": "LOST"}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}},
    ),
    pay("GET", f"{_BUSI}/users/{{openid}}/coupons/{{coupon_code}}/appids/{{appid}}", _busi_card, _CARD),
    pay(
        "POST",
        f"{_BUSI}/callbacks",
        _busi_callback,
        {"update_time": str, "notify_url": str, "mchid": str},
        {"PARAM_ERROR": {"notify_url": "ftp://x"}},
    ),
    pay(
        "GET",
        f"{_BUSI}/callbacks",
        _busi_callback_set,
        {"notify_url": str, "mchid": str},
        {"PARAM_ERROR": {"mchid": "1"}},
    ),
]
