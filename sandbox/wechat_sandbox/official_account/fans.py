"""Followers of an Official Account: since when, by which way, with which tags."""

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.accounts import Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World


def followed(world: World, account: Account) -> NDArray[np.float64]:
    """Return since when each person follows, 0 for who does not."""
    return world.people.array(f"followed:{account.id}")


def note(world: World, account: Account, person: int, since: float) -> None:
    """Write down since when a person follows, 0 when they have left."""
    world.people.put(f"followed:{account.id}", person, since)


def follows(world: World, account: Account, person: int) -> bool:
    """Tell whether a person follows the account."""
    return bool(followed(world, account)[person] > 0)


def in_order(world: World, account: Account) -> list[int]:
    """List the followers, those who came first first."""
    since = followed(world, account)
    order = np.argsort(since, kind="stable")
    return [int(person) for person in order[since[order] > 0]]


def known(world: World, account: Account, openid: object) -> int:
    """Return the person behind an openid.

    Raises:
        ApiError: 40003 when it is not one of this account's.
    """
    person = world.people.find(account, openid) if isinstance(openid, str) else None
    if person is None:
        raise ApiError(40003, "not an openid of this account")
    return person


def card(world: World, account: Account, openid: str) -> Doc:
    """Return what the account notes about a follower: tags, remark, the code they came by."""
    empty: Doc = {"tags": [], "remark": "", "scene": "", "subscribe_scene": "ADD_SCENE_SEARCH"}
    return world.store.get("fan", account.id, openid) or empty


def write_card(world: World, account: Account, openid: str, **changes: object) -> None:
    """Change the notes about a follower."""
    world.store.put("fan", account.id, openid, {**card(world, account, openid), **changes})
