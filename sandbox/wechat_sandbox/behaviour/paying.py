"""Paying and being paid: orders, refunds, transfers, red packets, merchant coupons, and complaints."""

from collections.abc import Callable
from functools import wraps

from wechat_sandbox.accounts import MERCHANT, MINI_PROGRAM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.pay import (
    authorizations,
    ciphers,
    complaints,
    keys,
    merchant_coupon_cards,
    merchant_coupons,
    merchants,
    orders,
    payments,
    red_packets,
    refunds,
    transfers,
)
from wechat_sandbox.registry import Act, ActError, Action, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_SIGNED = ("appId", "timeStamp", "nonceStr", "package")
_WAYS = ("pay", "refuse", "type_password", "wrong_password")
_PROBLEM = "付款成功但商家一直没有发货"


def _with_merchant(name: str) -> Callable[[Callable[[World, Account, Act], Json]], Action]:
    """Offer an action that is about a merchant; what the platform refuses, the person cannot do."""

    def register(function: Callable[[World, Account, Act], Json]) -> Action:
        @wraps(function)
        def act_with(world: World, act: Act) -> Json:
            try:
                return function(world, _merchant(world, act), act)
            except ApiError as error:
                raise ActError(f"{error.code}: {error.rule}") from error

        return action(name)(act_with)

    return register


@_with_merchant("pay_order")
def pay_order(world: World, merchant: Account, act: Act) -> Json:
    """Pay an order, named by out_trade_no, prepay_id or code_url.

    `way` is pay, refuse, type_password (the order waits) or wrong_password (the payment fails).
    """
    order = _order(world, merchant, act)
    way = str(act.params.get("way", "pay"))
    if way not in _WAYS:
        raise ActError(f"way is one of {', '.join(_WAYS)}")
    if order["person"] not in (-1, act.person):
        raise ActError("the order was made for another person's openid")
    if order["state"] not in orders.PAYABLE:
        raise ActError(f"the order is {order['state']}")
    if world.now() >= order["prepay_until"]:
        raise ActError("the prepay_id is over after two hours; the merchant orders again with the same number")
    if way == "pay":
        paid, sent = payments.settle(world, merchant, order, act.person)
        told = {name: paid[name] for name in ("out_trade_no", "transaction_id", "payer_total")}
        return {"paid": True, **told, "coupon": paid["coupon"], "deliveries": sent}
    state = {"type_password": "USERPAYING", "wrong_password": "PAYERROR"}.get(way, order["state"])
    orders.save(world, merchant, {**order, "state": state})
    return {"paid": False, "out_trade_no": order["out_trade_no"], "trade_state": state, "deliveries": []}


@_with_merchant("request_payment")
def request_payment(world: World, merchant: Account, act: Act) -> Json:
    """Do what wx.requestPayment does: check appId, timeStamp, nonceStr, package, signType and paySign, then pay.

    With `only_check` nothing is paid.
    """
    given = {name: str(act.params.get(name, "")) for name in (*_SIGNED, "signType", "paySign")}
    prepay_id = given["package"].removeprefix("prepay_id=")
    order = _order(world, merchant, Act(act.at, act.person, act.action, {"prepay_id": prepay_id}))
    signed = ciphers.message(*(given[name] for name in _SIGNED))
    certificate = keys.merchant(world, merchant)["certificate"]
    fits = (
        given["signType"] == "RSA"
        and given["package"].startswith("prepay_id=")
        and given["appId"] == order["appid"]
        and ciphers.verify(certificate, signed, given["paySign"])
    )
    if not fits:
        raise ActError("支付验证签名失败")
    if act.params.get("only_check"):
        return {"checked": True, "prepay_id": prepay_id}
    way = act.params.get("way", "pay")
    params = {"account": merchant.id, "prepay_id": prepay_id, "way": way}
    return pay_order(world, Act(act.at, act.person, "pay_order", params))


@_with_merchant("receive_refund")
def receive_refund(world: World, merchant: Account, act: Act) -> Json:
    """A refund arrives, or does not: `status` is SUCCESS, ABNORMAL or CLOSED."""
    doc = world.store.get("pay refund", merchant.id, str(act.params.get("out_refund_no", "")))
    if doc is None or doc["person"] != act.person:
        raise ActError("the person waits for no such refund")
    if doc["status"] != "PROCESSING":
        raise ActError(f"the refund is {doc['status']}")
    count = int.from_bytes(world.dice.digest("refund", doc["refund_id"])[:6], "big")
    abnormal = world.dice.one("refund abnormal", act.person, count) < world.settings.pay_refund_abnormal
    status = str(act.params.get("status") or ("ABNORMAL" if abnormal else "SUCCESS"))
    if status not in refunds.ENDS:
        raise ActError(f"status is one of {', '.join(refunds.ENDS)}")
    return {"status": status, "deliveries": refunds.finish(world, merchant, doc, status)}


@_with_merchant("confirm_transfer")
def confirm_transfer(world: World, merchant: Account, act: Act) -> Json:
    """Take the money of a transfer; it fails when the merchant gave another name."""
    bill = _bill(world, merchant, act)
    if bill["state"] != transfers.WAITING:
        raise ActError(f"the transfer is {bill['state']}")
    fits = transfers.name_fits(world, bill)
    state, why = (transfers.SUCCESS, "") if fits else (transfers.FAIL, "NAME_NOT_CORRECT")
    sent = transfers.finish(world, merchant, bill, state, why)
    asked = world.store.get("transfer leave", merchant.id, bill.get("out_authorization_no", ""))
    if asked and asked["state"] == transfers.WAITING and act.params.get("grant", not act.params.get("of_own_accord")):
        sent += authorizations.grant(world, merchant, asked)
    return {"state": state, "deliveries": sent}


