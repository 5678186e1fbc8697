"""Asking a brand's customer service (微信客服), hearing its answers, and losing patience with it."""

from typing import Any

from wechat_sandbox.accounts import WECOM, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.clock import china_day
from wechat_sandbox.kf import codes, files, log, questions, sessions
from wechat_sandbox.kf.accounts import KF_ACCOUNT, KF_LINK, link_of
from wechat_sandbox.kf.states import ENDED, HUMAN, NEW
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_LINKS = 1000
LONGEST_TEXT = 2000
_KINDS = ("text", "image", "voice", "video", "file", "location", "link", "miniprogram", "business_card")


@action("open_kf")
def open_kf(world: World, act: Act) -> Json:
    """Open customer service by a link, `url` (perhaps with scene_param), or by `open_kfid`; else by any link.

    `wechat_channels` is what the event says of a Channels account that one comes from.
    """
    corp = world.account(act, WECOM)
    open_kfid, context = _way_in(world, corp, act)
    session = sessions.find(world, corp, open_kfid, act.person)
    fields: Json = dict(context)
    if _may_be_welcomed(world, session, act.at):
        fields["welcome_code"] = codes.new(world, corp, session, act.at, welcome=True)
    session.update(entered=act.at, context=context)
    sessions.keep(world, corp, session)
    sent = log.happened(world, corp, open_kfid, act.person, act.at, "enter_session", **fields)
    return {"open_kfid": open_kfid, **fields, "deliveries": sent}


@action("ask_kf")
def ask_kf(world: World, act: Act) -> Json:
    """Write to customer service: `content`, else a question with `intent`, else any; or a `msgtype` with its object."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    kind = str(act.params.get("msgtype", "text"))
    if kind not in _KINDS:
        raise ActError(f"msgtype is one of {', '.join(_KINDS)}")
    session["asked"] += 1
    intent, message = _message(world, corp, act, kind)
    written = _write(world, corp, session, act, message)
    truth = {"person": act.person, "msgid": written["msgid"], "intent": intent, "content": message}
    world.store.append("kf questions", truth, act.person)
    params = {"account": corp.id, "open_kfid": session["open_kfid"], "asked": session["asked"], "number": session["number"]}
    world.store.plan(act.at + world.settings.kf_patience_sim_minutes * 60, act.person, "lose_patience", params)
    if world.dice.one("kf recalls", act.person, int(act.at)) < world.settings.kf_recalls and "content" not in act.params:
        world.store.plan(act.at + 20, act.person, "recall", {**params, "msgid": written["msgid"]})
    return {**written, "intent": intent, "content": message}


@action("answer_menu")
def answer_menu(world: World, act: Act) -> Json:
    """Choose an item of a menu, by `menu_id` and `content`."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    text = {"content": str(act.params.get("content", ""))[:LONGEST_TEXT], "menu_id": str(act.params.get("menu_id", ""))}
    session["asked"] += 1
    return _write(world, corp, session, act, {"msgtype": "text", "text": text})


@action("recall")
def recall(world: World, act: Act) -> Json:
    """Take back a message, `msgid`, that one has written to customer service."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    fields = {"recall_msgid": str(act.params.get("msgid", ""))}
    sent = log.happened(world, corp, session["open_kfid"], act.person, act.at, "user_recall_msg", **fields)
    return {**fields, "deliveries": sent}


@action("refuse_kf")
def refuse(world: World, act: Act) -> Json:
    """Refuse all messages of customer service, or take them again with `refuses`: false."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    session["refuses"] = act.params.get("refuses", True) is not False
    sessions.keep(world, corp, session)
    return {"refuses": session["refuses"], "deliveries": []}


