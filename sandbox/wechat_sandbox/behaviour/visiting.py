"""Opening the Mini Program, and all that a visit leads to: login, consent, orders, refunds."""

from urllib.parse import parse_qsl, urlencode

from wechat_sandbox import windows
from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.behaviour.answering import spontaneous
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.shopping import HOME, Plan, Shopper, plan_visit
from wechat_sandbox.catalogue import Item
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.codes import PHONE
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.people.frauds import BOT
from wechat_sandbox.people.traits import DEVICES
from wechat_sandbox.phones import Reported, Visit
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
from wechat_sandbox.world import World

RECENT = 1089
TOLD = "told"
MACHINE_PACE = 0.02
LONGEST_QUERY = 1024
REFUND_AFTER_DAYS = 6
MOST_TEMPLATES_IN_POPUP = 3


@action("open_mini_program")
def open_mini_program(world: World, act: Act) -> Json:
    """Open the Mini Program and do as it comes."""
    return _visit(world, act, "")


@action("browse")
def browse(world: World, act: Act) -> Json:
    """Open the Mini Program and look around."""
    return _visit(world, act, "browse")


@action("buy")
def buy(world: World, act: Act) -> Json:
    """Open the Mini Program and pay for something."""
    return _visit(world, act, "buy")


@action("shop")
def shop(world: World, act: Act) -> Json:
    """Open the Mini Program to buy what one has made up one's mind about."""
    return _visit(world, act, "buy")


@action("accept_subscription")
def accept_subscription(world: World, act: Act) -> Json:
    """Answer the Mini Program's question whether it may send messages of some templates."""
    account = world.account(act, MINI_PROGRAM)
    known = [doc["priTmplId"] for doc in world.store.all("subscribe template", account.id)]
    asked = act.params.get("template_ids") or known[:MOST_TEMPLATES_IN_POPUP]
    refused = act.params.get("refuse", [])
    if not isinstance(asked, list) or not asked or not all(template_id in known for template_id in asked):
        raise ActError("template_ids holds templates of this Mini Program")
    if not isinstance(refused, list):
        raise ActError("refuse holds some of them")
    openid = world.people.openid(account, act.person)
    answers = []
    for template_id in asked:
        accepted = template_id not in refused
        if accepted:
            windows.give_consent(world, account, openid, template_id)
        status = "accept" if accepted else "reject"
        answers.append({"TemplateId": template_id, "SubscribeStatusString": status, "PopupScene": "0"})
    event = subscribe_event(world, account, "subscribe_msg_popup_event", answers)
    return {"answers": answers, "deliveries": world.callback(account, act.person, act.at, **event)}


@action("refund")
def refund(world: World, act: Act) -> Json:
    """Send an order back."""
    account = world.account(act, MINI_PROGRAM)
    order = world.store.get("order", account.id, str(act.params.get("order_id")))
    if order is None or order["person"] != act.person or order["refunded"]:
        raise ActError("no such order of this person, or it was refunded")
    world.store.put("order", account.id, order["order_id"], {**order, "refunded": True})
    number = _count(world, "visits", act.person)
    gone = {name: order[name] for name in ("order_id", "amount_fen", "currency", "items")}
    event = Reported(act.at, "order_refunded", gone, id=f"order_refunded:{order['order_id']}")
    world.phones.report(Visit(account.id, act.person, number, RECENT, "", (event,), act.at))
    return {"order_id": order["order_id"], "deliveries": []}


@action("get_login_code")
def get_login_code(world: World, act: Act) -> Json:
    """Call wx.login and hand the code out instead of sending it."""
    return {"code": world.phones.new_code(world.account(act, MINI_PROGRAM), act.person), "deliveries": []}


@action("give_phone")
def give_phone(world: World, act: Act) -> Json:
    """Press the button that gives the phone number, and hand its code out."""
    account = world.account(act, MINI_PROGRAM)
    code = world.dice.word(43, "phone code", account.id, world.store.next_number("phone codes"))
    world.codes.add(PHONE, account.id, code, world.settings.phone_code_wall_seconds, person=act.person)
    return {"code": code, "deliveries": []}


