"""Every order with its true cause, wherever it was placed."""

from collections.abc import Iterator

from wechat_sandbox.accounts import MERCHANT, MINI_PROGRAM, STORE, Account
from wechat_sandbox.channels import days
from wechat_sandbox.channels import orders as store_orders
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.pay.orders import PAID
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.truth.pages import documents
from wechat_sandbox.world import World

_SURFACES = {
    days.WINDOW: "store",
    days.LIVE: "live",
    days.VIDEO: "video",
    days.SHARED: "shared_product",
    days.ARTICLE: "product_card",
}


def orders(world: World) -> Iterator[Json]:
    """Every order once, by `account` and `order_id`, with the surface it was placed on (`where`) and its true `cause`.

    In the Mini Program the cause is what reached the person (the `source` in messages_truth), `own` for their own accord, or
    `told` by the admin API; `daily_draw` marks those that the day's draw decided, which alone the counterfactual tables are
    about. Orders in the store, its live rooms and videos, and by Pay come at rates of their own: the cause is the live room,
    the video, the sharer or the card that led to it, `own` in the store's window, `merchant` where the brand's server made it.
    """
    for account, order in mini_program_orders(world):
        yield _row(
            account.id,
            "mini_program",
            order,
            **{name: order[name] for name in ("order_id", "amount_fen", "currency", "items")},
            paid=True,
            refunded=order["refunded"],
            at=order["at"],
            cause=order.get("cause", "told") or "own",
        )
    for shop in world.accounts.of_kind(STORE):
        for order in documents(world, "store order", shop):
            yield _of_store(shop, order)
    for merchant in world.accounts.of_kind(MERCHANT):
        for order in documents(world, "pay order", merchant):
            yield _of_pay(merchant, order)


def mini_program_orders(world: World) -> Iterator[tuple[Account, Doc]]:
    """Read the orders of the Mini Programs, those of the daily draw with its `day`."""
    for account in world.accounts.of_kind(MINI_PROGRAM):
        for order in documents(world, "order", account):
            yield account, order


def _of_store(shop: Account, order: Doc) -> Json:
    line = order["line"]
    item = {"item_id": line["item_id"], "item_name": line["title"], "quantity": line["pieces"], "price_fen": line["price"]}
    return _row(
        shop.id,
        _SURFACES.get(order["scene"], "store"),
        order,
        order_id=order["order_id"],
        amount_fen=store_orders.total(order),
        currency="CNY",
        items=[item],
        paid="pay_time" in order,
        refunded=order["status"] == store_orders.SENT_BACK,
        at=order["create_time"],
        cause=order.get("cause") or "own",
    )


def _of_pay(merchant: Account, order: Doc) -> Json:
    items = [
        {
            "item_id": one["merchant_goods_id"],
            "item_name": "",
            "quantity": one["quantity"],
            "price_fen": one["unit_price"],
        }
        for one in order["goods"]
    ]
    return _row(
        merchant.id,
        "pay",
        order,
        order_id=order["out_trade_no"],
        amount_fen=order.get("payer_total", order["total"]),
        currency="CNY",
        items=items,
        paid=order["state"] in PAID,
        refunded=0 < order["total"] <= order["refunded"],
        at=order["created"],
        cause="merchant",
    )


def _row(account: str, where: str, order: Doc, *, at: float, **told: object) -> Json:
    """Write a row; a code to pay has no person until somebody pays."""
    person = order["person"] if order["person"] >= 0 else None
    drawn = order.get("day") is not None
    return {"account": account, "where": where, "person": person, **told, "at": rfc3339(at), "daily_draw": drawn}
