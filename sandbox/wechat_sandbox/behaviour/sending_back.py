"""Wanting the money back: asking for it, sending the goods back, or leaving it."""

from wechat_sandbox.channels import aftersales
from wechat_sandbox.channels.timers import aftersale_of, order_of
from wechat_sandbox.registry import Act, Json, action
from wechat_sandbox.world import World


@action("ask_store_refund")
def ask_store_refund(world: World, act: Act) -> Json:
    """Ask for the money of an order, or of some `pieces` of it."""
    shop, order = order_of(world, act)
    reasons = list(aftersales.REASONS)
    reason = str(act.params.get("reason") or reasons[world.dice.pick("reason", act.person, int(act.at), len(reasons))])
    left = order["line"]["pieces"] - order["sent_back"] - order["in_aftersale"]
    pieces = act.params.get("pieces", left)
    doc, sent = aftersales.ask(world, shop, order, pieces if isinstance(pieces, int) else 0, reason, act.at)
    return {"after_sale_order_id": doc["after_sale_order_id"], "type": doc["type"], "deliveries": sent}


@action("withdraw_aftersale")
def withdraw_aftersale(world: World, act: Act) -> Json:
    """Leave it, and keep the goods."""
    shop, doc = aftersale_of(world, act)
    return {"deliveries": aftersales.withdraw(world, shop, doc, act.at)}


@action("send_goods_back")
def send_goods_back(world: World, act: Act) -> Json:
    """Send back what the store has agreed to take."""
    shop, doc = aftersale_of(world, act)
    return {"deliveries": aftersales.send_back(world, shop, doc, act.at)}
