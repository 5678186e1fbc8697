"""Which address answers what. Only this machine may ask, as with the sandbox's other controls."""

from inspect import getdoc

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.admin.problems import AdminError, Endpoint, body_of, guarded
from wechat_sandbox.official_account import menus
from wechat_sandbox.phone_api import conversations, groups, js_sdk, live, meaning, moments, pictures, staff, wallet, who
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import ACTIONS, Act
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

LONGEST_CODE = 2000


async def search_people(request: Request) -> Response:
    """Find people by number, id or name."""
    world: World = request.app.state.world
    found = who.search(world, request.query_params.get("q", "")[:200])
    return JSONResponse({"items": [who.brief(world, person) for person in found], "total": world.people.count})


async def show_phone(request: Request) -> Response:
    """Show whose phone this is."""
    world, person = _person(request)
    return JSONResponse(who.home(world, person))


async def list_chats(request: Request) -> Response:
    """List a person's chats, the newest first."""
    world, person = _person(request)
    return JSONResponse({"items": conversations.chats(world, person)})


async def show_chat(request: Request) -> Response:
    """Show one chat, with the menu where the account has one."""
    world, person = _person(request)
    chat_id = request.path_params["chat"]
    chat = conversations.named(world, chat_id)
    chat["writable"] = conversations.writable(world, chat, person)
    account = world.accounts.get(chat["account"])
    has_menu = account is not None and account.kind == OFFICIAL_ACCOUNT and chat["writable"]
    menu = menus.buttons_for(world, account, person) if account is not None and has_menu else []
    return JSONResponse({"chat": chat, "items": conversations.of_chat(world, person, chat_id), "menu": menu})


async def list_orders(request: Request) -> Response:
    """List what a person bought in the Mini Programs, the newest first."""
    world, person = _person(request)
    orders = [
        {"account": account.id, **doc}
        for account in world.accounts.of_kind(MINI_PROGRAM)
        for _, _, doc in world.store.by_key("order", account.id, str(person))
    ]
    return JSONResponse({"items": orders[::-1]})


async def list_moments(request: Request) -> Response:
    """List what members published before a person."""
    world, person = _person(request)
    return JSONResponse({"items": moments.before(world, person)})


async def list_wallet(request: Request) -> Response:
    """List a person's red packets, transfers and coupons."""
    world, person = _person(request)
    return JSONResponse({"items": wallet.of_person(world, person)})


async def list_live(request: Request) -> Response:
    """List the live rooms that are on."""
    return JSONResponse({"items": live.on(request.app.state.world)})


async def show_payment(request: Request) -> Response:
    """Show what is to be paid, by prepay_id or code_url."""
    order = wallet.order(request.app.state.world, request.query_params.get("order", ""))
    if order is None:
        raise AdminError(404, "no_such_order", "no such order")
    return JSONResponse(order)


async def show_picture(request: Request) -> Response:
    """Show a picture that a message was sent with."""
    names = request.path_params
    found = pictures.find(request.app.state.world, names["account"], names["media"])
    if found is None:
        raise AdminError(404, "no_such_picture", "no such picture")
    return Response(found[0], headers={"x-content-type-options": "nosniff"}, media_type=found[1])


async def check_signature(request: Request) -> Response:
    """Check the signature of a page that calls wx.config or agentConfig."""
    why = js_sdk.refusal(request.app.state.world, await body_of(request))
    if why:
        raise AdminError(422, "invalid_signature", why)
    return JSONResponse({"ok": True})


async def show_shop(request: Request) -> Response:
    """Show what a Mini Program sells, and which messages it may ask to send."""
    account = _account(request, MINI_PROGRAM)
    world: World = request.app.state.world
    items = [{"item_id": item.item_id, "name": item.name, "price_fen": item.price_fen} for item in world.items[:200]]
    templates = [{"id": doc["priTmplId"], "title": doc["title"]} for doc in world.store.all("subscribe template", account.id)]
    about = {"account": account.id, "name": account.name, "app_id": account.app_id}
    return JSONResponse({**about, "items": items, "templates": templates})


async def say_meaning(request: Request) -> Response:
    """Say what a scanned code means."""
    text = (await body_of(request)).get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= LONGEST_CODE:
        raise AdminError(422, "bad_code", f"text has 1 to {LONGEST_CODE} characters")
    meant = meaning.of_text(request.app.state.world, text)
    if meant is None:
        raise AdminError(404, "unknown_code", "nothing here knows this code")
    return JSONResponse(meant)


async def draw_code(request: Request) -> Response:
    """Draw a QR code of any text."""
    text = request.query_params.get("text", "")
    if not 1 <= len(text) <= LONGEST_CODE // 2:
        raise AdminError(422, "bad_code", f"text has 1 to {LONGEST_CODE // 2} characters")
    return Response(qr_png(text), media_type="image/png")


