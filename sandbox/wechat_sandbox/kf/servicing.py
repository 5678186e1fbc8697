"""What servicers do on their phones: take customers from the queue, answer, hand over, end, and rest."""

from typing import Any

from wechat_sandbox import inbox
from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.inbox import Letter
from wechat_sandbox.kf import log, sessions
from wechat_sandbox.kf.accounts import KF_ACCOUNT, NOBODY
from wechat_sandbox.kf.servicers import RECEIVING, STOPPED, receives
from wechat_sandbox.kf.states import ENDED, HUMAN, QUEUE
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

# `change_type` of session_status_change.
TAKEN, HANDED_OVER, CLOSED = 1, 2, 3
_ANSWERS = (
    "您好，我来帮您看一下，请稍等。",
    "已经帮您查到了，预计明天送达。",
    "这款适合您的，敏感肌也可以放心用。",
    "给您登记好了，稍后会有短信通知。",
    "不好意思久等了，马上为您处理。",
    "可以的，七天内支持无理由退货。",
    "优惠券已经放到您的账户，结算时会自动抵扣。",
)


@action("taken_by_servicer")
def taken(world: World, act: Act) -> Json:
    """Be taken from the queue: by the servicer named, else by any who receives."""
    corp, account, session = _session(world, act)
    if session["state"] != QUEUE:
        raise ActError("the person does not wait in the queue")
    free = [userid for userid in account["servicers"] if receives(account, userid)]
    wanted = act.params.get("userid")
    free = [userid for userid in free if not wanted or userid == wanted]
    if not free:
        raise ActError("no servicer receives now")
    userid = free[world.dice.pick("which servicer", act.person, int(act.at), len(free))]
    code = sessions.move(world, corp, session, HUMAN, userid, act.at)
    changed = {"change_type": TAKEN, "new_servicer_userid": userid, "msg_code": code}
    return {"servicer_userid": userid, "deliveries": _tell(world, corp, session, act.at, **changed)}


@action("answered_by_servicer")
def answered(world: World, act: Act) -> Json:
    """Get an answer from the servicer in charge: `content`, else something polite."""
    corp, _, session = _session(world, act)
    if session["state"] != HUMAN:
        raise ActError("no servicer is in charge")
    words = act.params.get("content") or _ANSWERS[world.dice.pick("servicer says", act.person, int(act.at), len(_ANSWERS))]
    message = {"msgtype": "text", "text": {"content": str(words)[:2000]}}
    userid = session["servicer"]
    msgid, sent = log.said(world, corp, session["open_kfid"], act.person, act.at, message, userid)
    if session["replied"] != session["number"]:
        session["replied"] = session["number"]
        waited = act.at - session["wrote"]
        log.count(world, corp, session["open_kfid"], act.at, {"replied_sessions": 1, "first_reply_seconds": waited}, userid)
        sessions.keep(world, corp, session)
    inbox.receive(world, Letter(corp, act.person, inbox.KF, {**message, "open_kfid": session["open_kfid"]}, None, msgid))
    later = {"account": corp.id, "open_kfid": session["open_kfid"], "number": session["number"], "asked": session["asked"]}
    world.store.plan(act.at + world.settings.kf_reads_after_sim_seconds, act.person, "hear_kf", {**later, "choices": []})
    quiet = world.settings.kf_servicer_ends_sim_minutes * 60
    world.store.plan(act.at + quiet, act.person, "ended_by_servicer", later)
    return {"msgid": msgid, "deliveries": sent}


@action("handed_over_by_servicer")
def handed_over(world: World, act: Act) -> Json:
    """Be handed to another servicer, `userid`."""
    corp, account, session = _session(world, act)
    before, userid = session["servicer"], str(act.params.get("userid"))
    if session["state"] != HUMAN or not receives(account, userid) or userid == before:
        raise ActError("no servicer is in charge, or the other does not receive")
    sessions.move(world, corp, session, HUMAN, userid, act.at)
    changed = {"change_type": HANDED_OVER, "old_servicer_userid": before, "new_servicer_userid": userid}
    return {"servicer_userid": userid, "deliveries": _tell(world, corp, session, act.at, **changed)}