@action("hear_kf")
def hear(world: World, act: Act) -> Json:
    """Read an answer: choose from its menu, be content, or ask on. Several answers to one question are heard as one."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    if session["number"] != act.params.get("number") or session["reacted"] == session["asked"]:
        return {"reacts": False, "deliveries": []}
    session.update(answered=session["asked"], reacted=session["asked"])
    sessions.keep(world, corp, session)
    choices = [item for item in act.params.get("choices") or [] if isinstance(item, dict) and "id" in item]
    here: Json = {"account": corp.id, "open_kfid": session["open_kfid"]}
    if choices and world.dice.one("kf answers menu", act.person, int(act.at)) < world.settings.kf_answers_menu:
        item = choices[world.dice.pick("kf menu item", act.person, int(act.at), len(choices))]
        return answer_menu(world, _then(act, "answer_menu", {**here, "menu_id": item["id"], "content": item["content"]}))
    wants_human = world.dice.one("kf wants human", act.person, session["number"]) < world.settings.kf_asks_for_human
    if wants_human and session["state"] != HUMAN:
        here["intent"] = questions.HUMAN
    elif world.dice.one("kf satisfied", act.person, int(act.at)) < world.settings.kf_satisfied:
        return _thank(world, corp, session, act)
    if session["asked"] < world.settings.kf_most_questions:
        return ask_kf(world, _then(act, "ask_kf", here))
    return {"reacts": False, "deliveries": []}


@action("lose_patience")
def lose_patience(world: World, act: Act) -> Json:
    """Having waited for an answer: write again, and the second time get angry, complain, perhaps refuse all messages."""
    corp = world.account(act, WECOM)
    session = _session(world, corp, act)
    asked = act.params.get("asked")
    if session["number"] != act.params.get("number") or session["asked"] != asked or session["answered"] == asked:
        return {"patient": True, "deliveries": []}
    here: Json = {"account": corp.id, "open_kfid": session["open_kfid"]}
    if session["asked"] - session["answered"] < 2:
        words = questions.IMPATIENT
        content = words[world.dice.pick("kf impatient", act.person, int(act.at), len(words))]
        return ask_kf(world, _then(act, "ask_kf", {**here, "content": content}))
    if world.dice.one("kf complains", act.person, int(act.at)) >= world.settings.kf_complains:
        return {"patient": False, "deliveries": []}
    return _complain(world, corp, session, act)


@habit
def need_help(world: World, slot: Slot) -> list[Act]:
    """People who know the brand open its customer service and ask."""
    asking: list[Act] = []
    for corp in world.accounts.of_kind(WECOM):
        if not world.store.count(KF_LINK, corp.id):
            continue
        who = chosen(world, slot, f"opens kf {corp.id}", world.settings.kf_open_per_day, caring(world))
        asking += acts(world, slot, who, "need_kf", account=corp.id)
    return asking


@action("need_kf")
def need_kf(world: World, act: Act) -> Json:
    """Open customer service and, a little later, ask there."""
    opened = open_kf(world, act)
    params = {"account": act.params.get("account"), "open_kfid": opened["open_kfid"]}
    wait = 5 + 40 * world.dice.one("kf types", act.person, int(act.at))
    world.store.plan(act.at + wait, act.person, "ask_kf", params)
    return opened


def _way_in(world: World, corp: Account, act: Act) -> tuple[str, Json]:
    """Return the account that is opened, and what the event will say about the link."""
    if url := act.params.get("url"):
        link = link_of(world, corp, str(url))
    elif open_kfid := act.params.get("open_kfid"):
        known = world.store.get(KF_ACCOUNT, corp.id, str(open_kfid)) is not None
        link = {"open_kfid": str(open_kfid), "scene": str(act.params.get("scene", ""))} if known else None
    else:
        links = [doc for _, _, doc in world.store.page(KF_LINK, corp.id, limit=MOST_LINKS)]
        link = links[world.dice.pick("which kf link", act.person, int(act.at), len(links))] if links else None
    if link is None:
        raise ActError("no such customer service")
    parameter = act.params.get("scene_param") or (str(url).partition("scene_param=")[2].partition("&")[0] if url else "")
    context: Json = {"scene": link["scene"], "scene_param": str(parameter)[:128]}
    if isinstance(channels := act.params.get("wechat_channels"), dict):
        context["wechat_channels"] = channels
    return link["open_kfid"], context


def _may_be_welcomed(world: World, session: Doc, at: float) -> bool:
    """Tell whether somebody gets a welcome: none in 48 hours, and not a word from them in that time."""
    since = at - world.settings.kf_window_sim_seconds
    return max(float(session["welcomed"]), float(session["wrote"])) < max(since, 1.0)


def _session(world: World, corp: Account, act: Act) -> Doc:
    open_kfid = act.params.get("open_kfid")
    if open_kfid is None and (accounts := world.store.all(KF_ACCOUNT, corp.id)):
        open_kfid = accounts[0]["open_kfid"]
    if world.store.get(KF_ACCOUNT, corp.id, str(open_kfid)) is None:
        raise ActError("no such customer service")
    return sessions.find(world, corp, str(open_kfid), act.person)


def _message(world: World, corp: Account, act: Act, kind: str) -> tuple[str, Json]:
    """Return what somebody means, and the message in which they say so."""
    moment, settings = int(act.at), world.settings
    if kind != "text" or isinstance(act.params.get(kind), dict):
        held = act.params.get(kind)
        return "", {"msgtype": kind, kind: held} if isinstance(held, dict) else _spoken_or_shown(world, corp, act, kind)
    if words := act.params.get("content"):
        return "", {"msgtype": "text", "text": {"content": str(words)[:LONGEST_TEXT]}}
    items = [item.name for item in world.items]
    asked = questions.question(world.dice, items, act.person, moment, str(act.params.get("intent", "")))
    drawn = world.dice.one("kf question kind", act.person, moment)
    if drawn < settings.kf_voice_questions:
        return asked.intent, _spoken_or_shown(world, corp, act, "voice")
    if drawn < settings.kf_voice_questions + settings.kf_picture_questions:
        return asked.intent, _spoken_or_shown(world, corp, act, "image")
    return asked.intent, {"msgtype": "text", "text": {"content": asked.text}}


def _spoken_or_shown(world: World, corp: Account, act: Act, kind: str) -> Json:
    return {"msgtype": kind, kind: {"media_id": files.keep(world, corp, kind, act.person, act.at)}}


def _write(world: World, corp: Account, session: Doc, act: Act, message: Json) -> Json:
    """Put a customer's message into their session, beginning one when none is open."""
    open_kfid = session["open_kfid"]
    counted: dict[str, float] = {"customer_msg_cnt": 1}
    if session["state"] == ENDED:
        session.update(number=session["number"] + 1, state=NEW, servicer="", asked=1, answered=0, reacted=0)
        counted["session_cnt"] = 1
    if session["seen"] != china_day(act.at):
        session["seen"] = china_day(act.at)
        counted["customer_cnt"] = 1
    session.update(wrote=act.at, sent=0)
    sessions.keep(world, corp, session)
    log.count(world, corp, open_kfid, act.at, counted)
    if session["state"] == HUMAN:
        log.count(world, corp, open_kfid, act.at, {"customer_msg_cnt": 1}, session["servicer"])
        sessions.call_servicer(world, corp, session, act.at)
    msgid, sent = log.said(world, corp, open_kfid, act.person, act.at, message)
    return {"msgid": msgid, "open_kfid": open_kfid, "deliveries": sent}


