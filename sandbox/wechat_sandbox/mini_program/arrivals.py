"""People arriving by a code, a scheme or a link."""

from urllib.parse import quote

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.behaviour.rhythm import acts, chosen
from wechat_sandbox.clock import china_day
from wechat_sandbox.mini_program import links
from wechat_sandbox.registry import ACTIONS, Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_CODES = 2000
# The launch scenes that WeChat gives to each way in; that of short links is not documented.
_BY_CODE = 1047
_KINDS = {
    links.SCHEME_START: (links.SCHEME, 1065),
    links.URL_LINK_START: (links.URL_LINK, 1194),
    links.SHORT_LINK_START: (links.SHORT_LINK, 1007),
}


@action("open_link")
def open_link(world: World, act: Act) -> Json:
    """Open a scheme, URL link or short link: `link`; `then` may be browse or buy."""
    account = world.account(act, MINI_PROGRAM)
    link, kind, scene = _link(world, account, act.params.get("link"))
    if refused := _refusal(world, account, link, kind, act):
        return {"opened": False, "why": refused, "deliveries": []}
    if kind != links.SHORT_LINK:
        _count_opening(world, account, act.at)
        world.store.put(kind, account.id, link["key"], {**link, "visitor": act.person})
    return {"opened": True, **_enter(world, act, account, link["path"], link["query"], scene)}


@action("scan_mini_program_code")
def scan_code(world: World, act: Act) -> Json:
    """Scan a Mini Program code: the one with this `number`, `scene` or `page`, else any that hangs somewhere."""
    account = world.account(act, MINI_PROGRAM)
    codes: list[Doc] = [code for _, _, code in world.store.page("mini program code", account.id, limit=MOST_CODES)]
    for name in ("number", "scene", "page"):
        if wanted := act.params.get(name):
            codes = [code for code in codes if code.get(name) == wanted]
    if not codes:
        raise ActError("no such code hangs anywhere")
    code = codes[world.dice.pick("which mini program code", act.person, int(act.at), len(codes))]
    query = f"scene={quote(code['scene'], safe='')}" if "scene" in code else code["query"]
    return {"number": code["number"], **_enter(world, act, account, code["page"], query, _BY_CODE)}


@habit
def scan_in_stores(world: World, slot: Slot) -> list[Act]:
    """People who go to stores scan the Mini Program codes that hang there."""
    scanning: list[Act] = []
    for account in world.accounts.of_kind(MINI_PROGRAM):
        if not world.store.count("mini program code", account.id):
            continue
        rate = world.settings.program_code_scans_per_day
        who = chosen(world, slot, f"scans into {account.id}", rate, world.people.store_visitor)
        scanning += acts(world, slot, who, "scan_mini_program_code", account=account.id)
    return scanning


def _link(world: World, account: Account, given: object) -> tuple[Doc, str, int]:
    text = given if isinstance(given, str) else ""
    for start, (kind, scene) in _KINDS.items():
        if text.startswith(start):
            key = text.rpartition("/")[2] if kind == links.SHORT_LINK else text.removeprefix(start)
            if link := world.store.get(kind, account.id, key):
                return link, kind, scene
    raise ActError("link is a scheme, URL link or short link of this Mini Program")


def _refusal(world: World, account: Account, link: Doc, kind: str, act: Act) -> str:
    if link["expires"] and link["expires"] <= act.at:
        return "the link's life is over"
    if kind == links.SHORT_LINK:
        return ""
    if world.settings.link_serves_one_person and link["visitor"] not in (None, act.person):
        return "the link serves the person who opened it first"
    opened = world.store.get("links opened", account.id, str(china_day(act.at))) or {"number": 0}
    if opened["number"] >= world.settings.link_opens_per_day:
        return "links have been opened too often today"
    return ""


def _count_opening(world: World, account: Account, at: float) -> None:
    today = str(china_day(at))
    opened = world.store.get("links opened", account.id, today) or {"number": 0}
    world.store.put("links opened", account.id, today, {"number": opened["number"] + 1})


def _enter(world: World, act: Act, account: Account, page: str, query: str, scene: int) -> Json:
    then = act.params.get("then")
    name = str(then) if then in ("browse", "buy") else "open_mini_program"
    params = {"account": account.id, "path": page, "query": query, "scene": scene}
    return {"page": page, "query": query, **ACTIONS[name](world, Act(act.at, act.person, name, params))}
