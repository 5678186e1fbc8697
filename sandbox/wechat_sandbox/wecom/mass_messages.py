"""Mass messages (企业群发) to customers or groups, which members of staff have to confirm."""

import time
from collections.abc import Iterable

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, groups, tags
from wechat_sandbox.wecom.arguments import EC, choice, member
from wechat_sandbox.wecom.content import message_content
from wechat_sandbox.wecom.staff_tasks import ask_member

SINGLE, GROUP = "single", "group"
BY_CORP, BY_MEMBER = 0, 1
MOST_CUSTOMERS = 10_000
MOST_CHATS = 2000
MOST_TAGS = 100


@endpoint(WORK, "POST", f"{EC}/add_msg_template", WECOM)
def add_message(call: Call) -> Json:
    """Ask members to send a message to their customers or groups."""
    world, account = call.world, call.account
    kind = choice(call, "chat_type", (SINGLE, GROUP), default=SINGLE)
    selects = call.body.get("allow_select", False)
    if not isinstance(selects, bool):
        raise ApiError(40058, "allow_select is true or false")
    sender = member(call, call.body["sender"]) if call.body.get("sender") else ""
    content = message_content(call)
    chosen = _customers(call, sender) if kind == SINGLE else _chats(call, sender)
    by_member: dict[str, list[str]] = {}
    for receiver, userid in chosen.items():
        if userid:
            by_member.setdefault(userid, []).append(receiver)
    if not by_member:
        raise ApiError(41048, "no receiver is a customer or group of the sender")
    number = world.store.next_number("group messages")
    message = {
        "msgid": "msg" + world.dice.word(32, "group message", account.id, number),
        "number": number,
        "chat_type": kind,
        "content": content,
        "creator": sender,
        "create_type": BY_CORP,
        "create_time": int(world.now()),
        "made_wall": time.time(),
        "allow_select": selects,
        "members": list(by_member),
        "cancelled": False,
        "reminders": [],
    }
    world.store.put("group message", account.id, message["msgid"], message)
    for userid, receivers in by_member.items():
        ask_member(world, account, message, userid, receivers)
    return {"fail_list": [receiver for receiver, userid in chosen.items() if not userid], "msgid": message["msgid"]}


def _customers(call: Call, sender: str) -> dict[str, str]:
    """Choose for each customer the member who writes; an empty name where nobody may."""
    world, account = call.world, call.account
    wanted = _tag_filter(call)
    if not call.body.get("external_userid"):
        if not sender:
            raise ApiError(40058, "external_userid or sender is needed")
        held = contacts.of_member(world, account, sender)
        return {doc["external_userid"]: sender for doc in held if _bears(doc, wanted)}
    chosen: dict[str, str] = {}
    for external in call.texts("external_userid", 40058, MOST_CUSTOMERS):
        docs = contacts.of_customer(world, account, external)
        held = [doc for doc in docs if not sender or doc["userid"] == sender]
        fitting = [doc for doc in held if _bears(doc, wanted)]
        if fitting or not held:
            chosen[external] = fitting[0]["userid"] if fitting else ""
    return chosen


def _chats(call: Call, sender: str) -> dict[str, str]:
    """Choose the groups: those named, or all of which the sender is the owner."""
    if not sender:
        raise ApiError(40058, "a message to groups needs their owner as sender")
    owned = [doc["chat_id"] for doc in groups.of_owner(call.world, call.account, sender)]
    if not call.body.get("chat_id_list"):
        return dict.fromkeys(owned, sender)
    return {chat: sender if chat in owned else "" for chat in call.texts("chat_id_list", 40058, MOST_CHATS)}


def _tag_filter(call: Call) -> list[set[str]]:
    """Read which tags customers must bear: one of each group."""
    given = call.body.get("tag_filter")
    if given is None:
        return []
    listed = given.get("group_list") if isinstance(given, dict) else None
    if not isinstance(listed, list):
        raise ApiError(40058, "tag_filter has a group_list")
    wanted = []
    for group in listed:
        named = group.get("tag_list") if isinstance(group, dict) else None
        if not isinstance(named, list) or len(named) > MOST_TAGS or not all(isinstance(tag, str) for tag in named):
            raise ApiError(40058, f"tag_list holds at most {MOST_TAGS} tags")
        if len(tags.known(call.world, call.account, named)) < len(named):
            raise ApiError(40068, "no such tag")
        wanted.append(set(named))
    return wanted


def _bears(doc: Doc, wanted: Iterable[set[str]]) -> bool:
    return all(set(doc["tags"]) & group for group in wanted)
