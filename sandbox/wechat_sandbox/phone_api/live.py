"""Live rooms that are on."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_PRODUCTS = 20


def on(world: World) -> list[Json]:
    """List the live rooms that are open now, with what is sold in each."""
    shown = []
    for shop in world.accounts.of_kind(STORE):
        room = world.store.get("live", shop.id, str(world.store.value(f"on air {shop.id}") or ""))
        if room is not None:
            found = [world.store.get("store product", shop.id, number) for number in room["products"][:MOST_PRODUCTS]]
            about = {"account": shop.id, "shop": shop.name, "export_id": room["export_id"], "title": room["title"]}
            viewers = room["counts"].get("viewers", 0)
            shown.append({**about, "viewers": viewers, "products": [_product(doc) for doc in found if doc]})
    return shown


def _product(doc: Doc) -> Json:
    prices = [sku.get("sale_price", 0) for sku in doc.get("skus", [])]
    return {"product_id": str(doc["product_id"]), "title": doc["title"], "price_fen": min(prices, default=0)}
