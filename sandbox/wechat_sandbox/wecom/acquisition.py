"""Acquisition links (获客助手): addresses by which people add members without a code, paid for by the customer."""

from collections.abc import Iterable

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import departments
from wechat_sandbox.wecom.arguments import EC, NOBODY, choice, document, limit, member, numbers, stretch
from wechat_sandbox.world import World

_CA = f"{EC}/customer_acquisition"
LONGEST_NAME = 30
LONGEST_CHANNEL_BYTES = 64
MOST_USERS = 100
UNSAID, TALKING = 0, 1
YEAR_SECONDS = 365 * 86_400


@endpoint(WORK, "POST", f"{_CA}/create_link", WECOM)
def create_link(call: Call) -> Json:
    """Make a link."""
    world, account = call.world, call.account
    link = _given(call, {})
    if world.store.count("acquisition link", account.id) >= world.settings.acquisition_links:
        raise ApiError(41095, f"{world.settings.acquisition_links} links a corp")
    number = world.store.next_number("acquisition links")
    link_id = "ca" + world.dice.word(20, "acquisition link", account.id, number)
    code = world.dice.word(20, "acquisition address", account.id, number)
    about = {"link_id": link_id, "url": f"https://work.weixin.qq.com/ca/{code}", "create_time": int(world.now())}
    world.store.put("acquisition link", account.id, link_id, {**about, **link})
    return {"link": {**about, "link_name": link["link_name"]}}


@endpoint(WORK, "POST", f"{_CA}/update_link", WECOM)
def update_link(call: Call) -> Json:
    """Change a link."""
    link = _link(call)
    call.world.store.put("acquisition link", call.account.id, link["link_id"], {**link, **_given(call, link)})
    return {}


@endpoint(WORK, "POST", f"{_CA}/delete_link", WECOM)
def delete_link(call: Call) -> Json:
    """Remove a link; who opens it then finds nothing."""
    link = _link(call)
    call.world.store.delete("acquisition link", call.account.id, link["link_id"])
    tell(call.world, call.account, "delete_link", call.world.now(), LinkId=link["link_id"])
    return {}


@endpoint(WORK, "POST", f"{_CA}/list_link", WECOM)
def list_links(call: Call) -> Json:
    """List links, page by page."""
    most = limit(call, 100, 100)
    page = call.world.store.page("acquisition link", call.account.id, call.cursor(), most)
    return {"link_id_list": [link_id for _, link_id, _ in page], "next_cursor": str(page[-1][0]) if len(page) == most else ""}


@endpoint(WORK, "POST", f"{_CA}/get", WECOM)
def get_link(call: Call) -> Json:
    """Show a link."""
    link = _link(call)
    shown = {name: link[name] for name in ("link_name", "url", "create_time", "skip_verify", "mark_source")}
    return {"link": shown, "range": link["range"], "priority_option": link["priority_option"]}


@endpoint(WORK, "POST", f"{_CA}/customer", WECOM)
def list_customers(call: Call) -> Json:
    """List who came by a link, page by page."""
    link, most = _link(call), limit(call, 100, 1000)
    page = call.world.store.by_key("acquired", call.account.id, link["link_id"], call.cursor(), most)
    shown = [{name: doc[name] for name in ("external_userid", "userid", "chat_status", "state")} for _, _, doc in page]
    return {"customer_list": shown, "next_cursor": str(page[-1][0]) if len(page) == most else ""}


@endpoint(WORK, "POST", f"{_CA}/statistic", WECOM)
def statistic(call: Call) -> Json:
    """Count who opened a link and who came by it in a stretch of at most 180 days."""
    link = _link(call)
    start, end = stretch(call, call.world.settings.behaviour_data_sim_days)
    clicks = _within(call.world, call.account, "acquisition click", link, start, end)
    came = _within(call.world, call.account, "acquired", link, start, end)
    return {"click_link_customer_cnt": len({doc["external_userid"] for doc in clicks}), "new_customer_cnt": len(list(came))}


@endpoint(WORK, "GET", f"{EC}/customer_acquisition_quota", WECOM)
def quota(call: Call) -> Json:
    """Tell how many more customers are paid for."""
    left = balance(call.world, call.account)
    expires = int(call.world.now()) // 86_400 * 86_400 + YEAR_SECONDS
    return {
        "total": _paid_for(call.world, call.account),
        "balance": left,
        "quota_list": [{"expire_date": expires, "balance": left}] if left else [],
    }


def balance(world: World, corp: Account) -> int:
    """Return how many customers a corp may still win by links."""
    return max(_paid_for(world, corp) - _spent(world, corp), 0)


def spend(world: World, corp: Account, at: float) -> None:
    """Pay for one customer, and tell when few are left."""
    world.store.put("acquisition spent", corp.id, "", {"times": _spent(world, corp) + 1})
    left = balance(world, corp)
    if left == 0:
        tell(world, corp, "balance_exhausted", at)
    elif left == world.settings.acquisition_low - 1:
        tell(world, corp, "balance_low", at)


