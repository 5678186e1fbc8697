"""Moments (客户朋友圈) that a corp asks its members to publish, and what becomes of them."""

import time

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts, departments, media, tags
from wechat_sandbox.wecom.arguments import EC, document, numbers
from wechat_sandbox.wecom.staff_tasks import STAFF, will_confirm_after
from wechat_sandbox.world import World

BY_CORP, BY_MEMBER = 0, 1
SOME, EVERYBODY = 0, 1
UNPUBLISHED, PUBLISHED = 0, 1
LONGEST_TEXT = 2000
MOST_PICTURES = 9
_STARTED, _DONE = 1, 3


@endpoint(WORK, "POST", f"{EC}/add_moment_task", WECOM)
def add_task(call: Call) -> Json:
    """Ask members to publish a moment; who and what became of it is told by the job."""
    world, account = call.world, call.account
    content, range_ = _content(call), _range(call)
    if len(_running(world, account)) >= world.settings.moment_jobs:
        raise ApiError(41078, f"{world.settings.moment_jobs} jobs at the same time")
    members = range_["members"]
    moment = publishable(world, account, content, members, range_["tags"], BY_CORP)
    for userid in members:
        wait = will_confirm_after(world, userid, moment["number"])
        if wait is not None:
            params = {"account": account.id, "moment": f"{moment['moment_id']}:{userid}"}
            world.store.plan(world.now() + wait, STAFF, "confirm_moment", params)
    jobid = world.dice.word(32, "moment job", account.id, moment["number"])
    about = {"jobid": jobid, "moment_id": moment["moment_id"], "created": world.now(), "made_wall": time.time()}
    world.store.put("moment job", account.id, jobid, {**about, "invalid": range_["invalid"]})
    return {"jobid": jobid}


@endpoint(WORK, "GET", f"{EC}/get_moment_task_result", WECOM)
def task_result(call: Call) -> Json:
    """Tell how far a job is: started, or done with the moment's id."""
    job = call.world.store.get("moment job", call.account.id, call.query.get("jobid", ""))
    if job is None:
        raise ApiError(40088, "no such job")
    if call.world.now() - job["created"] > call.world.settings.moment_job_sim_seconds:
        raise ApiError(40089, f"results are kept {call.world.settings.moment_job_sim_seconds} s")
    if _is_running(call.world, job):
        return {"status": _STARTED, "type": "add_moment_task"}
    result = {"errcode": 0, "errmsg": "ok", "moment_id": job["moment_id"], **job["invalid"]}
    return {"status": _DONE, "type": "add_moment_task", "result": result}


@endpoint(WORK, "POST", f"{EC}/cancel_moment_task", WECOM)
def cancel(call: Call) -> Json:
    """Take a moment back from the members who have not published it."""
    moment = document(call, "moment", "moment_id", 41059, 41060)
    if moment["create_type"] != BY_CORP:
        raise ApiError(41060, "not a moment of the corp")
    call.world.store.put("moment", call.account.id, moment["moment_id"], {**moment, "cancelled": True})
    return {}


def publishable(world: World, corp: Account, content: Json, members: list[str], tag_ids: list[str], by: int) -> Doc:
    """Write a moment down for members to publish."""
    number = world.store.next_number("moments")
    moment: Doc = {
        "moment_id": "mom" + world.dice.word(30, "moment", corp.id, number),
        "number": number,
        "create_type": by,
        "creator": members[0] if by == BY_MEMBER else "",
        "create_time": int(world.now()),
        "visible_type": SOME if tag_ids else EVERYBODY,
        "tags": tag_ids,
        "content": content,
        "members": members,
        "cancelled": False,
    }
    world.store.put("moment", corp.id, moment["moment_id"], moment)
    for userid in members:
        task = {"moment_id": moment["moment_id"], "userid": userid, "publish_status": UNPUBLISHED}
        task |= {"comments": [], "likes": [], "published": 0}
        world.store.put("moment task", corp.id, f"{moment['moment_id']}:{userid}", task, key=userid)
    return moment


def audience(world: World, corp: Account, moment: Doc, userid: str) -> list[str]:
    """List the customers of a member who bear one of the moment's tags, if it has any."""
    held = contacts.of_member(world, corp, userid)
    return [doc["external_userid"] for doc in held if not moment["tags"] or set(doc["tags"]) & set(moment["tags"])]