def _thank(world: World, corp: Account, session: Doc, act: Act) -> Json:
    if world.dice.one("kf thanks", act.person, int(act.at)) >= world.settings.kf_thanks:
        return {"reacts": False, "deliveries": []}
    words = questions.THANKS[world.dice.pick("kf thanks words", act.person, int(act.at), len(questions.THANKS))]
    return _write(world, corp, session, act, {"msgtype": "text", "text": {"content": words}})


def _complain(world: World, corp: Account, session: Doc, act: Act) -> Json:
    words = questions.ANGRY[world.dice.pick("kf angry", act.person, int(act.at), len(questions.ANGRY))]
    written = _write(world, corp, session, act, {"msgtype": "text", "text": {"content": words}})
    complaint = {"person": act.person, "account": corp.id, "about": "kf", "open_kfid": session["open_kfid"], "content": words}
    world.store.append("complaints", {**complaint, "at": act.at}, act.person)
    if world.dice.one("kf refuses", act.person, int(act.at)) < world.settings.kf_refuses_after_complaint:
        session["refuses"] = True
        sessions.keep(world, corp, session)
        log.count(world, corp, session["open_kfid"], act.at, {"msg_rejected_customer_cnt": 1})
    return {**written, "complains": True}


def _then(act: Act, name: str, params: dict[str, Any]) -> Act:
    return Act(act.at, act.person, name, params)
