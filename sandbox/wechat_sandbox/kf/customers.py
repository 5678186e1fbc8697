"""Who the customers are, and recommending a member of staff to them."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.kf import log, sessions
from wechat_sandbox.kf.accounts import KF_ACCOUNT
from wechat_sandbox.registry import WORK, Call, Json, endpoint

MOST = 100
MEMBER, GROUP = 1, 2


@endpoint(WORK, "POST", "/cgi-bin/kf/customer/batchget", WECOM)
def get_customers(call: Call) -> Json:
    """Tell who customers are and, when asked, by which link they came in the last 48 hours."""
    context = call.body.get("need_enter_session_context", 0)
    if context not in (0, 1):
        raise ApiError(40058, "need_enter_session_context is 0 or 1")
    known, unknown = [], []
    for external in call.texts("external_userid_list", 40058, MOST):
        person = call.world.people.find(call.account, external)
        if person is None:
            unknown.append(external)
        else:
            known.append(_card(call, external, person, bool(context)))
    return {"customer_list": known, "invalid_external_userid": unknown}


@endpoint(WORK, "GET", "/cgi-bin/kf/customer/get_upgrade_service_config", WECOM)
def upgrade_config(call: Call) -> Json:
    """Tell which members and groups may be recommended: all members here."""
    members = [doc["userid"] for doc in call.world.store.all("staff", call.account.id)]
    ranges = {"userid_list": members, "department_id_list": [1]}
    return {"member_range": ranges, "groupchat_range": {"chat_id_list": []}}


@endpoint(WORK, "POST", "/cgi-bin/kf/customer/upgrade_service", WECOM)
def upgrade(call: Call) -> Json:
    """Recommend a member or a group to a customer; some then add them."""
    world, corp = call.world, call.account
    session = sessions.of_customer(call, "external_userid")
    kind = call.number("type", 40058)
    name = {MEMBER: "member", GROUP: "groupchat"}.get(kind)
    offered = call.body.get(name) if name else None
    if not isinstance(offered, dict) or not isinstance(offered.get("wording", ""), str):
        raise ApiError(40058, "type is 1 with member or 2 with groupchat")
    userid = offered.get("userid")
    if kind == MEMBER and (not isinstance(userid, str) or world.store.get("staff", corp.id, userid) is None):
        raise ApiError(60111, "no such member")
    if kind == GROUP and not isinstance(offered.get("chat_id"), str):
        raise ApiError(40058, "groupchat holds chat_id")
    person, open_kfid = session["person"], session["open_kfid"]
    world.store.put("kf upgrade", corp.id, f"{open_kfid}:{person}", {"type": kind})
    counted = {"upgrade_service_customer_cnt": 1, f"upgrade_service_{name}_invite_cnt": 1}
    log.count(world, corp, open_kfid, world.now(), counted)
    inbox.receive(
        world, Letter(corp, person, inbox.KF, {"msgtype": "upgrade_service", "open_kfid": open_kfid, str(name): offered})
    )
    accepts = world.dice.one("kf upgrade", person, int(world.now())) < world.settings.kf_accepts_upgrade
    if kind == MEMBER and accepts:
        world.store.plan(world.now() + 60, person, "add_staff", {"account": corp.id, "userid": userid})
    return {}


@endpoint(WORK, "POST", "/cgi-bin/kf/customer/cancel_upgrade_service", WECOM)
def cancel_upgrade(call: Call) -> Json:
    """Stop recommending."""
    session = sessions.of_customer(call, "external_userid")
    call.world.store.delete("kf upgrade", call.account.id, f"{session['open_kfid']}:{session['person']}")
    return {}


def _card(call: Call, external: str, person: int, context: bool) -> Json:
    people = call.world.people
    card: Json = {"external_userid": external, "nickname": people.name(person), "avatar": "", "gender": 0}
    if unionid := people.unionid(call.account, person):
        card["unionid"] = unionid
    if context and (entered := _latest_entry(call, person)):
        card["enter_session_context"] = entered
    return card


def _latest_entry(call: Call, person: int) -> Json:
    """Return how a person last came to any account, empty when that was too long ago."""
    world, corp = call.world, call.account
    held = [sessions.find(world, corp, doc["open_kfid"], person) for doc in world.store.all(KF_ACCOUNT, corp.id)]
    latest = max(held, key=lambda session: float(session["entered"]), default=None)
    if latest is None or world.now() >= latest["entered"] + world.settings.kf_window_sim_seconds:
        return {}
    return dict(latest["context"])
