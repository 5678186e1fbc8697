"""Ways into a Mini Program: codes to print and links to share."""

import re

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.registry import API, OK, Call, Json, Reply, endpoint, picture

_SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]{1,32}")


@endpoint(API, "POST", "/wxa/getwxacodeunlimit", MINI_PROGRAM)
def scene_code(call: Call) -> Reply:
    """Draw a code that opens a page with a scene."""
    scene = call.text("scene", 40169)
    if not _SCENE.fullmatch(scene):
        raise ApiError(40169, "scene is 1 to 32 characters of the allowed set")
    page = _path(call.body.get("page", "pages/index/index"))
    number = call.world.store.next_number("mini program codes")
    code = {"scene": scene, "page": page}
    call.world.store.put("mini program code", call.account.id, str(number), code)
    return picture(qr_png(f"https://mp.weixin.qq.com/a/~{call.account.app_id}/{number}"))


@endpoint(API, "POST", "/wxa/generate_urllink", MINI_PROGRAM, daily=500_000)
def url_link(call: Call) -> Json:
    """Make a link that opens a page from outside WeChat."""
    query = call.body.get("query", "")
    if not isinstance(query, str) or len(query) > 1024:
        raise ApiError(40035, "query is a text of at most 1024 characters")
    days = call.number("expire_interval", 40035, call.world.settings.link_life_sim_days)
    if not 1 <= days <= call.world.settings.link_life_sim_days:
        raise ApiError(40035, f"expire_interval is 1 to {call.world.settings.link_life_sim_days} days")
    number = call.world.store.next_number("url links")
    key = call.world.dice.word(11, "url link", call.account.id, number)
    link = {"page": _path(call.body.get("path", "")), "query": query, "expires": call.world.now() + days * DAY}
    call.world.store.put("url link", call.account.id, key, link)
    return {**OK, "url_link": f"https://wxaurl.cn/{key}"}


def _path(path: object) -> str:
    if not isinstance(path, str) or len(path) > 1024 or path.startswith("http"):
        raise ApiError(41030, "a page is a path of this Mini Program")
    return path.removeprefix("/")
