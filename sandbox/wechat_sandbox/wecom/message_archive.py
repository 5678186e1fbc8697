"""The message archive (会话存档): whose conversations are kept, and who has agreed to that. The records are no HTTP API."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, groups
from wechat_sandbox.wecom.arguments import choice
from wechat_sandbox.world import World

_AUDIT = "/cgi-bin/msgaudit"
MOST_PAIRS = 100
AGREE, DISAGREE, DEFAULT_AGREE = "Agree", "Disagree", "Default_Agree"


@endpoint(WORK, "POST", f"{_AUDIT}/get_permit_user_list", WECOM)
def list_permitted(call: Call) -> Json:
    """List the members whose conversations are kept."""
    _need_archive(call)
    choice(call, "type", (1, 2, 3), default=1)
    return {"ids": [doc["userid"] for doc in call.world.store.all("staff", call.account.id)]}


@endpoint(WORK, "POST", f"{_AUDIT}/check_single_agree", WECOM)
def check_pairs(call: Call) -> Json:
    """Tell for pairs of member and customer whether the customer has agreed."""
    _need_archive(call)
    pairs = call.body.get("info")
    if not isinstance(pairs, list) or not pairs:
        raise ApiError(40058, "info holds pairs of userid and exteranalopenid")
    if len(pairs) > MOST_PAIRS:
        raise ApiError(301060, f"at most {MOST_PAIRS} pairs")
    return {"agreeinfo": [_pair(call, pair) for pair in pairs]}


@endpoint(WORK, "POST", f"{_AUDIT}/check_room_agree", WECOM)
def check_group(call: Call) -> Json:
    """Tell of the customers in a group who has agreed."""
    _need_archive(call)
    group = _group(call)
    agreed = []
    for external in groups.customers(group):
        held = agreement(call.world, call.account, external)
        told = {"status_change_time": held["at"], "agree_status": held["status"]}
        agreed.append({**told, "exteranalopenid": external})
    return {"agreeinfo": agreed}


@endpoint(WORK, "POST", f"{_AUDIT}/groupchat/get", WECOM)
def show_group(call: Call) -> Json:
    """Show an inner group, one that has no customers in it."""
    _need_archive(call)
    group = _group(call)
    if groups.customers(group):
        raise ApiError(301059, "customers are in the group")
    told = {"roomname": group["name"], "creator": group["owner"], "room_create_time": group["create_time"]}
    people = [{"memberid": card["userid"], "jointime": card["join_time"]} for card in group["members"].values()]
    return {**told, "notice": group["notice"], "members": people}


def agreement(world: World, corp: Account, external: str) -> Doc:
    """Return what a customer has said about the archive, and when; who has said nothing has not agreed."""
    return world.store.get("archive agreement", corp.id, external) or {"status": DISAGREE, "at": 0}


def agree(world: World, corp: Account, external: str, status: str, at: float) -> None:
    """Write down what a customer says about the archive."""
    world.store.put("archive agreement", corp.id, external, {"status": status, "at": int(at)})


def _need_archive(call: Call) -> None:
    if not call.world.settings.message_archive:
        raise ApiError(301053, "the corp keeps no archive")


def _pair(call: Call, pair: object) -> Json:
    userid, external = (pair.get(name) for name in ("userid", "exteranalopenid")) if isinstance(pair, dict) else (None, None)
    if not isinstance(userid, str) or not isinstance(external, str):
        raise ApiError(40058, "a pair has userid and exteranalopenid")
    if call.world.store.get("staff", call.account.id, userid) is None or call.world.people.find(call.account, external) is None:
        raise ApiError(301061, "no such member or customer")
    held = agreement(call.world, call.account, external)
    status = held["status"] if contacts.relation(call.world, call.account, userid, external) else DISAGREE
    return {"status_change_time": held["at"], "userid": userid, "exteranalopenid": external, "agree_status": status}


def _group(call: Call) -> Doc:
    group = groups.find(call.world, call.account, call.text("roomid", 40058))
    if group is None:
        raise ApiError(40058, "no such group")
    return group
