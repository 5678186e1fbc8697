"""What WeChat itself does later: reviews, and jobs that take their time. It is nobody's act, so nobody can be told to."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.registry import Act, ActError
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

NOBODY = -1


def later(world: World, due: float, action: str, account: Account, **params: object) -> None:
    """Let the platform do something at a moment of simulated time."""
    world.store.plan(due, NOBODY, action, {"account": account.id, **params})


def job(world: World, act: Act, kind: str, id_name: str) -> tuple[Account, Doc]:
    """Return the account and the document that a job of the platform is about.

    Raises:
        ActError: a person was told to do the platform's work, or there is no such job.
    """
    if act.person != NOBODY:
        raise ActError("this is what WeChat does, not people")
    account = world.account(act, OFFICIAL_ACCOUNT)
    doc = world.store.get(kind, account.id, str(act.params.get(id_name)))
    if doc is None:
        raise ActError(f"no such {kind}")
    return account, doc


def admin(world: World, account: Account) -> int:
    """Return who administers the account: events about the account itself come from this person."""
    return world.dice.pick(f"administers {account.id}", 0, 0, world.people.count)
