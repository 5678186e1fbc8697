"""Orders of WeChat Pay."""

from merchant import Merchant
from rig import Sandbox

from table import GONE, Change, Good
from table.pay_calls import NOTHING, fresh, pay, refused

ORDERS = "/v3/pay/transactions"
_SHOWN = {
    "appid": str,
    "mchid": str,
    "out_trade_no": str,
    "trade_state": str,
    "trade_state_desc": str,
    "promotion_detail": list,
    "amount": {"total": int, "currency": str, "payer_total?": int, "payer_currency?": str},
    "attach?": str,
    "scene_info?": {"device_id": str},
    "transaction_id?": str,
    "trade_type?": str,
    "bank_type?": str,
    "success_time?": str,
    "payer?": {"openid": str},
}


async def _jsapi(merchant: Merchant) -> Good:
    return Good(merchant.order(fresh(), attach="会员", goods_tag="WXG"))


async def _without_payer(merchant: Merchant) -> Good:
    order = merchant.order(fresh())
    del order["payer"]
    return Good(order)


async def in_browser(merchant: Merchant) -> Good:
    """An order from a browser outside WeChat."""
    scene = {"payer_client_ip": "14.23.150.211", "h5_info": {"type": "Wap"}}
    return Good({**(await _without_payer(merchant)).body, "scene_info": scene})


async def _used_number(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), fresh()
    await merchant.post(f"{ORDERS}/jsapi", merchant.order(number))
    return (await merchant.refusal("POST", f"{ORDERS}/jsapi", merchant.order(number, total=7)))[1]


async def _closed_number(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), fresh()
    await merchant.post(f"{ORDERS}/jsapi", merchant.order(number))
    await merchant.call("POST", f"{ORDERS}/out-trade-no/{number}/close", {"mchid": merchant.mchid})
    return (await merchant.refusal("POST", f"{ORDERS}/jsapi", merchant.order(number)))[1]


async def _wrong_key(sandbox: Sandbox) -> str:
    headers = {"authorization": 'WECHATPAY2-SHA256-RSA2048 mchid="1"'}
    return (await Merchant(sandbox).refusal("POST", f"{ORDERS}/jsapi", {}, headers=headers))[1]


async def _paid_by_id(merchant: Merchant) -> Good:
    paid = await merchant.paid(fresh())
    return Good(query={"mchid": merchant.mchid}, params={"transaction_id": paid["transaction_id"]})


async def _ordered(merchant: Merchant) -> Good:
    number = fresh()
    await merchant.post(f"{ORDERS}/jsapi", merchant.order(number))
    return Good(query={"mchid": merchant.mchid}, params={"out_trade_no": number})


async def _to_close(merchant: Merchant) -> Good:
    good = await _ordered(merchant)
    return Good({"mchid": merchant.mchid}, params=good.params)


async def _close_paid(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), fresh()
    await merchant.paid(number)
    path = f"{ORDERS}/out-trade-no/{number}/close"
    return (await merchant.refusal("POST", path, {"mchid": merchant.mchid}))[1]


_ORDER_ERRORS: dict[int | str, Change] = {"PARAM_ERROR": {"out_trade_no": "x"}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}}
_GONE_NUMBER = refused("GET", f"{ORDERS}/out-trade-no/nothing")

CASES = [
    pay(
        "POST",
        f"{ORDERS}/jsapi",
        _jsapi,
        {"prepay_id": str},
        {
            **_ORDER_ERRORS,
            "OUT_TRADE_NO_USED": _used_number,
            "ORDER_CLOSED": _closed_number,
            "SIGN_ERROR": _wrong_key,
        },
    ),
    pay("POST", f"{ORDERS}/native", _without_payer, {"code_url": str}, _ORDER_ERRORS),
    pay("POST", f"{ORDERS}/h5", in_browser, {"h5_url": str}, {**_ORDER_ERRORS, "PARAM_ERROR": {"scene_info": GONE}}),
    pay("POST", f"{ORDERS}/app", _without_payer, {"prepay_id": str}, _ORDER_ERRORS),
    pay(
        "GET",
        f"{ORDERS}/id/{{transaction_id}}",
        _paid_by_id,
        _SHOWN,
        {"PARAM_ERROR": {"mchid": "1"}, "ORDER_NOT_EXIST": refused("GET", f"{ORDERS}/id/1")},
    ),
    pay(
        "GET",
        f"{ORDERS}/out-trade-no/{{out_trade_no}}",
        _ordered,
        _SHOWN,
        {"PARAM_ERROR": {"mchid": GONE}, "ORDER_NOT_EXIST": _GONE_NUMBER},
    ),
    pay(
        "POST",
        f"{ORDERS}/out-trade-no/{{out_trade_no}}/close",
        _to_close,
        NOTHING,
        {"PARAM_ERROR": {"mchid": GONE}, "INVALID_REQUEST": _close_paid},
    ),
]
