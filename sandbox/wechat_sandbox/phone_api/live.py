"""Live rooms that are on."""

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import lives, products
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_PRODUCTS = 20


def on(world: World) -> list[Json]:
    """List the live rooms that are open now, with what is sold in each."""
    open_now = [(shop, lives.on_air(world, shop)) for shop in world.accounts.of_kind(STORE)]
    return [_room(world, shop, room) for shop, room in open_now if room is not None]


def _room(world: World, shop: Account, room: Doc) -> Json:
    found = [products.find(world, shop, product_id) for product_id in room["products"][:MOST_PRODUCTS]]
    sold = [{"product_id": one.product_id, "title": one.title, "price_fen": one.price_fen} for one in found if one]
    about = {"account": shop.id, "shop": shop.name, "export_id": room["export_id"], "title": room["title"]}
    return {**about, "viewers": room["counts"].get("viewers", 0), "products": sold}
