"""What happened in a store, counted by day: in all, by where the order came from, and by product."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_date, china_day
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

LIVE, VIDEO, SHARED, WINDOW, ARTICLE, OTHER = 2, 3, 4, 5, 6, 1
"""order_scene: where an order was made."""


def ds(at: float) -> str:
    """Write the day in China that holds a moment."""
    return china_date(at).strftime("%Y%m%d")


def of_day(world: World, shop: Account, day: str) -> Doc:
    """Read a day's counts."""
    return world.store.get("store day", shop.id, day) or {}


def products_of_day(world: World, shop: Account, day: str) -> list[Doc]:
    """Read the counts of every product that something happened to."""
    return world.store.all(f"store day {day}", shop.id)


def add(world: World, shop: Account, at: float, **amounts: int) -> None:
    """Add to a day's counts."""
    counted = of_day(world, shop, ds(at))
    for name, amount in amounts.items():
        counted[name] = counted.get(name, 0) + amount
    world.store.put("store day", shop.id, ds(at), counted)


def add_once(world: World, shop: Account, at: float, person: int, name: str) -> None:
    """Count a person once a day."""
    day, array = china_day(at), f"{name} day:{shop.id}"
    if int(world.people.array(array, "int64")[person]) != day:
        world.people.put(array, person, day, "int64")
        add(world, shop, at, **{name: 1})


def add_to_product(world: World, shop: Account, at: float, product_id: str, person: int, who: str, **amounts: int) -> None:
    """Add to the counts of a product on a day, and note the person among those who did `who`."""
    kind = f"store day {ds(at)}"
    counted = world.store.get(kind, shop.id, product_id) or {"product_id": product_id, "who": {}}
    for name, amount in amounts.items():
        counted[name] = counted.get(name, 0) + amount
    people = counted["who"].setdefault(who, [])
    if person not in people:
        people.append(person)
    world.store.put(kind, shop.id, product_id, counted)
