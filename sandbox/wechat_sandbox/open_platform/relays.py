"""Passing on what accounts are told: to the third-party platforms and WeCom providers that act for them."""

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, OFFICIAL_ACCOUNT, SUITE, WECOM, Account
from wechat_sandbox.mini_program.subscribe_events import wrapped
from wechat_sandbox.open_platform import authorizations, installations
from wechat_sandbox.registry import Json, relay
from wechat_sandbox.world import World

MESSAGES = {OFFICIAL_ACCOUNT: 1, MINI_PROGRAM: 19}
# Events of a corp that a provider hears at its command URL, in a form of its own; the rest go to its data URL.
AS_NOTICES = (
    "change_external_contact",
    "change_external_chat",
    "change_external_tag",
    "change_contact",
    "customer_acquisition",
)
_OWN = ("ToUserName", "FromUserName", "CreateTime", "MsgType", "Event", "AgentID")


@relay
def tell_platforms(world: World, account: Account, person: int, message: Json, at: float) -> list[int]:
    """Pass on messages and events to the platforms that handle them: those with an `event_url` in `more`.

    In the address, `$APPID$` stands for the account that is told.
    """
    told = []
    for component in world.accounts.of_kind(COMPONENT) if account.kind in MESSAGES else ():
        url = str(component.more.get("event_url", ""))
        held = authorizations.find(world, component, account.app_id) if url else None
        if held is None or MESSAGES[account.kind] not in held["func_ids"]:
            continue
        written = wrapped(message) if component.callback_format == "xml" else message
        address = url.replace("$APPID$", account.app_id)
        sender = str(message["FromUserName"])
        told.append(world.callbacks.send(component, person, sender, written, at, address))
    return [delivery for delivery in told if delivery is not None]


@relay
def tell_providers(world: World, account: Account, person: int, message: Json, at: float) -> list[int]:
    """Pass on a corp's events to the suites it has installed."""
    told = []
    for suite in world.accounts.of_kind(SUITE) if account.kind == WECOM else ():
        if installations.find(world, suite, account.app_id) is None:
            continue
        if message.get("Event") in AS_NOTICES:
            told.append(world.callbacks.send(suite, person, "", _as_notice(suite, account, message), at))
        elif url := str(suite.more.get("data_url", "")):
            told.append(world.callbacks.send(suite, person, "", message, at, url))
    return [delivery for delivery in told if delivery is not None]


def _as_notice(suite: Account, corp: Account, message: Json) -> Json:
    fields = {name: value for name, value in message.items() if name not in _OWN}
    named = {"SuiteId": suite.app_id, "AuthCorpId": corp.app_id, "InfoType": message["Event"]}
    return {**named, "TimeStamp": message["CreateTime"], **fields}
