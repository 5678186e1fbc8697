"""Telling WeChat that what was paid for is on its way (发货信息管理); without it the money is not paid out."""

from datetime import datetime
from itertools import islice

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import trades
from wechat_sandbox.mini_program.trades import Trade
from wechat_sandbox.registry import API, OK, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

BY_NUMBER, BY_TRANSACTION = 1, 2
UNIFIED, SPLIT = 1, 2
EXPRESS, LOGISTICS = 1, (1, 2, 3, 4)
TO_SHIP, SHIPPED, RECEIVED, REFUNDED = 1, 2, 3, 5
AUTOMATIC, BY_PERSON = "1", "2"
LONGEST_DESCRIPTION = 120
MOST_A_PAGE = 100


@endpoint(API, "POST", "/wxa/sec/order/upload_shipping_info", MINI_PROGRAM)
def upload_shipping(call: Call) -> Json:
    """Say how an order was sent: at once, or in parts until `is_all_delivered`."""
    world, account = call.world, call.account
    trade = _by_key(call)
    payer = call.body.get("payer")
    if not isinstance(payer, dict) or payer.get("openid") != trade.openid:
        raise ApiError(10060031, "payer.openid is who paid")
    before = world.store.get("shipping", account.id, trade.transaction_id)
    _check_may_ship(trade, before)
    logistics = call.number("logistics_type", 10060005)
    mode = call.number("delivery_mode", 268485224)
    if logistics not in LOGISTICS or mode not in (UNIFIED, SPLIT):
        raise ApiError(10060005, f"logistics_type is one of {LOGISTICS}, delivery_mode {UNIFIED} or {SPLIT}")
    if mode == SPLIT and logistics != EXPRESS:
        raise ApiError(10060006, "only what an express carries is sent in parts")
    parcels = _parcels(call, logistics, mode)
    all_sent = call.body.get("is_all_delivered", mode == UNIFIED)
    if not isinstance(all_sent, bool) or (mode == SPLIT and "is_all_delivered" not in call.body):
        raise ApiError(10060007, "is_all_delivered is true or false when an order is sent in parts")
    sent = [*(before["shipping_list"] if before else []), *parcels]
    shipping = {
        "delivery_mode": mode,
        "logistics_type": logistics,
        "finish_shipping": all_sent,
        "goods_desc": "；".join(parcel["goods_desc"] for parcel in sent)[:LONGEST_DESCRIPTION],
        "finish_shipping_count": int(all_sent),
        "shipping_list": sent,
    }
    world.store.put("shipping", account.id, trade.transaction_id, shipping)
    if all_sent:
        _settle(world, account, trade, world.now(), {})
        due = world.now() + world.settings.auto_receipt_sim_days * DAY
        params = {"account": account.id, "transaction_id": trade.transaction_id, "method": AUTOMATIC}
        world.store.plan(due, trade.person, "confirm_receipt", params)
    return OK


@endpoint(API, "POST", "/wxa/sec/order/get_order", MINI_PROGRAM)
def get_order(call: Call) -> Json:
    """Tell about one payment and how it was sent."""
    world, account = call.world, call.account
    transaction_id = call.body.get("transaction_id")
    if isinstance(transaction_id, str) and transaction_id:
        trade = trades.find(world, account, transaction_id)
    else:
        mchid, number = call.text("merchant_id", 10060014), call.text("merchant_trade_no", 10060014)
        trade = trades.find_by_number(world, account, mchid, number)
    if trade is None:
        raise ApiError(10060001, "no such payment in this Mini Program")
    return {**OK, "order": _shown(world, account, trade)}


@endpoint(API, "POST", "/wxa/sec/order/get_order_list", MINI_PROGRAM)
def list_orders(call: Call) -> Json:
    """List payments, of a stretch of time, a state or a person if one is named."""
    size = call.number("page_size", 10060014, MOST_A_PAGE)
    after, openid, state = call.body.get("last_index", ""), call.body.get("openid"), call.body.get("order_state")
    if not 1 <= size <= MOST_A_PAGE or not isinstance(after, str):
        raise ApiError(10060014, f"page_size is 1 to {MOST_A_PAGE}, last_index that of the page before")
    begin, end = _pay_time(call.body.get("pay_time_range") or {})
    found = (
        (place, shown)
        for place, trade in trades.listed(call.world, call.account, after)
        if begin <= trade.paid_at <= end and openid in (None, "", trade.openid)
        for shown in [_shown(call.world, call.account, trade)]
        if state in (None, shown["order_state"])
    )
    page = list(islice(found, size + 1))
    more, page = len(page) > size, page[:size]
    last = page[-1][0] if page else ""
    return {**OK, "order_list": [shown for _, shown in page], "last_index": last, "has_more": more}


