"""Using the Mini Program by hand: what somebody taps on a phone's page is done and reported exactly so, nothing by chance."""

from collections.abc import Callable

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.behaviour.shopping import CHECKOUT, HOME, PRODUCT
from wechat_sandbox.catalogue import Item
from wechat_sandbox.phones import Reported, Visit
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World

RECENT = 1089
LONGEST_TEXT = 1024
MOST_SEEN, MOST_IN_CART, MOST_OF_ONE = 50, 50, 99
LOAD_MS = 400


@action("tap")
def tap(world: World, act: Act) -> Json:
    """Tap in a Mini Program. `step` is launch, see, product, add_to_cart, pay, share or login."""
    account = world.account(act, MINI_PROGRAM)
    do = _STEPS.get(str(act.params.get("step")))
    if do is None:
        raise ActError(f"step is one of {', '.join(_STEPS)}")
    events, answer = do(world, account, act)
    number = world.people.add("visits", act.person) if act.params["step"] == "launch" else 0
    visit = Visit(account.id, act.person, number, _scene(act), str(act.params.get("query", "")), tuple(events), act.at)
    world.phones.report(visit)
    return {**answer, "events": len(events), "deliveries": [], "_sent": visit.sent}


def _launch(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    page, _, inline = _text(act, "path").removeprefix("/").partition("?")
    query = "&".join(part for part in (inline, _text(act, "query")) if part)
    started = {"scene": _scene(act), "page": page or HOME, "query": query}
    seen = {"page": page or HOME, "load_ms": LOAD_MS, "query": query}
    events = [
        _event(world, act, "mp_launch", started, before_login=True),
        _event(world, act, "page_view", seen, before_login=True),
    ]
    return events, {"page": page or HOME, "query": query}


def _see(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    """Have products on the screen, in this order."""
    asked = act.params.get("item_ids")
    if not isinstance(asked, list) or len(asked) > MOST_SEEN:
        raise ActError(f"item_ids is a list of at most {MOST_SEEN}")
    items = [_item(world, item_id) for item_id in asked]
    return [_event(world, act, "exposure", _shown(item, place)) for place, item in enumerate(items, 1)], {}


def _product(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    item = _item(world, act.params.get("item_id"))
    place = act.params.get("position", 1)
    if not isinstance(place, int):
        raise ActError("position is a number")
    page = {"page": PRODUCT, "load_ms": LOAD_MS, "query": f"item_id={item.item_id}"}
    return [_event(world, act, "click", _shown(item, place)), _event(world, act, "page_view", page)], {}


def _add_to_cart(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    item, quantity = _item(world, act.params.get("item_id")), _quantity(act.params.get("quantity", 1))
    put = {"item_id": item.item_id, "price_fen": item.price_fen, "quantity": quantity}
    return [_event(world, act, "add_to_cart", put)], {}


def _pay(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    """Pay for what is in the cart: `items` holds {item_id, quantity}."""
    cart = act.params.get("items")
    if not isinstance(cart, list) or not 1 <= len(cart) <= MOST_IN_CART or not all(isinstance(one, dict) for one in cart):
        raise ActError(f"items is a list of 1 to {MOST_IN_CART} objects")
    wanted = [(_item(world, one.get("item_id")), _quantity(one.get("quantity", 1))) for one in cart]
    items = [
        {"item_id": item.item_id, "item_name": item.name, "quantity": quantity, "price_fen": item.price_fen}
        for item, quantity in wanted
    ]
    amount = sum(item.price_fen * quantity for item, quantity in wanted)
    number = world.store.next_number("orders by hand")
    order_id = f"{int(act.at)}9{number:011d}"
    paid = {"order_id": order_id, "amount_fen": amount, "currency": world.settings.order_currency, "items": items}
    order = {**paid, "number": number, "person": act.person, "at": act.at, "refunded": False}
    world.store.put("order", account.id, order_id, order, key=str(act.person))
    world.people.add("orders", act.person)
    till = _event(world, act, "page_view", {"page": CHECKOUT, "load_ms": LOAD_MS, "query": ""})
    event = Reported(act.at, "order_paid", paid, id=f"order_paid:{order_id}")
    return [till, event], {"order": {"order_id": order_id, "amount_fen": amount}}


def _login(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    """Tell the member number, as members do once."""
    number = world.people.member_numbers.get(act.person)
    if number is None:
        raise ActError("the person is not a member")
    world.people.put("told", act.person, True, bool)
    member = {"member_no": number, "phone": world.people.phone(act.person)}
    told = _event(world, act, "member_login", {"method": "member_no"})
    return [told._replace(ids=member)], {"member_no": number}


def _share(world: World, account: Account, act: Act) -> tuple[list[Reported], Json]:
    return [_event(world, act, "share", {"page": _text(act, "path") or HOME})], {}


Step = Callable[[World, Account, Act], tuple[list[Reported], Json]]
_STEPS: dict[str, Step] = {
    "launch": _launch,
    "see": _see,
    "product": _product,
    "add_to_cart": _add_to_cart,
    "pay": _pay,
    "share": _share,
    "login": _login,
}


def _event(world: World, act: Act, name: str, properties: Json, before_login: bool = False) -> Reported:
    """Give each event an id of its own: several taps belong to one visit."""
    event_id = world.dice.uuid("tap", act.person, world.store.next_number("taps"))
    told = bool(world.people.array("told", bool)[act.person])
    ids = {"member_no": world.people.member_numbers[act.person]} if told else {}
    return Reported(act.at, name, properties, before_login=before_login, id=event_id, ids=ids)


def _shown(item: Item, place: int) -> Json:
    about = {"item_id": item.item_id, "item_name": item.name, "price_fen": item.price_fen}
    return {**about, "position": place, "page": HOME}


def _item(world: World, item_id: object) -> Item:
    found = next((item for item in world.items if item.item_id == item_id), None)
    if found is None:
        raise ActError("item_id is a product of the shop")
    return found


def _quantity(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_OF_ONE:
        raise ActError(f"quantity is 1 to {MOST_OF_ONE}")
    return value


def _scene(act: Act) -> int:
    scene = act.params.get("scene", RECENT)
    if not isinstance(scene, int):
        raise ActError("scene is a number")
    return scene


def _text(act: Act, name: str) -> str:
    value = act.params.get(name, "")
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ActError(f"{name} is a text of at most {LONGEST_TEXT} characters")
    return value