@_with_merchant("end_transfer")
def end_transfer(world: World, merchant: Account, act: Act) -> Json:
    """A transfer that was not confirmed in its day, or was taken back, ends and the merchant has the money again."""
    bill = _bill(world, merchant, act)
    state = str(act.params.get("state", transfers.FAIL))
    expected = {transfers.CANCELLED: transfers.CANCELING, transfers.FAIL: transfers.WAITING}.get(state)
    if bill["state"] != expected:
        raise ActError(f"the transfer is {bill['state']}")
    why = str(act.params.get("fail_reason", "")) if state == transfers.FAIL else ""
    return {"state": state, "deliveries": transfers.finish(world, merchant, bill, state, why)}


@_with_merchant("grant_transfers")
def grant_transfers(world: World, merchant: Account, act: Act) -> Json:
    """Agree that later transfers arrive without asking."""
    agreement = authorizations.find(world, merchant, str(act.params.get("out_authorization_no", "")))
    if agreement["person"] != act.person or agreement["state"] != transfers.WAITING:
        raise ActError("the person is not asked for this")
    return {"state": authorizations.IN_EFFECT, "deliveries": authorizations.grant(world, merchant, agreement)}


@_with_merchant("collect_red_packet")
def collect_red_packet(world: World, merchant: Account, act: Act) -> Json:
    """Open a red packet; one for several is passed on by who has it first."""
    packet = red_packets.find(world, merchant, str(act.params.get("mch_billno", "")))
    if packet["status"] != red_packets.SENT:
        raise ActError(f"the red packet is {packet['status']}")
    openid = merchants.openid(world, merchants.app(world, merchant, packet["appid"], corps=True), act.person)
    first = not packet["collected"]
    if (first or packet["kind"] != red_packets.GROUP) and packet["person"] != act.person:
        raise ActError("the red packet is another person's")
    if any(one["openid"] == openid for one in packet["collected"]):
        raise ActError("the person has had their part")
    packet = red_packets.collect(world, merchant, packet, act.person)
    return {"fen": packet["collected"][-1]["fen"], "status": packet["status"], "deliveries": []}


@_with_merchant("return_red_packet")
def return_red_packet(world: World, merchant: Account, act: Act) -> Json:
    """What nobody collected in a day goes back."""
    packet = red_packets.find(world, merchant, str(act.params.get("mch_billno", "")))
    if packet["status"] != red_packets.SENT:
        raise ActError(f"the red packet is {packet['status']}")
    packet = red_packets.give_back(world, merchant, packet)
    return {"returned_fen": packet["returned_fen"], "deliveries": []}


@_with_merchant("receive_merchant_coupon")
def receive_merchant_coupon(world: World, merchant: Account, act: Act) -> Json:
    """Take a merchant coupon of a stock through the Mini Program's plug-in."""
    stock = merchant_coupons.find(world, merchant, str(act.params.get("stock_id", "")))
    programs = [account.app_id for account in world.accounts.of_kind(MINI_PROGRAM)]
    app = merchants.app(world, merchant, str(act.params.get("appid") or "".join(programs[:1])))
    number = world.store.next_number("merchant coupons received")
    request = str(act.params.get("out_request_no") or f"{merchant.app_id}{number:012d}")
    code = str(act.params.get("coupon_code", ""))
    channel = merchant_coupon_cards.BY_MINI_PROGRAM
    coupon, sent = merchant_coupon_cards.give(world, merchant, stock, act.person, app, request, code, channel)
    return {"coupon_code": coupon["coupon_code"], "stock_id": stock["stock_id"], "deliveries": sent}


@_with_merchant("complain")
def complain(world: World, merchant: Account, act: Act) -> Json:
    """Complain to WeChat about a paid order, or go on about an earlier complaint_id."""
    words = str(act.params.get("words") or _PROBLEM)[:200]
    if named := act.params.get("complaint_id"):
        doc = complaints.find(world, merchant, str(named))
        if doc["person"] != act.person:
            raise ActError("the complaint is another person's")
        again = {**doc, "state": complaints.PENDING, "waiting": True}
        sent = complaints.said(world, merchant, again, "USER_CONTINUE_COMPLAINT", words)
        return {"complaint_id": doc["complaint_id"], "deliveries": sent}
    order = _order(world, merchant, act)
    if order["state"] not in orders.PAID or order["person"] != act.person:
        raise ActError("the person has not paid this order")
    doc, sent = complaints.make(world, merchant, order, act.person, words)
    return {"complaint_id": doc["complaint_id"], "deliveries": sent}


def _merchant(world: World, act: Act) -> Account:
    """Return the merchant an act names, by its account, prepay_id or code_url; else the first."""
    code = act.params.get("prepay_id") or act.params.get("code_url")
    found = world.store.get("prepay", "", str(code)) if code else None
    if found and not act.params.get("account"):
        return world.account(Act(act.at, act.person, act.action, {"account": found["account"]}), MERCHANT)
    return world.account(act, MERCHANT)


def _order(world: World, merchant: Account, act: Act) -> Doc:
    code = act.params.get("prepay_id") or act.params.get("code_url")
    number = str(act.params.get("out_trade_no", ""))
    if code:
        found = world.store.get("prepay", "", str(code))
        number = found["out_trade_no"] if found and found["account"] == merchant.id else ""
    order = orders.find(world, merchant, number)
    if code and code not in (order["prepay_id"], order["code_url"]):
        raise ActError("the merchant has ordered again since; this prepay_id is over")
    return order


def _bill(world: World, merchant: Account, act: Act) -> Doc:
    bill = transfers.find(world, merchant, str(act.params.get("out_bill_no", "")))
    if bill["person"] != act.person:
        raise ActError("the transfer is another person's")
    return bill
