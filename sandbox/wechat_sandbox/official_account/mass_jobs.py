"""How a message to many goes out: an administrator may have to confirm it, it is reviewed, then sent slice by slice."""

import math

import numpy as np

from wechat_sandbox import inbox
from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.inbox import Letter
from wechat_sandbox.official_account import blacklist, fans, issues, levels, mass_content, platform
from wechat_sandbox.people.randomness import Ints
from wechat_sandbox.registry import Act, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SENDING, SUCCESS, FAILED, DELETED = "SENDING", "SEND_SUCCESS", "SEND_FAIL", "DELETE"
SPEEDS = (80, 60, 45, 30, 10)
"""Ten thousands of people a minute, by the number that sets the speed."""
FIRST_MSG_ID = 3_147_483_647
REPRINT, ADMIN_REFUSED, ADMIN_LATE = "err(30001)", "err(40001)", "err(40002)"
# Advertising, politics, indecency, society, crime, fraud, copyright, other, mutual promotion.
_REFUSALS = tuple(f"err({number})" for number in (10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000))


def new_msg_id(world: World) -> int:
    """Number a message to many."""
    return FIRST_MSG_ID + world.store.next_number("mass messages")


def speed(world: World, account: Account) -> int:
    """Return the number that sets the speed."""
    return int((world.store.get("mass speed", account.id, "speed") or {"speed": 0})["speed"])


def write(world: World, account: Account, job: Doc) -> None:
    """Write a job that has changed."""
    world.store.put("mass job", account.id, str(job["msg_id"]), job)


def begin(world: World, account: Account, job: Doc, who: list[int]) -> None:
    """Let a message go its way."""
    write(world, account, {**job, "total": len(who), "sent": 0, "failed": 0})
    world.store.put("mass receivers", account.id, str(job["msg_id"]), {"who": who})
    confirmed, refusal = _confirmation(world, account, job)
    if refusal:
        platform.later(world, confirmed, "end_mass", account, msg_id=job["msg_id"], status=refusal)
        return
    due = confirmed + world.settings.mass_review_sim_seconds
    platform.later(world, due, "review_mass", account, msg_id=job["msg_id"])


@action("review_mass")
def review_mass(world: World, act: Act) -> Json:
    """The review has looked at a message: it is refused, or goes out."""
    account, job = platform.job(world, act, "mass job", "msg_id")
    if job["status"] == DELETED:
        return {"deliveries": []}
    if refusal := _refusal(world, job):
        return _finish(world, account, act.at, {**job, "status": FAILED}, refusal)
    if job["news"]:
        issue = issues.bring_out(world, account, job["news"], job["msg_data_id"], "mass")
        job["shown"] = mass_content.with_addresses(job["shown"], issue)
        world.store.delete("draft", account.id, job["media_id"])
    who = _filtered(world, account, job)
    # Counted now, not when it arrives: messages that are on their way together share the month's allowance.
    _count(world, account, who, job["at"])
    world.store.put("mass receivers", account.id, str(job["msg_id"]), {"who": who})
    job["filtered"] = len(who)
    write(world, account, job)
    platform.later(world, act.at, "send_mass", account, msg_id=job["msg_id"], place=0)
    return {"receivers": len(who), "deliveries": []}


@action("send_mass")
def send_mass(world: World, act: Act) -> Json:
    """One slice of the receivers gets a message."""
    account, job = platform.job(world, act, "mass job", "msg_id")
    receivers = (world.store.get("mass receivers", account.id, str(job["msg_id"])) or {"who": []})["who"]
    place, size = act.params["place"], max(world.settings.mass_slice, 1)
    for person in receivers[place : place + size]:
        reached = world.dice.one("mass reaches", person, job["msg_id"]) >= world.settings.mass_errors
        job["sent" if reached else "failed"] += 1
        if reached:
            inbox.receive(world, Letter(account, person, inbox.MASS, job["shown"], msgid=str(job["msg_id"])))
    write(world, account, job)
    if place + size < len(receivers):
        due = act.at + 60 * size / (SPEEDS[speed(world, account)] * 10_000)
        platform.later(world, due, "send_mass", account, msg_id=job["msg_id"], place=place + size)
        return {"sent": job["sent"], "deliveries": []}
    return _finish(world, account, act.at, {**job, "status": SUCCESS}, "send success")


@action("end_mass")
def end_mass(world: World, act: Act) -> Json:
    """A message ends before anybody gets it: its administrator has refused it, or not answered."""
    account, job = platform.job(world, act, "mass job", "msg_id")
    return _finish(world, account, act.at, {**job, "status": FAILED}, str(act.params["status"]))


