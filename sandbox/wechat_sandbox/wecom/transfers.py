"""Giving a member's customers to another, while the member is there or has left (在职继承, 离职继承)."""

from collections.abc import Callable

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import WORK, Act, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.arguments import EC, member, short_text
from wechat_sandbox.world import World

DONE, WAITING, REFUSED, FULL = 1, 2, 3, 4
MOST_CUSTOMERS = 100
LONGEST_MESSAGE = 200
COUNTED_DAYS = 90
PAGE = 1000


@endpoint(WORK, "POST", f"{EC}/transfer_customer", WECOM)
def transfer(call: Call) -> Json:
    """Give customers of a member to another; a day later it is done, unless the customer refuses."""
    return _transfer(call, member(call, call.body.get("handover_userid")), resigned=False)


@endpoint(WORK, "POST", f"{EC}/transfer_result", WECOM)
def result(call: Call) -> Json:
    """Tell how transfers between two members went."""
    return _results(call, resigned=False)


@endpoint(WORK, "POST", f"{EC}/resigned/transfer_customer", WECOM)
def transfer_resigned(call: Call) -> Json:
    """Give customers of a member who has left to another."""
    return _transfer(call, _former(call), resigned=True)


@endpoint(WORK, "POST", f"{EC}/resigned/transfer_result", WECOM)
def result_resigned(call: Call) -> Json:
    """Tell how transfers from a member who has left went."""
    return _results(call, resigned=True)


@endpoint(WORK, "POST", f"{EC}/get_unassigned_list", WECOM)
def list_unassigned(call: Call) -> Json:
    """List customers of members who have left, page by page."""
    size, number = call.number("page_size", 40058, PAGE), call.number("page_id", 40058, 0)
    if not 1 <= size <= PAGE or not 0 <= number < 2**31:
        raise ApiError(40058, f"page_size is 1 to {PAGE}, page_id from 0")
    start = call.cursor() or number * size
    found: list[Json] = []
    for _, userid, doc in call.world.store.page("former staff", call.account.id, limit=-1):
        if call.world.store.get("staff", call.account.id, userid) is None:
            who = [held["external_userid"] for held in contacts.of_member(call.world, call.account, userid)]
            told = {"handover_userid": userid, "dimission_time": doc["dimission_time"]}
            found += [{**told, "external_userid": external} for external in who]
    last = start + size >= len(found)
    return {"info": found[start : start + size], "is_last": last, "next_cursor": "" if last else str(start + size)}


@action("transfer_ends")
def transfer_ends(world: World, act: Act) -> Json:
    """The day in which a customer may refuse a new member is over."""
    corp = world.account(act, WECOM)
    moved = world.store.get("transfer", corp.id, str(act.params.get("transfer")))
    if moved is None or moved["status"] != WAITING:
        return {"deliveries": []}
    held = contacts.relation(world, corp, moved["handover_userid"], moved["external_userid"])
    refused = world.dice.one("refuses transfer", act.person, int(act.at)) < world.settings.refuses_transfer
    if held is None or refused or world.store.get("staff", corp.id, moved["takeover_userid"]) is None:
        return {"deliveries": _fail(world, corp, moved, act.at, REFUSED, "customer_refused")}
    if world.store.count_by_key("contact", corp.id, moved["takeover_userid"]) >= world.settings.customers_per_member:
        return {"deliveries": _fail(world, corp, moved, act.at, FULL, "customer_limit_exceed")}
    return {"deliveries": _move(world, corp, moved, held, act.at)}


@action("refuse_transfer")
def refuse_transfer(world: World, act: Act) -> Json:
    """Refuse the new member to whom one is being passed on."""
    corp = world.account(act, WECOM)
    external = world.people.openid(corp, act.person)
    sent: list[int] = []
    for _, _, moved in world.store.by_key("transfer", corp.id, external):
        if moved["status"] == WAITING:
            sent += _fail(world, corp, moved, act.at, REFUSED, "customer_refused")
    return {"refused": len(sent), "deliveries": sent}


def _former(call: Call) -> str:
    userid = call.text("handover_userid", 41009)
    if call.world.store.get("staff", call.account.id, userid) is not None:
        raise ApiError(40097, "the member has not left")
    if call.world.store.get("former staff", call.account.id, userid) is None:
        raise ApiError(60111, "no such member")
    return userid


