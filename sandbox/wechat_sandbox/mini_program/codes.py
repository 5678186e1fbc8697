"""Mini Program codes (小程序码): pictures to print and people to scan."""

import re

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import pages
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import API, Call, Json, Reply, endpoint, picture

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")
HOME = "pages/index/index"
LONGEST_QR_PATH = 128


@endpoint(API, "POST", "/wxa/getwxacodeunlimit", MINI_PROGRAM, minute=5000)
def scene_code(call: Call) -> Reply:
    """Draw a code that opens a page with a scene; there may be any number of them."""
    scene = call.text("scene", 40169)
    if not _SCENE.fullmatch(scene):
        raise ApiError(40169, "scene is 1 to 32 characters of the allowed set")
    given = call.body.get("page", HOME)
    if isinstance(given, str) and given.startswith("/"):
        raise ApiError(41030, "page has no leading slash")
    check = call.body.get("check_path", True)
    if not isinstance(check, bool):
        raise ApiError(40097, "check_path is true or false")
    page = pages.path(call.account, given, 41030, published=check)
    return _draw(call, {"scene": scene, "page": page or HOME})


@endpoint(API, "POST", "/wxa/getwxacode", MINI_PROGRAM)
def limited_code(call: Call) -> Reply:
    """Draw a code that opens a path with its query; their number is limited."""
    return _limited(call, pages.LONGEST)


@endpoint(API, "POST", "/cgi-bin/wxaapp/createwxaqrcode", MINI_PROGRAM)
def limited_qr_code(call: Call) -> Reply:
    """Draw a square code that opens a path; they count with those of getwxacode."""
    return _limited(call, LONGEST_QR_PATH)


def _limited(call: Call, longest: int) -> Reply:
    path = call.text("path", 40159, longest).removeprefix("/")
    page, _, query = path.partition("?")
    page = pages.path(call.account, page, 40159)
    if call.world.store.next_number(f"limited codes of {call.account.id}") > call.world.settings.limited_codes:
        raise ApiError(45029, f"{call.world.settings.limited_codes} codes a Mini Program")
    return _draw(call, {"query": query, "page": page})


def _draw(call: Call, opens: Json) -> Reply:
    env_version = pages.version(call.body.get("env_version", "release"), 40097)
    width = call.body.get("width", 430)
    if not isinstance(width, int) or isinstance(width, bool):
        raise ApiError(40097, "width is a number of pixels")
    number = call.world.store.next_number("mini program codes")
    code = {**opens, "number": number, "env_version": env_version}
    call.world.store.put("mini program code", call.account.id, str(number), code)
    return picture(qr_png(f"https://mp.weixin.qq.com/a/~{call.account.app_id}/{number}"))
