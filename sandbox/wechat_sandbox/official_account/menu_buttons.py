"""The rules of a menu's buttons."""

from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import issues, media_files
from wechat_sandbox.official_account.media_files import IMAGE, NEWS, VIDEO, VOICE
from wechat_sandbox.registry import Call, Json

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
    "view_limited": ("media_id",),
    "article_id": ("article_id",),
    "article_view_limited": ("article_id",),
}
MOST_BUTTONS, MOST_SUB_BUTTONS = 3, 5
NAME_BYTES, SUB_NAME_BYTES = 16, 60
KEY_BYTES, URL_BYTES = 128, 1024


def read(call: Call) -> list[Json]:
    """Read the buttons of a menu.

    Raises:
        ApiError: 40016 to 40027 for a button that is not as it must be, 40007 for media that are not there.
    """
    buttons = call.body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MOST_BUTTONS:
        raise ApiError(40016, f"button holds 1 to {MOST_BUTTONS}")
    for button in buttons:
        _check(call, button, NAME_BYTES, MOST_SUB_BUTTONS)
    return buttons


def _check(call: Call, button: object, name_bytes: int, most_below: int) -> None:
    if not isinstance(button, dict):
        raise ApiError(40017, "a button is an object")
    name = button.get("name")
    if not isinstance(name, str) or not 1 <= len(name.encode()) <= name_bytes:
        raise ApiError(40018, f"a name is at most {name_bytes} bytes")
    below = button.get("sub_button") or []
    if not isinstance(below, list) or len(below) > most_below:
        raise ApiError(40023, f"sub_button holds at most {most_below}")
    for button_below in below:
        _check(call, button_below, SUB_NAME_BYTES, 0)
    if not below:
        _check_type(call, button)


def _check_type(call: Call, button: Json) -> None:
    kind = button.get("type")
    if not isinstance(kind, str) or kind not in _NEEDS:
        raise ApiError(40017, "a button needs a type, or buttons below it")
    for name in _NEEDS[kind]:
        most, code = (KEY_BYTES, 40019) if name == "key" else (URL_BYTES, 40020)
        value = button.get(name)
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= most:
            raise ApiError(code, f"{name} of a {kind} button is at most {most} bytes")
    if "media_id" in _NEEDS[kind]:
        media_files.alive(call.world, call.account, button["media_id"], IMAGE, VOICE, VIDEO, NEWS)
    if "article_id" in _NEEDS[kind] and issues.by_article_id(call.world, call.account, button["article_id"]) is None:
        raise ApiError(53600, "article_id is of articles that are published")
