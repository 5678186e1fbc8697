"""Live rooms: when they were open, who came from where and how long they stayed, and what they did there.

A viewer is counted when they enter; how long each stays is kept in arrays, one place for each person.
"""

import numpy as np

from wechat_sandbox.accounts import Account
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.people.population import Flags
from wechat_sandbox.registry import ActError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SHOWN, REGULAR, FRIEND = "推荐", "关注", "分享"
"""Where a viewer came from: shown by WeChat, came by themselves, or a friend shared it."""
STEP_SECONDS = 300


def find(world: World, shop: Account, export_id: str) -> Doc | None:
    """Find a live room, to look at or to change in place: its viewers change it all the time."""
    return world.store.held("live", shop.id, export_id)


def all_of(world: World, shop: Account) -> list[Doc]:
    """Return every live room, oldest first."""
    return world.store.all("live", shop.id)


def on_air(world: World, shop: Account) -> Doc | None:
    """Return the live room that is open now."""
    return find(world, shop, str(world.store.value(f"on air {shop.id}") or ""))


def start(world: World, shop: Account, title: str, product_ids: list[str], at: float) -> Doc:
    """Open a live room.

    Raises:
        ActError: one is open already.
    """
    if on_air(world, shop):
        raise ActError("a live room is open already")
    number = world.store.next_number(f"lives of {shop.id}")
    doc: Doc = {
        "export_id": shops.export_id(world, shop, "live", number),
        "number": number,
        "title": title,
        "start": int(at),
        "end": 0,
        "products": product_ids,
        "counts": {},
        "seen": {},
        "spus": {},
        "sources": {},
        "provinces": {},
        "steps": {},
        "buyers": [],
        "new_buyers": [],
        "watched": 0,
    }
    world.store.set_value(f"on air {shop.id}", doc["export_id"])
    world.store.put("live", shop.id, doc["export_id"], doc)
    return doc


def stop(world: World, shop: Account, doc: Doc, at: float) -> None:
    """Close a live room; whoever still watches leaves."""
    people, inside = world.people, viewers(world, shop, doc)
    until = people.array(f"live until:{shop.id}")
    people.put(f"live until:{shop.id}", np.flatnonzero(inside & (until > at)), at)
    doc |= {"end": max(int(at), doc["start"] + 1), "watched": watched_seconds(world, shop, doc, at)}
    world.store.set_value(f"on air {shop.id}", "")


def viewers(world: World, shop: Account, doc: Doc) -> Flags:
    """Return who has been in this live room, as long as no later one is open."""
    return np.asarray(world.people.array(f"live number:{shop.id}", "int64") == doc["number"])


def enter(world: World, shop: Account, doc: Doc, person: int, seconds: float, source: str, province: str, at: float) -> bool:
    """Let a person in for so long; say whether it is their first time in this live room."""
    people = world.people
    first = int(people.array(f"live number:{shop.id}", "int64")[person]) != int(doc["number"])
    if first:
        people.put(f"live number:{shop.id}", person, doc["number"], "int64")
        people.put(f"live joined:{shop.id}", person, at)
        people.put(f"live until:{shop.id}", person, at + seconds)
        step = str(int(at - doc["start"]) // STEP_SECONDS)
        doc["steps"][step] = doc["steps"].get(step, 0) + 1
        doc["provinces"][province] = doc["provinces"].get(province, 0) + 1
        came = doc["sources"].setdefault(source, {"uv": 0, "gmv": 0, "orders": 0})
        came["uv"] += 1
    online = online_now(world, shop, doc, at)
    doc["counts"]["max_online"] = max(doc["counts"].get("max_online", 0), online)
    count(doc, joins=1, viewers=int(first))
    return first


def online_now(world: World, shop: Account, doc: Doc, at: float) -> int:
    """Count who is in the live room at a moment."""
    if doc["end"]:
        return 0
    return int(np.count_nonzero(viewers(world, shop, doc) & (world.people.array(f"live until:{shop.id}") > at)))


def watched_seconds(world: World, shop: Account, doc: Doc, at: float) -> int:
    """Add up how long everybody has watched until a moment."""
    if doc["end"]:
        return int(doc["watched"])
    people = world.people
    stayed = np.minimum(people.array(f"live until:{shop.id}"), at) - people.array(f"live joined:{shop.id}")
    return int(stayed[viewers(world, shop, doc)].clip(0).sum())


def seconds_open(doc: Doc, now: float) -> int:
    """Return how long a live room has been open."""
    return int((doc["end"] or int(now)) - doc["start"])


def count(doc: Doc, **amounts: int) -> None:
    """Add to what happened in a live room."""
    counts = doc["counts"]
    for name, amount in amounts.items():
        counts[name] = counts.get(name, 0) + amount


def count_seen(doc: Doc, shown: int) -> None:
    """Count that a viewer has seen the first so many products; viewers see them in the order they are explained."""
    doc["seen"][str(shown)] = doc["seen"].get(str(shown), 0) + 1
    count(doc, exposures=shown)


def seen(doc: Doc, place: int) -> int:
    """Return how many viewers have seen the product at a place of the list."""
    return sum(viewers for shown, viewers in doc["seen"].items() if int(shown) > place)


def count_product(doc: Doc, product_id: str, **amounts: int) -> None:
    """Add to what happened to a product in a live room."""
    counted = doc["spus"].setdefault(product_id, {})
    for name, amount in amounts.items():
        counted[name] = counted.get(name, 0) + amount


def count_order(world: World, shop: Account, order: Doc, fen: int) -> None:
    """Count an order that was made in a live room."""
    doc = find(world, shop, order["live_id"])
    if doc is not None:
        count(doc, orders=1, order_gmv=fen)
        count_product(doc, order["line"]["product_id"], create_pv=1, create_uv=1)


def count_payment(world: World, shop: Account, order: Doc, fen: int) -> None:
    """Count the payment of an order that was made in a live room."""
    doc = find(world, shop, order["live_id"])
    if doc is None:
        return
    count(doc, paid=1, gmv=fen)
    kind = "new_customer_pay_pv" if order["new_buyer"] else "repeated_customer_pay_pv"
    count_product(doc, order["line"]["product_id"], pay_pv=1, pay_uv=1, gmv=fen, **{kind: 1})
    _note(doc["buyers"], order["person"])
    if order["new_buyer"]:
        _note(doc["new_buyers"], order["person"])
    came = doc["sources"].get(order["source"])
    if came:
        came["gmv"] += fen
        came["orders"] += 1


def count_refund(world: World, shop: Account, order: Doc, pieces: int, fen: int) -> None:
    """Count a refund of an order that was made in a live room."""
    doc = find(world, shop, order["live_id"])
    if doc is not None:
        count(doc, refunds=1, refund_fen=fen, refund_pieces=pieces)
        count_product(doc, order["line"]["product_id"], refund_pv=1, refund_uv=1, refund_amount=fen)


def _note(people: list[int], person: int) -> None:
    if person not in people:
        people.append(person)