def _transfer(call: Call, giving: str, resigned: bool) -> Json:
    taking = member(call, call.body.get("takeover_userid"))
    externals = call.texts("external_userid", 40058, MOST_CUSTOMERS)
    message = short_text(call, "transfer_success_msg", LONGEST_MESSAGE)
    answered = []
    for external in dict.fromkeys(externals):
        code = _hindrance(call, giving, taking, external, resigned)
        answered.append({"external_userid": external, "errcode": code})
        if not code:
            _begin(call, giving, taking, external, resigned, message)
    return {"customer": answered}


def _hindrance(call: Call, giving: str, taking: str, external: str, resigned: bool) -> int:
    """Return the code of what stands against a transfer, 0 for nothing."""
    world, corp = call.world, call.account
    checks: tuple[tuple[int, Callable[[], bool]], ...] = (
        (40096, lambda: world.people.find(corp, external) is None),
        (40130, lambda: giving == taking),
        (40131, lambda: contacts.mutual(world, corp, giving, external) is None),
        (40129, lambda: any(doc["status"] == WAITING for doc in _of_customer(world, corp, external))),
        (40128, lambda: not resigned and _lately(world, corp, external) >= world.settings.transfers_per_90_sim_days),
        (40099, lambda: world.store.count_by_key("contact", corp.id, taking) >= world.settings.customers_per_member),
    )
    return next((code for code, hinders in checks if hinders()), 0)


def _of_customer(world: World, corp: Account, external: str) -> list[Doc]:
    return [doc for _, _, doc in world.store.by_key("transfer", corp.id, external)]


def _lately(world: World, corp: Account, external: str) -> int:
    """Count a customer's transfers on the job in the last 90 days."""
    since = world.now() - COUNTED_DAYS * DAY
    done = [doc for doc in _of_customer(world, corp, external) if doc["status"] == DONE and not doc["resigned"]]
    return sum(doc["begun"] > since for doc in done)


def _begin(call: Call, giving: str, taking: str, external: str, resigned: bool, message: str) -> None:
    world, corp = call.world, call.account
    person = world.people.find(corp, external)
    assert person is not None
    number = str(world.store.next_number("transfers"))
    moved = {"handover_userid": giving, "takeover_userid": taking, "external_userid": external, "resigned": resigned}
    rest = {"number": number, "status": WAITING, "begun": world.now(), "takeover_time": 0, "message": message}
    world.store.put("transfer", corp.id, number, {**moved, **rest}, key=external)
    params = {"account": corp.id, "transfer": number}
    world.store.plan(world.now() + world.settings.transfer_sim_seconds, person, "transfer_ends", params)


def _move(world: World, corp: Account, moved: Doc, held: Doc, at: float) -> list[int]:
    """Connect a customer with the new member and part them from the old."""
    world.store.put("transfer", corp.id, moved["number"], {**moved, "status": DONE, "takeover_time": int(at)})
    contacts.remove(world, corp, held)
    sent = contacts.tell(world, corp, held, "del_external_contact", at, Source="DELETE_BY_TRANSFER")
    taken = {**held, "userid": moved["takeover_userid"], "since": at, "add_way": contacts.BY_ASSIGNMENT, "state": ""}
    taken |= {"welcome_code": "", "oper_userid": moved["takeover_userid"]}
    if contacts.relation(world, corp, taken["userid"], held["external_userid"]) is None:
        contacts.write(world, corp, taken)
        sent += contacts.tell(world, corp, taken, "add_external_contact", at)
    person = world.people.find(corp, held["external_userid"])
    if moved["message"] and person is not None:
        said = {"text": moved["message"], "attachments": [], "userid": moved["takeover_userid"]}
        inbox.receive(world, Letter(corp, person, inbox.WELCOME, said))
    return sent


def _fail(world: World, corp: Account, moved: Doc, at: float, status: int, reason: str) -> list[int]:
    world.store.put("transfer", corp.id, moved["number"], {**moved, "status": status})
    between = {"userid": moved["takeover_userid"], "external_userid": moved["external_userid"]}
    return contacts.tell(world, corp, between, "transfer_fail", at, FailReason=reason)


def _results(call: Call, resigned: bool) -> Json:
    giving, taking = call.text("handover_userid", 41009), call.text("takeover_userid", 41009)
    after = call.cursor()
    page = [
        (seq, doc)
        for seq, _, doc in call.world.store.page("transfer", call.account.id, after, -1)
        if (doc["handover_userid"], doc["takeover_userid"], doc["resigned"]) == (giving, taking, resigned)
    ]
    shown = [{name: doc[name] for name in ("external_userid", "status", "takeover_time")} for _, doc in page[:PAGE]]
    return {"customer": shown, "next_cursor": str(page[PAGE - 1][0]) if len(page) > PAGE else ""}
