"""A corp's own people: departments, members, and messages to them."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import WORK, Call, Json, endpoint

_KINDS = ("text", "markdown", "textcard", "news", "image", "file", "template_card", "miniprogram_notice")


@endpoint(WORK, "GET", "/cgi-bin/department/list", WECOM)
def list_departments(call: Call) -> Json:
    """List departments: one, the corp itself."""
    return {"department": [{"id": 1, "name": call.account.name, "parentid": 0, "order": 1}]}


@endpoint(WORK, "GET", "/cgi-bin/user/list", WECOM)
def list_members(call: Call) -> Json:
    """List the members of a department."""
    if call.query.get("department_id") != "1":
        raise ApiError(60011, "department_id is 1")
    return {"userlist": call.world.store.all("staff", call.account.id)}


@endpoint(WORK, "POST", "/cgi-bin/message/send", WECOM)
def send_to_members(call: Call) -> Json:
    """Send an application message to members."""
    if call.body.get("agentid") != call.account.agent_id:
        raise ApiError(40056, "agentid is the application's own")
    kind = call.text("msgtype", 40058)
    if kind not in _KINDS or not isinstance(call.body.get(kind), dict):
        raise ApiError(40058, f"msgtype is one of {', '.join(_KINDS)} and its content is given")
    asked = call.text("touser", 40058, 100_000)
    staff = {doc["userid"] for doc in call.world.store.all("staff", call.account.id)}
    named = sorted(staff) if asked == "@all" else [userid for userid in asked.split("|") if userid]
    known = [userid for userid in named if userid in staff]
    if not known:
        raise ApiError(81013, "no receiver is a member")
    msgid = call.world.dice.word(40, "staff message", call.world.store.next_number("staff messages"))
    for userid in known:
        message = {"userid": userid, "msgtype": kind, kind: call.body[kind], "msgid": msgid}
        call.world.store.append("staff messages", message)
    unknown = [userid for userid in named if userid not in staff]
    return {"invaliduser": "|".join(unknown), "msgid": msgid}
