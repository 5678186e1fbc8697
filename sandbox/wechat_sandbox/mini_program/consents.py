"""What people take back: consent to messages, their profile, the data they had given."""

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World

# What user_authorization_revoke names: 1 phone number … 8 album; 201 address, 202 invoice title, 203 card.
REVOCABLE = ("1", "2", "3", "4", "5", "6", "7", "8", "201", "202", "203")


def is_refused(world: World, account: Account, openid: str, template_id: str) -> bool:
    """Tell whether a person has switched a template off in the Mini Program's settings."""
    return world.store.get("subscription refused", account.id, f"{openid}:{template_id}") is not None


@action("refuse_subscription")
def refuse_subscription(world: World, act: Act) -> Json:
    """Switch templates off in the settings of the Mini Program: consents given before are void."""
    account, template_ids = _chosen(world, act)
    openid = world.people.openid(account, act.person)
    for template_id in template_ids:
        world.store.put("subscription refused", account.id, f"{openid}:{template_id}", {})
        world.store.delete("consent", account.id, f"{openid}:{template_id}")
    return {"refused": template_ids, "deliveries": _tell(world, account, act, template_ids, "reject")}


@action("allow_subscription")
def allow_subscription(world: World, act: Act) -> Json:
    """Switch templates on again; a message still needs an accept."""
    account, template_ids = _chosen(world, act)
    openid = world.people.openid(account, act.person)
    for template_id in template_ids:
        world.store.delete("subscription refused", account.id, f"{openid}:{template_id}")
    return {"allowed": template_ids, "deliveries": _tell(world, account, act, template_ids, "accept")}


@action("change_profile")
def change_profile(world: World, act: Act) -> Json:
    """Change name or picture: the Mini Program is told to fetch them anew."""
    account = world.account(act, MINI_PROGRAM)
    fields = {"openid": world.people.openid(account, act.person), "appid": account.app_id}
    return {"deliveries": world.callback(account, act.person, act.at, Event="user_info_modified", **fields)}


@action("revoke_authorization")
def revoke_authorization(world: World, act: Act) -> Json:
    """Take data back: `info` says which, 1 (the phone number) unless given. It must be deleted."""
    account = world.account(act, MINI_PROGRAM)
    info = str(act.params.get("info", "1"))
    if info not in REVOCABLE:
        raise ActError(f"info is one of {', '.join(REVOCABLE)}")
    fields = {"OpenID": world.people.openid(account, act.person), "AppID": account.app_id, "RevokeInfo": info}
    sent = world.callback(account, act.person, act.at, Event="user_authorization_revoke", **fields)
    return {"revoked": info, "deliveries": sent}


def _chosen(world: World, act: Act) -> tuple[Account, list[str]]:
    account = world.account(act, MINI_PROGRAM)
    known = [doc["priTmplId"] for doc in world.store.all("subscribe template", account.id)]
    chosen = act.params.get("template_ids", known)
    if not isinstance(chosen, list) or not chosen or not all(template_id in known for template_id in chosen):
        raise ActError("template_ids holds templates of this Mini Program")
    return account, chosen


def _tell(world: World, account: Account, act: Act, template_ids: list[str], status: str) -> list[int]:
    items = [{"TemplateId": template_id, "SubscribeStatusString": status} for template_id in template_ids]
    event = subscribe_event(world, account, "subscribe_msg_change_event", items)
    return world.callback(account, act.person, act.at, **event)
