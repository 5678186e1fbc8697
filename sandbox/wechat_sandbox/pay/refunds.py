"""Refunds, whole or in parts, and the way of the money back."""

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import coupons, fields, merchants, orders
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.leisure import surely_later
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

REFUNDS = "pay refund log"
ENDS = ("SUCCESS", "ABNORMAL", "CLOSED")
_OUT_NUMBER = r"[0-9A-Za-z_\-|*@]+"


@endpoint(PAY, "POST", "/v3/refund/domestic/refunds", MERCHANT, door=PAY_DOOR)
def refund(call: Call) -> Json:
    """Give money back. The answer says that it is on its way; the same number and content may be sent again."""
    world, merchant = call.world, call.account
    asked = _read(call)
    marked = fields.fingerprint(call.body)
    old = world.store.get("pay refund", merchant.id, asked["out_refund_no"])
    if old is not None:
        if old["fingerprint"] != marked:
            raise PayError("INVALID_REQUEST", "this out_refund_no was used with another content")
        return shown(old)
    order = _order(call)
    made = _made(world, merchant, order)
    _check(world, order, made, asked)
    payer_refund = _payer_part(order, made, asked["refund"])
    merchants.move(world, merchant, -payer_refund, "退款", order["transaction_id"], asked["reason"])
    doc: Doc = {
        **asked,
        "refund_id": merchants.number(world, merchant, "refunds", f"50300{china_date(world.now()):%Y%m%d}", 15),
        "fingerprint": marked,
        "out_trade_no": order["out_trade_no"],
        "transaction_id": order["transaction_id"],
        "created": world.now(),
        "success_time": 0.0,
        "status": "PROCESSING",
        "payer_total": order["payer_total"],
        "payer_refund": payer_refund,
        "person": order["person"],
        "promotion": order["promotion"],
        "received_in": "支付用户零钱",
    }
    save(world, merchant, doc)
    world.store.put(f"refunds of {merchant.id}", order["out_trade_no"], doc["out_refund_no"], {})
    world.store.append(REFUNDS, {"out_refund_no": doc["out_refund_no"]}, key=f"{merchant.id}:{china_day(world.now())}")
    orders.save(world, merchant, {**order, "state": "REFUND", "refunded": order["refunded"] + asked["refund"]})
    params = {"account": merchant.id, "out_refund_no": doc["out_refund_no"]}
    surely_later(world, order["person"], "receive_refund", world.settings.pay_refund_sim_minutes * 60, params)
    return shown(doc)


@endpoint(PAY, "GET", "/v3/refund/domestic/refunds/{out_refund_no}", MERCHANT, door=PAY_DOOR)
def query_refund(call: Call) -> Json:
    """Tell about a refund."""
    doc = call.world.store.get("pay refund", call.account.id, call.params["out_refund_no"])
    if doc is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no refund has this number")
    return shown(doc)


def finish(world: World, merchant: Account, doc: Doc, status: str) -> list[int]:
    """Let a refund arrive, or not; tell the merchant."""
    now = world.now()
    done = {**doc, "status": status, "success_time": now if status == "SUCCESS" else 0.0}
    save(world, merchant, done)
    order = orders.find(world, merchant, doc["out_trade_no"])
    if status == "CLOSED":
        merchants.move(world, merchant, doc["payer_refund"], "退款退回", doc["transaction_id"])
        orders.save(world, merchant, {**order, "refunded": order["refunded"] - doc["refund"]})
    elif order["coupon"] and _arrived(world, merchant, order) == order["total"]:
        coupons.give_back(world, merchant, order["coupon"], done)
    resource: Json = {
        "mchid": merchant.app_id,
        **{name: done[name] for name in ("out_trade_no", "transaction_id", "out_refund_no", "refund_id")},
        "refund_status": status,
        "user_received_account": done["received_in"],
        "amount": {name: done[name] for name in ("total", "refund", "payer_total", "payer_refund")},
    }
    if status == "SUCCESS":
        resource["success_time"] = fields.written(now)
    return notify(world, merchant, done["person"], done["notify_url"], f"REFUND.{status}", "refund", resource)


