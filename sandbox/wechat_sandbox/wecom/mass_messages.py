"""Mass messages to customers, which a member of staff has to confirm."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.customers import message_content
from wechat_sandbox.wecom.staff_tasks import UNSENT, ask_member

_EC = "/cgi-bin/externalcontact"
MOST_CUSTOMERS = 10_000
PAGE = 1000


@endpoint(WORK, "POST", f"{_EC}/add_msg_template", WECOM)
def add_message(call: Call) -> Json:
    """Ask members to send a message to their customers."""
    world, account = call.world, call.account
    if call.body.get("chat_type", "single") != "single":
        raise ApiError(40058, "chat_type is single")
    asked, sender = _receivers(call)
    content = message_content(call)
    chosen = _choose(call, asked, sender)
    sends = [(external, member) for external, member in chosen.items() if member]
    if not sends:
        raise ApiError(41048, "no receiver is a customer of the sender")
    number = world.store.next_number("group messages")
    msgid = "msg" + world.dice.word(32, "group message", account.id, number)
    by_member: dict[str, list[str]] = {}
    for external, member in sends:
        by_member.setdefault(member, []).append(external)
    message = {"msgid": msgid, "number": number, "content": content, "created": int(world.now())}
    world.store.put("group message", account.id, msgid, {**message, "members": list(by_member)})
    for member, externals in by_member.items():
        ask_member(world, account, message, member, externals)
    return {"msgid": msgid, "fail_list": [external for external, member in chosen.items() if not member]}


@endpoint(WORK, "POST", f"{_EC}/get_groupmsg_task", WECOM)
def list_tasks(call: Call) -> Json:
    """Tell which members have confirmed."""
    message = _message(call)
    tasks = [_task(call, message, member) for member in message["members"]]
    shown = [{"userid": task["userid"], "status": task["status"], "send_time": task["send_time"]} for task in tasks]
    return _page(call, shown, "task_list")


@endpoint(WORK, "POST", f"{_EC}/get_groupmsg_send_result", WECOM)
def list_results(call: Call) -> Json:
    """Tell what became of each customer of one member."""
    message, userid = _message(call), call.text("userid", 60111)
    if userid not in message["members"]:
        raise ApiError(60111, "not a sender of this message")
    task = _task(call, message, userid)
    shown = []
    for external, status in task["results"].items():
        result = {"external_userid": external, "userid": userid, "status": status}
        shown.append(result if status == UNSENT else {**result, "send_time": task["send_time"]})
    return _page(call, shown, "send_list")


def _receivers(call: Call) -> tuple[list[str] | None, str]:
    sender = call.body.get("sender", "")
    if not isinstance(sender, str):
        raise ApiError(40058, "sender is a member")
    if sender and call.world.store.get("staff", call.account.id, sender) is None:
        raise ApiError(60111, "no such member")
    if "external_userid" in call.body:
        return call.texts("external_userid", 40058, MOST_CUSTOMERS), sender
    if not sender:
        raise ApiError(40058, "external_userid or sender is needed")
    return None, sender


def _choose(call: Call, asked: list[str] | None, sender: str) -> dict[str, str]:
    """Choose for each customer the member who writes; an empty name where nobody may."""
    if asked is None:
        held = contacts.of_member(call.world, call.account, sender)
        return {doc["external_userid"]: sender for doc in held}
    chosen: dict[str, str] = {}
    for external in asked:
        held = contacts.of_customer(call.world, call.account, external)
        members = [doc["userid"] for doc in held if not sender or doc["userid"] == sender]
        chosen[external] = members[0] if members else ""
    return chosen


def _message(call: Call) -> Doc:
    message = call.world.store.get("group message", call.account.id, call.text("msgid", 41047))
    if message is None:
        raise ApiError(41047, "no such message")
    return message


def _task(call: Call, message: Doc, member: str) -> Doc:
    task = call.world.store.get("group task", call.account.id, f"{message['msgid']}:{member}")
    assert task is not None
    return task


def _page(call: Call, items: list[Json], name: str) -> Json:
    limit = call.number("limit", 40058, 500)
    if not 1 <= limit <= PAGE:
        raise ApiError(40058, f"limit is 1 to {PAGE}")
    start = call.cursor()
    more = start + limit < len(items)
    return {name: items[start : start + limit], "next_cursor": str(start + limit) if more else ""}
