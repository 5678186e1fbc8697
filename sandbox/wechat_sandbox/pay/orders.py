"""Orders: made for the four ways of paying, asked about, closed."""

from typing import Any

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import DAY, china_date
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields, merchants
from wechat_sandbox.pay.door import NO_CONTENT, PAY_DOOR
from wechat_sandbox.pay.leisure import perhaps_later
from wechat_sandbox.registry import PAY, Call, Json, Reply, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

JSAPI, NATIVE, H5, APP = "JSAPI", "NATIVE", "MWEB", "APP"
PAYABLE = ("NOTPAY", "USERPAYING", "PAYERROR")
PAID = ("SUCCESS", "REFUND")
OUT_NUMBER = r"[0-9A-Za-z_\-|*]+"
_STATES = {
    "SUCCESS": "支付成功",
    "REFUND": "转入退款",
    "NOTPAY": "订单未支付",
    "CLOSED": "订单已关闭",
    "USERPAYING": "用户支付中",
    "PAYERROR": "支付失败",
}
_H5_TYPES = ("iOS", "Android", "Wap", "iOSAndroidWap")
_SHEET = "/cgi-bin/mmpayweb-bin/checkmweb"


@endpoint(PAY, "POST", "/v3/pay/transactions/jsapi", MERCHANT, door=PAY_DOOR)
def order_jsapi(call: Call) -> Json:
    """Prepare a payment inside WeChat: a Mini Program or a page, by the person of an openid."""
    openid = fields.text(fields.part(call.body, "payer"), "openid", 128)
    app = _app(call)
    person = merchants.payer(call.world, app, openid)
    order, is_new = _order(call, JSAPI, openid=openid, person=person)
    if is_new:
        _perhaps_paid(call.world, call.account, order)
    return {"prepay_id": order["prepay_id"]}


@endpoint(PAY, "POST", "/v3/pay/transactions/native", MERCHANT, door=PAY_DOOR)
def order_native(call: Call) -> Json:
    """Prepare a payment by scanning a code."""
    _app(call)
    order, _ = _order(call, NATIVE)
    return {"code_url": order["code_url"]}


@endpoint(PAY, "POST", "/v3/pay/transactions/h5", MERCHANT, door=PAY_DOOR)
def order_h5(call: Call) -> Json:
    """Prepare a payment from a browser outside WeChat."""
    scene = fields.part(call.body, "scene_info")
    fields.text(scene, "payer_client_ip", 45)
    fields.one_of(fields.part(scene, "h5_info"), "type", _H5_TYPES)
    _app(call)
    order, _ = _order(call, H5)
    query = f"prepay_id={order['prepay_id']}&package={order['prepay_id'][-10:]}"
    return {"h5_url": f"{fields.here(call)}{_SHEET}?{query}"}


@endpoint(PAY, "POST", "/v3/pay/transactions/app", MERCHANT, door=PAY_DOOR)
def order_app(call: Call) -> Json:
    """Prepare a payment from another app on the phone."""
    _app(call)
    order, _ = _order(call, APP)
    return {"prepay_id": order["prepay_id"]}


@endpoint(PAY, "GET", "/v3/pay/transactions/id/{transaction_id}", MERCHANT, door=PAY_DOOR)
def query_by_transaction(call: Call) -> Json:
    """Tell about a paid order by WeChat's number."""
    _own(call, call.query)
    indexed = call.world.store.get("pay transaction", call.account.id, call.params["transaction_id"])
    return shown(call.account, find(call.world, call.account, indexed["out_trade_no"] if indexed else ""))


@endpoint(PAY, "GET", "/v3/pay/transactions/out-trade-no/{out_trade_no}", MERCHANT, door=PAY_DOOR)
def query_by_number(call: Call) -> Json:
    """Tell about an order by the merchant's number."""
    _own(call, call.query)
    return shown(call.account, find(call.world, call.account, call.params["out_trade_no"]))


@endpoint(PAY, "POST", "/v3/pay/transactions/out-trade-no/{out_trade_no}/close", MERCHANT, door=PAY_DOOR)
def close(call: Call) -> Reply:
    """Close an order that nobody has paid; closing a closed one changes nothing."""
    _own(call, call.body)
    order = find(call.world, call.account, call.params["out_trade_no"])
    if order["state"] in PAID:
        raise PayError("INVALID_REQUEST", "the order is paid; refund it")
    if order["state"] == "USERPAYING":
        raise PayError("INVALID_REQUEST", "the person is typing the password")
    save(call.world, call.account, {**order, "state": "CLOSED"})
    return NO_CONTENT


def find(world: World, merchant: Account, out_trade_no: str) -> Doc:
    """Return an order as it is now: one whose time is over is closed.

    Raises:
        PayError: ORDER_NOT_EXIST.
    """
    order = world.store.get("pay order", merchant.id, out_trade_no)
    if order is None:
        raise PayError("ORDER_NOT_EXIST", "no order has this number")
    if order["state"] in PAYABLE and world.now() >= order["expires"]:
        order = {**order, "state": "CLOSED"}
    return order


def save(world: World, merchant: Account, order: Doc) -> None:
    """Write an order."""
    world.store.put("pay order", merchant.id, order["out_trade_no"], order)


