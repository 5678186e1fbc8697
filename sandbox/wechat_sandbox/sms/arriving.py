"""A message reaches a phone, or does not; and its owner answers, or does not."""

from wechat_sandbox import inbox
from wechat_sandbox.accounts import SMS_SENDER, Account
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.inbox import Letter
from wechat_sandbox.registry import Act, ActError, Json, action
from wechat_sandbox.sms import blacklist, numbers
from wechat_sandbox.sms.messages import ACCEPTED, MESSAGE, shown
from wechat_sandbox.sms.receipts import notify
from wechat_sandbox.sms.signs import MARKETING
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

DELIVERED, FAILED = "delivered", "failed"
NOBODY = -1
LONGEST_REPLY = 200
_GOING = ("TD", "T", "N", "R", "退订", "拒收")
_ANSWERS = ("在哪领", "怎么用", "你是谁", "好的", "?", "多少钱", "别发了")


@action("sms_arrives")
def arrive(world: World, act: Act) -> Json:
    """Hand a message to the carrier: it reaches the number's owner, or a receipt says why not."""
    sender = world.account(act, SMS_SENDER)
    message = world.store.get(MESSAGE, sender.id, str(act.params.get("id")))
    if message is None or message["status"] != ACCEPTED:
        return {"arrived": False, "deliveries": []}
    ordinal = int(act.params.get("ordinal", 0))
    person = world.people.find_phone(message["to"])
    code = _failure(world, person, ordinal)
    message.update(status=FAILED if code else DELIVERED, code=code, done_at=rfc3339(act.at))
    world.store.put(MESSAGE, sender.id, message["id"], message)
    if not code and person is not None:
        inbox.receive(world, Letter(sender, person, inbox.SMS, {"text": message["text"]}, None, message["id"]))
        _perhaps_answer(world, sender, person, message, ordinal, act.at)
    told = {**shown(message), "batch_id": message["batch_id"], "carrier": numbers.carrier(message["to"])}
    return {"arrived": not code, "deliveries": notify(world, sender, NOBODY if person is None else person, "receipt", told)}


@action("reply_sms")
def reply(world: World, act: Act) -> Json:
    """Answer the sender's latest message with `content`; TD and its like put one's number on the blacklist."""
    sender = world.account(act, SMS_SENDER)
    content = act.params.get("content", _GOING[0])
    if not isinstance(content, str) or not 1 <= len(content) <= LONGEST_REPLY:
        raise ActError(f"content is a text of 1 to {LONGEST_REPLY} characters")
    number = world.people.phone(act.person)
    goes = content.strip().upper() in _GOING
    if goes:
        blacklist.add(world, sender.id, number, "answered " + content.strip().upper())
    told = {"from": number, "content": content, "unsubscribed": goes, "at": rfc3339(act.at)}
    world.store.append(f"sms replies {sender.id}", told, act.person)
    return {**told, "deliveries": notify(world, sender, act.person, "reply", told)}


def _failure(world: World, person: int | None, ordinal: int) -> str:
    """Return why a carrier does not bring a message, empty when it does."""
    if person is None or not numbers.in_service(world, person):
        return "UNKNOWN_NUMBER"
    drawn = world.dice.one("sms carrier", person, ordinal)
    if drawn < world.settings.sms_carrier_failures:
        return "CARRIER_FAILED"
    return "PHONE_OFF" if drawn < world.settings.sms_carrier_failures + world.settings.sms_phone_off else ""


def _perhaps_answer(world: World, sender: Account, person: int, message: Doc, ordinal: int, at: float) -> None:
    settings = world.settings
    if message["kind"] != MARKETING:
        return
    later = at + 30 + 3600 * world.dice.one("sms answers when", person, ordinal)
    drawn = world.dice.one("sms answers", person, ordinal)
    if drawn < settings.sms_unsubscribes:
        world.store.plan(later, person, "reply_sms", {"account": sender.id, "content": "TD"})
    elif drawn < settings.sms_unsubscribes + settings.sms_replies:
        words = _ANSWERS[world.dice.pick("sms answer", person, ordinal, len(_ANSWERS))]
        world.store.plan(later, person, "reply_sms", {"account": sender.id, "content": words})
    if world.dice.one("sms complains", person, ordinal) < settings.sms_complains:
        complaint = {"person": person, "account": sender.id, "about": "sms", "content": message["text"], "at": at}
        world.store.append("complaints", complaint, person)
