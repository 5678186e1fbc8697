"""Sends by a Mini Program: subscription messages, each using up one consent, and customer-service messages."""

from __future__ import annotations

from typing import Any

from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.dialects import OPEN
from quanyu.touchpoints.sending import BadContent, outcome_of, part, template_data, without_empty, words
from quanyu.touchpoints.types import Account, Outgoing, Sent

SUBSCRIPTION = "/cgi-bin/message/subscribe/send"
CUSTOM = "/cgi-bin/message/custom/send"


async def send(calls: Calls, account: Account, outgoing: Outgoing) -> Sent:
    """Send one message."""
    subscription = outgoing.kind == "subscription"
    try:
        path, body = (SUBSCRIPTION, subscription_body(outgoing)) if subscription else (CUSTOM, custom_body(outgoing))
    except BadContent as bad:
        return bad.sent
    return await outcome_of(calls.post(OPEN, account, path, body))


def subscription_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call for a subscription message."""
    return without_empty(
        {
            "touser": outgoing.to,
            "template_id": outgoing.template_id,
            "page": outgoing.content.get("page"),
            "miniprogram_state": "formal",
            "lang": "zh_CN",
            "data": template_data(outgoing.content),
        }
    )


def custom_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call for a customer-service message."""
    if link := part(outgoing.content, "link"):
        named = {"title": words(link, "title"), "url": words(link, "url")}
        more = without_empty({"description": link.get("description"), "thumb_url": link.get("image_url")})
        return {"touser": outgoing.to, "msgtype": "link", "link": {**named, **more}}
    if program := part(outgoing.content, "mini_program"):
        card = {"title": words(program, "title"), "pagepath": words(program, "page")}
        more = without_empty({"thumb_media_id": program.get("media_id")})
        return {"touser": outgoing.to, "msgtype": "miniprogrampage", "miniprogrampage": {**card, **more}}
    return {"touser": outgoing.to, "msgtype": "text", "text": {"content": words(outgoing.content, "text")}}
