"""Moments as people see them: what members published, and who likes it."""

from collections.abc import Iterator

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.phone_api import bubbles
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.moments import BY_MEMBER, PUBLISHED, is_before
from wechat_sandbox.world import World

MOST_SHOWN = 50


def before(world: World, person: int) -> list[Json]:
    """List what has appeared before a person, the newest first."""
    found = [post for corp in world.accounts.of_kind(WECOM) for post in _posts(world, corp, person)]
    return sorted(found, key=lambda post: str(post["at"]), reverse=True)[:MOST_SHOWN]


def to_publish(world: World, corp: Account, userid: str) -> list[Json]:
    """List what a member is asked to publish, the newest first."""
    tasks = [task for _, _, task in world.store.by_key("moment task", corp.id, userid)]
    return [_task(world, corp, task) for task in tasks[::-1]]


def _posts(world: World, corp: Account, person: int) -> Iterator[Json]:
    external = world.people.openid(corp, person)
    for relation in contacts.of_customer(world, corp, external):
        for _, place, task in world.store.by_key("moment task", corp.id, relation["userid"]):
            if is_before(world, corp, place, external):
                yield _post(world, corp, place, task, external)


def _post(world: World, corp: Account, place: str, task: Doc, external: str) -> Json:
    moment = world.store.get("moment", corp.id, task["moment_id"])
    member = world.store.get("staff", corp.id, task["userid"])
    likes = [like.get("external_userid", "") for like in task["likes"]]
    return {
        "account": corp.id,
        "moment": place,
        "name": member["name"] if member else task["userid"],
        "at": rfc3339(task["published"]),
        "bubbles": bubbles.of_content(moment["content"]) if moment else [],
        "liked": external in likes,
        "likes": [_name(world, corp, who) for who in likes],
        "comments": [_name(world, corp, one.get("external_userid", "")) for one in task["comments"]],
    }


def _task(world: World, corp: Account, task: Doc) -> Json:
    moment = world.store.get("moment", corp.id, task["moment_id"]) or {"content": {}, "cancelled": True}
    return {
        "params": {"moment": f"{task['moment_id']}:{task['userid']}"},
        "confirmed": task["publish_status"] == PUBLISHED,
        "own": moment.get("create_type") == BY_MEMBER,
        "over": bool(task.get("refused") or moment["cancelled"]),
        "bubbles": bubbles.of_content(moment["content"]),
    }


def _name(world: World, corp: Account, external: str) -> str:
    person = world.people.find(corp, external)
    return world.people.name(person) if person is not None else external
