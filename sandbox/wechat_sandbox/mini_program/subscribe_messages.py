"""Subscribe messages of a Mini Program: each accept allows one message."""

from wechat_sandbox import inbox, templates, windows
from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.inbox import Letter
from wechat_sandbox.mini_program.consents import is_refused
from wechat_sandbox.mini_program.subscribe_events import subscribe_event
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

_STATES = ("developer", "trial", "formal")
_LANGUAGES = ("zh_CN", "en_US", "zh_HK", "zh_TW")


@endpoint(API, "POST", "/cgi-bin/message/subscribe/send", MINI_PROGRAM)
def send_subscribe(call: Call) -> Json:
    """Send the one message that a person accepted."""
    world, account = call.world, call.account
    openid = call.text("touser", 40003)
    person = fans.known(world, account, openid)
    template = world.store.get("subscribe template", account.id, call.text("template_id", 40037))
    if template is None:
        raise ApiError(40037, "no such template in this Mini Program")
    _check_where_it_leads(call)
    templates.check(template["content"], call.body.get("data"))
    if is_refused(world, account, openid, template["priTmplId"]):
        raise ApiError(43101, "the person has switched the template off")
    windows.use_consent(world, account, openid, template["priTmplId"])
    msgid = 2_000_000_000_000_000_000 + world.store.next_number("messages")
    content = {
        "template_id": template["priTmplId"],
        "title": template["title"],
        "text": templates.rendered(template["content"], call.body["data"]),
        "page": call.body.get("page", ""),
    }
    inbox.receive(world, Letter(account, person, inbox.SUBSCRIBE, content, msgid=str(msgid)))
    sent = {"TemplateId": template["priTmplId"], "MsgID": str(msgid), "ErrorCode": "0", "ErrorStatus": "success"}
    world.callback(account, person, world.now(), **subscribe_event(world, account, "subscribe_msg_sent_event", [sent]))
    return {**OK, "msgid": msgid}


def _check_where_it_leads(call: Call) -> None:
    page = call.body.get("page", "")
    if not isinstance(page, str) or page.startswith(("/", "http")) or len(page) > 1024:
        raise ApiError(41030, "page is a path without a leading slash")
    if call.body.get("miniprogram_state", "formal") not in _STATES:
        raise ApiError(40097, f"miniprogram_state is one of {', '.join(_STATES)}")
    if call.body.get("lang", "zh_CN") not in _LANGUAGES:
        raise ApiError(40097, f"lang is one of {', '.join(_LANGUAGES)}")