@action("ended_by_servicer")
def ended(world: World, act: Act) -> Json:
    """Have one's session ended by the servicer in charge; with `asked`, only if nothing was asked since."""
    corp, _, session = _session(world, act)
    if session["state"] != HUMAN or act.params.get("asked", session["asked"]) != session["asked"]:
        raise ActError("no servicer is in charge, or the person has written again")
    userid = session["servicer"]
    code = sessions.move(world, corp, session, ENDED, "", act.at)
    changed = {"change_type": CLOSED, "old_servicer_userid": userid, "msg_code": code}
    return {"servicer_userid": userid, "deliveries": _tell(world, corp, session, act.at, **changed)}


@action("answer_recalled_by_servicer")
def answer_recalled(world: World, act: Act) -> Json:
    """See an answer, `msgid`, taken back by the servicer in charge."""
    corp, _, session = _session(world, act)
    if session["state"] != HUMAN:
        raise ActError("no servicer is in charge")
    fields = {"recall_msgid": str(act.params.get("msgid", "")), "servicer_userid": session["servicer"]}
    sent = log.happened(world, corp, session["open_kfid"], act.person, act.at, "servicer_recall_msg", **fields)
    return {**fields, "deliveries": sent}


@action("refused_by_servicer")
def refused(world: World, act: Act) -> Json:
    """Be refused by the servicer in charge, who reads nothing more; `refuses`: false ends that."""
    corp, _, session = _session(world, act)
    if session["state"] != HUMAN:
        raise ActError("no servicer is in charge")
    switch = int(act.params.get("refuses", True) is not False)
    fields = {"servicer_userid": session["servicer"], "reject_switch": switch}
    name = "reject_customer_msg_switch_change"
    sent = log.happened(world, corp, session["open_kfid"], act.person, act.at, name, **fields)
    if switch:
        log.count(world, corp, session["open_kfid"], act.at, {"msg_rejected_customer_cnt": 1}, session["servicer"])
    return {**fields, "deliveries": sent}


@action("servicer_status")
def change_status(world: World, act: Act) -> Json:
    """A servicer, `userid`, stops receiving in `open_kfid`, or receives again with `receives`: true."""
    corp = world.account(act, WECOM)
    account = world.store.get(KF_ACCOUNT, corp.id, str(act.params.get("open_kfid")))
    userid = str(act.params.get("userid"))
    if account is None or userid not in account["servicers"]:
        raise ActError("no such servicer of such an account")
    status = RECEIVING if act.params.get("receives") else STOPPED
    account["servicers"][userid] = {"status": status, "stop_type": 0}
    world.store.put(KF_ACCOUNT, corp.id, account["open_kfid"], account)
    fields = {"servicer_userid": userid, "status": status + 1, "stop_type": 0}
    sent = log.happened(world, corp, account["open_kfid"], NOBODY, act.at, "servicer_status_change", **fields)
    return {"status": status, "deliveries": sent}


def _session(world: World, act: Act) -> tuple[Account, Doc, Doc]:
    corp = world.account(act, WECOM)
    account = world.store.get(KF_ACCOUNT, corp.id, str(act.params.get("open_kfid")))
    if account is None:
        raise ActError("no such kf account")
    session = sessions.find(world, corp, account["open_kfid"], act.person)
    if act.params.get("number", session["number"]) != session["number"]:
        raise ActError("that session is over")
    return corp, account, session


def _tell(world: World, corp: Account, session: Doc, at: float, **changed: Any) -> list[int]:
    return log.happened(world, corp, session["open_kfid"], session["person"], at, "session_status_change", **changed)
