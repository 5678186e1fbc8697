"""Sharers show a store's products to other people, and some of them buy."""

import numpy as np

from wechat_sandbox.accounts import STORE
from wechat_sandbox.behaviour.rhythm import acts, chosen
from wechat_sandbox.behaviour.store import PRODUCT_LINK, choose_product, click, friend_of, place_order
from wechat_sandbox.channels import days, products, sharers
from wechat_sandbox.channels.orders import Way
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.world import World

LATEST_SECONDS = 6 * 3600


@action("share_product")
def share_product(world: World, act: Act) -> Json:
    """Share a product with friends; some open it in the hours that follow."""
    shop = world.account(act, STORE)
    tick = int(act.at)
    if sharers.find(world, shop, act.person) is None:
        raise ActError("is not a sharer of this store")
    product_id = str(act.params.get("product_id") or choose_product(world, shop, act.person, tick).product_id)
    if products.find(world, shop, product_id) is None:
        raise ActError("product_id is one of this store's")
    opened = 0
    for n in range(world.settings.store_shared_friends):
        friend = friend_of(world, act.person, f"friend {n}", tick)
        if friend is None or world.dice.one(f"opens {n}", act.person, tick) >= world.settings.store_shared_open:
            continue
        opened += 1
        params = {"account": shop.id, "product_id": product_id, "sharer": act.person}
        due = act.at + 60 + LATEST_SECONDS * world.dice.one(f"opens when {n}", act.person, tick) ** 2
        world.store.plan(due, friend, "open_shared_product", params)
    return {"product_id": product_id, "will_open": opened, "deliveries": []}


@action("open_shared_product")
def open_shared_product(world: World, act: Act) -> Json:
    """Open a product that a sharer has shared, and perhaps order it; with `buy` surely."""
    shop, by = world.account(act, STORE), act.params.get("sharer")
    product = products.find(world, shop, str(act.params.get("product_id")))
    sharer = sharers.find(world, shop, by) if isinstance(by, int) else None
    if product is None or sharer is None:
        raise ActError("product_id is one of this store's, sharer the number of one of its sharers")
    click(world, shop, act.person, product, act.at)
    buys = world.dice.one("buys what was shared", act.person, int(act.at)) < world.settings.store_shared_buys
    if not buys and act.params.get("buy") is not True:
        return {"order_id": None, "deliveries": []}
    shared = (sharer["person"], PRODUCT_LINK, sharer["sharer_type"])
    way = Way(days.SHARED, sharer=shared, cause=f"shared by {sharer['person']}")
    return place_order(world, shop, act.person, product, 1, way, act.at)


@habit
def share(world: World, slot: Slot) -> list[Act]:
    """Sharers share."""
    sharing: list[Act] = []
    for shop in world.accounts.of_kind(STORE):
        everyone = [sharer["person"] for sharer in world.store.all("store sharer", shop.id)]
        if everyone:
            among = np.isin(world.people.everyone, everyone)
            who = chosen(world, slot, f"shares {shop.id}", world.settings.store_sharer_shares_per_day, among)
            sharing += acts(world, slot, who, "share_product", account=shop.id)
    return sharing
