"""Tickets with which pages in WeCom are signed: one of the corp, one of the application."""

import time

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint

CORP, AGENT = "corp", "agent"


@endpoint(WORK, "GET", "/cgi-bin/get_jsapi_ticket", WECOM)
def corp_ticket(call: Call) -> Json:
    """Give the ticket for wx.config."""
    return _ticket(call, CORP, call.world.settings.jsapi_tickets_per_wall_hour)


@endpoint(WORK, "GET", "/cgi-bin/ticket/get", WECOM)
def agent_ticket(call: Call) -> Json:
    """Give the ticket for wx.agentConfig."""
    if call.query.get("type") != "agent_config":
        raise ApiError(91040, "type is agent_config")
    return _ticket(call, AGENT, call.world.settings.agent_tickets_per_wall_hour)


def _ticket(call: Call, kind: str, most: int) -> Json:
    """Give the ticket in force, a new one when its life is over."""
    now, life = time.time(), call.world.settings.jsapi_ticket_wall_seconds
    held = call.world.store.get("jsapi ticket", call.account.id, kind) or {"expires": 0.0, "asked": [], "number": 0}
    asked = [at for at in held["asked"] if now - at < 3600]
    if len(asked) >= most:
        raise ApiError(45009, f"{most} times an hour")
    if now >= held["expires"]:
        number = held["number"] + 1
        word = "".join(call.world.dice.word(43, "jsapi ticket", call.account.id, kind, number, n) for n in range(2))
        held = {"ticket": word, "number": number, "expires": now + life}
    call.world.store.put("jsapi ticket", call.account.id, kind, {**held, "asked": [*asked, now]})
    return {"ticket": held["ticket"], "expires_in": max(int(held["expires"] - now), 0)}
