"""What WeCom asks members of staff to send: they do so after a human delay, in part, or never."""

import math
from calendar import monthrange

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, groups
from wechat_sandbox.world import World

UNSENT, SENT, NOT_A_FRIEND, CAPPED = 0, 1, 2, 3
CONFIRMED = 2
STAFF = -1


def ask_member(world: World, corp: Account, message: Doc, member: str, receivers: list[str]) -> None:
    """Put a message before a member, who may confirm it later."""
    task = {
        "userid": member,
        "msgid": message["msgid"],
        "chat_type": message["chat_type"],
        "content": message["content"],
        "allow_select": message["allow_select"],
        "status": UNSENT,
        "send_time": 0,
        "results": dict.fromkeys(receivers, UNSENT),
    }
    world.store.put("group task", corp.id, f"{message['msgid']}:{member}", task, key=member)
    _perhaps_confirm(world, corp, message, member, 0)


def remind(world: World, corp: Account, message: Doc, task: Doc) -> None:
    """Remind a member, who thinks once more."""
    if task["status"] == UNSENT:
        _perhaps_confirm(world, corp, message, task["userid"], len(message["reminders"]))


def will_confirm_after(world: World, member: str, number: int, reminders: int = 0) -> float | None:
    """Draw how many seconds a member takes to confirm what the corp asks for, None for never."""
    who = int.from_bytes(world.dice.digest("member", member)[:4], "big")
    tick = number * 100 + reminders
    if world.dice.one("staff confirms", who, tick) >= world.settings.staff_confirms:
        return None
    return -math.log(1 - world.dice.one("staff delay", who, tick)) * world.settings.staff_delay_sim_minutes * 60


@action("staff_confirms")
def staff_confirms(world: World, act: Act) -> Json:
    """A member confirms a `task` (msgid:userid): each customer who still is one gets the message, unless they had too many.

    With `choose`, and where the corp lets members choose, only those customers or groups get it.
    """
    corp, task = _task(world, act)
    message = world.store.get("group message", corp.id, task["msgid"])
    if task["status"] == CONFIRMED or task.get("refused") or message is None or message["cancelled"]:
        return {"sent": 0, "deliveries": []}
    for receiver in _choose(world, act, task):
        task["results"][receiver] = send(world, corp, task, receiver)
    task.update(status=CONFIRMED, send_time=int(act.at))
    world.store.put("group task", corp.id, f"{task['msgid']}:{task['userid']}", task)
    return {"sent": sum(status == SENT for status in task["results"].values()), "deliveries": []}


@action("staff_refuses")
def staff_refuses(world: World, act: Act) -> Json:
    """A member puts a `task` (msgid:userid) away; the corp sees it unsent for ever."""
    corp, task = _task(world, act)
    if task["status"] == CONFIRMED:
        raise ActError("the member has sent it already")
    world.store.put("group task", corp.id, f"{task['msgid']}:{task['userid']}", {**task, "refused": True})
    return {"refused": True, "deliveries": []}


def send(world: World, corp: Account, task: Doc, receiver: str, cap: bool = True) -> int:
    """Let a member write to a customer or group; say how it went."""
    if task["chat_type"] == "group":
        return _send_to_group(world, corp, task, receiver)
    person = world.people.find(corp, receiver)
    if person is None or contacts.mutual(world, corp, task["userid"], receiver) is None:
        return NOT_A_FRIEND
    if cap and not _count(world, corp, receiver):
        return CAPPED
    content = {**task["content"], "userid": task["userid"]}
    inbox.receive(world, Letter(corp, person, inbox.GROUP_MESSAGE, content, task["msgid"], task["msgid"]))
    return SENT


def _send_to_group(world: World, corp: Account, task: Doc, chat_id: str) -> int:
    group = groups.find(world, corp, chat_id)
    if group is None or group["owner"] != task["userid"]:
        return NOT_A_FRIEND
    if not _count(world, corp, chat_id):
        return CAPPED
    groups.say(world, corp, group, task["userid"], task["content"], task["msgid"])
    return SENT


def _count(world: World, corp: Account, receiver: str) -> bool:
    """Count one more message to a customer or group, unless they have had what the corp's setting allows."""
    today = china_date(world.now())
    period, most = {
        "day": (today.strftime("%Y-%m-%d"), 1),
        "week": (today.strftime("%G-W%V"), 7),
    }.get(world.settings.group_message_cap, (today.strftime("%Y-%m"), monthrange(today.year, today.month)[1]))
    had = (world.store.get("group messages had", corp.id, f"{receiver}:{period}") or {"times": 0})["times"]
    if had >= most:
        return False
    world.store.put("group messages had", corp.id, f"{receiver}:{period}", {"times": had + 1})
    return True


def _perhaps_confirm(world: World, corp: Account, message: Doc, member: str, reminders: int) -> None:
    wait = will_confirm_after(world, member, message["number"], reminders)
    if wait is not None:
        params = {"account": corp.id, "task": f"{message['msgid']}:{member}"}
        world.store.plan(world.now() + wait, STAFF, "staff_confirms", params)


def _task(world: World, act: Act) -> tuple[Account, Doc]:
    corp = world.account(act, WECOM)
    task = world.store.get("group task", corp.id, str(act.params.get("task")))
    if task is None:
        raise ActError("no such task")
    return corp, task


def _choose(world: World, act: Act, task: Doc) -> list[str]:
    """Return whom the member leaves on the list."""
    everybody = list(task["results"])
    if not task["allow_select"]:
        return everybody
    if isinstance(chosen := act.params.get("choose"), list):
        return [receiver for receiver in everybody if receiver in chosen]
    who = int.from_bytes(world.dice.digest("member", task["userid"])[:4], "big")
    if act.person != STAFF or world.dice.one("picks some", who, int(act.at)) >= world.settings.picks_some:
        return everybody
    kept = world.settings.picks_share
    return [receiver for n, receiver in enumerate(everybody) if world.dice.one("picks", n, int(act.at)) < kept]
