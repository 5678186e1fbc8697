"""An Official Account's menu: one for everybody, and others for people whom a rule matches."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans, menu_buttons
from wechat_sandbox.official_account.menus import CONDITIONAL, DEFAULT, MENU, PLATFORMS, buttons_for
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

FIRST_MENU_ID = 208_396_937


@endpoint(API, "POST", "/cgi-bin/menu/create", OFFICIAL_ACCOUNT, daily=1000)
def create_menu(call: Call) -> Json:
    """Set the menu."""
    buttons = menu_buttons.read(call)
    doc = {"button": buttons, "menuid": _new_id(call)}
    call.world.store.put(MENU, call.account.id, DEFAULT, doc)
    return OK


@endpoint(API, "GET", "/cgi-bin/menu/get", OFFICIAL_ACCOUNT, daily=10_000)
def get_menu(call: Call) -> Json:
    """Show the menu, and the conditional ones."""
    menu = call.world.store.get(MENU, call.account.id, DEFAULT)
    if menu is None:
        raise ApiError(46003, "no menu is set")
    conditional = call.world.store.all(CONDITIONAL, call.account.id)
    if not conditional:
        return {"menu": {"button": menu["button"]}}
    return {"menu": menu, "conditionalmenu": conditional[::-1]}


@endpoint(API, "GET", "/cgi-bin/menu/delete", OFFICIAL_ACCOUNT, daily=1000)
def delete_menu(call: Call) -> Json:
    """Remove the menu and the conditional ones."""
    call.world.store.delete(MENU, call.account.id, DEFAULT)
    for _, menu_id, _ in call.world.store.page(CONDITIONAL, call.account.id, limit=-1):
        call.world.store.delete(CONDITIONAL, call.account.id, menu_id)
    return OK


@endpoint(API, "GET", "/cgi-bin/get_current_selfmenu_info", OFFICIAL_ACCOUNT)
def current_menu(call: Call) -> Json:
    """Show the menu in the form that also tells of those made by hand."""
    menu = call.world.store.get(MENU, call.account.id, DEFAULT)
    if menu is None:
        return {"is_menu_open": 0, "selfmenu_info": {"button": []}}
    return {"is_menu_open": 1, "selfmenu_info": {"button": [_self_made(button) for button in menu["button"]]}}


@endpoint(API, "POST", "/cgi-bin/menu/addconditional", OFFICIAL_ACCOUNT, daily=2000)
def add_conditional(call: Call) -> Json:
    """Add a menu for people with a tag, or on one kind of phone; the newest that matches is shown."""
    world, account = call.world, call.account
    if world.store.get(MENU, account.id, DEFAULT) is None:
        raise ApiError(65303, "there is no menu for everybody yet")
    buttons = menu_buttons.read(call)
    rule = _rule(call)
    if world.store.count(CONDITIONAL, account.id) >= world.settings.conditional_menus:
        raise ApiError(65305, f"{world.settings.conditional_menus} conditional menus an account")
    menu_id = _new_id(call)
    doc = {"button": buttons, "matchrule": rule, "menuid": menu_id}
    world.store.put(CONDITIONAL, account.id, str(menu_id), doc)
    return {"menuid": str(menu_id)}


@endpoint(API, "POST", "/cgi-bin/menu/delconditional", OFFICIAL_ACCOUNT, daily=2000)
def delete_conditional(call: Call) -> Json:
    """Remove one of them."""
    if not call.world.store.delete(CONDITIONAL, call.account.id, str(call.body.get("menuid"))):
        raise ApiError(65301, "no such conditional menu")
    return OK


@endpoint(API, "POST", "/cgi-bin/menu/trymatch", OFFICIAL_ACCOUNT, daily=20_000)
def try_match(call: Call) -> Json:
    """Show the menu that one follower sees."""
    person = call.world.people.find(call.account, call.text("user_id", 65302))
    if person is None or not fans.follows(call.world, call.account, person):
        raise ApiError(65302, "user_id is the openid of a follower")
    return {"button": buttons_for(call.world, call.account, person)}


def _rule(call: Call) -> Json:
    given = call.body.get("matchrule")
    rule = {name: str(value) for name, value in given.items() if value} if isinstance(given, dict) else {}
    rule = {name: rule[name] for name in ("tag_id", "client_platform_type") if name in rule}
    if not rule:
        raise ApiError(65304, "matchrule holds tag_id or client_platform_type")
    if "tag_id" in rule and call.world.store.get("fan tag", call.account.id, rule["tag_id"]) is None:
        raise ApiError(45159, "matchrule.tag_id is a tag of this account")
    if rule.get("client_platform_type", PLATFORMS[0]) not in PLATFORMS:
        raise ApiError(65306, f"client_platform_type is one of {', '.join(PLATFORMS)}")
    return rule


def _new_id(call: Call) -> int:
    return FIRST_MENU_ID + call.world.store.next_number("menus")


def _self_made(button: Json) -> Json:
    shown: Json = {name: button[name] for name in ("type", "name", "key", "url", "appid", "pagepath") if button.get(name)}
    if button.get("media_id"):
        shown["value"] = button["media_id"]
    if button.get("sub_button"):
        shown["sub_button"] = {"list": [_self_made(one) for one in button["sub_button"]]}
    return shown