async def list_actions(request: Request) -> Response:
    """List everything a person can do, with what each takes."""
    return JSONResponse({"items": [{"name": name, "about": getdoc(ACTIONS[name]) or ""} for name in sorted(ACTIONS)]})


async def list_corps(request: Request) -> Response:
    """List every member of staff."""
    return JSONResponse({"items": staff.corps(request.app.state.world)})


async def show_staff(request: Request) -> Response:
    """Show a member's phone."""
    corp, member = _member(request)
    return JSONResponse(staff.home(request.app.state.world, corp, member))


async def list_customers(request: Request) -> Response:
    """List a member's customers, the newest first."""
    corp, member = _member(request)
    return JSONResponse({"items": staff.customers(request.app.state.world, corp, member["userid"])})


async def list_groups(request: Request) -> Response:
    """List the groups a member is in."""
    corp, member = _member(request)
    return JSONResponse({"items": groups.of_member(request.app.state.world, corp, member["userid"])})


async def show_customer(request: Request) -> Response:
    """Show what a member and a customer have written."""
    corp, member = _member(request)
    world: World = request.app.state.world
    person = world.people.find(corp, request.path_params["external"])
    if person is None:
        raise AdminError(404, "no_such_customer", "no such customer")
    said = conversations.with_staff(world, corp, member["userid"], person)
    return JSONResponse({"items": said, "person": person, "name": world.people.name(person)})


async def show_group(request: Request) -> Response:
    """Show what was said in a group that a member is in."""
    corp, member = _member(request)
    world: World = request.app.state.world
    group = groups.find(world, corp, request.path_params["chat_id"])
    if group is None or member["userid"] not in group["members"]:
        raise AdminError(404, "no_such_group", "the member is in no such group")
    return JSONResponse({"items": groups.talk(world, corp, group, member["userid"]), **groups.card(group)})


async def staff_acts(request: Request) -> Response:
    """Let a member do something."""
    corp, member = _member(request)
    world: World = request.app.state.world
    params = await body_of(request)
    action = str(params.pop("action", ""))
    if action not in staff.ACTIONS_OF_STAFF:
        raise AdminError(422, "cannot_act", f"members can {', '.join(staff.ACTIONS_OF_STAFF)}")
    given = {**params, "account": corp.id, "userid": member["userid"]}
    happened = dict(world.perform(Act(world.now(), staff.NOBODY, action, given)))
    happened.pop("_sent", None)
    return JSONResponse({"userid": member["userid"], "action": action, **happened})


_TABLE: tuple[tuple[str, str, Endpoint], ...] = (
    ("GET", "/people", search_people),
    ("GET", "/people/{person}", show_phone),
    ("GET", "/people/{person}/chats", list_chats),
    ("GET", "/people/{person}/chats/{chat}", show_chat),
    ("GET", "/people/{person}/orders", list_orders),
    ("GET", "/people/{person}/moments", list_moments),
    ("GET", "/people/{person}/wallet", list_wallet),
    ("GET", "/live", list_live),
    ("GET", "/payment", show_payment),
    ("GET", "/media/{account}/{media}", show_picture),
    ("POST", "/signature", check_signature),
    ("GET", "/shops/{account}", show_shop),
    ("POST", "/meaning", say_meaning),
    ("GET", "/code.png", draw_code),
    ("GET", "/actions", list_actions),
    ("GET", "/staff", list_corps),
    ("GET", "/staff/{account}/{userid}", show_staff),
    ("POST", "/staff/{account}/{userid}/act", staff_acts),
    ("GET", "/staff/{account}/{userid}/customers", list_customers),
    ("GET", "/staff/{account}/{userid}/customers/{external}", show_customer),
    ("GET", "/staff/{account}/{userid}/groups", list_groups),
    ("GET", "/staff/{account}/{userid}/groups/{chat_id}", show_group),
)


def routes() -> list[Route]:
    """Build the routes below /_phone."""
    return [Route("/_phone" + path, guarded(endpoint), methods=[method]) for method, path, endpoint in _TABLE]


def _person(request: Request) -> tuple[World, int]:
    world: World = request.app.state.world
    person = who.find(world, request.path_params["person"])
    if person is None:
        raise AdminError(404, "no_such_person", "no such person")
    return world, person


def _account(request: Request, kind: str) -> Account:
    account: Account | None = request.app.state.world.accounts.get(request.path_params["account"])
    if account is None or account.kind != kind:
        raise AdminError(404, "no_such_account", "no such account")
    return account


def _member(request: Request) -> tuple[Account, Doc]:
    corp = _account(request, WECOM)
    member: Doc | None = request.app.state.world.store.get("staff", corp.id, request.path_params["userid"])
    if member is None:
        raise AdminError(404, "no_such_member", "no such member of staff")
    return corp, member
