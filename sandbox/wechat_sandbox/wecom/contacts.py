"""A WeCom corp's external contacts: which customer has added which member of staff."""

import secrets

from wechat_sandbox.accounts import Account
from wechat_sandbox.codes import WELCOME
from wechat_sandbox.errors import ApiError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World


def relation(world: World, corp: Account, userid: str, external: str) -> Doc | None:
    """Return the relation between a member and a customer, None without one."""
    return world.store.get("contact", corp.id, f"{external}:{userid}")


def need(world: World, corp: Account, userid: str, external: str) -> Doc:
    """Return the relation.

    Raises:
        ApiError: 60111 for an unknown member, 40096 for an unknown customer, 84061 when they are not connected.
    """
    if world.store.get("staff", corp.id, userid) is None:
        raise ApiError(60111, "no such member")
    if world.people.find(corp, external) is None:
        raise ApiError(40096, "not a customer id of this corp")
    held = relation(world, corp, userid, external)
    if held is None:
        raise ApiError(84061, "the customer has not added the member, or has left")
    return held


def of_customer(world: World, corp: Account, external: str) -> list[Doc]:
    """List a customer's relations."""
    members = world.store.page("staff", corp.id, limit=-1)
    found = [relation(world, corp, userid, external) for _, userid, _ in members]
    return sorted((doc for doc in found if doc is not None), key=lambda doc: float(doc["since"]))


def of_member(world: World, corp: Account, userid: str) -> list[Doc]:
    """List a member's relations, oldest first."""
    return [doc for doc in world.store.all("contact", corp.id) if doc["userid"] == userid]


def write(world: World, corp: Account, doc: Doc) -> None:
    """Keep a relation."""
    world.store.put("contact", corp.id, f"{doc['external_userid']}:{doc['userid']}", doc)


def remove(world: World, corp: Account, doc: Doc) -> None:
    """End a relation."""
    world.store.delete("contact", corp.id, f"{doc['external_userid']}:{doc['userid']}")


def new_welcome_code(world: World, corp: Account, userid: str, external: str) -> str:
    """Make the code with which the corp may greet a new customer, once and soon."""
    life = world.settings.welcome_code_wall_seconds
    about = {"userid": userid, "external_userid": external}
    return world.codes.add(WELCOME, corp.id, secrets.token_urlsafe(32), life, **about)


def start_chat(world: World, corp: Account, doc: Doc) -> None:
    """Note that the two are talking."""
    code = world.codes.get(WELCOME, corp.id, str(doc["welcome_code"]))
    if code is not None:
        code.started = True
