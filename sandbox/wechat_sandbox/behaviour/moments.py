"""Moments of members: published at the corp's wish or their own, seen, liked and commented on."""

import math

import numpy as np

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import moments
from wechat_sandbox.world import World

LONGEST_COMMENT = 200
HOURS_UNSEEN = 3


@action("confirm_moment")
def confirm_moment(world: World, act: Act) -> Json:
    """A member publishes a moment of the corp: `moment` is moment_id:userid."""
    corp, moment, task = _task(world, act)
    if moment["cancelled"] or task.get("refused") or task["publish_status"] == moments.PUBLISHED:
        return {"published": False, "deliveries": []}
    return {"published": True, "seen_by": _publish(world, corp, moment, task, act.at), "deliveries": []}


@action("refuse_moment")
def refuse_moment(world: World, act: Act) -> Json:
    """A member puts a moment of the corp away; the corp sees it unpublished for ever."""
    corp, _, task = _task(world, act)
    if task["publish_status"] == moments.PUBLISHED:
        raise ActError("the member has published it already")
    _write(world, corp, {**task, "refused": True})
    return {"refused": True, "deliveries": []}


@action("post_moment")
def post_moment(world: World, act: Act) -> Json:
    """A member (`userid`) publishes a moment of their own with a text (`content`), once a day."""
    corp = world.account(act, WECOM)
    userid, words = str(act.params.get("userid", "")), act.params.get("content")
    if world.store.get("staff", corp.id, userid) is None:
        raise ActError("no such member of staff")
    if not isinstance(words, str) or not 1 <= len(words) <= moments.LONGEST_TEXT:
        raise ActError(f"content is a text of 1 to {moments.LONGEST_TEXT} characters")
    day = {"day": china_day(act.at)}
    if world.store.get("own moment", corp.id, userid) == day:
        raise ActError("a member publishes one moment a day")
    world.store.put("own moment", corp.id, userid, day)
    content = {"text": words, "attachments": []}
    moment = moments.publishable(world, corp, content, [userid], [], moments.BY_MEMBER)
    task = world.store.get("moment task", corp.id, f"{moment['moment_id']}:{userid}")
    assert task is not None
    seen = _publish(world, corp, moment, task, act.at)
    return {"moment_id": moment["moment_id"], "seen_by": seen, "deliveries": []}


@action("see_moment")
def see_moment(world: World, act: Act) -> Json:
    """See a moment that has appeared before one (`moment` is moment_id:userid); some like it or write below it."""
    corp, task, _ = _seen(world, act)
    moment = world.store.get("moment", corp.id, task["moment_id"])
    assert moment is not None
    content = {**moment["content"], "userid": task["userid"]}
    inbox.receive(world, Letter(corp, act.person, inbox.MOMENT, content, moment["moment_id"], moment["moment_id"]))
    if world.dice.one("likes moment", act.person, moment["number"]) < world.settings.likes_moment:
        like_moment(world, act)
    if world.dice.one("comments moment", act.person, moment["number"]) < world.settings.comments_moment:
        comment_moment(world, act)
    return {"seen": True, "deliveries": []}


@action("like_moment")
def like_moment(world: World, act: Act) -> Json:
    """Like a moment that appeared before one (`moment` is moment_id:userid)."""
    corp, task, external = _seen(world, act)
    if all(like.get("external_userid") != external for like in task["likes"]):
        task["likes"].append({"external_userid": external, "create_time": int(act.at)})
        _write(world, corp, task)
    return {"liked": True, "deliveries": []}


@action("comment_moment")
def comment_moment(world: World, act: Act) -> Json:
    """Comment on a moment that appeared before one; the corp is told who did, not what."""
    corp, task, external = _seen(world, act)
    words = act.params.get("content", "真不错")
    if not isinstance(words, str) or not 1 <= len(words) <= LONGEST_COMMENT:
        raise ActError(f"content is a text of 1 to {LONGEST_COMMENT} characters")
    task["comments"].append({"external_userid": external, "create_time": int(act.at)})
    _write(world, corp, task)
    world.store.append("moment comments", {"moment": task["moment_id"], "content": words}, act.person)
    return {"commented": True, "deliveries": []}


@action("open_moment")
def open_moment(world: World, act: Act) -> Json:
    """Go where a moment's link leads; `by_hand` leaves the page to the phone in somebody's hand."""
    corp, task, _ = _seen(world, act)
    moment = world.store.get("moment", corp.id, task["moment_id"])
    links = [one["link"]["url"] for one in moment["content"]["attachments"] if one["msgtype"] == "link"] if moment else []
    if not links:
        raise ActError("the moment has no link")
    for _, message in world.store.latest("messages", 1, act.person, key=task["moment_id"]):
        inbox.open_by_hand(world, message)
    if links[0].startswith(("http://", "https://")) and not act.params.get("by_hand"):
        world.phones.open_page(corp, links[0])
    return {"opened": links[0], "deliveries": []}


def _publish(world: World, corp: Account, moment: Doc, task: Doc, at: float) -> int:
    """Let a moment appear; some see it in the hours after."""
    shown = moments.publish(world, corp, moment, task, at)
    found = [world.people.find(corp, external) for external in shown]
    people = np.array([person for person in found if person is not None], dtype=np.int64)
    if len(people):
        seeing = people[world.dice.roll("sees moment", people, moment["number"]) < world.settings.sees_moment]
        params = {"account": corp.id, "moment": f"{moment['moment_id']}:{task['userid']}"}
        for person in seeing.tolist():
            wait = -math.log(1 - world.dice.one("sees moment when", person, moment["number"])) * HOURS_UNSEEN * 3600
            world.store.plan(at + wait, person, "see_moment", params)
    return len(shown)


def _task(world: World, act: Act) -> tuple[Account, Doc, Doc]:
    corp = world.account(act, WECOM)
    place = str(act.params.get("moment", ""))
    task = world.store.get("moment task", corp.id, place)
    moment = world.store.get("moment", corp.id, place.partition(":")[0])
    if task is None or moment is None:
        raise ActError("no such moment of this member")
    return corp, moment, task


def _seen(world: World, act: Act) -> tuple[Account, Doc, str]:
    corp, moment, task = _task(world, act)
    external = world.people.openid(corp, act.person)
    if not moments.is_before(world, corp, f"{moment['moment_id']}:{task['userid']}", external):
        raise ActError("the moment has not appeared before this person")
    return corp, task, external


def _write(world: World, corp: Account, task: Doc) -> None:
    world.store.put("moment task", corp.id, f"{task['moment_id']}:{task['userid']}", task)
