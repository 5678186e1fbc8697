"""A WeCom corp's external contacts: which customer has added which member of staff."""

import secrets
from typing import Any

from wechat_sandbox.accounts import Account
from wechat_sandbox.codes import WELCOME
from wechat_sandbox.errors import ApiError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

# How a customer came to a member (add_way).
BY_CODE, BY_GROUP, BY_CHANNELS, BY_LINK, BY_ASSIGNMENT, UNKNOWN_WAY = 1, 4, 10, 16, 202, 0
CUSTOMER = "contact customer"


def relation(world: World, corp: Account, userid: str, external: str) -> Doc | None:
    """Return the relation between a member and a customer, None without one; it may be one-sided still."""
    return world.store.get("contact", corp.id, f"{external}:{userid}")


def mutual(world: World, corp: Account, userid: str, external: str) -> Doc | None:
    """Return the relation when both sides have added each other."""
    held = relation(world, corp, userid, external)
    return None if held is None or held.get("half") else held


def need(world: World, corp: Account, userid: str, external: str) -> Doc:
    """Return the relation.

    Raises:
        ApiError: 60111 for an unknown member, 40096 for an unknown customer, 84061 when they are not connected.
    """
    if world.store.get("staff", corp.id, userid) is None:
        raise ApiError(60111, "no such member")
    if world.people.find(corp, external) is None:
        raise ApiError(40096, "not a customer id of this corp")
    held = mutual(world, corp, userid, external)
    if held is None:
        raise ApiError(84061, "the customer has not added the member, has left, or is no friend on both sides yet")
    return held


def of_customer(world: World, corp: Account, external: str) -> list[Doc]:
    """List a customer's relations, oldest first."""
    found = [mutual(world, corp, userid, external) for userid in _members(world, corp, external)]
    return sorted((doc for doc in found if doc is not None), key=lambda doc: float(doc["since"]))


def of_member(world: World, corp: Account, userid: str) -> list[Doc]:
    """List a member's relations in the order of their making."""
    return [doc for _, _, doc in world.store.by_key("contact", corp.id, userid) if not doc.get("half")]


def write(world: World, corp: Account, doc: Doc) -> None:
    """Keep a relation."""
    userid, external = doc["userid"], doc["external_userid"]
    members = _members(world, corp, external)
    if userid not in members:
        world.store.put(CUSTOMER, corp.id, external, {"external_userid": external, "members": [*members, userid]})
        _count(world, corp, external, 1)
    world.store.put("contact", corp.id, f"{external}:{userid}", doc, key=userid)


def remove(world: World, corp: Account, doc: Doc) -> None:
    """End a relation."""
    userid, external = doc["userid"], doc["external_userid"]
    rest = [member for member in _members(world, corp, external) if member != userid]
    if rest:
        world.store.put(CUSTOMER, corp.id, external, {"external_userid": external, "members": rest})
    else:
        world.store.delete(CUSTOMER, corp.id, external)
    if world.store.delete("contact", corp.id, f"{external}:{userid}"):
        _count(world, corp, external, -1)


def tell(world: World, corp: Account, doc: Doc, change: str, at: float, **more: Any) -> list[int]:
    """Tell the corp's server what happened between a member and a customer."""
    person = world.people.find(corp, doc["external_userid"])
    assert person is not None
    about = {"ChangeType": change, "UserID": doc["userid"], "ExternalUserID": doc["external_userid"]}
    return world.callback(corp, person, at, Event="change_external_contact", **about, **more)


def new_welcome_code(world: World, corp: Account, userid: str, external: str) -> str:
    """Make the code with which the corp may greet a new customer, once and soon; none where the console greets."""
    if userid in world.settings.members_greeted_in_console.split():
        return ""
    life = world.settings.welcome_code_wall_seconds
    about = {"userid": userid, "external_userid": external}
    return world.codes.add(WELCOME, corp.id, secrets.token_urlsafe(32), life, **about)


def start_chat(world: World, corp: Account, doc: Doc) -> None:
    """Note that the two are talking."""
    code = world.codes.get(WELCOME, corp.id, str(doc["welcome_code"]))
    if code is not None:
        code.started = True


def _members(world: World, corp: Account, external: str) -> list[str]:
    held = world.store.get(CUSTOMER, corp.id, external)
    return held["members"] if held is not None else []


def _count(world: World, corp: Account, external: str, change: int) -> None:
    """Count in the people's arrays, where habits look for customers, whom a person has added."""
    person = world.people.find(corp, external)
    if person is not None:
        world.people.add(f"members:{corp.id}", person, change)
