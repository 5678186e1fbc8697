"""Live rooms: the store opens them in the evening, people come, watch, like, write, share, follow and buy."""

import math

import numpy as np

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.behaviour.rhythm import acts, awake, caring
from wechat_sandbox.behaviour.store import choose_product, click, friend_of, place_order
from wechat_sandbox.behaviour.wishes import wake_and_shop
from wechat_sandbox.channels import days, leads, lives, products
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.order_view import province
from wechat_sandbox.channels.orders import Way
from wechat_sandbox.clock import DAY
from wechat_sandbox.people.population import CATEGORIES
from wechat_sandbox.people.randomness import Floats
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

LONGEST_TITLE = 60
MOST_PRODUCTS = 200
LONGEST_MINUTES = 24 * 60
SECONDS_A_PRODUCT = 90
OWN_TASTE, OTHER_TASTE = 1.4, 0.8
"""How much likelier than the mean people enter a live room of their taste, and of another."""
_REGULARS_WHO_COME = 0.97


@action("start_live")
def start_live(world: World, act: Act) -> Json:
    """Open a live room: `title`, `product_ids`, and `minutes` after which it closes by itself."""
    shop = world.account(act, STORE)
    number = world.store.value(f"lives of {shop.id}") or 0
    title = act.params.get("title") or f"{shop.name}第{number + 1}场直播"
    minutes = act.params.get("minutes", world.settings.live_sim_minutes)
    if not isinstance(title, str) or len(title) > LONGEST_TITLE:
        raise ActError(f"title is a text of at most {LONGEST_TITLE} characters")
    if not isinstance(minutes, (int, float)) or isinstance(minutes, bool) or not 0 < minutes <= LONGEST_MINUTES:
        raise ActError(f"minutes is a number up to {LONGEST_MINUTES}")
    doc = lives.start(world, shop, title, _products(world, shop, act), act.at)
    until = act.at + minutes * 60
    named = {"account": shop.id, "export_id": doc["export_id"]}
    world.store.plan(until, shops.NOBODY, "stop_live", named)
    world.store.plan(act.at, shops.NOBODY, "show_live", named)
    return {"export_id": doc["export_id"], "title": title, "products": len(doc["products"]), "deliveries": []}


@action("stop_live")
def stop_live(world: World, act: Act) -> Json:
    """Close the live room."""
    shop = world.account(act, STORE)
    doc = lives.on_air(world, shop)
    if doc is None or act.params.get("export_id", doc["export_id"]) != doc["export_id"]:
        raise ActError("no such live room is open")
    lives.stop(world, shop, doc, act.at)
    counts = doc["counts"]
    return {"export_id": doc["export_id"], "viewers": counts.get("viewers", 0), "gmv": counts.get("gmv", 0), "deliveries": []}


@action("watch_live")
def watch_live(world: World, act: Act) -> Json:
    """Enter the live room and do as it comes; with `buy` surely order, with `seconds` stay so long."""
    shop = world.account(act, STORE)
    doc = lives.on_air(world, shop)
    if doc is None:
        raise ActError("no live room is open")
    source = str(act.params.get("source", lives.REGULAR))
    seconds = _stay(world, act)
    where = province(world, act.person)
    first = lives.enter(world, shop, doc, act.person, seconds, source, where, act.at)
    did = _take_part(world, shop, doc, act, seconds) if first else []
    if first:
        wake_and_shop(world, act, "live", f"live {doc['number']}", {"title": doc["title"]})
    returns = world.dice.one("returns to lives", act.person, doc["number"]) < world.settings.live_returns
    world.people.put(f"live regular:{shop.id}", act.person, returns, bool)
    return {"export_id": doc["export_id"], "first": first, "seconds": int(seconds), "did": did, "deliveries": []}


@action("order_in_live")
def order_in_live(world: World, act: Act) -> Json:
    """Order something that is shown in the live room."""
    shop = world.account(act, STORE)
    doc = lives.on_air(world, shop)
    if doc is None or not doc["products"]:
        raise ActError("no live room with products is open")
    product_id = str(act.params.get("product_id") or _liked(world, shop, doc, act))
    product = products.find(world, shop, product_id)
    if product is None or product_id not in doc["products"]:
        raise ActError("product_id is one of the live room's")
    source, cause = str(act.params.get("source", lives.REGULAR)), f"live {doc['number']}"
    way = Way(days.LIVE, live_id=doc["export_id"], source=source, cause=cause)
    return place_order(world, shop, act.person, product, 1, way, act.at)


@habit
def hold_lives(world: World, slot: Slot) -> list[Act]:
    """The store opens a live room at its hour."""
    midnight = (slot.start + 8 * 3600) // DAY * DAY - 8 * 3600
    at = midnight + world.settings.live_start_china_hour * 3600
    if not slot.start <= at < slot.end:
        return []
    open_shops = [shop for shop in world.accounts.of_kind(STORE) if shops.is_open(shop) and not lives.on_air(world, shop)]
    return [Act(at, shops.NOBODY, "start_live", {"account": shop.id}) for shop in open_shops]


