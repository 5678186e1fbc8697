"""A corp's administrator installing a suite, changing what it may see, removing it."""

from wechat_sandbox.accounts import SUITE, WECOM, Account
from wechat_sandbox.open_platform import installations
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World


@action("install_suite")
def install_suite(world: World, act: Act) -> Json:
    """Install `suite` in the corp `account`; `userid` is the member who does, `state` goes with the notice."""
    suite, corp = _both(world, act)
    userid = str(act.params.get("userid", "")) or first_member(world, corp)
    if world.store.get("staff", corp.id, userid) is None:
        raise ActError("userid is a member of the corp")
    return installations.install(world, suite, corp, userid, str(act.params.get("state", "")))


@action("change_suite")
def change_suite(world: World, act: Act) -> Json:
    """Change what `suite` may see of the corp `account`."""
    suite, corp = _installed(world, act)
    return {"changed": corp.app_id, "deliveries": installations.change(world, suite, corp)}


@action("reset_suite_code")
def reset_suite_code(world: World, act: Act) -> Json:
    """Have a new permanent code made for `suite` in the corp `account`."""
    return installations.reset(world, *_installed(world, act))


@action("uninstall_suite")
def uninstall_suite(world: World, act: Act) -> Json:
    """Remove `suite` from the corp `account`."""
    suite, corp = _installed(world, act)
    return {"removed": corp.app_id, "deliveries": installations.uninstall(world, suite, corp)}


def first_member(world: World, corp: Account) -> str:
    """Return the member who has been with the corp longest: its administrator."""
    members = world.store.page("staff", corp.id, limit=1)
    return members[0][1] if members else ""


def _both(world: World, act: Act) -> tuple[Account, Account]:
    named = {"account": act.params.get("suite", "")}
    return world.account(Act(act.at, act.person, act.action, named), SUITE), world.account(act, WECOM)


def _installed(world: World, act: Act) -> tuple[Account, Account]:
    suite, corp = _both(world, act)
    if installations.find(world, suite, corp.app_id) is None:
        raise ActError("the corp has not installed this suite")
    return suite, corp
