"""An Official Account's menu."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

# What a button of each type must carry.
_NEEDS = {
    "click": ("key",),
    "view": ("url",),
    "miniprogram": ("url", "appid", "pagepath"),
    "scancode_push": ("key",),
    "scancode_waitmsg": ("key",),
    "pic_sysphoto": ("key",),
    "pic_photo_or_album": ("key",),
    "pic_weixin": ("key",),
    "location_select": ("key",),
    "media_id": ("media_id",),
    "article_id": ("article_id",),
}
MOST_BUTTONS, MOST_SUB_BUTTONS = 3, 5


@endpoint(API, "POST", "/cgi-bin/menu/create", OFFICIAL_ACCOUNT, daily=1000)
def create_menu(call: Call) -> Json:
    """Set the menu."""
    buttons = call.body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MOST_BUTTONS:
        raise ApiError(40035, f"button holds 1 to {MOST_BUTTONS}")
    for button in buttons:
        _check(button, MOST_SUB_BUTTONS)
    call.world.store.put("menu", call.account.id, "menu", {"button": buttons})
    return OK


@endpoint(API, "GET", "/cgi-bin/menu/get", OFFICIAL_ACCOUNT, daily=10_000)
def get_menu(call: Call) -> Json:
    """Show the menu."""
    menu = call.world.store.get("menu", call.account.id, "menu")
    if menu is None:
        raise ApiError(46003, "no menu is set")
    return {"menu": menu}


@endpoint(API, "GET", "/cgi-bin/menu/delete", OFFICIAL_ACCOUNT, daily=1000)
def delete_menu(call: Call) -> Json:
    """Remove the menu."""
    call.world.store.delete("menu", call.account.id, "menu")
    return OK


def _check(button: object, most_below: int) -> None:
    if not isinstance(button, dict) or not isinstance(button.get("name"), str) or not button["name"]:
        raise ApiError(40035, "a button is an object with a name")
    below = button.get("sub_button") or []
    if not isinstance(below, list) or len(below) > most_below:
        raise ApiError(40035, f"sub_button holds at most {most_below}")
    for button_below in below:
        _check(button_below, 0)
    kind = button.get("type")
    if below:
        return
    if kind not in _NEEDS or not all(isinstance(button.get(name), str) for name in _NEEDS[kind]):
        raise ApiError(40035, "a button needs a type and what the type asks for")
