"""The corp's application: what it is called, who sees it, and where it may be opened."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.wecom import departments

LONGEST_NAME = 32
LONGEST_DESCRIPTION = 120
_TEXTS = {"name": LONGEST_NAME, "description": LONGEST_DESCRIPTION, "redirect_domain": 256, "home_url": 512}


@endpoint(WORK, "GET", "/cgi-bin/agent/get", WECOM)
def get_agent(call: Call) -> Json:
    """Tell about the application."""
    if call.query.get("agentid") != str(call.account.agent_id):
        raise ApiError(301002, "agentid is the application's own")
    staff = [{"userid": doc["userid"]} for doc in call.world.store.all("staff", call.account.id)]
    shown: Json = {"agentid": call.account.agent_id, **_described(call), "close": 0}
    shown |= {"allow_userinfos": {"user": staff}, "allow_partys": {"partyid": [departments.ROOT]}, "allow_tags": {"tagid": []}}
    return {**shown, "report_location_flag": 0, "isreportenter": 1}


@endpoint(WORK, "GET", "/cgi-bin/agent/list", WECOM)
def list_agents(call: Call) -> Json:
    """List the applications that the token may act for: one."""
    described = _described(call)
    agent = {"agentid": call.account.agent_id, "name": described["name"], "square_logo_url": described["square_logo_url"]}
    return {"agentlist": [agent]}


@endpoint(WORK, "POST", "/cgi-bin/agent/set", WECOM)
def set_agent(call: Call) -> Json:
    """Change the application."""
    if call.body.get("agentid") != call.account.agent_id or isinstance(call.body["agentid"], bool):
        raise ApiError(301002, "agentid is the application's own")
    changed = _described(call)
    for name, longest in _TEXTS.items():
        if name in call.body:
            changed[name] = call.text(name, 40058, longest)
    call.world.store.put("agent", call.account.id, "", changed)
    return {}


def _described(call: Call) -> Json:
    told = {"name": call.account.name, "square_logo_url": "", "description": "", "redirect_domain": "", "home_url": ""}
    return {**told, **(call.world.store.get("agent", call.account.id, "") or {})}
