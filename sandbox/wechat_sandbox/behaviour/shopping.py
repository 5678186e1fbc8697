"""What happens in one visit to the Mini Program: a pure plan of what is seen, clicked, put in the cart and paid."""

import math
from dataclasses import dataclass, field

from wechat_sandbox.catalogue import Item
from wechat_sandbox.people.interests import of_item
from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.registry import Json
from wechat_sandbox.settings import Settings

HOME, PRODUCT, CHECKOUT = "pages/index/index", "pages/product/detail", "pages/checkout/index"
# Shares of the first, the second … product on a shelf: a few sell much, most sell little.
POPULARITY_POWER = 2.2
OWN_TASTE = 0.7


@dataclass(frozen=True)
class Shopper:
    """Who visits: the shelf they like best, their interests as bits, how freely they spend, how slow their phone is.

    `pace` is how long they take for each step; a person's is 1, a machine's next to nothing.
    """

    person: int
    taste: int
    likes: int
    spending: float
    slowness: float
    pace: float = 1.0


@dataclass
class Plan:
    """Steps in order, each some seconds after the launch, and the order if there is one."""

    steps: list[tuple[float, str, Json]] = field(default_factory=list)
    seconds: float = 0.0
    order: Json | None = None
    pace: float = 1.0

    def add(self, wait: float, event: str, **properties: object) -> None:
        """Append a step `wait` seconds after the one before."""
        self.seconds += wait * self.pace
        self.steps.append((self.seconds, event, properties))


class _Chance:
    """Draws of one visit."""

    def __init__(self, dice: Dice, person: int, tick: int) -> None:
        self.draw = dice.stream("visit", person, tick).draw

    def under(self, chance: float) -> bool:
        return self.draw() < chance


def plan_visit(
    dice: Dice,
    settings: Settings,
    shelves: list[list[Item]],
    shopper: Shopper,
    tick: int,
    start: tuple[str, str] = (HOME, ""),
    must: str = "",
    landing: Item | None = None,
) -> Plan:
    """Plan a visit.

    Args:
        shelves: the products by category, best sellers first.
        start: page and query of the launch.
        must: "browse" to stay past the first page, "buy" to end with a payment. Else a visit may end early, and nobody pays:
            whether somebody buys today was decided before (people/demand.py).
        landing: the product that the launch is about, seen first.
    """
    chance = _Chance(dice, shopper.person, tick)
    plan = Plan(pace=shopper.pace)
    load = _load_ms(settings, chance, shopper)
    page, query = start
    plan.add(1, "page_view", page=page or HOME, load_ms=load, query=query)
    if chance.under(bounce_chance(settings, load)) and not must:
        return plan
    cart: dict[str, tuple[Item, int]] = {}
    for position in range(max(1, round(settings.exposures_per_visit * (0.5 + chance.draw())))):
        item = landing if landing and position == 0 else _item(chance, shelves, shopper)
        first = must == "buy" and position == 0
        _see(plan, chance, settings, shopper, item, position, cart, first)
    if chance.under(settings.share_per_visit):
        plan.add(5, "share", page=page or HOME)
    if must == "buy":
        plan.add(8, "page_view", page=CHECKOUT, load_ms=_load_ms(settings, chance, shopper), query="")
        plan.seconds += 20 + 40 * chance.draw()
        plan.order = _order(settings, cart, dice, shopper.person, tick)
    return plan


def _see(
    plan: Plan,
    chance: _Chance,
    settings: Settings,
    shopper: Shopper,
    item: Item,
    position: int,
    cart: dict[str, tuple[Item, int]],
    must: bool,
) -> None:
    shown = {
        "item_id": item.item_id,
        "item_name": item.name,
        "position": position + 1,
        "page": HOME,
        "price_fen": item.price_fen,
    }
    plan.add(1 + 3 * chance.draw(), "exposure", **shown)
    liked = 1 + settings.personalised_lift if shopper.likes & of_item(item.name, item.category) else 1.0
    if not (chance.under(settings.click_per_exposure * liked) or must):
        return
    plan.add(1 + 2 * chance.draw(), "click", **shown)
    load = _load_ms(settings, chance, shopper)
    plan.add(1, "page_view", page=PRODUCT, load_ms=load, query=f"item_id={item.item_id}")
    if not (chance.under(settings.cart_per_click * shopper.spending) or must):
        return
    quantity = 1 + int(chance.draw() ** 4 * 3 * shopper.spending)
    plan.add(
        8 + 30 * chance.draw(),
        "add_to_cart",
        item_id=item.item_id,
        price_fen=item.price_fen,
        quantity=quantity,
    )
    had = cart.get(item.item_id, (item, 0))[1]
    cart[item.item_id] = (item, had + quantity)


def bounce_chance(settings: Settings, load_ms: int) -> float:
    """Return how likely a visit ends at a first page that took so long."""
    return settings.bounce_at_one_second * (1 + settings.bounce_per_half_second * (load_ms - 1000) / 500)


def _item(chance: _Chance, shelves: list[list[Item]], shopper: Shopper) -> Item:
    """Choose between two products of one shelf: those who spend freely mostly look at the dearer, others at the cheaper."""
    shelf = shelves[shopper.taste if chance.under(OWN_TASTE) else int(chance.draw() * len(shelves))]
    pair = [shelf[int(chance.draw() ** POPULARITY_POWER * len(shelf))] for _ in range(2)]
    cheaper, dearer = sorted(pair, key=lambda item: item.price_fen)
    return dearer if chance.under(shopper.spending / (1 + shopper.spending)) else cheaper


def _load_ms(settings: Settings, chance: _Chance, shopper: Shopper) -> int:
    """Draw a page's load time from a log-normal distribution, longer on slow phones and networks."""
    normal = math.sqrt(-2 * math.log(1 - chance.draw())) * math.cos(2 * math.pi * chance.draw())
    return int(settings.load_median_ms * shopper.slowness * math.exp(0.4 * normal))


def _order(settings: Settings, cart: dict[str, tuple[Item, int]], dice: Dice, person: int, tick: int) -> Json:
    items = [
        {
            "item_id": item.item_id,
            "item_name": item.name,
            "quantity": quantity,
            "price_fen": item.price_fen,
        }
        for item, quantity in cart.values()
    ]
    number = int.from_bytes(dice.digest("order", person, tick)[:6], "big") % 10**12
    return {
        "number": number,
        "amount_fen": sum(item.price_fen * quantity for item, quantity in cart.values()),
        "currency": settings.order_currency,
        "items": items,
    }
