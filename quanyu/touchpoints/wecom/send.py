"""Sends by WeCom: the welcome to a new contact, corp tags on a contact, and messages to members of staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.dialects import WECOM
from quanyu.touchpoints.sending import BadContent, outcome_of, part, without_empty, words
from quanyu.touchpoints.types import Account, Outgoing, Sent

WELCOME = "/cgi-bin/externalcontact/send_welcome_msg"
MARK_TAG = "/cgi-bin/externalcontact/mark_tag"
STAFF = "/cgi-bin/message/send"
MOST_ATTACHMENTS = 9
MOST_TEXT_BYTES = 4000


async def send(calls: Calls, account: Account, outgoing: Outgoing) -> Sent:
    """Send one message, or change one contact's tags."""
    try:
        path, body = _request(account, outgoing)
    except BadContent as bad:
        return bad.sent
    return await outcome_of(calls.post(WECOM, account, path, body))


def _request(account: Account, outgoing: Outgoing) -> tuple[str, dict[str, Any]]:
    if outgoing.kind == "welcome":
        return WELCOME, welcome_body(outgoing)
    if outgoing.kind == "tag":
        return MARK_TAG, tag_body(outgoing)
    return STAFF, staff_body(account, outgoing)


def welcome_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call that greets a new contact, by the code that came with them."""
    given = outgoing.content.get("attachments") or []
    if not isinstance(given, list) or len(given) > MOST_ATTACHMENTS:
        raise BadContent("content", f"a welcome has at most {MOST_ATTACHMENTS} attachments")
    text = str(outgoing.content.get("text") or "")
    if len(text.encode()) > MOST_TEXT_BYTES:
        raise BadContent("content", f"a welcome's text has at most {MOST_TEXT_BYTES} bytes")
    body = without_empty(
        {
            "welcome_code": words(outgoing.context, "welcome_code"),
            "text": without_empty({"content": text}),
            "attachments": [attachment(one) for one in given],
        }
    )
    if len(body) == 1:
        raise BadContent("content", "a welcome says something")
    return body


def attachment(given: Any) -> dict[str, Any]:
    """One attachment: a link, a Mini Program card or a picture."""
    holder = given if isinstance(given, Mapping) else {}
    if link := part(holder, "link"):
        named = {"title": words(link, "title"), "url": words(link, "url")}
        more = without_empty({"desc": link.get("description"), "picurl": link.get("image_url")})
        return {"msgtype": "link", "link": {**named, **more}}
    if program := part(holder, "mini_program"):
        card = {"title": words(program, "title"), "appid": words(program, "app_id"), "page": words(program, "page")}
        return {"msgtype": "miniprogram", "miniprogram": {**card, "pic_media_id": words(program, "media_id")}}
    if image := part(holder, "image"):
        return {"msgtype": "image", "image": {"pic_url": words(image, "url")}}
    raise BadContent("content", "an attachment is a link, a mini_program or an image")


def tag_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call that puts corp tags on a contact of a member of staff and takes others off."""
    changes = without_empty({"add_tag": outgoing.content.get("add"), "remove_tag": outgoing.content.get("remove")})
    if not changes:
        raise BadContent("content", "no tag to add or remove")
    return {"userid": words(outgoing.context, "user_id"), "external_userid": outgoing.to, **changes}


def staff_body(account: Account, outgoing: Outgoing) -> dict[str, Any]:
    """The call that tells a member of staff something."""
    if not account.agent_id.isdigit():
        raise BadContent("agent_id", "the account has no agent id")
    return {
        "touser": outgoing.to,
        "msgtype": "text",
        "agentid": int(account.agent_id),
        "text": {"content": words(outgoing.content, "text")},
    }
