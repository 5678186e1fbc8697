"""Products: lists, details, links, codes and stock."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, discounts, products
from wechat_sandbox.channels.products import CATEGORIES, Product
from wechat_sandbox.channels.refusals import BAD
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

_PRODUCT = "/channels/ec/product"
ADD, SUBTRACT, SET = 1, 2, 3
_MOST_STOCK = 10_000_000


@endpoint(API, "POST", f"{_PRODUCT}/list/get", STORE)
def list_products(call: Call) -> Json:
    """List product ids, page by page, of one status if given."""
    world = call.world
    size = ask.count(call, "page_size", 1, world.settings.store_products_a_page)
    status = ask.count(call, "status", 0, 20, 0)
    start = ask.after(call, "next_key")
    found = [product.product_id for product in _all(call) if status in (0, product.status)]
    page = found[start : start + size]
    more = start + size < len(found)
    return {**OK, "product_ids": page, "next_key": str(start + size) if more else "", "total_num": len(found)}


@endpoint(API, "POST", f"{_PRODUCT}/get", STORE)
def get_product(call: Call) -> Json:
    """Tell about a product: on sale (data_type 1), as edited (2), or both (3)."""
    product = _product(call)
    data_type = ask.count(call, "data_type", 1, 3, 1)
    shown = _shown(call, product)
    both = {1: {"product": shown}, 2: {"edit_product": shown}, 3: {"product": shown, "edit_product": shown}}
    return {**OK, **both[data_type]}


@endpoint(API, "POST", f"{_PRODUCT}/h5url/get", STORE)
def get_page(call: Call) -> Json:
    """Give the address of a product's page."""
    return {**OK, "product_h5url": f"https://channels.weixin.qq.com/shop/a/{_short(call)}"}


@endpoint(API, "POST", f"{_PRODUCT}/qrcode/get", STORE)
def get_code(call: Call) -> Json:
    """Give the address of a product's code."""
    return {**OK, "product_qrcode": f"https://store.mp.video.tencent-cloud.com/qrcode/{_short(call)}"}


@endpoint(API, "POST", f"{_PRODUCT}/taglink/get", STORE)
def get_tag_link(call: Call) -> Json:
    """Give the words that open a product when they are copied."""
    return {**OK, "product_taglink": f"#微信小店://微信小店/{_short(call)}"}


@endpoint(API, "POST", f"{_PRODUCT}/stock/get", STORE)
def get_stock(call: Call) -> Json:
    """Count what is left of a SKU."""
    product = _sku(call)
    set_aside = discounts.set_aside(call.world, call.account, product, call.world.now())
    stock = {
        "normal_stock_num": product.stock - set_aside,
        "limited_discount_stock_num": set_aside,
        "warehouse_stocks": [],
        "total_stock_num": product.stock,
    }
    return {**OK, "data": stock}


@endpoint(API, "POST", f"{_PRODUCT}/stock/update", STORE)
def update_stock(call: Call) -> Json:
    """Add to a SKU's stock, subtract from it, or set it; never below what a flash sale has set aside."""
    product = _sku(call)
    how = ask.count(call, "diff_type", ADD, SET)
    pieces = ask.count(call, "num", 0, _MOST_STOCK)
    stock = {ADD: product.stock + pieces, SUBTRACT: product.stock - pieces, SET: pieces}[how]
    least = discounts.set_aside(call.world, call.account, product, call.world.now())
    if not least <= stock <= _MOST_STOCK:
        raise ApiError(BAD, f"stock stays between {least} and {_MOST_STOCK}")
    products.change(call.world, call.account, product, stock=stock)
    return OK


def _all(call: Call) -> list[Product]:
    return [products.at_place(call.world, call.account, place) for place in range(len(call.world.items))]


def _product(call: Call) -> Product:
    return products.need(call.world, call.account, ask.identity(call, "product_id"))


def _sku(call: Call) -> Product:
    product_id, sku_id = ask.identity(call, "product_id"), ask.identity(call, "sku_id")
    return products.need(call.world, call.account, product_id, sku_id)


def _short(call: Call) -> str:
    return call.world.dice.word(15, "product link", call.account.id, _product(call).product_id)


def _shown(call: Call, product: Product) -> Json:
    sku = {
        "sku_id": product.sku_id,
        "out_sku_id": product.item.item_id,
        "thumb_img": product.picture,
        "sale_price": product.price_fen,
        "stock_num": product.stock,
        "sku_code": product.item.item_id,
        "sku_attrs": [],
        "status": product.status,
    }
    return {
        "product_id": product.product_id,
        "out_product_id": product.item.item_id,
        "title": product.title,
        "short_title": product.title[:20],
        "head_imgs": [product.picture],
        "desc_info": {"imgs": [product.picture]},
        "cats": [],
        "cats_v2": [{"cat_id": number} for number in CATEGORIES[product.item.category]],
        "attrs": [],
        "express_info": {"template_id": "1"},
        "status": product.status,
        "edit_status": 4,
        "skus": [sku],
        "min_price": discounts.price(call.world, call.account, product, call.world.now()),
        "spu_code": product.item.item_id,
        "product_qua_infos": [],
    }
