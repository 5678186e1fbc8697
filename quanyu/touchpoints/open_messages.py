"""What Official Accounts and Mini Programs share in callbacks: messages, subscriptions, and how an event gets its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from quanyu.touchpoints.identifying import created_at, event_id, raw_name
from quanyu.touchpoints.parsing import list_of, text_of
from quanyu.touchpoints.types import Account, SourceEvent

LONGEST_TEXT = 2000
KEY = ("FromUserName", "CreateTime", "Event", "EventKey", "MsgID", "MsgType")


@dataclass(frozen=True)
class Happening:
    """One thing that a callback tells. ``own`` sets it apart from others of the same callback or second."""

    event: str
    properties: Mapping[str, str] = field(default_factory=dict)
    own: tuple[str, ...] = ()


Read = Callable[[Mapping[str, Any]], list[Happening]]


def events_by(readers: Mapping[str, Read], account: Account, callback: Mapping[str, Any]) -> list[SourceEvent]:
    """The events in a callback, read by the reader of its ``Event`` (in lower case).

    Raises:
        Timeless: the callback does not say when.
    """
    at = created_at(callback)
    sender = text_of(callback, "FromUserName", 64)
    kind = text_of(callback, "MsgType", 32)
    happenings = _happenings(readers, callback) if kind == "event" else [_message(callback, kind)]
    key = _key(callback, kind)
    return [
        SourceEvent(
            event_id(account, *key, *one.own),
            one.event,
            at,
            {"openid": sender} if sender else {},
            {name: value for name, value in one.properties.items() if value},
        )
        for one in happenings
    ]


def _key(callback: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    if kind != "event" and (message_id := text_of(callback, "MsgId", 64)):
        return ("message", message_id)
    return tuple(text_of(callback, name, LONGEST_TEXT) for name in KEY)


def _happenings(readers: Mapping[str, Read], callback: Mapping[str, Any]) -> list[Happening]:
    event = text_of(callback, "Event", 64)
    if reader := readers.get(event.lower()):
        return reader(callback)
    return [Happening(raw_name(event), {"key": text_of(callback, "EventKey")})]


def _message(callback: Mapping[str, Any], kind: str) -> Happening:
    if kind == "text":
        menu = text_of(callback, "bizmsgmenuid", 64)
        return Happening("text_message", {"text": text_of(callback, "Content", LONGEST_TEXT), "menu_id": menu})
    return Happening(raw_name(kind, "message"), {"media_id": text_of(callback, "MediaId")})


def _items(callback: Mapping[str, Any], wrapper: str) -> list[Mapping[str, Any]]:
    """The items of a subscription event: ``List``, in XML inside an element named for the event."""
    inner = callback.get(wrapper)
    holder = inner if isinstance(inner, Mapping) else callback
    return list_of(holder.get("List", []))


def _subscription_popup(callback: Mapping[str, Any]) -> list[Happening]:
    return [_choice("subscription_popup", item) for item in _items(callback, "SubscribeMsgPopupEvent")]


def _subscription_change(callback: Mapping[str, Any]) -> list[Happening]:
    return [_choice("subscription_change", item) for item in _items(callback, "SubscribeMsgChangeEvent")]


def _choice(event: str, item: Mapping[str, Any]) -> Happening:
    template, status = text_of(item, "TemplateId", 64), text_of(item, "SubscribeStatusString", 32)
    properties = {"template_id": template, "status": status, "popup_scene": text_of(item, "PopupScene", 32)}
    return Happening(event, properties, (template,))


def _subscription_sent(callback: Mapping[str, Any]) -> list[Happening]:
    return [_subscription_result(item) for item in _items(callback, "SubscribeMsgSentEvent")]


def _subscription_result(item: Mapping[str, Any]) -> Happening:
    template, message = text_of(item, "TemplateId", 64), text_of(item, "MsgID", 64)
    result = {"code": text_of(item, "ErrorCode", 32), "status": text_of(item, "ErrorStatus", 64)}
    return Happening("subscription_sent", {"template_id": template, "platform_id": message, **result}, (template, message))


SUBSCRIPTIONS: Mapping[str, Read] = {
    "subscribe_msg_popup_event": _subscription_popup,
    "subscribe_msg_change_event": _subscription_change,
    "subscribe_msg_sent_event": _subscription_sent,
}
