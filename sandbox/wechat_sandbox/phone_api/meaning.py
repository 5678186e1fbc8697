"""What a scanned code means: which account made it, and what the person who scans it does."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.mini_program import links
from wechat_sandbox.phone_api import wallet, who
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SCANNED_PROGRAM_CODE = 1047
_PROGRAM_CODE = re.compile(r"https://mp\.weixin\.qq\.com/a/~(?P<app_id>\w+)/(?P<number>\w+)")
_PROGRAM_LINKS = (
    (links.SCHEME_START, links.SCHEME, 1065),
    (links.URL_LINK_START, links.URL_LINK, 1194),
    (links.SHORT_LINK_START, links.SHORT_LINK, 1007),
)
_PAY_CODE = re.compile(r"weixin://wxpay/bizpayurl\S+")
_CUSTOMER_SERVICE = re.compile(r"https://work\.weixin\.qq\.com/kfid/(?P<id>\w+)")
_ARTICLE = re.compile(r"https?://mp\.weixin\.qq\.com/s/(?P<name>[\w-]+)")
_PHONE = re.compile(r"/phone/(?P<person>[\w-]+)$")

Finder = Callable[[World, str], Json | None]


def of_text(world: World, text: str) -> Json | None:
    """Say what a code's text, a ticket or a config_id means; None when nothing here knows it."""
    text = text.strip()
    return next((meant for find in _FINDERS if (meant := find(world, text)) is not None), None)


def _scene_code(world: World, text: str) -> Json | None:
    """Find the code of an Official Account by its ticket, its address or the address of its picture."""
    ticket = _query(text).get("ticket", text)
    if (known := world.store.get("qr ticket", "", ticket)) and (account := world.accounts.get(known["account"])):
        code = world.store.get("scene code", account.id, ticket)
        return code and _follows(account, code)
    if "weixin.qq.com/q/" in text:
        for account, code in _docs(world, OFFICIAL_ACCOUNT, "scene code"):
            if code["url"] == text:
                return _follows(account, code)
    return None


def _follows(account: Account, code: Doc) -> Json:
    params = {"account": account.id, "ticket": code["ticket"]}
    return _meaning("scene_code", account, f"场景 {code['scene']}", "scan", params)


def _live_code(world: World, text: str) -> Json | None:
    """Find the live code of a member by its picture's address or its config_id."""
    for corp, way in _docs(world, WECOM, "contact way"):
        if text in (way["config_id"], way.get("qr_code")):
            title = "、".join(_name(world, corp, userid) for userid in way.get("user", [])[:3])
            return _meaning("live_code", corp, title, "add_staff", {"account": corp.id, "config_id": way["config_id"]})
    return None


def _join_way(world: World, text: str) -> Json | None:
    """Find the code that leads into a customer group."""
    for corp, way in _docs(world, WECOM, "join way"):
        if text in (way.get("config_id"), way.get("qr_code")):
            params = {"account": corp.id, "config_id": way["config_id"]}
            return _meaning("join_way", corp, str(way.get("remark") or "客户群"), "join_group", params)
    return None


def _article(world: World, text: str) -> Json | None:
    """Find the article at an address of mp.weixin.qq.com."""
    match = _ARTICLE.match(text)
    held = world.store.get("article", "", match["name"]) if match else None
    account = world.accounts.get(held["account"]) if held else None
    if account is None:
        return None
    return _meaning("article", account, text, "read_article", {"account": account.id, "url": text})


def _acquisition_link(world: World, text: str) -> Json | None:
    """Find a link of the acquisition assistant, with the channel that was appended to it."""
    base = text.partition("?")[0]
    for corp, link in _docs(world, WECOM, "acquisition link"):
        if base in (link.get("url"), link.get("link_id")):
            params = {"account": corp.id, "link_id": link["link_id"]}
            if channel := _query(text).get("customer_channel"):
                params["customer_channel"] = channel
            return _meaning("acquisition_link", corp, str(link.get("link_name", "")), "add_by_link", params)
    return None


