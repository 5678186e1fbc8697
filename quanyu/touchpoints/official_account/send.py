"""Sends by an Official Account: template messages and customer-service messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.dialects import OPEN
from quanyu.touchpoints.sending import BadContent, outcome_of, part, template_data, without_empty, words
from quanyu.touchpoints.types import Account, Outgoing, Sent

TEMPLATE = "/cgi-bin/message/template/send"
CUSTOM = "/cgi-bin/message/custom/send"


async def send(calls: Calls, account: Account, outgoing: Outgoing) -> Sent:
    """Send one message."""
    try:
        path, body = (TEMPLATE, template_body(outgoing)) if outgoing.kind == "template" else (CUSTOM, custom_body(outgoing))
    except BadContent as bad:
        return bad.sent
    return await outcome_of(calls.post(OPEN, account, path, body))


def template_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call for a template message. WeChat drops a repeat of the same ``client_msg_id`` for ten minutes."""
    program = part(outgoing.content, "mini_program")
    return without_empty(
        {
            "touser": outgoing.to,
            "template_id": outgoing.template_id,
            "url": outgoing.content.get("url"),
            "miniprogram": without_empty({"appid": program.get("app_id"), "pagepath": program.get("page")}),
            "client_msg_id": outgoing.id.hex,
            "data": template_data(outgoing.content),
        }
    )


def custom_body(outgoing: Outgoing) -> dict[str, Any]:
    """The call for a customer-service message; a link goes out as an article of one."""
    if link := part(outgoing.content, "link"):
        return {"touser": outgoing.to, "msgtype": "news", "news": {"articles": [_article(link)]}}
    if program := part(outgoing.content, "mini_program"):
        return {"touser": outgoing.to, "msgtype": "miniprogrampage", "miniprogrampage": program_card(program)}
    return {"touser": outgoing.to, "msgtype": "text", "text": {"content": words(outgoing.content, "text")}}


def _article(link: Mapping[str, Any]) -> dict[str, Any]:
    words(link, "url")
    return without_empty(
        {
            "title": words(link, "title"),
            "description": link.get("description"),
            "url": link.get("url"),
            "picurl": link.get("image_url"),
        }
    )


def program_card(program: Mapping[str, Any]) -> dict[str, Any]:
    """A card that opens a Mini Program page."""
    return without_empty(
        {
            "title": words(program, "title"),
            "appid": words(program, "app_id"),
            "pagepath": words(program, "page"),
            "thumb_media_id": program.get("media_id"),
        }
    )
