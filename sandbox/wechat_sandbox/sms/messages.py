"""Sending: what is written, to whom it may go now, and what became of it."""

import math
import re
from dataclasses import dataclass
from typing import Any

from wechat_sandbox.accounts import SMS_SENDER, Account
from wechat_sandbox.clock import china_date, rfc3339
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import SMS, Call, Json, endpoint, seed
from wechat_sandbox.sms import numbers
from wechat_sandbox.sms.blacklist import BLACKLIST
from wechat_sandbox.sms.door import BAD_CALL, NOT_FOUND, SMS_DOOR
from wechat_sandbox.sms.review import APPROVED
from wechat_sandbox.sms.signs import CODE, KINDS, MARKETING, SIGN, TEMPLATE
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MESSAGE, BATCH = "sms message", "sms batch"
ACCEPTED, REFUSED = "accepted", "refused"
NOBODY = -1
_SLOT = re.compile(r"\{\{(\w{1,32})\}\}")
_LONGEST_VALUE = 100


@dataclass(frozen=True)
class Text:
    """What a call sends: the whole text with its sign, and whether it is a code, a notice or marketing."""

    words: str
    kind: str


@seed
def open_sender(world: World) -> None:
    """Open the brand's SMS account with a sign and three templates that are approved."""
    sender = world.accounts.create(SMS_SENDER, "全域短信", "sms")
    sign = {"id": "sign_brand", "name": "全域好物", "status": APPROVED, "reason": ""}
    world.store.put(SIGN, sender.id, sign["id"], sign)
    for doc_id, kind, name, content in (
        ("tpl_code", CODE, "验证码", "您的验证码是{{code}}，5分钟内有效，请勿告诉他人。"),
        ("tpl_shipped", "notice", "发货通知", "您的订单{{order}}已发货，点击查看物流：{{link}}"),
        ("tpl_offer", MARKETING, "活动通知", "{{name}}，{{offer}}，点击领取：{{link}} 拒收请回复TD退订"),
    ):
        template = {"id": doc_id, "name": name, "content": content, "kind": kind, "status": APPROVED, "reason": ""}
        world.store.put(TEMPLATE, sender.id, doc_id, template)


@endpoint(SMS, "POST", "/v1/messages", SMS_SENDER, door=SMS_DOOR, daily=1_000_000)
def send(call: Call) -> Json:
    """Send a text to up to 500 numbers. Each is accepted or refused on its own; a receipt follows for the accepted.

    The body holds `to`, `sign`, and `template` (an id) with `params`, or `content` with `kind`. The same `client_id`
    gives the same batch and sends nothing again.
    """
    world, sender = call.world, call.account
    client_id = _client_id(call)
    before = world.store.get("sms client", sender.id, client_id) if client_id else None
    if before is not None:
        return _batch(world, sender, before["batch_id"])
    to, text = _receivers(call), _text(call)
    segments = count_segments(world, text.words)
    number = world.store.next_number(f"sms batches of {sender.id}")
    batch_id = "b" + world.dice.word(20, "sms batch", sender.id, number)
    ids = [_accept(world, sender, batch_id, place, receiver, text, segments) for place, receiver in enumerate(to)]
    world.store.put(BATCH, sender.id, batch_id, {"batch_id": batch_id, "client_id": client_id, "ids": ids})
    if client_id:
        world.store.put("sms client", sender.id, client_id, {"batch_id": batch_id})
    return _batch(world, sender, batch_id)


@endpoint(SMS, "GET", "/v1/messages/{id}", SMS_SENDER, door=SMS_DOOR)
def show_message(call: Call) -> Json:
    """Tell what became of one message."""
    found = call.world.store.get(MESSAGE, call.account.id, call.params["id"])
    if found is None:
        raise ApiError(NOT_FOUND, "no such message", 404)
    return shown(found)


@endpoint(SMS, "GET", "/v1/batches/{id}", SMS_SENDER, door=SMS_DOOR)
def show_batch(call: Call) -> Json:
    """Tell what became of the messages of one call."""
    if call.world.store.get(BATCH, call.account.id, call.params["id"]) is None:
        raise ApiError(NOT_FOUND, "no such batch", 404)
    return _batch(call.world, call.account, call.params["id"])


def count_segments(world: World, words: str) -> int:
    """Count the segments that a text is sent and billed as."""
    settings = world.settings
    if len(words) <= settings.sms_single_characters:
        return 1
    return math.ceil(len(words) / max(settings.sms_part_characters, 1))


def shown(message: Doc) -> Json:
    """Return what a sender may know of a message."""
    return {name: message[name] for name in ("id", "to", "status", "code", "segments", "accepted_at", "done_at")}


def _batch(world: World, sender: Account, batch_id: str) -> Json:
    batch = world.store.get(BATCH, sender.id, batch_id) or {"ids": [], "client_id": ""}
    held = [world.store.get(MESSAGE, sender.id, message_id) for message_id in batch["ids"]]
    messages = [shown(message) for message in held if message is not None]
    return {"batch_id": batch_id, "client_id": batch["client_id"], "messages": messages}