def _confirmation(world: World, account: Account, job: Doc) -> tuple[float, str]:
    """Return when the administrator has answered, and the status when the message ends there."""
    settings = world.settings
    if not settings.mass_protection:
        return job["at"], ""
    draw = world.dice.one("confirms mass when", 0, job["msg_id"])
    wait = -math.log(1 - draw) * settings.mass_admin_sim_minutes * 60
    if wait > settings.mass_confirmation_sim_seconds:
        return job["at"] + settings.mass_confirmation_sim_seconds, ADMIN_LATE
    refused = world.dice.one("confirms mass", 0, job["msg_id"]) >= settings.mass_admin_confirms
    return job["at"] + wait, ADMIN_REFUSED if refused else ""


def _refusal(world: World, job: Doc) -> str:
    settings, number = world.settings, job["msg_id"]
    if world.dice.one("mass review", 0, number) < settings.mass_refusals:
        return _REFUSALS[world.dice.pick("mass refusal", 0, number, len(_REFUSALS))]
    reprint = bool(job["news"]) and world.dice.one("mass original", 0, number) < settings.mass_original_failures
    return REPRINT if reprint and not job["ignore_reprint"] else ""


def _filtered(world: World, account: Account, job: Doc) -> list[int]:
    """Leave out who has left, is on the blacklist, has switched such messages off or has had enough of them this month."""
    receivers = (world.store.get("mass receivers", account.id, str(job["msg_id"])) or {"who": []})["who"]
    who = np.array(receivers, dtype=np.int64)
    gets = fans.followed(world, account)[who] > 0
    gets &= ~np.isin(who, blacklist.people(world, account))
    gets &= world.dice.roll("refuses mass", who, 0) >= world.settings.refuses_mass
    if levels.level(account) != levels.SUBSCRIPTION:
        gets &= _received(world, account, who, job["at"]) < world.settings.mass_to_person_per_month
    return [int(person) for person in who[gets]]


def _received(world: World, account: Account, who: Ints, at: float) -> Ints:
    """Return how many such messages each has had this month."""
    this_month = world.people.array(f"mass month:{account.id}", "int64")[who] == _month(at)
    counted = world.people.array(f"mass count:{account.id}", "int64")[who]
    return np.where(this_month, counted, 0)


def _count(world: World, account: Account, people: list[int], at: float) -> None:
    who = np.array(people, dtype=np.int64)
    number = _received(world, account, who, at) + 1
    world.people.put(f"mass month:{account.id}", who, _month(at), "int64")
    world.people.put(f"mass count:{account.id}", who, number, "int64")


def _month(at: float) -> int:
    moment = china_date(at)
    return moment.year * 12 + moment.month


def _finish(world: World, account: Account, at: float, job: Doc, status: str) -> Json:
    write(world, account, job)
    world.store.delete("mass receivers", account.id, str(job["msg_id"]))
    done = status == "send success"
    fields: Json = {
        "Event": "MASSSENDJOBFINISH",
        "MsgID": job["msg_id"],
        "Status": status,
        "TotalCount": job["total"],
        "FilterCount": job.get("filtered", 0),
        "SentCount": job["sent"],
        "ErrorCount": job["failed"],
    }
    if job["news"]:
        fields["CopyrightCheckResult"] = _copyright(job, status)
    issue = issues.find(world, account, job["msg_data_id"]) if done and job["news"] else None
    if issue is not None:
        items = [{"ArticleIdx": one["idx"], "ArticleUrl": one["article_url"]} for one in issues.addresses(issue)]
        fields["ArticleUrlResult"] = {"Count": len(items), "ResultList": {"item": items}}
    return {"status": status, "deliveries": world.callback(account, platform.admin(world, account), at, **fields)}


def _copyright(job: Doc, status: str) -> Json:
    """Say what the check of originality found: state 1 none, 2 a reprint that may be sent, 3 one that may not."""
    if status != REPRINT:
        return {"Count": 0, "ResultList": "", "CheckState": 2 if job["ignore_reprint"] else 1}
    item = {
        "ArticleIdx": 1,
        "UserDeclareState": 0,
        "AuditState": 2,
        "OriginalArticleUrl": "",
        "OriginalArticleType": 0,
        "CanReprint": 0,
        "NeedReplaceContent": 0,
        "NeedShowReprintSource": 0,
    }
    return {"Count": 1, "ResultList": {"item": [item]}, "CheckState": 3}
