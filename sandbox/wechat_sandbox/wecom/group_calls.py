"""Customer groups as the corp's server reads and passes them on."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.errors.wecom import WECOM_WORDS
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import groups
from wechat_sandbox.wecom.arguments import EC, choice, document, limit, member

MOST_OWNERS = 100
MOST_CHATS = 100


@endpoint(WORK, "POST", f"{EC}/groupchat/list", WECOM)
def list_groups(call: Call) -> Json:
    """List groups by status and owner, page by page."""
    wanted, owners = choice(call, "status_filter", (0, 1, 2, 3), default=0), owner_filter(call)
    most, after = limit(call, 1000, 1000), call.cursor()
    found: list[tuple[int, Doc]] = []
    for seq, _, group in call.world.store.page("group chat", call.account.id, after, -1):
        if wanted in (0, group["status"]) and (not owners or group["owner"] in owners):
            found.append((seq, group))
        if len(found) > most:
            break
    listed = [{"chat_id": group["chat_id"], "status": group["status"]} for _, group in found[:most]]
    return {"group_chat_list": listed, "next_cursor": str(found[most - 1][0]) if len(found) > most else ""}


@endpoint(WORK, "POST", f"{EC}/groupchat/get", WECOM)
def get_group(call: Call) -> Json:
    """Tell about a group and who is in it, with names if need_name is 1."""
    group = document(call, "group chat", "chat_id", 40050, 40050)
    named = choice(call, "need_name", (0, 1), default=0) == 1
    shown = {name: group[name] for name in ("chat_id", "name", "owner", "create_time")}
    if group["notice"]:
        shown["notice"] = group["notice"]
    people = [_card(call, card, named) for card in group["members"].values()]
    admins = [{"userid": userid} for userid in group["admins"]]
    return {"group_chat": {**shown, "member_list": people, "admin_list": admins, "member_version": group["version"]}}


@endpoint(WORK, "POST", f"{EC}/opengid_to_chatid", WECOM)
def find_by_opengid(call: Call) -> Json:
    """Tell which group a Mini Program was opened in."""
    return {"chat_id": document(call, "opengid", "opengid", 90511, 90511)["chat_id"]}


@endpoint(WORK, "POST", f"{EC}/groupchat/transfer", WECOM)
def pass_on(call: Call) -> Json:
    """Give the groups of members who have left to another."""
    return _transfer(call, resigned=True)


@endpoint(WORK, "POST", f"{EC}/groupchat/onjob_transfer", WECOM)
def pass_on_job(call: Call) -> Json:
    """Give the groups of a member to another."""
    return _transfer(call, resigned=False)


def owner_filter(call: Call) -> list[str]:
    """Read of whose groups a call is, empty for everybody's."""
    given = call.body.get("owner_filter")
    if given is None:
        return []
    owners = given.get("userid_list") if isinstance(given, dict) else None
    if not isinstance(owners, list) or not 1 <= len(owners) <= MOST_OWNERS or not all(isinstance(one, str) for one in owners):
        raise ApiError(40058, f"owner_filter.userid_list holds 1 to {MOST_OWNERS} members")
    return owners


def _card(call: Call, card: Doc, named: bool) -> Json:
    shown = dict(card)
    person = call.world.people.find(call.account, card["userid"])
    if person is not None and (unionid := call.world.people.unionid(call.account, person)):
        shown["unionid"] = unionid
    if named:
        staff = call.world.store.get("staff", call.account.id, card["userid"]) or {"name": ""}
        shown["name"] = call.world.people.name(person) if person is not None else staff["name"]
    return shown


def _transfer(call: Call, resigned: bool) -> Json:
    chats = call.texts("chat_id_list", 40058, MOST_CHATS)
    owner = member(call, call.body.get("new_owner"))
    failed = []
    for chat_id in dict.fromkeys(chats):
        group = groups.find(call.world, call.account, chat_id)
        code = _hindrance(call, group, owner, resigned)
        if code or group is None:
            failed.append({"chat_id": chat_id, "errcode": code, "errmsg": WECOM_WORDS[code]})
        else:
            status = groups.PASSED_ON if resigned else groups.NORMAL
            groups.change_owner(call.world, call.account, group, owner, call.world.now(), status)
    return {"failed_chat_list": failed}


def _hindrance(call: Call, group: Doc | None, owner: str, resigned: bool) -> int:
    """Return the code of what stands against a transfer, 0 for nothing."""
    if group is None:
        return 90501
    if resigned and group["status"] == groups.PASSED_ON:
        return 90508
    gone = call.world.store.get("staff", call.account.id, group["owner"]) is None
    if resigned != gone:
        return 90500 if resigned else 90502
    return 90504 if group["owner"] == owner else 0