def save(world: World, merchant: Account, doc: Doc) -> None:
    """Write a refund."""
    world.store.put("pay refund", merchant.id, doc["out_refund_no"], doc)


def shown(doc: Doc) -> Json:
    """Write a refund as the answers show it."""
    off = doc["refund"] - doc["payer_refund"]
    answer: Json = {
        **{name: doc[name] for name in ("refund_id", "out_refund_no", "transaction_id", "out_trade_no")},
        "channel": "ORIGINAL",
        "user_received_account": doc["received_in"],
        "create_time": fields.written(doc["created"]),
        "status": doc["status"],
        "funds_account": "AVAILABLE",
        "amount": {
            "total": doc["total"],
            "refund": doc["refund"],
            "from": [],
            "payer_total": doc["payer_total"],
            "payer_refund": doc["payer_refund"],
            "settlement_total": doc["payer_total"],
            "settlement_refund": doc["payer_refund"],
            "discount_refund": off,
            "currency": "CNY",
        },
        "promotion_detail": [
            {
                "promotion_id": one["coupon_id"],
                "scope": one["scope"],
                "type": "COUPON" if one["type"] == "CASH" else "DISCOUNT",
                "amount": one["amount"],
                "refund_amount": off,
            }
            for one in doc["promotion"]
        ],
    }
    if doc["success_time"]:
        answer["success_time"] = fields.written(doc["success_time"])
    return answer


def _read(call: Call) -> Doc:
    amount = fields.part(call.body, "amount")
    fields.one_of(amount, "currency", ("CNY",))
    return {
        "out_refund_no": fields.text(call.body, "out_refund_no", 64, pattern=_OUT_NUMBER),
        "reason": fields.some_text(call.body, "reason", 80),
        "notify_url": fields.notify_url(call, call.body) if call.body.get("notify_url") is not None else "",
        "refund": fields.whole(amount, "refund", 1),
        "total": fields.whole(amount, "total", 1),
    }


def _order(call: Call) -> Doc:
    if call.body.get("transaction_id") is not None:
        named = fields.text(call.body, "transaction_id", 32)
        indexed = call.world.store.get("pay transaction", call.account.id, named)
        number = indexed["out_trade_no"] if indexed else ""
    else:
        number = fields.text(call.body, "out_trade_no", 32)
    order = call.world.store.get("pay order", call.account.id, number)
    if order is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no order has this number")
    return order


def _made(world: World, merchant: Account, order: Doc) -> list[Doc]:
    """Return the refunds of an order that were not closed."""
    numbers = [number for _, number, _ in world.store.page(f"refunds of {merchant.id}", order["out_trade_no"], limit=-1)]
    found = [world.store.get("pay refund", merchant.id, number) for number in numbers]
    return [doc for doc in found if doc is not None and doc["status"] != "CLOSED"]


def _arrived(world: World, merchant: Account, order: Doc) -> int:
    """Return how much of an order has come back to the payer."""
    return sum(int(doc["refund"]) for doc in _made(world, merchant, order) if doc["status"] == "SUCCESS")


def _check(world: World, order: Doc, made: list[Doc], asked: Doc) -> None:
    settings = world.settings
    if order["state"] not in orders.PAID:
        raise PayError("INVALID_REQUEST", "the order is not paid")
    if world.now() > order["success_time"] + settings.pay_refund_sim_days * DAY:
        raise PayError("INVALID_REQUEST", f"a refund within {settings.pay_refund_sim_days:g} days of the payment")
    if asked["total"] != order["total"]:
        raise PayError("INVALID_REQUEST", "amount.total is the order's")
    if len(made) >= settings.pay_refunds_per_order:
        raise PayError("INVALID_REQUEST", f"{settings.pay_refunds_per_order} refunds an order")
    if order["refunded"] + asked["refund"] > order["total"]:
        raise PayError("INVALID_REQUEST", "the refunds together are more than the order's total")


def _payer_part(order: Doc, made: list[Doc], fen: int) -> int:
    """Return what of a refund is the payer's own money; the last refund brings the rest of it."""
    if order["refunded"] + fen == order["total"]:
        return int(order["payer_total"] - sum(doc["payer_refund"] for doc in made))
    return int(fen * order["payer_total"] / order["total"])
