"""The service desk (客服): agents, and sessions between one of them and a person, with the events about them."""

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

FIRST_AGENT = 1001


def begin(world: World, account: Account, person: int, wanted: str = "") -> list[int]:
    """Hand a person over to an agent: the one named, else the first; nobody hears of it where there is none."""
    agents = world.store.all("kf agent", account.id)
    agent = next((doc for doc in agents if wanted in ("", doc["kf_account"])), None)
    openid = world.people.openid(account, person)
    if agent is None or world.store.get("kf session", account.id, openid) is not None:
        return []
    return _open(world, account, person, agent["kf_account"])


def talks(world: World, account: Account, openid: str) -> bool:
    """Tell whether an agent has a person's session: what the person writes goes to the agent, not to the server."""
    return world.store.get("kf session", account.id, openid) is not None


@endpoint(API, "POST", "/customservice/kfaccount/add", OFFICIAL_ACCOUNT)
def add_agent(call: Call) -> Json:
    """Add an agent."""
    name = call.text("kf_account", 61453, 64)
    nickname = call.text("nickname", 61451, 32)
    if "@" not in name or call.world.store.get("kf agent", call.account.id, name) is not None:
        raise ApiError(61453, "kf_account is name@account, and new")
    number = FIRST_AGENT - 1 + call.world.store.next_number(f"kf agents of {call.account.id}")
    doc = {"kf_account": name, "kf_nick": nickname, "kf_id": str(number), "kf_headimgurl": ""}
    call.world.store.put("kf agent", call.account.id, name, doc)
    return OK


@endpoint(API, "POST", "/customservice/kfaccount/update", OFFICIAL_ACCOUNT)
def update_agent(call: Call) -> Json:
    """Rename an agent."""
    doc = _agent(call, call.body.get("kf_account"))
    renamed = {**doc, "kf_nick": call.text("nickname", 61451, 32)}
    call.world.store.put("kf agent", call.account.id, doc["kf_account"], renamed)
    return OK


@endpoint(API, "GET", "/customservice/kfaccount/del", OFFICIAL_ACCOUNT)
def delete_agent(call: Call) -> Json:
    """Remove an agent."""
    call.world.store.delete("kf agent", call.account.id, _agent(call, call.query.get("kf_account"))["kf_account"])
    return OK


@endpoint(API, "GET", "/cgi-bin/customservice/getkflist", OFFICIAL_ACCOUNT)
def list_agents(call: Call) -> Json:
    """List the agents."""
    return {"kf_list": call.world.store.all("kf agent", call.account.id)}


@endpoint(API, "GET", "/cgi-bin/customservice/getonlinekflist", OFFICIAL_ACCOUNT)
def list_online_agents(call: Call) -> Json:
    """List the agents who are there; here, all of them."""
    counted: dict[str, int] = {}
    for session in call.world.store.all("kf session", call.account.id):
        counted[session["kf_account"]] = counted.get(session["kf_account"], 0) + 1
    agents = call.world.store.all("kf agent", call.account.id)
    online = [{"kf_account": a["kf_account"], "kf_id": a["kf_id"], "status": 1} for a in agents]
    return {"kf_online_list": [{**a, "accepted_case": counted.get(str(a["kf_account"]), 0)} for a in online]}


@endpoint(API, "POST", "/customservice/kfsession/create", OFFICIAL_ACCOUNT)
def create_session(call: Call) -> Json:
    """Open a session between an agent and a person."""
    agent, person, openid = _two(call)
    held = call.world.store.get("kf session", call.account.id, openid)
    if held is not None and held["kf_account"] != agent["kf_account"]:
        raise ApiError(61458, "another agent has the person's session")
    if held is None:
        _open(call.world, call.account, person, agent["kf_account"])
    return OK


@endpoint(API, "POST", "/customservice/kfsession/close", OFFICIAL_ACCOUNT)
def close_session(call: Call) -> Json:
    """Close it."""
    agent, person, openid = _two(call)
    held = call.world.store.get("kf session", call.account.id, openid)
    if held is None or held["kf_account"] != agent["kf_account"]:
        raise ApiError(61451, "no such session")
    call.world.store.delete("kf session", call.account.id, openid)
    told = {"Event": "kf_close_session", "KfAccount": agent["kf_account"], "CloseType": "KF"}
    call.world.callback(call.account, person, call.world.now(), **told)
    return OK


@endpoint(API, "GET", "/customservice/kfsession/getsession", OFFICIAL_ACCOUNT)
def get_session(call: Call) -> Json:
    """Tell which agent a person has."""
    openid = call.query.get("openid", "")
    fans.known(call.world, call.account, openid)
    held = call.world.store.get("kf session", call.account.id, openid) or {"kf_account": "", "createtime": 0}
    return {"kf_account": held["kf_account"], "createtime": held["createtime"]}


@endpoint(API, "GET", "/customservice/kfsession/getsessionlist", OFFICIAL_ACCOUNT)
def list_sessions(call: Call) -> Json:
    """List an agent's sessions."""
    agent = _agent(call, call.query.get("kf_account"))
    sessions = call.world.store.all("kf session", call.account.id)
    mine = [session for session in sessions if session["kf_account"] == agent["kf_account"]]
    return {"sessionlist": [{name: session[name] for name in ("openid", "createtime")} for session in mine]}


def _open(world: World, account: Account, person: int, agent: str) -> list[int]:
    openid = world.people.openid(account, person)
    doc = {"openid": openid, "kf_account": agent, "createtime": int(world.now())}
    world.store.put("kf session", account.id, openid, doc)
    return world.callback(account, person, world.now(), Event="kf_create_session", KfAccount=agent)


def _agent(call: Call, name: object) -> Doc:
    found = call.world.store.get("kf agent", call.account.id, name) if isinstance(name, str) else None
    if found is None:
        raise ApiError(61453, "no such kf_account")
    return found


def _two(call: Call) -> tuple[Doc, int, str]:
    agent = _agent(call, call.body.get("kf_account"))
    person = fans.known(call.world, call.account, call.body.get("openid"))
    return agent, person, str(call.body["openid"])
