"""What WeCom asks members of staff to confirm: they do so after a human delay, or never."""

import math
from calendar import monthrange

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Act, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.world import World

UNSENT, SENT, NOT_A_FRIEND, CAPPED = 0, 1, 2, 3
CONFIRMED = 2
STAFF = -1


def ask_member(world: World, corp: Account, message: Doc, member: str, externals: list[str]) -> None:
    """Put a message before a member, who may confirm it later."""
    task_id = f"{message['msgid']}:{member}"
    task = {
        "userid": member,
        "msgid": message["msgid"],
        "content": message["content"],
        "status": UNSENT,
        "send_time": 0,
        "results": dict.fromkeys(externals, UNSENT),
    }
    world.store.put("group task", corp.id, task_id, task)
    staff = [userid for _, userid, _ in world.store.page("staff", corp.id, limit=-1)]
    ordinal = staff.index(member)
    if world.dice.one("staff confirms", ordinal, message["number"]) >= world.settings.staff_confirms:
        return
    wait = -math.log(1 - world.dice.one("staff delay", ordinal, message["number"]))
    due = world.now() + wait * world.settings.staff_delay_sim_minutes * 60
    world.store.plan(due, STAFF, "staff_confirms", {"account": corp.id, "task": task_id})


@action("staff_confirms")
def staff_confirms(world: World, act: Act) -> Json:
    """A member confirms: each customer who still is one gets the message, unless they had too many this month."""
    corp = world.account(act, WECOM)
    task = world.store.get("group task", corp.id, str(act.params.get("task")))
    if task is None or task["status"] == CONFIRMED:
        return {"sent": 0}
    for external in task["results"]:
        task["results"][external] = _send(world, corp, task, external)
    task.update(status=CONFIRMED, send_time=int(act.at))
    world.store.put("group task", corp.id, f"{task['msgid']}:{task['userid']}", task)
    return {"sent": sum(status == SENT for status in task["results"].values())}


def _send(world: World, corp: Account, task: Doc, external: str) -> int:
    person = world.people.find(corp, external)
    if person is None or contacts.relation(world, corp, task["userid"], external) is None:
        return NOT_A_FRIEND
    today = china_date(world.now())
    month = today.strftime("%Y-%m")
    had = (world.store.get("group messages had", corp.id, f"{external}:{month}") or {"times": 0})["times"]
    # Without a setting by the corp a customer may get as many in a month as it has days.
    if had >= monthrange(today.year, today.month)[1]:
        return CAPPED
    world.store.put("group messages had", corp.id, f"{external}:{month}", {"times": had + 1})
    content = {**task["content"], "userid": task["userid"]}
    inbox.receive(world, Letter(corp, person, inbox.GROUP_MESSAGE, content, task["msgid"], task["msgid"]))
    return SENT
