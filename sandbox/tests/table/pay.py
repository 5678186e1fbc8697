"""The APIs of WeChat Pay."""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any

from merchant import NOTIFY, Json, Merchant
from rig import DAY, Sandbox
from wechat_sandbox.pay import ciphers

from table import GONE, Answer, Case, Change, Good

_COUNT = itertools.count(1)
_NOTHING = type(None)


def _fresh(prefix: str = "n") -> str:
    return f"{prefix}{next(_COUNT):08d}"


async def call_pay(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of v3."""
    path = case.path
    for name, value in good.params.items():
        path = path.replace(f"{{{name}}}", value)
    body = good.body if case.method in ("POST", "PUT", "PATCH") and good.body else None
    merchant = Merchant(sandbox)
    serial = merchant.keys["platform_certificates"][-1]["serial_no"]
    response = await merchant.call(case.method, path, body, query=good.query, serial=serial)
    if response.status_code == 204:
        return Answer(204, "", None)
    if "json" not in response.headers["content-type"]:
        return Answer(response.status_code, "" if response.status_code == 200 else "PAGE", response.content)
    answer = response.json()
    return Answer(response.status_code, answer.get("code", "") if response.status_code >= 400 else "", answer)


async def call_closed(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API that only ever refuses."""
    answer = await call_pay(case, sandbox, good)
    return Answer(answer.status, "" if answer.code == "NO_AUTH" else answer.code, answer.body)


async def call_v2(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of v2."""
    answer = await Merchant(sandbox).v2(case.path, good.body)
    code = "" if answer["result_code"] == "SUCCESS" else answer["err_code"]
    return Answer(200, "FREQUENCY_LIMITED" if code == "FREQ_LIMIT" else code, answer)


def _pay(
    method: str,
    path: str,
    good: Callable[[Merchant], Awaitable[Good]],
    shape: Any,
    errors: dict[int | str, Change] | None = None,
    **more: Any,
) -> Case:
    async def made(sandbox: Sandbox) -> Good:
        return await good(Merchant(sandbox))

    more = {"account": "mch", "caller": call_pay, **more}
    return Case(path, made, shape, errors or {}, method=method, **more)


def _refused(
    method: str, path: str, body: Json | None = None, before: Callable[[Merchant], Awaitable[Any]] | None = None, **query: str
) -> Change:
    """A call of its own that is refused, by its code."""

    async def code(sandbox: Sandbox) -> str:
        merchant = Merchant(sandbox)
        if before is not None:
            await before(merchant)
        return (await merchant.refusal(method, path, body, query={"mchid": merchant.mchid, **query}))[1]

    return code


# Orders

_ORDERS = "/v3/pay/transactions"
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
    return Good(merchant.order(_fresh(), attach="会员", goods_tag="WXG"))


async def _without_payer(merchant: Merchant) -> Good:
    order = merchant.order(_fresh())
    del order["payer"]
    return Good(order)


async def _h5(merchant: Merchant) -> Good:
    scene = {"payer_client_ip": "14.23.150.211", "h5_info": {"type": "Wap"}}
    return Good({**(await _without_payer(merchant)).body, "scene_info": scene})


async def _used_number(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), _fresh()
    await merchant.post(f"{_ORDERS}/jsapi", merchant.order(number))
    return (await merchant.refusal("POST", f"{_ORDERS}/jsapi", merchant.order(number, total=7)))[1]


async def _closed_number(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), _fresh()
    await merchant.post(f"{_ORDERS}/jsapi", merchant.order(number))
    await merchant.call("POST", f"{_ORDERS}/out-trade-no/{number}/close", {"mchid": merchant.mchid})
    return (await merchant.refusal("POST", f"{_ORDERS}/jsapi", merchant.order(number)))[1]


async def _wrong_key(sandbox: Sandbox) -> str:
    headers = {"authorization": 'WECHATPAY2-SHA256-RSA2048 mchid="1"'}
    return (await Merchant(sandbox).refusal("POST", f"{_ORDERS}/jsapi", {}, headers=headers))[1]


async def _paid_by_id(merchant: Merchant) -> Good:
    paid = await merchant.paid(_fresh())
    return Good(query={"mchid": merchant.mchid}, params={"transaction_id": paid["transaction_id"]})


async def _ordered(merchant: Merchant) -> Good:
    number = _fresh()
    await merchant.post(f"{_ORDERS}/jsapi", merchant.order(number))
    return Good(query={"mchid": merchant.mchid}, params={"out_trade_no": number})


async def _to_close(merchant: Merchant) -> Good:
    good = await _ordered(merchant)
    return Good({"mchid": merchant.mchid}, params=good.params)


async def _close_paid(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), _fresh()
    await merchant.paid(number)
    path = f"{_ORDERS}/out-trade-no/{number}/close"
    return (await merchant.refusal("POST", path, {"mchid": merchant.mchid}))[1]


_ORDER_ERRORS: dict[int | str, Change] = {"PARAM_ERROR": {"out_trade_no": "x"}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}}
_GONE_NUMBER = _refused("GET", f"{_ORDERS}/out-trade-no/nothing")

_ORDER_CASES = [
    _pay(
        "POST",
        f"{_ORDERS}/jsapi",
        _jsapi,
        {"prepay_id": str},
        {
            **_ORDER_ERRORS,
            "OUT_TRADE_NO_USED": _used_number,
            "ORDER_CLOSED": _closed_number,
            "SIGN_ERROR": _wrong_key,
        },
    ),
    _pay("POST", f"{_ORDERS}/native", _without_payer, {"code_url": str}, _ORDER_ERRORS),
    _pay("POST", f"{_ORDERS}/h5", _h5, {"h5_url": str}, {**_ORDER_ERRORS, "PARAM_ERROR": {"scene_info": GONE}}),
    _pay("POST", f"{_ORDERS}/app", _without_payer, {"prepay_id": str}, _ORDER_ERRORS),
    _pay(
        "GET",
        f"{_ORDERS}/id/{{transaction_id}}",
        _paid_by_id,
        _SHOWN,
        {"PARAM_ERROR": {"mchid": "1"}, "ORDER_NOT_EXIST": _refused("GET", f"{_ORDERS}/id/1")},
    ),
    _pay(
        "GET",
        f"{_ORDERS}/out-trade-no/{{out_trade_no}}",
        _ordered,
        _SHOWN,
        {"PARAM_ERROR": {"mchid": GONE}, "ORDER_NOT_EXIST": _GONE_NUMBER},
    ),
    _pay(
        "POST",
        f"{_ORDERS}/out-trade-no/{{out_trade_no}}/close",
        _to_close,
        _NOTHING,
        {"PARAM_ERROR": {"mchid": GONE}, "INVALID_REQUEST": _close_paid},
    ),
]


# Refunds, bills, certificates, the pay sheet

_REFUNDS = "/v3/refund/domestic/refunds"
_REFUND = {
    "refund_id": str,
    "out_refund_no": str,
    "transaction_id": str,
    "out_trade_no": str,
    "channel": str,
    "user_received_account": str,
    "create_time": str,
    "status": str,
    "funds_account": str,
    "amount": {
        "total": int,
        "refund": int,
        "from": list,
        "payer_total": int,
        "payer_refund": int,
        "settlement_total": int,
        "settlement_refund": int,
        "discount_refund": int,
        "currency": str,
    },
    "promotion_detail": list,
    "success_time?": str,
}
_OFFER = {"download_url": str, "hash_type": str, "hash_value": str}


async def _refund(merchant: Merchant) -> Good:
    number = _fresh()
    await merchant.paid(number)
    amount = {"refund": 300, "total": 1000, "currency": "CNY"}
    return Good({"out_trade_no": number, "out_refund_no": _fresh(), "amount": amount, "reason": "商品已售完"})


async def _refunded(merchant: Merchant) -> Good:
    asked = (await _refund(merchant)).body
    await merchant.post(_REFUNDS, asked)
    return Good(params={"out_refund_no": asked["out_refund_no"]})


async def _not_enough(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    good = await _refund(merchant)
    sandbox.world.store.put("balance", "mch", "basic", {"fen": 10})
    return (await merchant.refusal("POST", _REFUNDS, good.body))[1]


async def _a_day_with_trade(merchant: Merchant) -> None:
    if merchant.world.now() < merchant.sandbox.world.simulated_until + 1 and not merchant.world.store.size("pay trade"):
        await merchant.paid(_fresh())
        await merchant.sandbox.simulation.jump(merchant.world.now() + DAY + 11 * 3600)


async def _bill(merchant: Merchant) -> Good:
    await _a_day_with_trade(merchant)
    return Good(query={"bill_date": "2026-01-01"})


async def _bill_file(merchant: Merchant) -> Good:
    await _a_day_with_trade(merchant)
    offered = await merchant.get("/v3/bill/tradebill", bill_date="2026-01-01")
    return Good(query={"token": offered["download_url"].partition("token=")[2]})


async def _sheet(merchant: Merchant) -> Good:
    made = await merchant.post(f"{_ORDERS}/h5", (await _h5(merchant)).body)
    return Good(query={"prepay_id": made["h5_url"].partition("prepay_id=")[2].partition("&")[0]})


async def _plain(merchant: Merchant) -> Good:
    return Good()


async def _no_certificates(sandbox: Sandbox) -> str:
    await sandbox.admin("PATCH", "/settings", {"pay_platform_key": "public_key"})
    return (await Merchant(sandbox).refusal("GET", "/v3/certificates"))[1]


_MONEY_CASES = [
    _pay(
        "POST",
        _REFUNDS,
        _refund,
        _REFUND,
        {
            "PARAM_ERROR": {"out_refund_no": GONE},
            "RESOURCE_NOT_EXISTS": {"out_trade_no": "nothing"},
            "INVALID_REQUEST": {"amount": {"refund": 2000, "total": 1000, "currency": "CNY"}},
            "NOT_ENOUGH": _not_enough,
        },
    ),
    _pay(
        "GET",
        f"{_REFUNDS}/{{out_refund_no}}",
        _refunded,
        _REFUND,
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_REFUNDS}/nothing")},
    ),
    _pay(
        "GET",
        "/v3/bill/tradebill",
        _bill,
        _OFFER,
        {
            "PARAM_ERROR": {"bill_date": "yesterday"},
            "INVALID_REQUEST": {"bill_date": "2026-01-02"},
            "NO_STATEMENT_EXIST": {"bill_date": "2025-12-30"},
        },
    ),
    _pay(
        "GET",
        "/v3/bill/fundflowbill",
        _bill,
        _OFFER,
        {"PARAM_ERROR": {"account_type": "X"}, "NO_STATEMENT_EXIST": {"account_type": "FEES"}},
    ),
    _pay("GET", "/v3/billdownload/file", _bill_file, bytes, {"INVALID_REQUEST": {"token": "x"}}),
    _pay(
        "GET",
        "/v3/certificates",
        _plain,
        {
            "data": [
                {
                    "serial_no": str,
                    "effective_time": str,
                    "expire_time": str,
                    "encrypt_certificate": {
                        "algorithm": str,
                        "nonce": str,
                        "associated_data": str,
                        "ciphertext": str,
                    },
                }
            ]
        },
        {"RESOURCE_NOT_EXISTS": _no_certificates},
    ),
    _pay("GET", "/cgi-bin/mmpayweb-bin/checkmweb", _sheet, bytes, {"PAGE": {"prepay_id": "x"}}, quota=False),
]


# Transfers

_BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
_AGREEMENTS = "/v3/fund-app/mch-transfer/user-confirm-authorization"
_STARTED = {"out_bill_no": str, "transfer_bill_no": str, "create_time": str, "state": str, "package_info?": str}
_TRANSFER = {
    "mch_id": str,
    "out_bill_no": str,
    "transfer_bill_no": str,
    "appid": str,
    "state": str,
    "transfer_amount": int,
    "transfer_remark": str,
    "fail_reason?": str,
    "openid": str,
    "user_name?": str,
    "create_time": str,
    "update_time": str,
}
_AGREEMENT = {
    "out_authorization_no": str,
    "appid": str,
    "openid": str,
    "user_display_name": str,
    "authorization_id?": str,
    "state": str,
    "authorize_time?": str,
    "close_info?": {"close_time": str, "close_reason": str},
    "transfer_scene_id": str,
    "create_time": str,
}


async def _transfer(merchant: Merchant) -> Good:
    name = merchant.world.people.name(merchant.person()[0])
    sealed = ciphers.encrypt_field(merchant.keys["platform_certificates"][-1]["certificate"], name)
    return Good(merchant.transfer(_fresh(), 200_000, user_name=sealed))


async def _transferred(merchant: Merchant) -> Good:
    number = _fresh()
    bill = await merchant.post(_BILLS, merchant.transfer(number))
    return Good(params={"out_bill_no": number, "transfer_bill_no": bill["transfer_bill_no"]})


async def _cancel_done(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), _fresh()
    await merchant.post(_BILLS, merchant.transfer(number))
    await sandbox.act(merchant.person()[0], "confirm_transfer", out_bill_no=number)
    return (await merchant.refusal("POST", f"{_BILLS}/out-bill-no/{number}/cancel"))[1]


def _agreement(merchant: Merchant) -> Json:
    return {
        "out_authorization_no": _fresh(),
        "appid": merchant.appid,
        "openid": merchant.person()[1],
        "transfer_scene_id": "1000",
        "user_display_name": "微信用户",
        "authorization_notify_url": NOTIFY,
    }


async def _ask(merchant: Merchant) -> Good:
    return Good(_agreement(merchant))


async def _asked(merchant: Merchant) -> Good:
    body = _agreement(merchant)
    await merchant.post(_AGREEMENTS, body)
    return Good(params={"out_authorization_no": body["out_authorization_no"]})


async def _agreed(merchant: Merchant) -> Good:
    good = await _asked(merchant)
    await merchant.sandbox.act(merchant.person()[0], "grant_transfers", **good.params)
    body = merchant.transfer(_fresh(), **good.params)
    del body["openid"]
    return Good(body)


async def _transfer_and_ask(merchant: Merchant) -> Good:
    named = ("out_authorization_no", "user_display_name", "authorization_notify_url")
    wanted = {name: value for name, value in _agreement(merchant).items() if name in named}
    return Good(merchant.transfer(_fresh(), authorization_info=wanted))


async def _batch(merchant: Merchant) -> Good:
    return Good({"appid": merchant.appid, "out_batch_no": _fresh()})


_TRANSFER_CASES = [
    _pay(
        "POST",
        _BILLS,
        _transfer,
        _STARTED,
        {
            "PARAM_ERROR": {"user_name": GONE},
            "APPID_MCHID_NOT_MATCH": {"appid": "wx1"},
            "RULE_LIMIT": {"transfer_amount": 2_000_001},
        },
    ),
    _pay(
        "GET",
        f"{_BILLS}/out-bill-no/{{out_bill_no}}",
        _transferred,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_BILLS}/out-bill-no/nothing")},
    ),
    _pay(
        "GET",
        f"{_BILLS}/transfer-bill-no/{{transfer_bill_no}}",
        _transferred,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_BILLS}/transfer-bill-no/1")},
    ),
    _pay(
        "POST",
        f"{_BILLS}/out-bill-no/{{out_bill_no}}/cancel",
        _transferred,
        {"out_bill_no": str, "transfer_bill_no": str, "state": str, "update_time": str},
        {
            "RESOURCE_NOT_EXISTS": _refused("POST", f"{_BILLS}/out-bill-no/nothing/cancel"),
            "INVALID_REQUEST": _cancel_done,
        },
    ),
    _pay("POST", "/v3/transfer/batches", _batch, {"code": str, "message": str}, caller=call_closed),
    _pay(
        "POST",
        f"{_BILLS}/pre-transfer-with-authorization",
        _transfer_and_ask,
        {**_STARTED, "user_display_name": str, "out_authorization_no": str},
        {"PARAM_ERROR": {"openid": "o1"}},
    ),
    _pay(
        "POST",
        f"{_BILLS}/transfer",
        _agreed,
        _TRANSFER,
        {"RESOURCE_NOT_EXISTS": {"out_authorization_no": "nothing"}, "INVALID_REQUEST": {"transfer_scene_id": "1005"}},
    ),
    _pay(
        "POST",
        _AGREEMENTS,
        _ask,
        {"out_authorization_no": str, "state": str, "create_time": str, "package_info": str},
        {"PARAM_ERROR": {"user_display_name": ""}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}},
    ),
    _pay(
        "GET",
        f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}",
        _asked,
        _AGREEMENT,
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_AGREEMENTS}/out-authorization-no/nothing")},
    ),
    _pay("POST", f"{_AGREEMENTS}/out-authorization-no/{{out_authorization_no}}/close", _asked, _AGREEMENT),
]


# Coupons

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
_NO_STOCK = {"RESOURCE_NOT_EXISTS": "stock"}


async def _stock(merchant: Merchant) -> Good:
    return Good(merchant.stock(_fresh()))


async def _made(merchant: Merchant) -> Good:
    made = await merchant.post(f"{_FAVOR}/coupon-stocks", merchant.stock(_fresh()))
    return Good({"stock_creator_mchid": merchant.mchid}, params={"stock_id": made["stock_id"]})


async def _running(merchant: Merchant) -> Good:
    stock_id = await merchant.running_stock(_fresh())
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
    stock_id = await merchant.running_stock(_fresh())
    return Good(merchant.coupon(stock_id, _fresh()), params={"openid": merchant.person()[1]})


async def _coupon_held(merchant: Merchant) -> Good:
    good = await _coupon(merchant)
    sent = await merchant.post(f"{_FAVOR}/users/{good.params['openid']}/coupons", good.body)
    params = {**good.params, "coupon_id": sent["coupon_id"]}
    return Good(query={"appid": merchant.appid, "creator_mchid": merchant.mchid}, params=params)


async def _last_coupon(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    stock_id = await merchant.running_stock(_fresh(), coupons=1)
    path = f"{_FAVOR}/users/{merchant.person()[1]}/coupons"
    await merchant.post(path, merchant.coupon(stock_id, _fresh()))
    return (await merchant.refusal("POST", path, merchant.coupon(stock_id, _fresh())))[1]


async def _callback(merchant: Merchant) -> Good:
    return Good({"mchid": merchant.mchid, "notify_url": NOTIFY, "switch": True})


async def _callback_set(merchant: Merchant) -> Good:
    await merchant.post(f"{_FAVOR}/callbacks", (await _callback(merchant)).body)
    return Good(query={"mchid": merchant.mchid})


async def _distrusted(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    stock_id = await merchant.running_stock(_fresh(), prevent_api_abuse=True)
    stock = sandbox.world.store.get("coupon stock", "mch", stock_id) or {}
    sandbox.world.store.put("coupon stock", "mch", stock_id, {**stock, "prevent_api_abuse": True})
    await sandbox.admin("PATCH", "/settings", {"account_abnormal": 1})
    path = f"{_FAVOR}/users/{merchant.person()[1]}/coupons"
    return (await merchant.refusal("POST", path, merchant.coupon(stock_id, _fresh())))[1]


def _listing(item: Any) -> Json:
    return {"total_count": int, "data": [item], "limit": int, "offset": int}


_WRONG_MAKER: dict[int | str, Change] = {"PARAM_ERROR": {"stock_creator_mchid": "1"}}
_USERS = f"{_FAVOR}/users/{{openid}}/coupons"

_COUPON_CASES = [
    _pay(
        "POST",
        f"{_FAVOR}/coupon-stocks",
        _stock,
        {"stock_id": str, "create_time": str},
        {"PARAM_ERROR": {"belong_merchant": "1"}},
    ),
    _pay(
        "POST",
        f"{_FAVOR}/stocks/{{stock_id}}/start",
        _made,
        {"start_time": str, "stock_id": str},
        {**_WRONG_MAKER, "RESOURCE_NOT_EXISTS": _refused("GET", f"{_FAVOR}/stocks/1/use-flow")},
    ),
    _pay("POST", f"{_FAVOR}/stocks/{{stock_id}}/pause", _running, {"pause_time": str, "stock_id": str}, _WRONG_MAKER),
    _pay("POST", f"{_FAVOR}/stocks/{{stock_id}}/restart", _paused, {"restart_time": str, "stock_id": str}, _WRONG_MAKER),
    _pay("GET", f"{_FAVOR}/stocks", _stocks, _listing(_STOCK), {"PARAM_ERROR": {"limit": "11"}}),
    _pay("GET", f"{_FAVOR}/stocks/{{stock_id}}", _of_stock, _STOCK, _WRONG_MAKER),
    _pay(
        "GET",
        f"{_FAVOR}/stocks/{{stock_id}}/merchants",
        _of_stock_paged,
        {**_listing(str), "stock_id": str},
        {"PARAM_ERROR": {"limit": "51"}},
    ),
    _pay("GET", f"{_FAVOR}/stocks/{{stock_id}}/items", _of_stock_paged, {**_listing(str), "stock_id": str}, _WRONG_MAKER),
    _pay(
        "GET",
        f"{_FAVOR}/stocks/{{stock_id}}/use-flow",
        _of_stock,
        _FILE,
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_FAVOR}/stocks/1/use-flow")},
    ),
    _pay("GET", f"{_FAVOR}/stocks/{{stock_id}}/refund-flow", _of_stock, _FILE),
    _pay(
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
    _pay("GET", _USERS, _coupon_held, _listing(_COUPON), {"PARAM_ERROR": {"status": "LOST"}}),
    _pay("GET", f"{_USERS}/{{coupon_id}}", _coupon_held, _COUPON, {"APPID_MCHID_NOT_MATCH": {"appid": "wx1"}}),
    _pay(
        "POST",
        f"{_FAVOR}/callbacks",
        _callback,
        {"update_time": str, "notify_url": str},
        {"PARAM_ERROR": {"notify_url": "https://shop.example/?a=1"}},
    ),
    _pay("GET", f"{_FAVOR}/callbacks", _callback_set, {"mchid": str, "notify_url": str}, {"PARAM_ERROR": {"mchid": "1"}}),
]


# Merchant coupons

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
    return Good(merchant_stock(merchant, _fresh()))


async def _busi_made(merchant: Merchant) -> Good:
    made = await merchant.post(f"{_BUSI}/stocks", merchant_stock(merchant, _fresh()))
    return Good({"out_request_no": _fresh(), "comment": "改"}, params={"stock_id": made["stock_id"]})


async def _busi_send(merchant: Merchant) -> Good:
    stock_id = (await _busi_made(merchant)).params["stock_id"]
    named = {"appid": merchant.appid, "openid": merchant.person()[1], "out_request_no": _fresh()}
    return Good({"stock_id": stock_id, **named})


async def _card(merchant: Merchant) -> tuple[str, str]:
    sent = await merchant.post(f"{_BUSI}/coupons/send", (await _busi_send(merchant)).body)
    return sent["stock_id"], sent["coupon_code"]


async def _busi_use(merchant: Merchant) -> Good:
    stock_id, code = await _card(merchant)
    named = {"appid": merchant.appid, "use_time": "2026-01-01T00:00:00+08:00", "use_request_no": _fresh()}
    return Good({"coupon_code": code, "stock_id": stock_id, **named})


async def _busi_used(merchant: Merchant) -> Good:
    good = await _busi_use(merchant)
    await merchant.post(f"{_BUSI}/coupons/use", good.body)
    named = {name: good.body[name] for name in ("coupon_code", "stock_id")}
    return Good({**named, "return_request_no": _fresh()})


async def _busi_withdraw(merchant: Merchant) -> Good:
    stock_id, code = await _card(merchant)
    return Good({"coupon_code": code, "stock_id": stock_id, "deactivate_request_no": _fresh()})


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
    await merchant.post(f"{_BUSI}/coupons/deactivate", {**gone, "deactivate_request_no": _fresh()})
    return (await merchant.refusal("POST", f"{_BUSI}/coupons/use", good.body))[1]


async def _last_card(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    made = await merchant.post(f"{_BUSI}/stocks", merchant_stock(merchant, _fresh(), coupons=1))
    named = {"appid": merchant.appid, "openid": merchant.person()[1], "stock_id": made["stock_id"]}
    await merchant.post(f"{_BUSI}/coupons/send", {**named, "out_request_no": _fresh()})
    return (await merchant.refusal("POST", f"{_BUSI}/coupons/send", {**named, "out_request_no": _fresh()}))[1]


_NO_CARD: dict[int | str, Change] = {"RESOURCE_NOT_EXISTS": {"coupon_code": "1"}}

_MERCHANT_COUPON_CASES = [
    _pay(
        "POST",
        f"{_BUSI}/stocks",
        _busi_stock,
        {"stock_id": str, "create_time": str},
        {"PARAM_ERROR": {"stock_type": "FREE"}},
    ),
    _pay(
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
            "subsidy": bool,
        },
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_BUSI}/stocks/1")},
    ),
    _pay("PATCH", f"{_BUSI}/stocks/{{stock_id}}", _busi_made, _NOTHING, {"PARAM_ERROR": {"out_request_no": ""}}),
    _pay(
        "POST",
        f"{_BUSI}/coupons/send",
        _busi_send,
        {"stock_id": str, "coupon_code": str, "out_request_no": str},
        {"RESOURCE_NOT_EXISTS": {"stock_id": "1"}, "RULE_LIMIT": _last_card},
    ),
    _pay(
        "POST",
        f"{_BUSI}/coupons/use",
        _busi_use,
        {"stock_id": str, "openid": str, "wechatpay_use_time": str},
        {**_NO_CARD, "PARAM_ERROR": {"use_time": "now"}, "INVALID_REQUEST": _use_withdrawn},
    ),
    _pay("POST", f"{_BUSI}/coupons/return", _busi_used, {"wechatpay_return_time": str}, _NO_CARD),
    _pay("POST", f"{_BUSI}/coupons/deactivate", _busi_withdraw, {"wechatpay_deactivate_time": str}, _NO_CARD),
    _pay(
        "GET",
        f"{_BUSI}/users/{{openid}}/coupons",
        _busi_cards,
        _listing(_CARD),
        {"PARAM_ERROR": {"coupon_state": "LOST"}, "APPID_MCHID_NOT_MATCH": {"appid": "wx1"}},
    ),
    _pay("GET", f"{_BUSI}/users/{{openid}}/coupons/{{coupon_code}}/appids/{{appid}}", _busi_card, _CARD),
    _pay(
        "POST",
        f"{_BUSI}/callbacks",
        _busi_callback,
        {"update_time": str, "notify_url": str, "mchid": str},
        {"PARAM_ERROR": {"notify_url": "ftp://x"}},
    ),
    _pay(
        "GET",
        f"{_BUSI}/callbacks",
        _busi_callback_set,
        {"notify_url": str, "mchid": str},
        {"PARAM_ERROR": {"mchid": "1"}},
    ),
]


# Complaints

_COMPLAINTS = "/v3/merchant-service/complaints-v2"
_ADDRESS = "/v3/merchant-service/complaint-notifications"
_COMPLAINT = {
    "complaint_id": str,
    "complaint_time": str,
    "complaint_detail": str,
    "complaint_state": str,
    "complainted_mchid": str,
    "payer_phone": str,
    "complaint_order_info": [{"transaction_id": str, "out_trade_no": str, "amount": int}],
    "complaint_full_refunded": bool,
    "incoming_user_response": bool,
    "problem_description": str,
    "user_complaint_times": int,
    "problem_type": str,
}
_HISTORY = {"log_id": str, "operator": str, "operate_time": str, "operate_type": str, "operate_details": str}


async def _complaint(merchant: Merchant) -> str:
    number = _fresh()
    await merchant.paid(number)
    made = await merchant.sandbox.act(merchant.person()[0], "complain", out_trade_no=number)
    return str(made["complaint_id"])


async def _complaints(merchant: Merchant) -> Good:
    await _complaint(merchant)
    return Good(query={"begin_date": "2026-01-01", "end_date": "2026-01-02"})


async def _one_complaint(merchant: Merchant) -> Good:
    return Good({"complainted_mchid": merchant.mchid}, params={"complaint_id": await _complaint(merchant)})


async def _answer_complaint(merchant: Merchant) -> Good:
    good = await _one_complaint(merchant)
    return Good({**good.body, "response_content": "已为您补发"}, params=good.params)


async def _address(merchant: Merchant) -> Good:
    await merchant.call("DELETE", _ADDRESS)
    return Good({"url": NOTIFY})


async def _address_set(merchant: Merchant) -> Good:
    await merchant.call("DELETE", _ADDRESS)
    await merchant.post(_ADDRESS, {"url": NOTIFY})
    return Good({"url": NOTIFY})


async def _no_address(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    await merchant.call("DELETE", _ADDRESS)
    return (await merchant.refusal("GET", _ADDRESS))[1]


async def _only_get(merchant: Merchant) -> Good:
    await _address_set(merchant)
    return Good()


_ADDRESSED = {"mchid": str, "url": str}
_WRONG_MERCHANT: dict[int | str, Change] = {"PARAM_ERROR": {"complainted_mchid": "1"}}

_COMPLAINT_CASES = [
    _pay("GET", _COMPLAINTS, _complaints, _listing(_COMPLAINT), {"PARAM_ERROR": {"end_date": "2026-03-01"}}),
    _pay(
        "GET",
        f"{_COMPLAINTS}/{{complaint_id}}",
        _one_complaint,
        {**_COMPLAINT, "payer_openid": str},
        {"RESOURCE_NOT_EXISTS": _refused("GET", f"{_COMPLAINTS}/1")},
    ),
    _pay("GET", f"{_COMPLAINTS}/{{complaint_id}}/negotiation-historys", _one_complaint, _listing(_HISTORY)),
    _pay("POST", f"{_COMPLAINTS}/{{complaint_id}}/response", _answer_complaint, _NOTHING, _WRONG_MERCHANT),
    _pay("POST", f"{_COMPLAINTS}/{{complaint_id}}/complete", _one_complaint, _NOTHING, _WRONG_MERCHANT),
    _pay("POST", _ADDRESS, _address, _ADDRESSED, {"PARAM_ERROR": {"url": GONE}}, quota=False),
    _pay("PUT", _ADDRESS, _address_set, _ADDRESSED, {"PARAM_ERROR": {"url": GONE}}, quota=False),
    _pay("GET", _ADDRESS, _only_get, _ADDRESSED, {"RESOURCE_NOT_EXISTS": _no_address}, quota=False),
    _pay("DELETE", _ADDRESS, _only_get, _NOTHING, quota=False),
]


# Red packets

_V2 = "/mmpaymkttransfers"
_DONE = {"return_code": str, "return_msg": str, "result_code": str, "err_code": str}
_PACKET = {
    **_DONE,
    "mch_billno": str,
    "mch_id": str,
    "wxappid": str,
    "re_openid": str,
    "total_amount": str,
    "send_listid": str,
}


def red_packet(merchant: Merchant, number: str, app: str = "oa", **more: Any) -> Json:
    """What a red packet is made of."""
    return {
        "mch_billno": number,
        "wxappid": merchant.sandbox.account(app).app_id,
        "re_openid": merchant.sandbox.openid(app, merchant.person()[0]),
        "send_name": "全域好物",
        "total_amount": 300,
        "total_num": 1,
        "wishing": "新年快乐",
        "client_ip": "127.0.0.1",
        "act_name": "新年红包",
        "remark": "谢谢参与",
        **more,
    }


async def _packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, _fresh()))


async def _group_packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, _fresh(), total_num=3, amt_type="ALL_RAND"))


async def _mini_packet(merchant: Merchant) -> Good:
    return Good(red_packet(merchant, _fresh(), "mp", notify_way="MINI_PROGRAM_JSAPI"))


async def _packet_sent(merchant: Merchant) -> Good:
    number = _fresh()
    await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number))
    return Good({"mch_billno": number, "appid": merchant.sandbox.account("oa").app_id, "bill_type": "MCHT"})


async def _wrong_v2_key(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, _fresh()), key="wrong"))["err_code"]


async def _changed_packet(sandbox: Sandbox) -> str:
    merchant, number = Merchant(sandbox), _fresh()
    await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number))
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, number, total_amount=400)))["err_code"]


async def _no_money(sandbox: Sandbox) -> str:
    merchant = Merchant(sandbox)
    sandbox.world.store.put("balance", "mch", "basic", {"fen": 10})
    return (await merchant.v2(f"{_V2}/sendredpack", red_packet(merchant, _fresh())))["err_code"]


_RED_PACKET_CASES = [
    _pay(
        "POST",
        f"{_V2}/sendredpack",
        _packet,
        _PACKET,
        {
            "SIGN_ERROR": _wrong_v2_key,
            "PARAM_ERROR": {"total_num": 2},
            "OPENID_ERROR": {"re_openid": "o1"},
            "MONEY_LIMIT": {"total_amount": 30_000},
            "FATAL_ERROR": _changed_packet,
            "NOTENOUGH": _no_money,
        },
        caller=call_v2,
    ),
    _pay("POST", f"{_V2}/sendgroupredpack", _group_packet, _PACKET, {"PARAM_ERROR": {"amt_type": "EQUAL"}}, caller=call_v2),
    _pay(
        "POST",
        f"{_V2}/sendminiprogramhb",
        _mini_packet,
        {**_PACKET, "package": str},
        {"PARAM_ERROR": {"notify_way": GONE}},
        caller=call_v2,
    ),
    _pay(
        "POST",
        f"{_V2}/gethbinfo",
        _packet_sent,
        {
            **_DONE,
            "mch_billno": str,
            "mch_id": str,
            "detail_id": str,
            "status": str,
            "send_type": str,
            "hb_type": str,
            "total_num": str,
            "total_amount": str,
            "send_time": str,
            "wishing": str,
            "remark": str,
            "act_name": str,
        },
        {"NOT_FOUND": {"mch_billno": "nothing"}, "PARAM_ERROR": {"bill_type": GONE}},
        caller=call_v2,
    ),
]

CASES = [
    *_ORDER_CASES,
    *_MONEY_CASES,
    *_TRANSFER_CASES,
    *_COUPON_CASES,
    *_MERCHANT_COUPON_CASES,
    *_COMPLAINT_CASES,
    *_RED_PACKET_CASES,
]
