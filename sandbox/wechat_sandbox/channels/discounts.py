"""Flash sales 限时抢购: a lower price for some time, for as many pieces as were set aside."""

from typing import Any

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import ask, products
from wechat_sandbox.channels.products import Product
from wechat_sandbox.channels.refusals import BAD, NO_SUCH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_TASK = "/channels/ec/product/limiteddiscounttask"
WAITING, ON, ENDED, STOPPED = 0, 1, 2, 3
_LATEST = 2**40
_PAGE = 100


@endpoint(API, "POST", f"{_TASK}/add", STORE)
def add_task(call: Call) -> Json:
    """Plan a flash sale of a product that has no other at the same time."""
    world, shop = call.world, call.account
    product = products.need(world, shop, ask.identity(call, "product_id"))
    start, end = ask.times(call, "start_time", "end_time", _LATEST)
    sku = _sku(product, call.body.get("limited_discount_skus"))
    if end <= world.now() or start == end:
        raise ApiError(BAD, "a flash sale ends later than now and than it begins")
    others = [task for task in tasks(world, shop, product.product_id) if task["start_time"] < end and start < task["end_time"]]
    if any(status(task, world.now()) in (WAITING, ON) for task in others):
        raise ApiError(BAD, "the product has a flash sale at that time")
    number = str(12_000_000 + world.store.next_number(f"flash sales of {shop.id}"))
    task = {"task_id": number, "product_id": product.product_id, "create_time": int(world.now()), "stopped": False}
    world.store.put("flash sale", shop.id, number, {**task, "start_time": start, "end_time": end, "sku": sku, "sold": 0})
    changed = world.store.get("flash sales of product", shop.id, product.product_id) or {"task_ids": []}
    kept = {"task_ids": [*changed["task_ids"], number]}
    world.store.put("flash sales of product", shop.id, product.product_id, kept)
    return {**OK, "task_id": number}


@endpoint(API, "POST", f"{_TASK}/stop", STORE)
def stop_task(call: Call) -> Json:
    """End a flash sale before its time."""
    task = call.world.store.get("flash sale", call.account.id, ask.identity(call, "task_id"))
    if task is None:
        raise ApiError(NO_SUCH, "no such flash sale")
    if status(task, call.world.now()) not in (WAITING, ON):
        raise ApiError(BAD, "the flash sale is over")
    call.world.store.put("flash sale", call.account.id, task["task_id"], {**task, "stopped": True})
    return OK


@endpoint(API, "POST", f"{_TASK}/list/get", STORE)
def list_tasks(call: Call) -> Json:
    """List flash sales, page by page, of one status if given."""
    size = ask.count(call, "page_size", 1, _PAGE, 10)
    wanted = ask.count(call, "status", WAITING, STOPPED) if "status" in call.body else None
    start, now = ask.after(call, "next_key"), call.world.now()
    found = [task for task in call.world.store.all("flash sale", call.account.id) if wanted in (None, status(task, now))]
    page = found[start : start + size]
    more = start + size < len(found)
    shown = [_shown(task, now) for task in page]
    return {
        **OK,
        "limited_discount_tasks": shown,
        "next_key": str(start + size) if more else "",
        "total_num": len(found),
    }


def tasks(world: World, shop: Account, product_id: str) -> list[Doc]:
    """Return the flash sales of a product."""
    held = world.store.get("flash sales of product", shop.id, product_id) or {"task_ids": []}
    found = [world.store.get("flash sale", shop.id, number) for number in held["task_ids"]]
    return [task for task in found if task is not None]


def status(task: Doc, now: float) -> int:
    """Tell whether a flash sale waits, is on, has ended or was stopped."""
    if task["stopped"]:
        return STOPPED
    if now >= task["end_time"]:
        return ENDED
    return ON if now >= task["start_time"] else WAITING


def running(world: World, shop: Account, product_id: str, now: float) -> Doc | None:
    """Return a product's flash sale of this moment, if there is one with pieces left."""
    on = [task for task in tasks(world, shop, product_id) if status(task, now) == ON]
    return next((task for task in on if task["sold"] < task["sku"]["sale_stock"]), None)


def price(world: World, shop: Account, product: Product, now: float) -> int:
    """Return what a piece costs now."""
    task = running(world, shop, product.product_id, now)
    return int(task["sku"]["sale_price"]) if task else product.price_fen


def set_aside(world: World, shop: Account, product: Product, now: float) -> int:
    """Count the pieces of the stock that wait for a flash sale's buyers."""
    task = running(world, shop, product.product_id, now)
    return min(int(task["sku"]["sale_stock"] - task["sold"]), product.stock) if task else 0


def sell(world: World, shop: Account, product_id: str, pieces: int, now: float) -> str:
    """Sell pieces at the flash price, if that many are left; return the sale's id, or nothing."""
    task = running(world, shop, product_id, now)
    if task is None or task["sold"] + pieces > task["sku"]["sale_stock"]:
        return ""
    world.store.put("flash sale", shop.id, task["task_id"], {**task, "sold": task["sold"] + pieces})
    return str(task["task_id"])


def unsell(world: World, shop: Account, task_id: str, pieces: int) -> None:
    """Put pieces back that were ordered and not paid for."""
    task = world.store.get("flash sale", shop.id, task_id)
    if task is not None:
        world.store.put("flash sale", shop.id, task_id, {**task, "sold": max(task["sold"] - pieces, 0)})


def _sku(product: Product, given: Any) -> Json:
    sku = ask.things(given, "limited_discount_skus", 1)[0]
    if str(sku.get("sku_id")) != product.sku_id:
        raise ApiError(BAD, "limited_discount_skus holds the product's SKU")
    sale_price = ask.bounded(sku.get("sale_price"), "sale_price", 1, product.price_fen - 1)
    sale_stock = ask.bounded(sku.get("sale_stock"), "sale_stock", 1, product.stock)
    return {"sku_id": product.sku_id, "sale_price": sale_price, "sale_stock": sale_stock}


def _shown(task: Doc, now: float) -> Json:
    names = ("task_id", "product_id", "create_time", "start_time", "end_time")
    shown = {name: task[name] for name in names}
    return {**shown, "status": status(task, now), "limited_discount_skus": [task["sku"]]}
