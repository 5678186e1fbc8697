"""What became of mass messages, and reminding members of them or taking them back."""

import time

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.arguments import EC, choice, document, page_of, short_text, stretch
from wechat_sandbox.wecom.content import shown
from wechat_sandbox.wecom.mass_messages import BY_MEMBER, GROUP, SINGLE
from wechat_sandbox.wecom.staff_tasks import UNSENT, remind

BOTH = 2
LONGEST_DAYS = 31


@endpoint(WORK, "POST", f"{EC}/get_groupmsg_list_v2", WECOM)
def list_messages(call: Call) -> Json:
    """List mass messages of the corp and of members, made within a month."""
    kind = choice(call, "chat_type", (SINGLE, GROUP))
    start, end = stretch(call, LONGEST_DAYS)
    by, creator = choice(call, "filter_type", (0, BY_MEMBER, BOTH), default=BOTH), short_text(call, "creator", 64)
    found = [
        doc
        for doc in call.world.store.all("group message", call.account.id)
        if doc["chat_type"] == kind
        and start <= doc["create_time"] <= end
        and by in (BOTH, doc["create_type"])
        and creator in ("", doc["creator"])
    ]
    return page_of(call, [_shown(doc) for doc in found], "group_msg_list", 50, 100)


@endpoint(WORK, "POST", f"{EC}/get_groupmsg_task", WECOM)
def list_tasks(call: Call) -> Json:
    """Tell which members have confirmed."""
    message = _message(call)
    tasks = [_task(call, message, userid) for userid in message["members"]]
    return page_of(call, [_with_time(task, {"userid": task["userid"]}) for task in tasks], "task_list", 500, 1000)


@endpoint(WORK, "POST", f"{EC}/get_groupmsg_send_result", WECOM)
def list_results(call: Call) -> Json:
    """Tell what became of each customer or group of one member."""
    message, userid = _message(call), call.text("userid", 41009)
    if userid not in message["members"]:
        raise ApiError(60111, "not a sender of this message")
    task = _task(call, message, userid)
    named = "external_userid" if message["chat_type"] == SINGLE else "chat_id"
    listed = [
        _with_time({**task, "status": status}, {named: receiver, "userid": userid})
        for receiver, status in task["results"].items()
    ]
    return page_of(call, listed, "send_list", 500, 1000)


@endpoint(WORK, "POST", f"{EC}/remind_groupmsg_send", WECOM)
def remind_members(call: Call) -> Json:
    """Remind members who have not confirmed; few times a day."""
    message, now = _living(call), call.world.now()
    lately = [at for at in message["reminders"] if now - at < DAY]
    if len(lately) >= call.world.settings.reminders_per_sim_day:
        raise ApiError(41094, f"{call.world.settings.reminders_per_sim_day} reminders in 24 hours")
    message = {**message, "reminders": [*message["reminders"], now]}
    call.world.store.put("group message", call.account.id, message["msgid"], message)
    for userid in message["members"]:
        remind(call.world, call.account, message, _task(call, message, userid))
    return {}


@endpoint(WORK, "POST", f"{EC}/cancel_groupmsg_send", WECOM)
def cancel(call: Call) -> Json:
    """Take a message back from the members who have not sent it."""
    message = _living(call)
    call.world.store.put("group message", call.account.id, message["msgid"], {**message, "cancelled": True})
    return {}


def _message(call: Call) -> Doc:
    message = document(call, "group message", "msgid", 41046, 41047)
    if time.time() - message["made_wall"] < call.world.settings.dispatch_wall_seconds:
        raise ApiError(41063, f"dispatching takes {call.world.settings.dispatch_wall_seconds:g} s")
    return message


def _living(call: Call) -> Doc:
    message = _message(call)
    if message["cancelled"]:
        raise ApiError(41093, "the message has been cancelled")
    return message


def _task(call: Call, message: Doc, userid: str) -> Doc:
    task = call.world.store.get("group task", call.account.id, f"{message['msgid']}:{userid}")
    assert task is not None
    return task


def _with_time(task: Doc, about: Json) -> Json:
    """Add a status, and the moment when there was something to send."""
    told = {**about, "status": task["status"]}
    return told if task["status"] == UNSENT else {**told, "send_time": task["send_time"]}


def _shown(message: Doc) -> Json:
    about = {name: message[name] for name in ("msgid", "create_time", "create_type")}
    creator = {"creator": message["creator"]} if message["creator"] else {}
    return {**about, **creator, **shown(message["content"])}
