"""The life of an after-sale 售后: asked for, answered by the store, sent back if it must be, refunded."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import orders
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.registry import ActError, Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

REFUND, RETURN = "REFUND", "RETURN"
CANCELLED = "USER_CANCELD"
ASKED = "MERCHANT_PROCESSING"
REFUSED = {REFUND: "MERCHANT_REJECT_REFUND", RETURN: "MERCHANT_REJECT_RETURN"}
TO_SEND_BACK = "USER_WAIT_RETURN"
CLOSED = "RETURN_CLOSED"
SENT_BACK = "MERCHANT_WAIT_RECEIPT"
REFUNDING = "PLATFORM_REFUNDING"
REFUNDED = {REFUND: "MERCHANT_REFUND_SUCCESS", RETURN: "MERCHANT_RETURN_SUCCESS"}
BY_API, TOO_LATE = 3, 9
"""refund_reason."""
REASONS = {
    "INCORRECT_SELECTION": "拍错/多拍",
    "NO_LONGER_WANT": "不想要了",
    "NO_EXPRESS_INFO": "无快递信息",
    "NOT_MATCH_PRODUCT_DESC": "与商品描述不符",
    "QUALITY_ISSUE": "质量问题",
    "SEND_WRONG_GOODS": "卖家发错货",
    "OTHERS": "其它",
}
COMPLAINED = 100
"""complaint_status: the buyer waits for WeChat to step in."""


def find(world: World, shop: Account, number: str) -> Doc | None:
    """Find an after-sale."""
    return world.store.get("store aftersale", shop.id, number)


def ask(world: World, shop: Account, order: Doc, pieces: int, reason: str, at: float) -> tuple[Doc, list[int]]:
    """Let a buyer ask for their money: REFUND of what has not arrived, RETURN of what has.

    Raises:
        ActError: the order cannot be sent back, or not so many pieces of it.
    """
    if order["status"] not in (orders.PAID, orders.PART_SHIPPED, orders.SHIPPED, orders.DONE) or order.get("settle_time"):
        raise ActError("the order cannot be sent back")
    line = order["line"]
    left = line["pieces"] - order["sent_back"] - order["in_aftersale"]
    if not 1 <= pieces <= left or reason not in REASONS:
        raise ActError(f"pieces is 1 to {left}, reason one of {', '.join(REASONS)}")
    number = str(2_000_000_000_000_000 + world.store.next_number(f"aftersales of {shop.id}"))
    doc = {
        "after_sale_order_id": number,
        "order_id": order["order_id"],
        "person": order["person"],
        "type": RETURN if order["status"] in (orders.SHIPPED, orders.DONE) else REFUND,
        "pieces": pieces,
        "amount": orders.paid(order) * pieces // line["pieces"],
        "reason": reason,
        "create_time": int(at),
        "product_id": line["product_id"],
        "sku_id": line["sku_id"],
    }
    order["in_aftersale"] += pieces
    order["aftersales"] = [*order["aftersales"], number]
    orders.write(world, shop, order, at)
    entry = {"after_sale_order_id": number, "at": int(at)}
    world.store.append("store aftersales", entry, key=f"{shop.id}:{china_day(at)}")
    return doc, _move(world, shop, doc, ASKED, at)


def accept(world: World, shop: Account, doc: Doc, at: float, why: int = BY_API) -> list[int]:
    """Agree: money goes back, or for a RETURN the goods come back first.

    Raises:
        ActError: there is nothing to agree to.
    """
    if doc["status"] == ASKED and doc["type"] == RETURN:
        sent = _move(world, shop, doc, TO_SEND_BACK, at)
        due = at + world.settings.store_send_back_sim_days * DAY
        _plan(world, shop, doc, due, "let_aftersale_run_out")
        wait = 1 + 3 * world.dice.one("sends back when", doc["person"], int(at))
        _plan(world, shop, doc, at + wait * DAY, "send_goods_back")
        return sent
    if doc["status"] not in (ASKED, SENT_BACK):
        raise ActError(f"the after-sale is {doc['status']}")
    doc["refund_reason"] = why
    _plan(world, shop, doc, at + world.settings.store_refund_sim_minutes * 60, "get_money_back")
    return _move(world, shop, doc, REFUNDING, at)


def refuse(world: World, shop: Account, doc: Doc, words: str, at: float) -> list[int]:
    """Refuse: the goods stay where they are.

    Raises:
        ActError: there is nothing to refuse.
    """
    if doc["status"] not in (ASKED, SENT_BACK):
        raise ActError(f"the after-sale is {doc['status']}")
    doc["reject_reason"] = words
    _let_go(world, shop, doc, at)
    sent = _move(world, shop, doc, REFUSED[doc["type"]], at)
    if world.dice.one("complains", doc["person"], int(at)) < world.settings.store_complains:
        sent += _complain(world, shop, doc, at)
    return sent


def withdraw(world: World, shop: Account, doc: Doc, at: float) -> list[int]:
    """Let the buyer change their mind.

    Raises:
        ActError: it is too late for that.
    """
    if doc["status"] not in (ASKED, TO_SEND_BACK):
        raise ActError(f"the after-sale is {doc['status']}")
    doc["cancel_time"] = int(at)
    _let_go(world, shop, doc, at)
    return _move(world, shop, doc, CANCELLED, at)


def send_back(world: World, shop: Account, doc: Doc, at: float) -> list[int]:
    """Let the buyer send the goods back.

    Raises:
        ActError: the store has not agreed to it.
    """
    if doc["status"] != TO_SEND_BACK:
        raise ActError(f"the after-sale is {doc['status']}")
    waybill = f"SF{int(world.dice.one('waybill back', doc['person'], int(at)) * 10**13):013d}"
    doc["return_info"] = {"waybill_id": waybill, "delivery_id": "SF", "delivery_name": "顺丰速运"}
    return _move(world, shop, doc, SENT_BACK, at)


def run_out(world: World, shop: Account, doc: Doc, status: str, at: float) -> list[int]:
    """Go on without those who did not answer in time: WeChat agrees for the store, and closes for the buyer.

    Raises:
        ActError: it went on by itself meanwhile.
    """
    if doc["status"] != status:
        raise ActError(f"the after-sale is {doc['status']}")
    if status == TO_SEND_BACK:
        _let_go(world, shop, doc, at)
        return _move(world, shop, doc, CLOSED, at)
    return accept(world, shop, doc, at, TOO_LATE)


def refund(world: World, shop: Account, doc: Doc, at: float) -> list[int]:
    """Give the money back.

    Raises:
        ActError: nobody agreed to it.
    """
    order = orders.find(world, shop, doc["order_id"])
    if doc["status"] != REFUNDING or order is None:
        raise ActError(f"the after-sale is {doc['status']}")
    sent = _move(world, shop, doc, REFUNDED[doc["type"]], at)
    return sent + orders.take_back(world, shop, order, doc["pieces"], doc["amount"], at)


def _move(world: World, shop: Account, doc: Doc, status: str, at: float) -> list[int]:
    """Bring an after-sale to a state, tell the store, and set the store a time to answer."""
    doc |= {"status": status, "update_time": int(at)}
    if status in (ASKED, SENT_BACK):
        doc["deadline"] = int(at + world.settings.store_aftersale_answer_sim_hours * 3600)
        _plan(world, shop, doc, float(doc["deadline"]), "let_aftersale_run_out")
    world.store.put("store aftersale", shop.id, doc["after_sale_order_id"], doc)
    told = {"status": status, "after_sale_order_id": doc["after_sale_order_id"], "order_id": doc["order_id"]}
    told["wxa_vip_discounted_price"] = 0
    event = "channels_ec_aftersale_update"
    return shops.tell(world, shop, doc["person"], at, event, finder_shop_aftersale_status_update=told)


def _let_go(world: World, shop: Account, doc: Doc, at: float) -> None:
    """Note in the order that its pieces are not on their way back any more."""
    order = orders.find(world, shop, doc["order_id"])
    if order is not None:
        order["in_aftersale"] -= doc["pieces"]
        orders.write(world, shop, order, at)


def _complain(world: World, shop: Account, doc: Doc, at: float) -> list[int]:
    number = str(3_000_000_000_000_000 + world.store.next_number(f"complaints of {shop.id}"))
    world.store.put("store aftersale", shop.id, doc["after_sale_order_id"], {**doc, "complaint_id": number})
    ids: Json = {name: doc[name] for name in ("after_sale_order_id", "order_id")}
    told = {"complaint_status": COMPLAINED, "complaint_id": number, **ids}
    return shops.tell(world, shop, doc["person"], at, "channels_ec_complaint_update", finder_shop_complaint=told)


def _plan(world: World, shop: Account, doc: Doc, due: float, action: str) -> None:
    params = {"account": shop.id, "after_sale_order_id": doc["after_sale_order_id"], "status": doc.get("status", "")}
    world.store.plan(due, doc["person"], action, params)