def shown(merchant: Account, order: Doc) -> Json:
    """Write an order as queries and notifications show it."""
    answer: Json = {
        "appid": order["appid"],
        "mchid": merchant.app_id,
        "out_trade_no": order["out_trade_no"],
        "trade_state": order["state"],
        "trade_state_desc": _STATES[order["state"]],
        "promotion_detail": order["promotion"],
        "amount": {"total": order["total"], "currency": "CNY"},
    }
    if order["attach"]:
        answer["attach"] = order["attach"]
    if device := order["device_id"]:
        answer["scene_info"] = {"device_id": device}
    if order["state"] in PAID:
        answer |= {
            "transaction_id": order["transaction_id"],
            "trade_type": order["trade_type"],
            "bank_type": order["bank_type"],
            "success_time": fields.written(order["success_time"]),
            "payer": {"openid": order["openid"]},
        }
        answer["amount"] |= {"payer_total": order["payer_total"], "payer_currency": "CNY"}
    return answer


def _app(call: Call) -> Account:
    _own(call, call.body)
    return merchants.app(call.world, call.account, fields.text(call.body, "appid", 32))


def _own(call: Call, given: Any) -> None:
    if given.get("mchid") != call.account.app_id:
        raise PayError("PARAM_ERROR", "mchid is the caller's", "mchid")


def _order(call: Call, trade_type: str, **who: Any) -> tuple[Doc, bool]:
    """Make an order, or find the one that was made with the same number and content; say whether it is new.

    Raises:
        PayError: OUT_TRADE_NO_USED for another content, ORDER_CLOSED or INVALID_REQUEST for an order that is over.
    """
    world, merchant = call.world, call.account
    asked = _read(call)
    marked = fields.fingerprint({"trade_type": trade_type, **call.body})
    old = world.store.get("pay order", merchant.id, asked["out_trade_no"])
    if old is not None:
        return _again(world, merchant, find(world, merchant, asked["out_trade_no"]), marked), False
    now = world.now()
    order: Doc = {
        **asked,
        "trade_type": trade_type,
        "fingerprint": marked,
        "state": "NOTPAY",
        "created": now,
        "expires": asked["expires"] or now + world.settings.pay_order_sim_days * DAY,
        "openid": "",
        "person": -1,
        "promotion": [],
        "refunded": 0,
        **who,
    }
    return _prepare(world, merchant, order), True


def _again(world: World, merchant: Account, order: Doc, marked: str) -> Doc:
    if order["fingerprint"] != marked:
        raise PayError("OUT_TRADE_NO_USED", "this out_trade_no was used with another content")
    if order["state"] == "CLOSED":
        raise PayError("ORDER_CLOSED", "the order is closed; take a new number")
    if order["state"] in PAID:
        raise PayError("INVALID_REQUEST", "the order is paid")
    return order if world.now() < order["prepay_until"] else _prepare(world, merchant, order)


def _prepare(world: World, merchant: Account, order: Doc) -> Doc:
    """Give an order a fresh prepay_id and code_url, good for two hours, and save it."""
    count = world.store.next_number("prepay ids")
    noise = world.dice.digest("prepay", merchant.id, count)
    prepay_id = f"wx{china_date(world.now()):%d%H%M%S}{noise.hex()[:24]}0000"
    code = world.dice.word(10, "code url", merchant.id, count).replace("-", "a").replace("_", "b")
    order = {
        **order,
        "prepay_id": prepay_id,
        "code_url": f"weixin://wxpay/bizpayurl?pr={code}00",
        "prepay_until": world.now() + world.settings.pay_prepay_sim_seconds,
    }
    save(world, merchant, order)
    where = {"account": merchant.id, "out_trade_no": order["out_trade_no"]}
    world.store.put("prepay", "", prepay_id, where)
    world.store.put("prepay", "", order["code_url"], where)
    return order


def _read(call: Call) -> Doc:
    """Check everything that the four ways share."""
    body = call.body
    amount = fields.part(body, "amount")
    fields.one_of(amount, "currency", ("CNY",), "CNY")
    expires = fields.moment(body, "time_expire") if body.get("time_expire") is not None else 0.0
    if expires and expires <= call.world.now():
        raise PayError("PARAM_ERROR", "time_expire is over (in simulated time)", "time_expire")
    settle = fields.some_part(body, "settle_info")
    fields.flag(settle, "profit_sharing")
    return {
        "appid": fields.text(body, "appid", 32),
        "out_trade_no": fields.text(body, "out_trade_no", 32, 6, OUT_NUMBER),
        "description": fields.text(body, "description", 127),
        "attach": fields.some_text(body, "attach", 128),
        "notify_url": fields.notify_url(call, body),
        "total": fields.whole(amount, "total", 1),
        "expires": expires,
        "goods_tag": fields.some_text(body, "goods_tag", 32),
        "goods": _goods(fields.some_part(body, "detail")),
        "device_id": fields.some_text(fields.some_part(body, "scene_info"), "device_id", 32),
    }


def _goods(detail: Json) -> list[Doc]:
    return [
        {
            "merchant_goods_id": fields.text(one, "merchant_goods_id", 32),
            "quantity": fields.whole(one, "quantity", 1),
            "unit_price": fields.whole(one, "unit_price"),
        }
        for one in fields.parts(detail, "goods_detail", 6000)
    ]


def _perhaps_paid(world: World, merchant: Account, order: Doc) -> None:
    """Most people for whom an order was made soon pay it."""
    settings = world.settings
    params = {"account": merchant.id, "out_trade_no": order["out_trade_no"]}
    delay = settings.pay_delay_sim_minutes * 60
    perhaps_later(world, order["person"], "pay_order", settings.pays_order, delay, params)
