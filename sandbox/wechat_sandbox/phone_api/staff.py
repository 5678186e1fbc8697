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
MOST_CUSTOMERS, MOST_TO_CHOOSE_FROM = 300, 60


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
    return {
        "corp": corp.id,
        "corp_id": corp.app_id,
        "agent_id": corp.agent_id,
        "company": corp.name,
        "userid": userid,
        "name": member["name"],
        "sidebar_url": corp.more.get("sidebar_url", ""),
        "total_customers": world.store.count_by_key("contact", corp.id, userid),
        "requests": _requests(world, corp, userid),
        "tasks": [_task(world, corp, task) for _, _, task in world.store.by_key("group task", corp.id, userid)][::-1],
        "moments": moments.to_publish(world, corp, userid),
        "notices": _notices(world, userid),
        "actions": [name for name in ACTIONS_OF_STAFF if name in ACTIONS],
    }


def customers(world: World, corp: Account, userid: str) -> list[Json]:
    """List a member's customers, the newest first."""
    return [_customer(world, corp, doc) for doc in contacts.of_member(world, corp, userid)[::-1][:MOST_CUSTOMERS]]


def _requests(world: World, corp: Account, userid: str) -> list[Json]:
    """List those who wait for the member to accept them."""
    waiting = [
        doc for _, _, doc in world.store.page("contact request", corp.id, limit=MOST_CUSTOMERS) if doc["userid"] == userid
    ]
    return [_customer(world, corp, doc) for doc in waiting]


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


def _task(world: World, corp: Account, task: Doc) -> Json:
    may_choose = task["allow_select"] and task["status"] != CONFIRMED and len(task["results"]) <= MOST_TO_CHOOSE_FROM
    choice = list(task["results"]) if may_choose else []
    return {
        "task": f"{task['msgid']}:{task['userid']}",
        "chat_type": task["chat_type"],
        "confirmed": task["status"] == CONFIRMED,
        "over": bool(task.get("refused")),
        "receivers": len(task["results"]),
        "choice": [{"id": receiver, "name": _name(world, corp, receiver)} for receiver in choice],
        "bubbles": of_content(task["content"]),
    }


def _name(world: World, corp: Account, receiver: str) -> str:
    """Name a customer or a group."""
    person = world.people.find(corp, receiver)
    if person is not None:
        return world.people.name(person)
    group = groups.find(world, corp, receiver)
    return str(group["name"]) if group else receiver


def _notices(world: World, userid: str) -> list[Json]:
    """Read what the corp's own application wrote to a member."""
    found = [(seq, doc) for seq, doc in world.store.latest("staff messages", 300) if doc["userid"] == userid]
    return [{"seq": seq, "bubbles": of_content(doc)} for seq, doc in found[:50]]
