"""What became of moments: who published, who sees them, and who liked or commented."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom.arguments import EC, choice, document, limit, page_of, short_text, stretch
from wechat_sandbox.wecom.moments import BY_CORP, BY_MEMBER, PUBLISHED, audience

BOTH = 2
LONGEST_DAYS = 30


@endpoint(WORK, "POST", f"{EC}/get_moment_list", WECOM)
def list_moments(call: Call) -> Json:
    """List moments of the corp and of members, made within 30 days."""
    start, end = stretch(call, LONGEST_DAYS)
    by, creator = choice(call, "filter_type", (BY_CORP, BY_MEMBER, BOTH), default=BOTH), short_text(call, "creator", 64)
    found = [
        moment
        for moment in call.world.store.all("moment", call.account.id)
        if start <= moment["create_time"] <= end
        and by in (BOTH, moment["create_type"])
        and (not creator or creator in moment["members"])
    ]
    return page_of(call, [_shown(moment) for moment in found], "moment_list", 20, 20)


@endpoint(WORK, "POST", f"{EC}/get_moment_task", WECOM)
def list_tasks(call: Call) -> Json:
    """Tell which members have published a moment of the corp."""
    moment = document(call, "moment", "moment_id", 41059, 41060)
    if moment["create_type"] != BY_CORP:
        raise ApiError(41067, "a member's own moment is nobody's task")
    tasks = [_need_task(call, moment, userid) for userid in moment["members"]]
    shown = [{name: task[name] for name in ("userid", "publish_status")} for task in tasks]
    return page_of(call, shown, "task_list", 500, 1000)


@endpoint(WORK, "POST", f"{EC}/get_moment_customer_list", WECOM)
def list_audience(call: Call) -> Json:
    """List the customers whom a member's moment is meant for."""
    moment, task = _published_by(call)
    meant = audience(call.world, call.account, moment, task["userid"])
    shown = [{"userid": task["userid"], "external_userid": external} for external in meant]
    return page_of(call, shown, "customer_list", 500, 1000)


@endpoint(WORK, "POST", f"{EC}/get_moment_send_result", WECOM)
def list_seeing(call: Call) -> Json:
    """List the customers before whom a published moment has appeared."""
    moment, task = _published_by(call)
    _need_published(task)
    most, place = limit(call, 3000, 5000), f"{moment['moment_id']}:{task['userid']}"
    page = call.world.store.by_key("moment before", call.account.id, place, call.cursor(), most)
    return {"customer_list": [doc for _, _, doc in page], "next_cursor": str(page[-1][0]) if len(page) == most else ""}


@endpoint(WORK, "POST", f"{EC}/get_moment_comments", WECOM)
def list_comments(call: Call) -> Json:
    """List who commented on a moment of a member and who liked it."""
    _, task = _published_by(call)
    _need_published(task)
    return {"comment_list": task["comments"], "like_list": task["likes"]}


def _published_by(call: Call) -> tuple[Doc, Doc]:
    moment = document(call, "moment", "moment_id", 41059, 41060)
    userid = call.text("userid", 41009)
    if userid not in moment["members"]:
        raise ApiError(41061, "the moment is not this member's")
    return moment, _need_task(call, moment, userid)


def _need_task(call: Call, moment: Doc, userid: str) -> Doc:
    task = call.world.store.get("moment task", call.account.id, f"{moment['moment_id']}:{userid}")
    assert task is not None
    return task


def _need_published(task: Doc) -> None:
    if task["publish_status"] != PUBLISHED:
        raise ApiError(41062, "the member has not published it")


def _shown(moment: Doc) -> Json:
    told = {name: moment[name] for name in ("moment_id", "create_time", "create_type", "visible_type")}
    if moment["creator"]:
        told["creator"] = moment["creator"]
    if moment["content"]["text"]:
        told["text"] = {"content": moment["content"]["text"]}
    attachments = moment["content"]["attachments"]
    if pictures := [one["image"] for one in attachments if one["msgtype"] == "image"]:
        told["image"] = [{"media_id": picture["media_id"]} for picture in pictures]
    for attachment in attachments:
        if attachment["msgtype"] == "video":
            file = attachment["video"]["media_id"]
            told["video"] = {"media_id": file, "thumb_media_id": file}
        elif attachment["msgtype"] == "link":
            told["link"] = {"title": attachment["link"].get("title", ""), "url": attachment["link"]["url"]}
    return told