def _customer_service(world: World, text: str) -> Json | None:
    """Find the desk of customer service that a link opens."""
    match = _CUSTOMER_SERVICE.match(text)
    corp = next(iter(world.accounts.of_kind(WECOM)), None)
    if match is None or corp is None:
        return None
    return _meaning("kf", corp, "微信客服", "open_kf", {"account": corp.id, "url": text})


def _program_code(world: World, text: str) -> Json | None:
    """Find the page that a Mini Program's code opens."""
    match = _PROGRAM_CODE.match(text)
    account = world.accounts.by_app_id(match["app_id"]) if match else None
    code = world.store.get("mini program code", account.id, match["number"]) if account and match else None
    if account is None or code is None:
        return None
    query = urlencode({"scene": code["scene"]}) if "scene" in code else str(code.get("query", ""))
    params = {"account": account.id, "number": code["number"]}
    return _opens(account, code["page"], query, SCANNED_PROGRAM_CODE, "scan_mini_program_code", params)


def _program_link(world: World, text: str) -> Json | None:
    """Find the page that a Mini Program's scheme, link or short link opens."""
    for start, kind, scene in _PROGRAM_LINKS:
        key = text.rpartition("/")[2] if kind == links.SHORT_LINK else text.removeprefix(start)
        for account in world.accounts.of_kind(MINI_PROGRAM) if text.startswith(start) else ():
            if link := world.store.get(kind, account.id, key):
                params = {"account": account.id, "link": text}
                return _opens(account, link["path"], link["query"], scene, "open_link", params)
    return None


def _opens(account: Account, path: str, query: str, scene: int, action: str, params: Json) -> Json:
    """`launch` is for a phone in somebody's hands, the action for a person who then does as it comes."""
    meant = _meaning("mini_program", account, path or "pages/index/index", action, params)
    return {**meant, "launch": {"account": account.id, "path": path, "query": query, "scene": scene}}


def _pay_code(world: World, text: str) -> Json | None:
    """A code_url of a native order: the person's phone shows what is to be paid."""
    if not _PAY_CODE.match(text):
        return None
    order = wallet.order(world, text)
    if order is None:
        return None
    params = {"account": order["account"], "code_url": text}
    return {
        "kind": "pay",
        "name": order["merchant"],
        "title": order["about"],
        "fen": order["fen"],
        "action": "pay_order",
        "params": params,
    }


def _persons_phone(world: World, text: str) -> Json | None:
    """The code that a phone shows of itself."""
    match = _PHONE.search(text)
    person = who.find(world, match["person"]) if match else None
    if person is None:
        return None
    return {"kind": "phone", "name": world.people.name(person), "title": "", "action": "", "params": {"person": person}}


def _web_page(world: World, text: str) -> Json | None:
    if not text.startswith(("http://", "https://")):
        return None
    return {"kind": "page", "name": urlsplit(text).netloc, "title": text, "action": "", "params": {"url": text}}


_FINDERS: tuple[Finder, ...] = (
    _scene_code,
    _live_code,
    _join_way,
    _acquisition_link,
    _customer_service,
    _article,
    _program_code,
    _program_link,
    _pay_code,
    _persons_phone,
    _web_page,
)


def _meaning(kind: str, account: Account, title: str, action: str, params: Json) -> Json:
    return {"kind": kind, "name": account.name, "title": title, "action": action, "params": params}


def _docs(world: World, kind: str, doc_kind: str) -> Iterator[tuple[Account, Doc]]:
    for account in world.accounts.of_kind(kind):
        for _, _, doc in world.store.page(doc_kind, account.id, limit=-1):
            yield account, doc


def _name(world: World, corp: Account, userid: str) -> str:
    return str((world.store.get("staff", corp.id, userid) or {"name": userid})["name"])


def _query(text: str) -> dict[str, str]:
    try:
        return {name: values[0] for name, values in parse_qs(urlsplit(text).query).items()}
    except ValueError:
        return {}
