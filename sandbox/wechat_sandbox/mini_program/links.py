"""Links into a Mini Program from outside: URL Scheme, URL Link, and the Short Link of chats."""

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import pages
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

SCHEME, URL_LINK, SHORT_LINK = "scheme", "url link", "short link"
SCHEME_START, URL_LINK_START, SHORT_LINK_START = "weixin://dl/business/?t=", "https://wxaurl.cn/", "#小程序://"
AT_A_TIME, AFTER_DAYS = 0, 1
LONGEST_TITLE = 20
_SHORTEST_LIFE_SECONDS = 60


@endpoint(API, "POST", "/wxa/generatescheme", MINI_PROGRAM)
def make_scheme(call: Call) -> Json:
    """Make a scheme that opens a page from an app or a text message."""
    target = call.body.get("jump_wxa") or {}
    if not isinstance(target, dict):
        raise ApiError(40165, "jump_wxa holds path, query and env_version")
    return {**OK, "openlink": SCHEME_START + _keep(call, SCHEME, target, 40165, 40212)}


@endpoint(API, "POST", "/wxa/queryscheme", MINI_PROGRAM)
def query_scheme(call: Call) -> Json:
    """Tell what a scheme opens and how often schemes may still be opened today."""
    link = _made(call, SCHEME, call.text("scheme", 40097).removeprefix(SCHEME_START))
    return {**OK, "scheme_info": _shown(call, link), "quota_info": _quota(call)}


@endpoint(API, "POST", "/wxa/generate_urllink", MINI_PROGRAM)
def make_url_link(call: Call) -> Json:
    """Make a link that opens a page from outside WeChat."""
    cloud = call.body.get("cloud_base")
    if cloud is not None and not (isinstance(cloud, dict) and isinstance(cloud.get("env"), str)):
        raise ApiError(40097, "cloud_base names its env")
    return {**OK, "url_link": URL_LINK_START + _keep(call, URL_LINK, call.body, 40165, 40212)}


@endpoint(API, "POST", "/wxa/query_urllink", MINI_PROGRAM)
def query_url_link(call: Call) -> Json:
    """Tell what a link opens and how often links may still be opened today."""
    link = _made(call, URL_LINK, call.text("url_link", 40097).removeprefix(URL_LINK_START))
    nowhere = {"env": "", "domain": "", "path": "", "query": "", "resource_appid": ""}
    return {**OK, "url_link_info": {**_shown(call, link), "cloud_base": nowhere}, "quota_info": _quota(call)}


@endpoint(API, "POST", "/wxa/genwxashortlink", MINI_PROGRAM)
def make_short_link(call: Call) -> Json:
    """Make a link for chats within WeChat, for good or for thirty days."""
    address = call.text("page_url", 40225, pages.LONGEST)
    path, _, query = address.partition("?")
    page = pages.path(call.account, path, 40225)
    title = call.body.get("page_title", "")
    permanent = call.body.get("is_permanent", False)
    if not isinstance(title, str) or len(title) > LONGEST_TITLE or not isinstance(permanent, bool):
        raise ApiError(40097, f"page_title has at most {LONGEST_TITLE} characters, is_permanent is true or false")
    settings = call.world.settings
    if permanent and call.world.store.next_number(f"permanent links of {call.account.id}") > settings.permanent_short_links:
        raise ApiError(85400, f"{settings.permanent_short_links} short links without an end")
    _count_made(call, "short links made", settings.short_links_per_day)
    expires = 0 if permanent else int(call.world.now() + settings.short_link_life_sim_days * DAY)
    key = _write(call, SHORT_LINK, {"path": page, "query": pages.query(query, 40225), "expires": expires})
    return {**OK, "link": f"{SHORT_LINK_START}{call.account.name}/{title}/{key}"}


def _keep(call: Call, kind: str, target: Json, bad_path: int, bad_query: int) -> str:
    opens = {
        "path": pages.path(call.account, target.get("path", ""), bad_path),
        "query": pages.query(target.get("query", ""), bad_query),
        "env_version": pages.version(target.get("env_version", "release"), 85402),
        "expires": _expires(call),
    }
    _count_made(call, "links made", call.world.settings.links_per_day)
    return _write(call, kind, opens)


def _write(call: Call, kind: str, opens: Json) -> str:
    world = call.world
    key = world.dice.word(11, kind, call.account.id, world.store.next_number(f"{kind}s"))
    link = {"env_version": "release", **opens, "key": key, "created": int(world.now()), "visitor": None}
    world.store.put(kind, call.account.id, key, link)
    return key


def _expires(call: Call) -> int:
    """Return when a scheme or link ends: all of them do, whatever `is_expire` says, within thirty days."""
    most = call.world.settings.link_life_sim_days
    kind = call.number("expire_type", 40097, AFTER_DAYS if "expire_interval" in call.body else AT_A_TIME)
    now = call.world.now()
    if kind == AFTER_DAYS:
        days = call.number("expire_interval", 85401, most)
        if not 1 <= days <= most:
            raise ApiError(85401, f"expire_interval is 1 to {most} days")
        return int(now + days * DAY)
    if kind != AT_A_TIME:
        raise ApiError(40097, f"expire_type is {AT_A_TIME} (at a time) or {AFTER_DAYS} (after some days)")
    moment = call.number("expire_time", 85401, int(now + most * DAY))
    if not now + _SHORTEST_LIFE_SECONDS <= moment <= now + most * DAY:
        raise ApiError(85401, f"expire_time is a minute to {most} days from now, in seconds since 1970")
    return moment


def _count_made(call: Call, what: str, most: int) -> None:
    today = str(china_day(call.world.now()))
    made = (call.world.store.get(what, call.account.id, today) or {"number": 0})["number"] + 1
    if made > most:
        raise ApiError(45009, f"{most} {what} in a day")
    call.world.store.put(what, call.account.id, today, {"number": made})


def _made(call: Call, kind: str, key: str) -> Doc:
    link = call.world.store.get(kind, call.account.id, key)
    if link is None:
        raise ApiError(40097, f"no such {kind} of this Mini Program")
    return link


def _shown(call: Call, link: Doc) -> Json:
    return {
        "appid": call.account.app_id,
        "path": link["path"],
        "query": link["query"],
        "create_time": link["created"],
        "expire_time": link["expires"],
        "env_version": link["env_version"],
    }


def _quota(call: Call) -> Json:
    today = str(china_day(call.world.now()))
    opened = (call.world.store.get("links opened", call.account.id, today) or {"number": 0})["number"]
    return {"remain_visit_quota": max(call.world.settings.link_opens_per_day - opened, 0)}