@habit
def visit(world: World, slot: Slot) -> list[Act]:
    """People who know the brand open its Mini Programs."""
    visiting: list[Act] = []
    for account in world.accounts.of_kind(MINI_PROGRAM):
        who = chosen(world, slot, f"visits {account.id}", world.people.visits_per_day, caring(world))
        visiting += acts(world, slot, who, "open_mini_program", account=account.id)
    return visiting


@habit
def make_up_ones_mind(world: World, slot: Slot) -> list[Act]:
    """Those whose day it is to buy do so."""
    programs = world.accounts.of_kind(MINI_PROGRAM)
    if not programs:
        return []
    day = china_day(slot.start)
    buying: list[Act] = []
    for person, at, cause in world.demand.deciders(slot.start, slot.end):
        program = programs[world.dice.pick("buys where", person, day, len(programs))]
        buying.append(Act(at, person, "shop", {"account": program.id, "day": day, "cause": cause}))
    return buying


def _visit(world: World, act: Act, must: str) -> Json:
    account = world.account(act, MINI_PROGRAM)
    path, query, scene = _launch(act.params)
    person = act.person
    number = _count(world, "visits", person)
    shopper, landing = _shopper(world, person), _landing(world, query)
    plan = plan_visit(world.dice, world.settings, world.items_of, shopper, number, (path, query), must, landing)
    begin = act.at - plan.seconds
    order = _keep_order(world, account, act, plan)
    events = _events(world, act, plan, begin, (path, query, scene), order)
    events += _more(world, act, query)
    _pass_on(world, act, account, plan, path, query)
    visited = Visit(account.id, person, number, scene, query, tuple(events), act.at)
    world.phones.report(visited)
    deliveries = _ask_consent(world, account, act) if order else []
    if world.dice.one("asks service", person, number) < world.settings.customer_service_per_visit and not must:
        asked = Act(act.at, person, "ask_customer_service", {"account": account.id})
        deliveries += ACTIONS["ask_customer_service"](world, asked)["deliveries"]
    shown = order and {name: order[name] for name in ("order_id", "amount_fen")}
    return {"visit": number, "events": len(events), "order": shown, "deliveries": deliveries, "_sent": visited.sent}


def _more(world: World, act: Act, query: str) -> list[Reported]:
    """Report what the person does in the Mini Program besides shopping: an answered survey, a form, a friend's campaign."""
    if report := act.params.get("report"):
        return [Reported(act.at, report["event"], report["properties"])]
    survey_id = dict(parse_qsl(query)).get("survey_id") if "survey_id=" in query else None
    if survey_id and world.dice.one(f"answers survey {survey_id}", act.person, 0) < world.settings.survey_answered:
        return [Reported(act.at, "survey_answered", spontaneous(world, act.person, survey_id))]
    return []


def _pass_on(world: World, act: Act, account: Account, plan: Plan, path: str, query: str) -> None:
    """Let what was shared in a visit reach a friend."""
    if any(event == "share" for _, event, _ in plan.steps):
        params = {"account": account.id, "path": path, "query": query}
        world.store.plan(act.at + 1, act.person, "share_to_friend", params)


def _shopper(world: World, person: int) -> Shopper:
    people = world.people
    likes, slowness = int(people.traits.likes[person]), float(people.traits.slowness[person])
    pace = MACHINE_PACE if people.traits.frauds.risk[person] >= BOT else 1.0
    return Shopper(person, int(people.taste[person]), likes, float(people.spending[person]), slowness, pace)


def _landing(world: World, query: str) -> Item | None:
    """Return the product that a launch query is about."""
    named = dict(parse_qsl(query)).get("item_id") if "item_id=" in query else None
    return world.item_by_id.get(named) if named else None


