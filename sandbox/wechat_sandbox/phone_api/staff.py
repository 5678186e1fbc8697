"""The staff phone: a member's customers and groups, and what the corp asks them to send."""

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.phone_api import groups, moments
from wechat_sandbox.phone_api.bubbles import of_content
from wechat_sandbox.registry import ACTIONS, Json
from wechat_sandbox.store import Doc
from wechat_sandbox.wecom import contacts
from wechat_sandbox.wecom.staff_tasks import CONFIRMED
from wechat_sandbox.world import World

# What a member does without being one of the people: the person of such an act is nobody.
NOBODY = -1
ACTIONS_OF_STAFF = (
    "staff_confirms",
    "staff_refuses",
    "staff_writes",
    "confirm_moment",
    "refuse_moment",
    "post_moment",
    "say_in_group",
    "create_group",
    "member_broadcast",
)
MOST_CUSTOMERS = 300


def corps(world: World) -> list[Json]:
    """List the members of every corp, for choosing whose phone to take up."""
    return [
        {
            "id": corp.id,
            "name": corp.name,
            "agent_id": corp.agent_id,
            "staff": [{"userid": one["userid"], "name": one["name"]} for one in world.store.all("staff", corp.id)],
        }
        for corp in world.accounts.of_kind(WECOM)
    ]


def home(world: World, corp: Account, member: Doc) -> Json:
    """Return what the staff phone's screens show."""
    userid = member["userid"]
    relations = contacts.of_member(world, corp, userid)
    return {
        "corp": corp.id,
        "corp_id": corp.app_id,
        "agent_id": corp.agent_id,
        "company": corp.name,
        "userid": userid,
        "name": member["name"],
        "sidebar_url": corp.more.get("sidebar_url", ""),
        "total_customers": len(relations),
        "customers": [_customer(world, corp, doc) for doc in relations[::-1][:MOST_CUSTOMERS]],
        "groups": groups.of_member(world, corp, userid),
        "tasks": [_task(task) for _, _, task in world.store.by_key("group task", corp.id, userid)][::-1],
        "moments": moments.to_publish(world, corp, userid),
        "notices": _notices(world, userid),
        "actions": [name for name in ACTIONS_OF_STAFF if name in ACTIONS],
    }


def _customer(world: World, corp: Account, relation: Doc) -> Json:
    external = relation["external_userid"]
    person = world.people.find(corp, external)
    tags = [world.store.get("corp tag", corp.id, tag_id) for tag_id in relation.get("tags", [])]
    return {
        "person": person,
        "external_userid": external,
        "name": world.people.name(person) if person is not None else external,
        "remark": relation.get("remark", ""),
        "state": relation.get("state", ""),
        "since": relation["since"],
        "tags": [tag["name"] for tag in tags if tag],
    }


def _task(task: Doc) -> Json:
    return {
        "task": f"{task['msgid']}:{task['userid']}",
        "chat_type": task["chat_type"],
        "confirmed": task["status"] == CONFIRMED,
        "over": bool(task.get("refused")),
        "receivers": len(task["results"]),
        "bubbles": of_content(task["content"]),
    }


def _notices(world: World, userid: str) -> list[Json]:
    """Read what the corp's own application wrote to a member."""
    found = [(seq, doc) for seq, doc in world.store.latest("staff messages", 300) if doc["userid"] == userid]
    return [{"seq": seq, "bubbles": of_content(doc)} for seq, doc in found[:50]]
