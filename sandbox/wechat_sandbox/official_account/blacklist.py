"""The blacklist: who is on it gets nothing from the account, and the account hears nothing of them."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.world import World

OPENIDS_A_CALL = 20
PAGE = 10_000


def blocked(world: World, account: Account, openid: str) -> bool:
    """Tell whether a person is on the account's blacklist."""
    return world.store.get("blacklisted", account.id, openid) is not None


def people(world: World, account: Account) -> list[int]:
    """List who is on it."""
    found = [world.people.find(account, doc["openid"]) for doc in world.store.all("blacklisted", account.id)]
    return [person for person in found if person is not None]


def refuse_blocked(world: World, account: Account, openid: str) -> None:
    """Let nothing through to who is on the blacklist.

    Raises:
        ApiError: 43019.
    """
    if blocked(world, account, openid):
        raise ApiError(43019, "the receiver is on the account's blacklist")


@endpoint(API, "POST", "/cgi-bin/tags/members/batchblacklist", OFFICIAL_ACCOUNT)
def blacklist(call: Call) -> Json:
    """Put up to 20 followers on the blacklist."""
    openids = _openids(call)
    for openid in openids:
        if not fans.follows(call.world, call.account, fans.known(call.world, call.account, openid)):
            raise ApiError(40003, "not a follower")
    for openid in openids:
        call.world.store.put("blacklisted", call.account.id, openid, {"openid": openid})
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/members/batchunblacklist", OFFICIAL_ACCOUNT)
def unblacklist(call: Call) -> Json:
    """Take up to 20 people off the blacklist."""
    for openid in _openids(call):
        call.world.store.delete("blacklisted", call.account.id, openid)
    return OK


@endpoint(API, "POST", "/cgi-bin/tags/members/getblacklist", OFFICIAL_ACCOUNT)
def list_blacklisted(call: Call) -> Json:
    """List who is on the blacklist, from `begin_openid` on."""
    after = call.body.get("begin_openid") or ""
    listed: list[str] = [doc["openid"] for doc in call.world.store.all("blacklisted", call.account.id)]
    if after and after not in listed:
        raise ApiError(40003, "begin_openid is on the blacklist")
    page = listed[listed.index(after) + 1 if after else 0 :][:PAGE]
    answer: Json = {"total": len(listed), "count": len(page)}
    return {**answer, "data": {"openid": page}, "next_openid": page[-1]} if page else {**answer, "next_openid": ""}


def _openids(call: Call) -> list[str]:
    openids = call.texts("openid_list", 40032, OPENIDS_A_CALL)
    for openid in openids:
        fans.known(call.world, call.account, openid)
    return openids
