"""What a store sells: the catalogue's items under numbers of the store's own, their stock and today's price.

Only what has changed is stored, so that a catalogue of a hundred thousand items costs nothing until something is sold.
"""

from dataclasses import dataclass

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.catalogue import MOST_ITEMS, Item
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.refusals import NO_PRODUCT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World

LISTED, DELISTED = 5, 11
_FIRST = 10_000_000_000_000
_ROOM = 1_000_000
_SKUS_FROM = 30_000_000_000_000
CATEGORIES = (("6033", "6057", "6064"), ("6153", "6160", "6163"), ("6472", "6473", "6481"))


@dataclass(frozen=True)
class Product:
    """A product with its one SKU, as it is now."""

    product_id: str
    sku_id: str
    item: Item
    title: str
    price_fen: int
    status: int
    stock: int
    sold: int

    @property
    def picture(self) -> str:
        """The address of its picture."""
        return f"https://mmecimage.cn/p/{self.item.item_id}/main"


def number_of(world: World, shop: Account, place: int) -> str:
    """Return the product id of the item at a place of the catalogue."""
    return str(_first(world, shop) + place)


def find(world: World, shop: Account, product_id: str) -> Product | None:
    """Find a product by its id."""
    place = int(product_id) - _first(world, shop) if product_id.isascii() and product_id.isdigit() else -1
    return at_place(world, shop, place) if 0 <= place < min(len(world.items), MOST_ITEMS) else None


def at_place(world: World, shop: Account, place: int) -> Product:
    """Return the product made of the item at a place of the catalogue."""
    item, product_id = world.items[place], number_of(world, shop, place)
    changed = world.store.get("store product", shop.id, product_id) or {}
    return Product(
        product_id=product_id,
        sku_id=str(int(product_id) + _SKUS_FROM),
        item=item,
        title=changed.get("title", item.name),
        price_fen=changed.get("price_fen", item.price_fen),
        status=changed.get("status", LISTED),
        stock=changed.get("stock", world.settings.store_stock_at_start),
        sold=changed.get("sold", 0),
    )


def need(world: World, shop: Account, product_id: str, sku_id: str | None = None) -> Product:
    """Return a product that a call names.

    Raises:
        ApiError: no such product, or it has no such SKU.
    """
    product = find(world, shop, product_id)
    if product is None or sku_id not in (None, product.sku_id):
        raise ApiError(NO_PRODUCT, "no such product, or it has no such SKU")
    return product


def change(world: World, shop: Account, product: Product, **fields: object) -> None:
    """Change a product's title, price, status, stock or number sold."""
    changed = world.store.get("store product", shop.id, product.product_id) or {}
    world.store.put("store product", shop.id, product.product_id, {**changed, **fields})


def move_stock(world: World, shop: Account, product: Product, pieces: int, at: float) -> list[int]:
    """Take pieces off the stock (below zero) or put them back; warn the store when little is left.

    Raises:
        ActError: there are not so many.
    """
    left = product.stock + pieces
    if left < 0:
        raise ActError("sold out")
    change(world, shop, product, stock=left, sold=max(product.sold - pieces, 0))
    if pieces > 0 or left > world.settings.store_stock_warning:
        return []
    warning = {
        "product_id": product.product_id,
        "sku_id": product.sku_id,
        "remaining_stock_amount": left,
        "remaining_code_amount": 0,
    }
    return shops.tell(world, shop, shops.NOBODY, at, "channels_ec_stock_no_enough", ChannelsEcStockNoEnough=warning)


@action("change_product")
def change_product(world: World, act: Act) -> Json:
    """Change a product as the store's staff do in the store's console: `title`, `price_fen`, `listed`."""
    shop = world.account(act, STORE)
    product = find(world, shop, str(act.params.get("product_id", "")))
    if product is None:
        raise ActError("product_id is one of this store's")
    fields, sent = _wanted(act), list[int]()
    change(world, shop, product, **fields)
    told = {"product_id": product.product_id, "status": fields.get("status", LISTED), "reason": ""}
    if fields.keys() & {"title", "price_fen"}:
        audit = {**told, "status": 3}
        sent += shops.tell(world, shop, shops.NOBODY, act.at, "product_spu_audit", ProductSpuAudit=audit)
        sent += shops.tell(world, shop, shops.NOBODY, act.at, "product_spu_update", ProductSpuUpdate=audit)
    if "status" in fields:
        sent += shops.tell(world, shop, shops.NOBODY, act.at, "product_spu_listing", ProductSpuListing=told)
    return {"product_id": product.product_id, **fields, "deliveries": sent}


def _wanted(act: Act) -> Json:
    title, price, listed = (act.params.get(name) for name in ("title", "price_fen", "listed"))
    fields: Json = {}
    if isinstance(title, str) and 0 < len(title) <= 60:
        fields["title"] = title
    if isinstance(price, int) and not isinstance(price, bool) and 0 < price < 10**9:
        fields["price_fen"] = price
    if isinstance(listed, bool):
        fields["status"] = LISTED if listed else DELISTED
    if not fields:
        raise ActError("title is a text, price_fen a number above 0, listed true or false; one of them is given")
    return fields


def _first(world: World, shop: Account) -> int:
    return _FIRST + int(world.dice.one(f"product numbers of {shop.id}", 0, 0) * 10_000) * _ROOM
