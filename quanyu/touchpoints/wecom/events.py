"""What a WeCom callback says has happened: the form of a corp's own app and that of a provider's suite."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.identifying import created_at, event_id, raw_name
from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.types import Account, SourceEvent

CONTACT = "change_external_contact"
KNOWN = frozenset({"add_external_contact", "del_external_contact", "del_follow_user", "edit_external_contact"})
KEY = (
    "FromUserName",
    "UserID",
    "ExternalUserID",
    "CreateTime",
    "TimeStamp",
    "Event",
    "InfoType",
    "EventKey",
    "ChangeType",
    "State",
)

PROPERTIES = {
    "user_id": "UserID",
    "state": "State",
    "source": "Source",
    "reason": "FailReason",
    "chat_id": "ChatId",
    "detail": "UpdateDetail",
    "tag_id": "Id",
    "tag_type": "TagType",
    "link_id": "LinkId",
    "key": "EventKey",
}


def events_of(account: Account, callback: Mapping[str, Any]) -> list[SourceEvent]:
    """The event in a callback. A message from a member of staff is recorded too, as nobody's.

    Raises:
        Timeless: the callback does not say when.
    """
    at = created_at(callback)
    welcome = text_of(callback, "WelcomeCode", 200)
    external = text_of(callback, "ExternalUserID", 64)
    found = {name: text_of(callback, field) for name, field in PROPERTIES.items()}
    return [
        SourceEvent(
            event_id(account, *_key(callback)),
            _name(callback),
            at,
            {"external_userid": external} if external else {},
            {name: value for name, value in found.items() if value},
            {"welcome_code": welcome} if welcome else {},
        )
    ]


def _name(callback: Mapping[str, Any]) -> str:
    event = text_of(callback, "Event", 64) or text_of(callback, "InfoType", 64)
    change = text_of(callback, "ChangeType", 64)
    if not event:
        return raw_name(text_of(callback, "MsgType", 32), "message")
    if event == CONTACT:
        return change if change in KNOWN else raw_name(change)
    return raw_name(event, change)


def _key(callback: Mapping[str, Any]) -> tuple[str, ...]:
    if message_id := text_of(callback, "MsgId", 64):
        return ("message", message_id)
    return tuple(text_of(callback, name) for name in KEY)