@action("show_live")
def show_live(world: World, act: Act) -> Json:
    """WeChat shows the open live room to people for some minutes; some of them enter, and regulars come by themselves."""
    shop = world.account(act, STORE)
    doc = lives.on_air(world, shop)
    if doc is None or act.params.get("export_id") != doc["export_id"]:
        raise ActError("no such live room is open")
    slot = Slot(act.at, act.at + lives.STEP_SECONDS)
    people, dice = world.people, world.dice
    part = min(lives.STEP_SECONDS / (world.settings.live_sim_minutes * 60 or 1), 1.0) * awake(world, slot)
    outside = caring(world) & ~lives.viewers(world, shop, doc)
    regular = people.array(f"live regular:{shop.id}", bool)
    comes = outside & regular & (dice.roll(f"returns {shop.id}", people.everyone, slot.tick) < _by(_REGULARS_WHO_COME, part))
    unseen = outside & ~comes & (people.array(f"live shown:{shop.id}", "int64") != doc["number"])
    shown = unseen & (dice.roll(f"is shown {shop.id}", people.everyone, slot.tick) < _by(world.settings.live_impressions, part))
    enters = shown & (dice.roll(f"enters {shop.id}", people.everyone, slot.tick) < _open_chance(world, doc))
    people.put(f"live shown:{shop.id}", np.flatnonzero(shown), doc["number"], "int64")
    lives.count(doc, impressions=int(shown.sum()))
    coming = [(comes, lives.REGULAR), (enters, lives.SHOWN)]
    for who, source in coming:
        chosen = [int(person) for person in np.flatnonzero(who)]
        entering = acts(world, slot, chosen, "watch_live", account=shop.id, source=source)
        world.store.plan_many([(one.at, one.person, one.action, one.params) for one in entering])
    world.store.plan(slot.end, shops.NOBODY, "show_live", {"account": shop.id, "export_id": doc["export_id"]})
    return {"shown": int(shown.sum()), "coming": int(comes.sum() + enters.sum()), "deliveries": []}


def _by(share: float, part: Floats) -> Floats:
    """Turn a share of people in a whole live room into the chance in a part of it."""
    return np.asarray(1 - (1 - min(share, 0.999)) ** part)


def _open_chance(world: World, doc: Doc) -> Floats:
    theme = doc["number"] % CATEGORIES
    fits = np.where(world.people.taste == theme, OWN_TASTE, OTHER_TASTE)
    return np.asarray(world.settings.live_open * fits)


def _products(world: World, shop: Account, act: Act) -> list[str]:
    """Return the products that a live room shows: those given, else the best sellers of every kind."""
    given = act.params.get("product_ids")
    if given is None:
        each = math.ceil(world.settings.live_products / CATEGORIES)
        starts = [sum(len(shelf) for shelf in world.items_of[:n]) for n in range(CATEGORIES)]
        places = [start + n for n in range(each) for start, shelf in zip(starts, world.items_of, strict=True) if n < len(shelf)]
        return [products.number_of(world, shop, place) for place in places[: world.settings.live_products]]
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_PRODUCTS:
        raise ActError(f"product_ids is a list of 1 to {MOST_PRODUCTS}")
    if any(products.find(world, shop, str(product_id)) is None for product_id in given):
        raise ActError("product_ids are this store's")
    return [str(product_id) for product_id in given]


def _stay(world: World, act: Act) -> float:
    given = act.params.get("seconds")
    if isinstance(given, (int, float)) and not isinstance(given, bool) and 0 < given <= DAY:
        return float(given)
    return 5 - math.log(1 - world.dice.one("stays", act.person, int(act.at))) * world.settings.live_watch_sim_minutes * 60


def _take_part(world: World, shop: Account, doc: Doc, act: Act, seconds: float) -> list[str]:
    """Do what a viewer does; return what that was."""
    settings, tick = world.settings, int(act.at)

    def does(what: str, chance: float) -> bool:
        return world.dice.one(f"live {what}", act.person, tick) < chance

    _see_products(doc, seconds)
    buys = act.params.get("buy") is True or does("buys", settings.live_buys)
    if buys or does("clicks", settings.live_clicks):
        _click(world, shop, doc, act)
    chances = {"likes": settings.live_likes, "comments": settings.live_comments, "shares": settings.live_shares}
    did = [what for what, chance in chances.items() if does(what, chance)]
    lives.count(doc, **dict.fromkeys(did, 1))
    fan = f"finder fan:{shop.id}"
    if does("follows", settings.live_follows) and not world.people.array(fan)[act.person]:
        world.people.put(fan, act.person, act.at)
        lives.count(doc, follows=1)
        did.append("follows")
    if does("leads", settings.live_leads):
        leads.leave(world, shop, doc, act.person, act.at)
        did.append("leaves phone")
    friend = friend_of(world, act.person, "live friend", tick) if "shares" in did else None
    if friend is not None:
        world.store.plan(act.at + 120, friend, "watch_live", {"account": shop.id, "source": lives.FRIEND})
    if buys and doc["products"]:
        _plan_order(world, shop, doc, act, seconds)
        did.append("orders")
    return did


def _plan_order(world: World, shop: Account, doc: Doc, act: Act, seconds: float) -> None:
    params = {
        "account": shop.id,
        "source": act.params.get("source", lives.REGULAR),
        "product_id": _liked(world, shop, doc, act),
    }
    world.store.plan(act.at + min(max(seconds * 0.6, 5), 600), act.person, "order_in_live", params)


def _see_products(doc: Doc, seconds: float) -> None:
    """Count the products that are explained while a viewer watches."""
    lives.count_seen(doc, min(1 + int(seconds / SECONDS_A_PRODUCT), len(doc["products"])))


def _click(world: World, shop: Account, doc: Doc, act: Act) -> None:
    if not doc["products"]:
        return
    product = products.find(world, shop, _liked(world, shop, doc, act))
    assert product is not None
    click(world, shop, act.person, product, act.at)
    lives.count_product(doc, product.product_id, clk_pv=1, clk_uv=1)
    lives.count(doc, clicks=1, clickers=1)


def _liked(world: World, shop: Account, doc: Doc, act: Act) -> str:
    """Choose the product of the live room that a person likes best."""
    wanted = choose_product(world, shop, act.person, doc["number"]).product_id
    shown = doc["products"]
    return wanted if wanted in shown else str(shown[world.dice.pick("live product", act.person, doc["number"], len(shown))])