def _launch(params: Json) -> tuple[str, str, int]:
    """Read page, query and scene of a launch; a query may also stand in the path."""
    path, query, scene = params.get("path", ""), params.get("query", ""), params.get("scene", RECENT)
    if isinstance(query, dict):
        query = urlencode(query)
    if not isinstance(path, str) or not isinstance(query, str) or not isinstance(scene, int):
        raise ActError("path and query are texts, scene is a number")
    page, _, inline = path.removeprefix("/").partition("?")
    query = "&".join(part for part in (inline, query) if part)
    if len(page) > LONGEST_QUERY or len(query) > LONGEST_QUERY:
        raise ActError(f"path and query are at most {LONGEST_QUERY} characters")
    return page or HOME, query, scene


def _events(
    world: World, act: Act, plan: Plan, begin: float, launch: tuple[str, str, int], order: Json | None
) -> list[Reported]:
    path, query, scene = launch
    member = _member_ids(world, act.person)
    model, system = DEVICES[int(world.people.traits.device[world.people.traits.device_owner(act.person)])]
    started = {"scene": scene, "page": path, "query": query, "model": model, "system": system}
    events = [Reported(begin, "mp_launch", started, before_login=True)]
    telling = bool(member) and _tells_number(world, act.person)
    told = bool(world.people.array("told", bool)[act.person])
    ids = {"member_no": member["member_no"]} if told else {}
    for place, (seconds, event, properties) in enumerate(plan.steps):
        events.append(Reported(begin + seconds, event, properties, before_login=place == 0, ids=ids))
        if place == 0 and telling:
            world.people.put("told", act.person, True, bool)
            ids = {"member_no": member["member_no"]}
            at = begin + seconds + 1
            events.append(Reported(at, "member_login", {"method": "member_no"}, ids=member))
    if order:
        paid = {name: order[name] for name in ("order_id", "amount_fen", "currency", "items")}
        event_id = f"order_paid:{order['order_id']}"
        events.append(Reported(act.at, "order_paid", paid, id=event_id, ids=ids))
    return events


def _member_ids(world: World, person: int) -> dict[str, str]:
    number = world.people.member_numbers.get(person)
    return {} if number is None else {"member_no": number, "phone": world.people.phone(person)}


def _tells_number(world: World, person: int) -> bool:
    """Members tell their number at the first or the second visit, once."""
    if world.people.array("told", bool)[person]:
        return False
    first = int(world.people.array("visits", "int64")[person]) == 1
    return not first or world.dice.one("tells at once", person, 0) < 0.6


def _keep_order(world: World, account: Account, act: Act, plan: Plan) -> Json | None:
    if plan.order is None:
        return None
    order_id = f"{int(act.at)}{plan.order['number']:012d}"
    order = {"order_id": order_id, **plan.order, "person": act.person, "at": act.at, "refunded": False}
    # Why they bought, for the truth: what reached them, nothing at all, or being told to. No report of WeChat has it.
    order |= {"day": act.params.get("day"), "cause": act.params.get("cause", TOLD)}
    world.store.put("order", account.id, order["order_id"], order, key=str(act.person))
    _count(world, "orders", act.person)
    if world.dice.one("refunds", act.person, int(act.at)) < world.settings.refund_per_order:
        wait = 1 + REFUND_AFTER_DAYS * world.dice.one("refunds when", act.person, int(act.at))
        params = {"account": account.id, "order_id": order["order_id"]}
        world.store.plan(act.at + wait * DAY, act.person, "refund", params)
    return order


def _ask_consent(world: World, account: Account, act: Act) -> list[int]:
    """At the till the Mini Program asks whether it may write later."""
    asked = [doc["priTmplId"] for doc in world.store.all("subscribe template", account.id)]
    asked = asked[:MOST_TEMPLATES_IN_POPUP]
    if not asked:
        return []
    refused = [
        template_id
        for place, template_id in enumerate(asked)
        if world.dice.one(f"accepts {place}", act.person, int(act.at)) >= world.settings.accept_subscription
    ]
    params = {"account": account.id, "template_ids": asked, "refuse": refused}
    answered = accept_subscription(world, Act(act.at, act.person, "accept_subscription", params))
    deliveries: list[int] = answered["deliveries"]
    return deliveries


def _count(world: World, name: str, person: int) -> int:
    return world.people.add(name, person)
