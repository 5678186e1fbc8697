"""What WeChat checks when a page calls wx.config or agentConfig: the signature, made with a ticket it gave out."""

import hmac
import time

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, WECOM, Account
from wechat_sandbox.official_account.js_tickets import JSAPI, signature
from wechat_sandbox.registry import Json
from wechat_sandbox.wecom.tickets import AGENT, CORP
from wechat_sandbox.world import World

AGENT_CONFIG = "agentConfig"
_TEXTS = ("timestamp", "nonceStr", "signature", "url")


def refusal(world: World, given: Json) -> str:
    """Say why a page may not call anything, in the words the SDK uses; empty when it may."""
    if not all(isinstance(given.get(name), (str, int)) for name in _TEXTS):
        return f"{', '.join(_TEXTS)} are needed"
    agent = given.get("kind") == AGENT_CONFIG
    named = given.get("corpid") or given.get("appId") or given.get("appid")
    account = world.accounts.by_app_id(str(named))
    if account is None or account.kind not in ((WECOM,) if agent else (OFFICIAL_ACCOUNT, WECOM)):
        return "invalid corpid" if agent else "invalid appid"
    if agent and str(given.get("agentid")) != str(account.agent_id):
        return "invalid agentid"
    ticket = _ticket(world, account, agent)
    if not ticket:
        return "no ticket was asked for, or its life is over"
    expected = signature(ticket, str(given["nonceStr"]), given["timestamp"], str(given["url"]))
    return "" if hmac.compare_digest(expected, str(given["signature"])) else "invalid signature"


def _ticket(world: World, account: Account, agent: bool) -> str:
    if account.kind == OFFICIAL_ACCOUNT:
        held = world.store.get("js ticket", account.id, JSAPI)
    else:
        held = world.store.get("jsapi ticket", account.id, AGENT if agent else CORP)
    return str(held["ticket"]) if held and held["expires"] > time.time() else ""
