"""Letting a service account write, and taking back what it may know."""

from wechat_sandbox import windows
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.official_account import web_pages, web_tokens
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.world import World


@action("answer_notice")
def answer_notice(world: World, act: Act) -> Json:
    """Answer a service account's question whether it may send notices: `accept` is true unless given."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    known = [doc["priTmplId"] for doc in world.store.all("subscribe template", account.id)]
    asked = act.params.get("template_ids") or known
    accepts = act.params.get("accept", True)
    if not isinstance(asked, list) or not asked or not all(template_id in known for template_id in asked):
        raise ActError("template_ids holds notices of this account")
    answers = []
    for template_id in asked:
        if accepts:
            windows.give_consent(world, account, world.people.openid(account, act.person), template_id)
        status = "accept" if accepts else "reject"
        answers.append({"TemplateId": template_id, "SubscribeStatusString": status, "PopupScene": "1"})
    event = subscribe_event(world, account, "subscribe_msg_popup_event", answers)
    return {"answers": answers, "deliveries": world.callback(account, act.person, act.at, **event)}


@action("switch_off_notice")
def switch_off_notice(world: World, act: Act) -> Json:
    """Switch a service account's notices off in its settings: consents given before are void."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    openid = world.people.openid(account, act.person)
    answers = []
    for doc in world.store.all("subscribe template", account.id):
        world.store.delete("consent", account.id, f"{openid}:{doc['priTmplId']}")
        answers.append({"TemplateId": doc["priTmplId"], "SubscribeStatusString": "reject"})
    if not answers:
        raise ActError("the account has no notices")
    event = subscribe_event(world, account, "subscribe_msg_change_event", answers)
    return {"deliveries": world.callback(account, act.person, act.at, **event)}


@action("authorize_web")
def authorize_web(world: World, act: Act) -> Json:
    """Agree on the page of web authorisation, and hand out the code that the brand's page gets."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    scope = act.params.get("scope", web_pages.USERINFO)
    if scope not in (web_pages.BASE, web_pages.USERINFO):
        raise ActError(f"scope is {web_pages.BASE} or {web_pages.USERINFO}")
    return {"code": web_pages.new_code(world, account, act.person, scope), "deliveries": []}


@action("revoke_web_authorization")
def revoke_web_authorization(world: World, act: Act) -> Json:
    """Take the web authorisation back: the account's tokens are void, and it must delete what it was told."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    web_tokens.revoke(world, account, act.person)
    openid = world.people.openid(account, act.person)
    fields = {"OpenID": openid, "AppID": account.app_id, "RevokeInfo": str(act.params.get("info", "202"))}
    return {"deliveries": world.callback(account, act.person, act.at, Event="user_authorization_revoke", **fields)}


@action("change_web_profile")
def change_web_profile(world: World, act: Act) -> Json:
    """Change name or picture: an account that was authorised is told to fetch them anew."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    fields = {"OpenID": world.people.openid(account, act.person), "AppID": account.app_id, "RevokeInfo": ""}
    return {"deliveries": world.callback(account, act.person, act.at, Event="user_info_modified", **fields)}
