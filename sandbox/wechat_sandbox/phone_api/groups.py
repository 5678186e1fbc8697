"""Customer groups as those in them see them."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.phone_api import bubbles
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_SHOWN = 200


def find(world: World, corp: Account, chat_id: str) -> Doc | None:
    """Return a group."""
    return world.store.get("group chat", corp.id, chat_id)


def card(group: Doc) -> Json:
    """Return what a list of chats shows of a group."""
    about = {"name": group["name"], "members": len(group["members"]), "notice": group["notice"], "owner": group["owner"]}
    return {"kind": "group", "chat_id": group["chat_id"], **about}


def of_customer(world: World, corp: Account, person: int) -> list[Json]:
    """List the groups that a customer is in, with the last thing said in each."""
    if not world.people.array(f"groups:{corp.id}", "int64")[person]:
        return []
    external = world.people.openid(corp, person)
    return [
        _listed(world, corp, group, external)
        for group in world.store.all("group chat", corp.id)
        if external in group["members"]
    ]


def of_member(world: World, corp: Account, userid: str) -> list[Json]:
    """List the groups that a member is in, with the last thing said in each."""
    return [
        _listed(world, corp, group, userid) for group in world.store.all("group chat", corp.id) if userid in group["members"]
    ]


def talk(world: World, corp: Account, group: Doc, reader: str) -> list[Json]:
    """Read what was said in a group, oldest first; `mine` is the reader's own."""
    found = world.store.latest("group talk", MOST_SHOWN, key=group["chat_id"])[::-1]
    return [
        {
            "seq": seq,
            "mine": doc["from"] == reader,
            "by": _name(world, corp, doc["from"]),
            "kind": "group",
            "at": rfc3339(doc["sim_time"]),
            "bubbles": bubbles.of_content(doc["content"]),
        }
        for seq, doc in found
    ]


def _listed(world: World, corp: Account, group: Doc, reader: str) -> Json:
    last = next(iter(talk(world, corp, group, reader)[-1:]), None)
    about = {"id": f"{corp.id}:{group['chat_id']}", "account": corp.id, "company": corp.name, **card(group)}
    if last is None:
        joined = group["members"][reader]["join_time"]
        return {**about, "seq": 0, "at": rfc3339(joined), "last": "", "mine": False}
    words = f"{last['by']}：{bubbles.in_short(last['bubbles'][-1])}"
    return {**about, "seq": last["seq"], "at": last["at"], "last": words, "mine": last["mine"]}


def _name(world: World, corp: Account, who: str) -> str:
    member = world.store.get("staff", corp.id, who)
    person = None if member else world.people.find(corp, who)
    return member["name"] if member else who if person is None else world.people.name(person)