@action("confirm_receipt")
def confirm_receipt(world: World, act: Act) -> Json:
    """Say that an order has come: the one of `transaction_id`."""
    account = world.account(act, MINI_PROGRAM)
    transaction_id = str(act.params.get("transaction_id", ""))
    trade = trades.find(world, account, transaction_id)
    shipping = world.store.get("shipping", account.id, transaction_id)
    if trade is None or trade.person != act.person or shipping is None or not shipping["finish_shipping"]:
        raise ActError("no order of this person with this transaction_id has been sent")
    if "received_at" in shipping or trade.refunded:
        raise ActError("the order has come already, or was refunded")
    world.store.put("shipping", account.id, transaction_id, {**shipping, "received_at": int(act.at)})
    received: Json = {
        "confirm_receive_method": str(act.params.get("method", BY_PERSON)),
        "confirm_receive_time": str(int(act.at)),
        "settlement_time": str(int(act.at)),
    }
    return {"transaction_id": transaction_id, "deliveries": _settle(world, account, trade, act.at, received)}


def _by_key(call: Call) -> Trade:
    key = call.body.get("order_key")
    if not isinstance(key, dict):
        raise ApiError(10060014, "order_key names the payment")
    kind = key.get("order_number_type")
    if kind == BY_NUMBER:
        trade = trades.find_by_number(call.world, call.account, str(key.get("mchid")), str(key.get("out_trade_no")))
    elif kind == BY_TRANSACTION:
        trade = trades.find(call.world, call.account, str(key.get("transaction_id")))
    else:
        raise ApiError(10060014, f"order_number_type is {BY_NUMBER} (the merchant's number) or {BY_TRANSACTION} (WeChat's)")
    if trade is None:
        raise ApiError(10060001, "no such payment in this Mini Program")
    return trade


def _check_may_ship(trade: Trade, before: Doc | None) -> None:
    if trade.refunded:
        raise ApiError(10060004, "the order was refunded")
    if before is None or not before["finish_shipping"]:
        return
    raise ApiError(10060002, "all of the order has been sent")


def _parcels(call: Call, logistics: int, mode: int) -> list[Json]:
    given = call.body.get("shipping_list")
    most = call.world.settings.shipping_parcels if mode == SPLIT else 1
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        raise ApiError(10060024, f"shipping_list holds 1 to {most}")
    uploaded = _moment(call.body.get("upload_time"))
    return [_parcel(one, logistics, uploaded) for one in given]


def _parcel(given: object, logistics: int, uploaded: int) -> Json:
    if not isinstance(given, dict):
        raise ApiError(10060014, "a parcel has tracking_no, express_company and item_desc")
    texts = {name: given.get(name) or "" for name in ("tracking_no", "express_company", "item_desc")}
    if not all(isinstance(text, str) and len(text) <= 128 for text in texts.values()):
        raise ApiError(10060014, "a parcel holds texts")
    if logistics == EXPRESS and not (texts["tracking_no"] and texts["express_company"]):
        raise ApiError(10060025, "an express has tracking_no and express_company")
    if not 1 <= len(texts["item_desc"]) <= LONGEST_DESCRIPTION:
        raise ApiError(10060008, f"item_desc has 1 to {LONGEST_DESCRIPTION} characters")
    shown = {"tracking_no": texts["tracking_no"], "express_company": texts["express_company"]}
    return {**shown, "goods_desc": texts["item_desc"], "upload_time": uploaded}


def _moment(text: object) -> int:
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ApiError(268485216, "upload_time is written in RFC 3339, with its zone")
    return int(moment.timestamp())


def _pay_time(stretch: object) -> tuple[int, int]:
    if not isinstance(stretch, dict):
        raise ApiError(10060014, "pay_time_range holds begin_time and end_time")
    begin, end = stretch.get("begin_time", 0), stretch.get("end_time", 2**62)
    if not isinstance(begin, int) or not isinstance(end, int):
        raise ApiError(10060014, "begin_time and end_time are seconds since 1970")
    return begin, end


def _settle(world: World, account: Account, trade: Trade, at: float, received: Json) -> list[int]:
    """Tell when the money of an order will be, or is, paid out."""
    due = int(at + world.settings.auto_receipt_sim_days * DAY)
    fields = {
        "transaction_id": trade.transaction_id,
        "merchant_id": trade.mchid,
        "sub_merchant_id": "",
        "merchant_trade_no": trade.out_trade_no,
        "pay_time": trade.paid_at,
        "shipped_time": int(at),
        "estimated_settlement_time": due,
        **received,
    }
    return world.callback(account, trade.person, at, Event="trade_manage_order_settlement", **fields)


def _shown(world: World, account: Account, trade: Trade) -> Json:
    shipping = world.store.get("shipping", account.id, trade.transaction_id) or {}
    state = SHIPPED if shipping.get("finish_shipping") else TO_SHIP
    if "received_at" in shipping:
        state = RECEIVED
    return {
        "transaction_id": trade.transaction_id,
        "merchant_trade_no": trade.out_trade_no,
        "merchant_id": trade.mchid,
        "sub_merchant_id": "",
        "description": trade.description,
        "paid_amount": trade.fen,
        "openid": trade.openid,
        "trade_create_time": trade.paid_at,
        "pay_time": trade.paid_at,
        "order_state": REFUNDED if trade.refunded else state,
        "in_complaint": False,
        "shipping": {name: value for name, value in shipping.items() if name != "received_at"},
    }
