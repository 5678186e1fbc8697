"""An administrator letting a third-party platform in, changing what it may do, and shutting it out."""

from wechat_sandbox.accounts import COMPONENT, Account
from wechat_sandbox.open_platform import authorizations, scopes
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World


@action("authorize_component")
def authorize_component(world: World, act: Act) -> Json:
    """Let `component` act for `account`, in all it can do or in `func_ids`; again, to change that."""
    component, account = _both(world, act)
    sets = scopes.SETS[account.kind]
    func_ids = act.params.get("func_ids", list(sets))
    if not isinstance(func_ids, list) or not all(number in sets for number in func_ids):
        raise ActError(f"func_ids holds numbers of {', '.join(map(str, sets))}")
    return authorizations.authorize(world, component, account, func_ids)


@action("revoke_component")
def revoke_component(world: World, act: Act) -> Json:
    """Shut `component` out of `account`."""
    component, account = _both(world, act)
    if authorizations.find(world, component, account.app_id) is None:
        raise ActError("the account has not let this platform in")
    return {"revoked": account.app_id, "deliveries": authorizations.revoke(world, component, account)}


def _both(world: World, act: Act) -> tuple[Account, Account]:
    named = {"account": act.params.get("component", "")}
    component = world.account(Act(act.at, act.person, act.action, named), COMPONENT)
    account = world.accounts.get(str(act.params.get("account", "")))
    if account is None or account.kind not in scopes.SETS:
        raise ActError("account is an Official Account or Mini Program")
    return component, account
