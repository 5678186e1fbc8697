"""Sessions between a customer and an account: who answers, how the state may change, and how long one may write."""

import math

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.kf import codes, log
from wechat_sandbox.kf.accounts import of_call
from wechat_sandbox.kf.servicers import receives
from wechat_sandbox.kf.states import BOT, ENDED, HUMAN, NEW, QUEUE
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_STATES = (NEW, BOT, QUEUE, HUMAN, ENDED)
_BLANK: Doc = {
    "state": ENDED,
    "servicer": "",
    "number": 0,
    "context": {},
    "refuses": False,
    # When the customer came, wrote and was welcomed last, and how often the corp has written since they wrote.
    "entered": 0.0,
    "wrote": 0.0,
    "welcomed": 0.0,
    "sent": 0,
    # What they have asked in this session, and the last of these questions that was answered, and that they reacted to.
    "asked": 0,
    "answered": 0,
    "reacted": 0,
    # The last session that a servicer has answered in, and the last day that the statistics have counted them on.
    "replied": 0,
    "seen": -1,
}


def find(world: World, corp: Account, open_kfid: str, person: int) -> Doc:
    """Return a customer's session; one that was never begun, or is over by time, is ended."""
    external = world.people.openid(corp, person)
    held = world.store.get("kf session", corp.id, f"{open_kfid}:{external}")
    if held is None:
        return {**_BLANK, "open_kfid": open_kfid, "person": person}
    if held["state"] != ENDED and world.now() >= held["wrote"] + world.settings.kf_window_sim_seconds:
        held.update(state=ENDED, servicer="")
    return held


def keep(world: World, corp: Account, session: Doc) -> None:
    """Write a session down."""
    external = world.people.openid(corp, session["person"])
    world.store.put("kf session", corp.id, f"{session['open_kfid']}:{external}", session)


def of_customer(call: Call, field: str) -> Doc:
    """Return the session of the account and the customer that a call names.

    Raises:
        ApiError: 95000 or 95004 for the account, 40096 for the customer.
    """
    account = of_call(call)
    person = call.world.people.find(call.account, call.text(field, 40096, 64))
    if person is None:
        raise ApiError(40096, f"{field} is no customer of this corp")
    return find(call.world, call.account, account["open_kfid"], person)


def move(world: World, corp: Account, session: Doc, state: int, servicer: str, at: float) -> str:
    """Change a session's state; return the code with which one message may be sent about it, if there is one."""
    if session["state"] == BOT and state in (QUEUE, HUMAN):
        log.count(world, corp, session["open_kfid"], at, {"ai_transfers": 1})
    if state == BOT:
        log.count(world, corp, session["open_kfid"], at, {"ai_session_reply_cnt": 1})
    if state == HUMAN:
        log.count(world, corp, session["open_kfid"], at, {"session_cnt": 1, "customer_cnt": 1}, servicer)
    handed_over = session["state"] == HUMAN and state == HUMAN
    session.update(state=state, servicer=servicer)
    keep(world, corp, session)
    if state in (QUEUE, HUMAN):
        call_servicer(world, corp, session, at)
    return codes.new(world, corp, session, at) if state in (QUEUE, HUMAN, ENDED) and not handed_over else ""


def call_servicer(world: World, corp: Account, session: Doc, at: float) -> None:
    """Let a servicer take a customer from the queue, or answer one they already have, after a human while."""
    settings = world.settings
    if session["state"] == QUEUE:
        action, minutes = "taken_by_servicer", settings.kf_servicer_takes_sim_minutes
    else:
        action, minutes = "answered_by_servicer", settings.kf_servicer_replies_sim_minutes
    wait = -math.log(1 - world.dice.one(action, session["person"], int(at))) * minutes * 60
    params = {"account": corp.id, "open_kfid": session["open_kfid"], "number": session["number"], "asked": session["asked"]}
    world.store.plan(at + 1 + wait, session["person"], action, params)


@endpoint(WORK, "POST", "/cgi-bin/kf/service_state/get", WECOM)
def get_state(call: Call) -> Json:
    """Tell who answers a customer at the moment."""
    session = of_customer(call, "external_userid")
    shown: Json = {"service_state": session["state"]}
    return {**shown, "servicer_userid": session["servicer"]} if session["servicer"] else shown


@endpoint(WORK, "POST", "/cgi-bin/kf/service_state/trans", WECOM)
def change_state(call: Call) -> Json:
    """Let somebody else answer a customer, or end the session."""
    session = of_customer(call, "external_userid")
    state = call.number("service_state", 40058)
    if state not in _STATES:
        raise ApiError(40058, "service_state is 0 to 4")
    if session["state"] == ENDED:
        raise ApiError(95013, "the session is over or not begun; the customer must write")
    if f"{session['state']}{state}" not in call.world.settings.kf_legal_moves.split():
        raise ApiError(95016, f"state {session['state']} does not become {state}")
    servicer = call.text("servicer_userid", 95014, 64) if state == HUMAN else ""
    if servicer and not receives(of_call(call), servicer):
        raise ApiError(95014, "no servicer of this account, or one who does not receive now")
    code = move(call.world, call.account, session, state, servicer, call.world.now())
    return {"msg_code": code} if code else {}
