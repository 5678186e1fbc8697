"""Pressing an Official Account's menu, and what each kind of button does."""

import hashlib
from collections.abc import Callable, Iterator

from wechat_sandbox import inbox, windows
from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.behaviour.saying import media_of, place_of, report_place, said
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import blacklist, fans, issues, media_files, menus
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
from wechat_sandbox.world import World

LONGEST_RESULT = 2000
_FROM_MENU = 1035
_MATERIAL_KINDS = {"image": "image", "voice": "voice", "video": "video", "news": "mpnews"}


@action("click_menu")
def click_menu(world: World, act: Act) -> Json:
    """Press a button of the menu: the one with this key, url or name, else any; `by_hand` leaves it at pressing."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    if not fans.follows(world, account, act.person):
        raise ActError("only followers see the menu")
    menu = menus.menu_for(world, account, act.person) or {"button": []}
    buttons = list(_buttons(menu["button"]))
    if wanted := act.params.get("button"):
        buttons = [b for b in buttons if wanted in (b.get("key"), b.get("url"), b["name"])]
    if not buttons:
        raise ActError("the menu has no such button")
    button = buttons[world.dice.pick("which button", act.person, int(act.at), len(buttons))]
    openid = world.people.openid(account, act.person)
    windows.open_by_touch(world, account, openid)
    if blacklist.blocked(world, account, openid):
        return {"button": button["name"], "event": None, "deliveries": []}
    located = report_place(world, account, act)
    pressed = _PRESSES[button["type"]](world, account, act, {**button, "menuid": str(menu["menuid"])})
    return {"button": button["name"], **pressed, "deliveries": located + pressed["deliveries"]}


@habit
def use_the_menu(world: World, slot: Slot) -> list[Act]:
    """Followers press the menu where there is one."""
    pressing: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        if world.store.get(menus.MENU, account.id, menus.DEFAULT) is None:
            continue
        followers = caring(world) & (fans.followed(world, account) > 0)
        who = chosen(world, slot, f"presses {account.id}", world.settings.menu_click_per_day, followers)
        pressing += acts(world, slot, who, "click_menu", account=account.id)
    return pressing


def _tell(world: World, account: Account, act: Act, event: str, key: str, button: Json, **more: object) -> Json:
    fields = {"Event": event, "EventKey": key, "MenuId": button["menuid"], **more}
    return {"event": event, "deliveries": world.callback(account, act.person, act.at, **fields)}


def _click(world: World, account: Account, act: Act, button: Json) -> Json:
    return _tell(world, account, act, "CLICK", button["key"], button)


def _view(world: World, account: Account, act: Act, button: Json) -> Json:
    return _tell(world, account, act, "VIEW", button["url"], button)


def _open_program(world: World, account: Account, act: Act, button: Json) -> Json:
    path = button["pagepath"]
    told = _tell(world, account, act, "view_miniprogram", path, button)
    program = world.accounts.by_app_id(button["appid"])
    # A phone in somebody's hands opens the Mini Program itself.
    if program is not None and program.kind == MINI_PROGRAM and not act.params.get("by_hand"):
        params = {"account": program.id, "path": path, "scene": _FROM_MENU}
        ACTIONS["open_mini_program"](world, Act(act.at, act.person, "open_mini_program", params))
    return told


def _scan(world: World, account: Account, act: Act, button: Json) -> Json:
    result = str(
        act.params.get("result") or f"https://example.com/goods/{world.dice.pick('scans', act.person, int(act.at), 1000)}"
    )
    info = {"ScanType": "qrcode", "ScanResult": result}
    return _tell(world, account, act, button["type"], button["key"], button, ScanCodeInfo=info)


def _send_picture(world: World, account: Account, act: Act, button: Json) -> Json:
    fields = media_of(world, account, act, "image")
    body = media_files.body_of(world, account.id, fields["MediaId"])
    marks = {"item": [{"PicMd5Sum": hashlib.md5(body, usedforsecurity=False).hexdigest()}]}
    told = _tell(world, account, act, button["type"], button["key"], button, SendPicsInfo={"Count": 1, "PicList": marks})
    sent = said(world, account, act, "image", **fields)
    return {**told, "deliveries": told["deliveries"] + sent}


def _send_place(world: World, account: Account, act: Act, button: Json) -> Json:
    place = place_of(world, act)
    info = {**{name: str(value) for name, value in place.items()}, "Poiname": ""}
    told = _tell(world, account, act, "location_select", button["key"], button, SendLocationInfo=info)
    sent = said(world, account, act, "location", **place)
    return {**told, "deliveries": told["deliveries"] + sent}


def _get_material(world: World, account: Account, act: Act, button: Json) -> Json:
    """WeChat gives the material itself; the account's server hears nothing of it."""
    doc = media_files.find(world, account, button["media_id"])
    if doc is not None:
        kind = _MATERIAL_KINDS[doc["type"]]
        content = {"msgtype": kind, kind: {"media_id": doc["media_id"]}}
        inbox.receive(world, Letter(account, act.person, inbox.PASSIVE, content))
    return {"event": None, "deliveries": []}


def _read_article(world: World, account: Account, act: Act, button: Json) -> Json:
    issue = issues.by_article_id(world, account, button["article_id"])
    if issue is not None:
        params = {"account": account.id, "url": issue["pages"][0], "way": "history"}
        ACTIONS["read_article"](world, Act(act.at, act.person, "read_article", params))
    return {"event": None, "deliveries": []}


_PRESSES: dict[str, Callable[[World, Account, Act, Json], Json]] = {
    "click": _click,
    "view": _view,
    "miniprogram": _open_program,
    "scancode_push": _scan,
    "scancode_waitmsg": _scan,
    "pic_sysphoto": _send_picture,
    "pic_photo_or_album": _send_picture,
    "pic_weixin": _send_picture,
    "location_select": _send_place,
    "media_id": _get_material,
    "view_limited": _get_material,
    "article_id": _read_article,
    "article_view_limited": _read_article,
}


def _buttons(level: list[Json]) -> Iterator[Json]:
    for button in level:
        if button.get("sub_button"):
            yield from _buttons(button["sub_button"])
        else:
            yield button