def recharge(world: World, corp: Account, customers: int, at: float) -> list[int]:
    """Let a corp pay for more customers."""
    bought = (world.store.get("acquisition bought", corp.id, "") or {"times": 0})["times"]
    world.store.put("acquisition bought", corp.id, "", {"times": bought + customers})
    return tell(world, corp, "balance_increased", at)


def members_of(world: World, corp: Account, link: Doc) -> list[str]:
    """List who may get the customers of a link, those who come first first."""
    range_ = link["range"]
    parties = departments.alive(world, corp, range_["department_list"])
    found = departments.everybody(world, corp, range_["user_list"], parties)
    found = [userid for userid in found if world.store.get("staff", corp.id, userid) is not None]
    preferred = [one for one in link["priority_option"].get("priority_userid_list", []) if one in found]
    return preferred or found


def note_chat(world: World, corp: Account, held: Doc, at: float) -> None:
    """Note that a customer who came by a link has written for the first time."""
    acquired = world.store.get("acquired", corp.id, f"{held['external_userid']}:{held['userid']}")
    if acquired is None or acquired["chat_status"] == TALKING:
        return
    world.store.put("acquired", corp.id, f"{held['external_userid']}:{held['userid']}", {**acquired, "chat_status": TALKING})
    who = {"UserID": held["userid"], "ExternalUserID": held["external_userid"]}
    tell(world, corp, "customer_start_chat", at, LinkId=acquired["link_id"], State=acquired["state"], **who)


def tell(world: World, corp: Account, change: str, at: float, **more: object) -> list[int]:
    """Tell the corp's server about its links."""
    person = world.people.find(corp, str(more.get("ExternalUserID", "")))
    who = NOBODY if person is None else person
    return world.callback(corp, who, at, Event="customer_acquisition", ChangeType=change, **more)


def keep(world: World, corp: Account, link: Doc, held: Doc) -> None:
    """Write down who came by a link."""
    about = {name: held[name] for name in ("external_userid", "userid", "state")}
    acquired = {"link_id": link["link_id"], **about, "chat_status": UNSAID, "at": int(held["since"])}
    place = f"{held['external_userid']}:{held['userid']}"
    world.store.put("acquired", corp.id, place, acquired, key=link["link_id"])


def note_click(world: World, corp: Account, link: Doc, external: str, at: float) -> None:
    """Write down who opened a link."""
    number = str(world.store.next_number("acquisition clicks"))
    click = {"external_userid": external, "at": int(at)}
    world.store.put("acquisition click", corp.id, number, click, key=link["link_id"])


def _paid_for(world: World, corp: Account) -> int:
    bought = world.store.get("acquisition bought", corp.id, "") or {"times": 0}
    return int(world.settings.acquisition_quota) + int(bought["times"])


def _spent(world: World, corp: Account) -> int:
    return int((world.store.get("acquisition spent", corp.id, "") or {"times": 0})["times"])


def _within(world: World, corp: Account, kind: str, link: Doc, start: int, end: int) -> Iterable[Doc]:
    docs = (doc for _, _, doc in world.store.by_key(kind, corp.id, link["link_id"]))
    return [doc for doc in docs if start <= doc["at"] <= end]


def _link(call: Call) -> Doc:
    return document(call, "acquisition link", "link_id", 40058, 40058)


def _given(call: Call, before: Doc) -> Doc:
    given = {**before, **call.body}
    name = given.get("link_name")
    if not isinstance(name, str) or not 1 <= len(name) <= LONGEST_NAME:
        raise ApiError(40058, f"link_name has 1 to {LONGEST_NAME} characters")
    flags = {"skip_verify": given.get("skip_verify", True), "mark_source": given.get("mark_source", True)}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise ApiError(40058, "skip_verify and mark_source are true or false")
    return {"link_name": name, **flags, "range": _range(call, given.get("range")), "priority_option": _priority(call, given)}


def _range(call: Call, given: object) -> Json:
    if not isinstance(given, dict):
        raise ApiError(40058, "range is an object")
    users, parties = given.get("user_list") or [], numbers(given.get("department_list"), 40058, "department_list")
    if not isinstance(users, list) or len(users) > MOST_USERS or not (users or parties):
        raise ApiError(40058, f"range has at most {MOST_USERS} members, or departments")
    users = [member(call, userid) for userid in users]
    departments.members(call.world, call.account, parties)
    return {"user_list": users, "department_list": parties}


def _priority(call: Call, given: Json) -> Json:
    option = given.get("priority_option") or {}
    if not isinstance(option, dict):
        raise ApiError(40058, "priority_option is an object")
    if not option:
        return {}
    kind = choice(Call(call.world, call.account, {}, option, call.incoming), "priority_type", (1, 2))
    users = option.get("priority_userid_list") or []
    if not isinstance(users, list) or (kind == 2 and not users):
        raise ApiError(40058, "priority_type 2 names members")
    return {"priority_type": kind, "priority_userid_list": [member(call, userid) for userid in users]}
