"""Signs (the name before a message) and templates: added, reviewed, used, removed."""

import re

from wechat_sandbox.accounts import SMS_SENDER
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import SMS, Call, Json, endpoint
from wechat_sandbox.sms.door import BAD_CALL, NOT_FOUND, SMS_DOOR
from wechat_sandbox.sms.review import PENDING, begin
from wechat_sandbox.store import Doc

SIGN, TEMPLATE = "sms sign", "sms template"
CODE, NOTICE, MARKETING = "code", "notice", "marketing"
KINDS = (CODE, NOTICE, MARKETING)
_SIGN = re.compile(r"[\w·（）()&-]{2,12}")


@endpoint(SMS, "POST", "/v1/signs", SMS_SENDER, door=SMS_DOOR)
def add_sign(call: Call) -> Json:
    """Hand in a sign for review: a name of 2 to 12 characters that people know the sender by."""
    name = call.body.get("name")
    if not isinstance(name, str) or not _SIGN.fullmatch(name):
        raise ApiError(BAD_CALL, "name is 2 to 12 letters, digits or Chinese characters")
    if any(sign["name"] == name for sign in call.world.store.all(SIGN, call.account.id)):
        raise ApiError("ALREADY_EXISTS", "the sender has this sign", 409)
    return _hand_in(call, SIGN, {"name": name})


@endpoint(SMS, "GET", "/v1/signs", SMS_SENDER, door=SMS_DOOR)
def list_signs(call: Call) -> Json:
    """List signs with the state of their review."""
    return {"items": call.world.store.all(SIGN, call.account.id)}


@endpoint(SMS, "DELETE", "/v1/signs/{id}", SMS_SENDER, door=SMS_DOOR)
def delete_sign(call: Call) -> Json:
    """Remove a sign."""
    return _remove(call, SIGN)


@endpoint(SMS, "POST", "/v1/templates", SMS_SENDER, door=SMS_DOOR)
def add_template(call: Call) -> Json:
    """Hand in a template for review: `content` with {{name}} for what varies, `kind` code, notice or marketing."""
    name, content, kind = (call.body.get(field) for field in ("name", "content", "kind"))
    if not isinstance(name, str) or not 1 <= len(name) <= 30:
        raise ApiError(BAD_CALL, "name is 1 to 30 characters")
    if not isinstance(content, str) or not 1 <= len(content) <= call.world.settings.sms_longest_text:
        raise ApiError(BAD_CALL, f"content is 1 to {call.world.settings.sms_longest_text} characters")
    if kind not in KINDS:
        raise ApiError(BAD_CALL, f"kind is one of {', '.join(KINDS)}")
    return _hand_in(call, TEMPLATE, {"name": name, "content": content, "kind": kind})


@endpoint(SMS, "GET", "/v1/templates", SMS_SENDER, door=SMS_DOOR)
def list_templates(call: Call) -> Json:
    """List templates with the state of their review."""
    return {"items": call.world.store.all(TEMPLATE, call.account.id)}


@endpoint(SMS, "GET", "/v1/templates/{id}", SMS_SENDER, door=SMS_DOOR)
def show_template(call: Call) -> Json:
    """Show one template."""
    return _found(call, TEMPLATE)


@endpoint(SMS, "DELETE", "/v1/templates/{id}", SMS_SENDER, door=SMS_DOOR)
def delete_template(call: Call) -> Json:
    """Remove a template."""
    return _remove(call, TEMPLATE)


def _hand_in(call: Call, kind: str, given: Doc) -> Json:
    world, sender = call.world, call.account
    most = world.settings.sms_signs if kind == SIGN else world.settings.sms_templates
    if world.store.count(kind, sender.id) >= most:
        raise ApiError("TOO_MANY", f"{most} a sender", 409)
    number = world.store.next_number(f"{kind}s of {sender.id}")
    doc_id = f"{'sign' if kind == SIGN else 'tpl'}_{world.dice.word(12, kind, sender.id, number)}"
    doc = {"id": doc_id, **given, "status": PENDING, "reason": ""}
    world.store.put(kind, sender.id, doc_id, doc)
    begin(world, sender, kind, doc_id)
    return doc


def _found(call: Call, kind: str) -> Doc:
    found = call.world.store.get(kind, call.account.id, call.params["id"])
    if found is None:
        raise ApiError(NOT_FOUND, "the sender has nothing of this id", 404)
    return found


def _remove(call: Call, kind: str) -> Json:
    call.world.store.delete(kind, call.account.id, _found(call, kind)["id"])
    return {"removed": True}