def publish(world: World, corp: Account, moment: Doc, task: Doc, at: float) -> list[str]:
    """Let a member publish; return the customers before whom it appears: of the corp's they see few in a month."""
    shown = audience(world, corp, moment, task["userid"])
    if moment["create_type"] == BY_CORP:
        shown = [external for external in shown if _count(world, corp, external, at)]
    place = f"{moment['moment_id']}:{task['userid']}"
    world.store.put("moment task", corp.id, place, {**task, "publish_status": PUBLISHED, "published": int(at)})
    for external in shown:
        world.store.put("moment before", corp.id, f"{place}:{external}", {"external_userid": external}, key=place)
    return shown


def is_before(world: World, corp: Account, place: str, external: str) -> bool:
    """Tell whether a member's moment (`place` is moment_id:userid) has appeared before a customer."""
    return world.store.get("moment before", corp.id, f"{place}:{external}") is not None


def _count(world: World, corp: Account, external: str, at: float) -> bool:
    place = f"{external}:{china_date(at).strftime('%Y-%m')}"
    had = (world.store.get("moments had", corp.id, place) or {"times": 0})["times"]
    if had >= world.settings.moments_per_month:
        return False
    world.store.put("moments had", corp.id, place, {"times": had + 1})
    return True


def _running(world: World, corp: Account) -> list[Doc]:
    return [job for job in world.store.all("moment job", corp.id) if _is_running(world, job)]


def _is_running(world: World, job: Doc) -> bool:
    return bool(time.time() - job["made_wall"] < world.settings.moment_job_wall_seconds)


def _content(call: Call) -> Json:
    text = call.body.get("text") or {}
    words = text.get("content", "") if isinstance(text, dict) else None
    if not isinstance(words, str) or len(words) > LONGEST_TEXT:
        raise ApiError(40058, f"text.content has at most {LONGEST_TEXT} characters")
    attachments = call.body.get("attachments") or []
    if not isinstance(attachments, list):
        raise ApiError(40058, "attachments is a list")
    if not words and not attachments:
        raise ApiError(41089, "a moment has text or attachments")
    kinds = {str(one.get("msgtype")) if isinstance(one, dict) else "" for one in attachments}
    if not kinds <= {"image", "video", "link"} or len(kinds) > 1:
        raise ApiError(41065, "attachments are pictures, or a video, or a link")
    if len(attachments) > (MOST_PICTURES if kinds == {"image"} else 1):
        raise ApiError(41064, f"at most {MOST_PICTURES} pictures, one video or one link")
    for attachment in attachments:
        _check(call, attachment["msgtype"], attachment.get(attachment["msgtype"]))
    return {"text": words, "attachments": attachments}


def _check(call: Call, kind: str, part: object) -> None:
    if not isinstance(part, dict):
        raise ApiError(40058, f"the attachment has no {kind}")
    if kind != "link":
        media.alive(call, part.get("media_id"), kind, media.FOR_MOMENTS)
    elif not isinstance(part.get("url"), str) or not part["url"]:
        raise ApiError(40058, "a link has a url")
    elif part.get("media_id"):
        media.alive(call, part["media_id"], "image", media.FOR_MOMENTS)


def _halves(call: Call) -> tuple[Json, Json]:
    """Read the two halves of visible_range: who publishes and who sees."""
    given = call.body.get("visible_range") or {}
    if not isinstance(given, dict):
        raise ApiError(40058, "visible_range is an object")
    senders, seeing = given.get("sender_list") or {}, given.get("external_contact_list") or {}
    if not isinstance(senders, dict) or not isinstance(seeing, dict):
        raise ApiError(40058, "visible_range has sender_list and external_contact_list")
    return senders, seeing


def _range(call: Call) -> Json:
    """Read who publishes and who sees: the members and tags that exist, and those that do not."""
    world, account = call.world, call.account
    senders, seeing = _halves(call)
    users, wanted = senders.get("user_list") or [], seeing.get("tag_list") or []
    parties = numbers(senders.get("department_list"), 40058, "department_list")
    if not all(isinstance(listed, list) and all(isinstance(one, str) for one in listed) for listed in (users, wanted)):
        raise ApiError(40058, "user_list and tag_list hold texts")
    staff = [doc["userid"] for doc in world.store.all("staff", account.id)]
    numbers_held = {doc["id"] for doc in departments.tree(world, account)}
    known = [one for one in parties if one in numbers_held]
    members = departments.everybody(world, account, [one for one in users if one in staff], known)
    borne = [tag["id"] for tag in tags.known(world, account, wanted)]
    unknown = {"user_list": [one for one in users if one not in staff]}
    invalid = {
        "invalid_sender_list": {**unknown, "department_list": [one for one in parties if one not in numbers_held]},
        "invalid_external_contact_list": {"tag_list": [one for one in wanted if one not in borne]},
    }
    if not users and not parties:
        members = staff
    return {"members": members, "tags": wanted, "invalid": invalid}