def _client_id(call: Call) -> str:
    client_id = call.body.get("client_id", "")
    if not isinstance(client_id, str) or len(client_id) > 64:
        raise ApiError(BAD_CALL, "client_id is a text of at most 64 characters")
    return client_id


def _receivers(call: Call) -> list[str]:
    to, most = call.body.get("to"), call.world.settings.sms_numbers_a_call
    if not isinstance(to, list) or not 1 <= len(to) <= most or not all(isinstance(one, str) and len(one) <= 30 for one in to):
        raise ApiError(BAD_CALL, f"to is a list of 1 to {most} numbers")
    return list(dict.fromkeys(to))


def _text(call: Call) -> Text:
    """Put the text together.

    Raises:
        ApiError: a sign or template that is missing or not approved, a slot left open, or a text too long.
    """
    sign = next((one for one in call.world.store.all(SIGN, call.account.id) if one["name"] == call.body.get("sign")), None)
    if sign is None or sign["status"] != APPROVED:
        raise ApiError("SIGN_NOT_APPROVED", "sign is the name of an approved sign", 403)
    words, kind = _templated(call) if "template" in call.body else _free(call)
    longest, whole = call.world.settings.sms_longest_text, f"【{sign['name']}】{words}"
    if len(whole) > longest:
        raise ApiError("TOO_LONG", f"a text of at most {longest} characters, its sign included")
    return Text(whole, kind)


def _templated(call: Call) -> tuple[str, str]:
    template_id, given = call.body["template"], call.body.get("params", {})
    template = call.world.store.get(TEMPLATE, call.account.id, template_id) if isinstance(template_id, str) else None
    if template is None or template["status"] != APPROVED:
        raise ApiError("TEMPLATE_NOT_APPROVED", "template is the id of an approved template", 403)
    values: dict[str, Any] = given if isinstance(given, dict) else {}
    for name in _SLOT.findall(template["content"]):
        if not isinstance(values.get(name), str) or not 1 <= len(values[name]) <= _LONGEST_VALUE:
            raise ApiError("BAD_PARAMS", f"params.{name} is a text of 1 to {_LONGEST_VALUE} characters")
    return _SLOT.sub(lambda slot: str(values[slot[1]]), template["content"]), template["kind"]


def _free(call: Call) -> tuple[str, str]:
    content, kind = call.body.get("content"), call.body.get("kind", MARKETING)
    if not isinstance(content, str) or not content.strip():
        raise ApiError(BAD_CALL, "template or content is given")
    if kind not in KINDS:
        raise ApiError(BAD_CALL, f"kind is one of {', '.join(KINDS)}")
    if kind == MARKETING and "退订" not in content and "拒收" not in content:
        raise ApiError("NO_WAY_OUT", "marketing says how to unsubscribe (拒收请回复TD)")
    return content, kind


def _accept(world: World, sender: Account, batch_id: str, place: int, receiver: str, text: Text, segments: int) -> str:
    """Take one message in, or note why not; return its id."""
    message_id = "m" + world.dice.word(24, "sms message", batch_id, place)
    code = _refusal(world, sender, receiver, text.kind)
    message = {
        "id": message_id,
        "batch_id": batch_id,
        "to": receiver,
        "text": text.words,
        "kind": text.kind,
        "status": REFUSED if code else ACCEPTED,
        "code": code,
        "segments": segments,
        "accepted_at": rfc3339(world.now()),
        "done_at": rfc3339(world.now()) if code else None,
    }
    world.store.put(MESSAGE, sender.id, message_id, message)
    if not code:
        numbers.count(world, sender.id, receiver, text.kind)
        number = world.store.next_number(f"sms messages of {sender.id}")
        wait = -math.log(1 - world.dice.one("sms delay", number, 0)) * world.settings.sms_delay_sim_seconds
        params = {"account": sender.id, "id": message_id, "ordinal": number}
        world.store.plan(world.now() + wait, NOBODY, "sms_arrives", params)
    return message_id


def _refusal(world: World, sender: Account, receiver: str, kind: str) -> str:
    """Return why the gateway does not take a message, empty when it does."""
    settings = world.settings
    if not numbers.is_mobile(receiver):
        return "BAD_NUMBER"
    if world.store.get(BLACKLIST, sender.id, receiver) is not None:
        return "BLACKLISTED"
    if kind == MARKETING and _is_quiet(world):
        return "QUIET_HOURS"
    most = settings.sms_marketing_per_number_per_day if kind == MARKETING else settings.sms_per_number_per_day
    if most and numbers.sent_today(world, sender.id, receiver, kind) >= most:
        return "NUMBER_DAILY_LIMIT"
    hourly = settings.sms_codes_per_number_per_hour
    if kind == CODE and hourly and numbers.sent_this_hour(world, sender.id, receiver, kind) >= hourly:
        return "NUMBER_HOURLY_LIMIT"
    return ""


def _is_quiet(world: World) -> bool:
    hour = china_date(world.now()).hour
    begin, end = world.settings.sms_quiet_from_hour, world.settings.sms_quiet_to_hour
    return begin <= hour < end if begin <= end else hour >= begin or hour < end
