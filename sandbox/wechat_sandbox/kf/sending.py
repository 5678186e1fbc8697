"""Messages of a corp to its customers: answers within the window, and one message for each code."""

import re

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.kf import codes, content, log, sessions
from wechat_sandbox.kf.states import BOT, ENDED, NEW
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.settings.rule import UNVERIFIED
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
_ON_EVENT = ("text", "msgmenu")
# How a message may fail after it has been accepted.
UNKNOWN_REASON, REFUSED = 0, 10


@endpoint(WORK, "POST", "/cgi-bin/kf/send_msg", WECOM)
def send(call: Call) -> Json:
    """Write to a customer who has written lately; a msgid that is given again is not sent again."""
    world, corp = call.world, call.account
    session = sessions.of_customer(call, "touser")
    message, msgid = content.read(call), _msgid(call)
    sent_before = f"{session['open_kfid']}:{msgid}"
    if msgid and world.store.get("kf sent", corp.id, sent_before) is not None:
        return {"msgid": msgid}
    _check_window(world, session)
    session["sent"] += 1
    sessions.keep(world, corp, session)
    msgid = msgid or _new_msgid(world, corp)
    world.store.put("kf sent", corp.id, f"{session['open_kfid']}:{msgid}", {})
    deliver(world, corp, session, message, msgid)
    return {"msgid": msgid}


@endpoint(WORK, "POST", "/cgi-bin/kf/send_msg_on_event", WECOM)
def send_on_event(call: Call) -> Json:
    """Write one message about an event, by its code: a welcome, a word about the queue, a goodbye.

    Which code refuses an unknown msg_code is not documented anywhere seen; 95007, the bad token's, stands in.
    """
    world, corp = call.world, call.account
    code, msgid = call.text("code", 95007, 128), _msgid(call)
    held = codes.alive(world, corp, code)
    if held is None:
        raise ApiError(95007, "the code is unknown, used, or its time is over", mark=UNVERIFIED)
    session = sessions.find(world, corp, held["open_kfid"], held["person"])
    if held["about"] != codes.WELCOME and held["about"] != session["state"]:
        raise ApiError(95018, "the code serves in the state that it came with")
    menus = held["about"] in (codes.WELCOME, ENDED)
    message = content.read(call, _ON_EVENT if menus else ("text",))
    codes.use(world, corp, code)
    if held["about"] == codes.WELCOME:
        session["welcomed"] = world.now()
        sessions.keep(world, corp, session)
    msgid = msgid or _new_msgid(world, corp)
    deliver(world, corp, session, message, msgid)
    return {"msgid": msgid}


def deliver(world: World, corp: Account, session: Doc, message: Json, msgid: str) -> None:
    """Put a message before a customer, who will hear it soon, or tell the corp why it failed."""
    person, open_kfid = session["person"], session["open_kfid"]
    number = world.store.next_number(f"kf deliveries of {corp.id}")
    lost = world.dice.one("kf send fails", person, number) < world.settings.kf_send_fails
    if session["refuses"] or lost:
        reason = REFUSED if session["refuses"] else UNKNOWN_REASON
        fields = {"fail_msgid": msgid, "fail_type": reason}
        log.happened(world, corp, open_kfid, person, world.now(), "msg_send_fail", **fields)
        return
    inbox.receive(world, Letter(corp, person, inbox.KF, {**message, "open_kfid": open_kfid}, None, msgid))
    wait = world.settings.kf_reads_after_sim_seconds * (0.2 + 1.6 * world.dice.one("kf reads", person, number))
    params = {"account": corp.id, "open_kfid": open_kfid, "choices": content.choices(message), "number": session["number"]}
    world.store.plan(world.now() + wait, person, "hear_kf", params)


def _check_window(world: World, session: Doc) -> None:
    settings = world.settings
    if not session["wrote"] or world.now() >= session["wrote"] + settings.kf_window_sim_seconds:
        raise ApiError(95002, "the customer has not written in 48 h")
    if session["state"] == ENDED:
        raise ApiError(95013, "the session is over; the customer must write")
    if session["state"] not in (NEW, BOT):
        raise ApiError(95018, "one may write in states 0 and 1, not while people are in charge")
    if session["sent"] >= settings.kf_messages_per_window:
        raise ApiError(95001, f"{settings.kf_messages_per_window} messages after a customer's last one")


def _msgid(call: Call) -> str:
    msgid = call.body.get("msgid", "")
    if not isinstance(msgid, str) or (msgid and not _MSGID.fullmatch(msgid)):
        raise ApiError(40058, "msgid is 1 to 32 of 0-9, a-z, A-Z, _ and -")
    return msgid


def _new_msgid(world: World, corp: Account) -> str:
    return world.dice.word(32, "kf sent", corp.id, world.store.next_number(f"kf sent of {corp.id}"))
