"""JS-SDK: the ticket that a page's signature is made with, and the check that WeChat makes when the page opens."""

import hashlib
import time
from urllib.parse import urlsplit

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

JSAPI, CARD = "jsapi", "wx_card"


@endpoint(API, "GET", "/cgi-bin/ticket/getticket", OFFICIAL_ACCOUNT, daily=2_000_000)
def get_ticket(call: Call) -> Json:
    """Give the ticket in force; it is to be kept and shared for two hours."""
    kind = call.query.get("type", JSAPI)
    if kind not in (JSAPI, CARD):
        raise ApiError(40097, f"type is {JSAPI} or {CARD}")
    held = _held(call.world, call.account, kind) or _renew(call.world, call.account, kind)
    return {**OK, "ticket": held["ticket"], "expires_in": int(held["expires"] - time.time())}


def signature(ticket: str, nonce: str, stamp: str | int, url: str) -> str:
    """Sign a page's address for wx.config."""
    text = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={stamp}&url={url.partition('#')[0]}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@action("open_js_page")
def open_js_page(world: World, act: Act) -> Json:
    """Open a page that calls wx.config with `url`, `nonceStr`, `timestamp` and `signature`; say what the phone says."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    given = {name: act.params.get(name) for name in ("url", "nonceStr", "timestamp", "signature")}
    if not all(isinstance(value, (str, int)) for value in given.values()):
        raise ActError("url, nonceStr, timestamp and signature are needed")
    url = str(given["url"])
    domain = account.more.get("js_domain")
    held = _held(world, account, JSAPI)
    words = "config:ok"
    if domain and urlsplit(url).hostname != domain:
        words = "config:invalid url domain"
    elif held is None or signature(held["ticket"], str(given["nonceStr"]), str(given["timestamp"]), url) != given["signature"]:
        words = "config:fail, invalid signature"
    return {"errMsg": words, "deliveries": []}


def _held(world: World, account: Account, kind: str) -> Doc | None:
    held = world.store.get("js ticket", account.id, kind)
    return held if held is not None and held["expires"] > time.time() else None


def _renew(world: World, account: Account, kind: str) -> Doc:
    number = world.store.next_number("js tickets")
    ticket = "".join(world.dice.word(43, "js ticket", account.id, number, part) for part in range(2))
    doc = {"ticket": ticket, "expires": time.time() + world.settings.js_ticket_wall_seconds}
    world.store.put("js ticket", account.id, kind, doc)
    return doc
