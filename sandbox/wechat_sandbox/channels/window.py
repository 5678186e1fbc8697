"""The window 橱窗: the products that the store's channel shows, in the order they were put there."""

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import ask, products
from wechat_sandbox.channels.products import Product
from wechat_sandbox.channels.refusals import BAD, NO_SUCH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint, seed
from wechat_sandbox.world import World

_WINDOW = "/channels/ec/window/product"
_AT_START = 30
_MOST = 1000
_PAGE = 200


@seed
def fill_window(world: World) -> None:
    """Put some products of every kind into the window."""
    for shop in world.accounts.of_kind(STORE):
        step = max(len(world.items) // _AT_START, 1)
        for place in range(0, min(len(world.items), step * _AT_START), step):
            product_id = products.number_of(world, shop, place)
            world.store.put("window product", shop.id, product_id, {"product_id": product_id, "hidden": False})


@endpoint(API, "POST", f"{_WINDOW}/add", STORE)
def add(call: Call) -> Json:
    """Put a product into the window."""
    product = _product(call)
    hidden = call.body.get("is_hide_for_window", False)
    if not isinstance(hidden, bool):
        raise ApiError(BAD, "is_hide_for_window is true or false")
    if call.world.store.count("window product", call.account.id) >= _MOST:
        raise ApiError(BAD, f"{_MOST} products in a window")
    doc = {"product_id": product.product_id, "hidden": hidden}
    call.world.store.put("window product", call.account.id, product.product_id, doc)
    return OK


@endpoint(API, "POST", f"{_WINDOW}/list/get", STORE)
def list_window(call: Call) -> Json:
    """List what is in the window, page by page."""
    size, start = ask.count(call, "page_size", 1, _PAGE, 10), ask.after(call, "last_buffer")
    start = start or (ask.count(call, "page_index", 1, 100_000, 1) - 1) * size
    found = call.world.store.all("window product", call.account.id)
    page = found[start : start + size]
    shown = [{"product_id": doc["product_id"], "appid": call.account.app_id} for doc in page]
    more = start + size < len(found)
    answer = {**OK, "products": shown, "last_buffer": str(start + size) if more else ""}
    return {**answer, "total_num": len(found)} if call.body.get("need_total_num") in (True, 1) else answer


@endpoint(API, "POST", f"{_WINDOW}/off", STORE)
def remove(call: Call) -> Json:
    """Take a product out of the window."""
    if not call.world.store.delete("window product", call.account.id, _product(call).product_id):
        raise ApiError(NO_SUCH, "the product is not in the window")
    return OK


def shown(world: World, shop: Account) -> list[Product]:
    """Return the products people see in the window."""
    docs = [doc for doc in world.store.all("window product", shop.id) if not doc["hidden"]]
    found = [products.find(world, shop, doc["product_id"]) for doc in docs]
    return [product for product in found if product is not None and product.status == products.LISTED]


def _product(call: Call) -> Product:
    if call.body.get("appid", call.account.app_id) != call.account.app_id:
        raise ApiError(BAD, "appid is the store's own")
    return products.need(call.world, call.account, ask.identity(call, "product_id"))
