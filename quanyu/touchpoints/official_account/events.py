"""What an Official Account's callback says has happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.identifying import raw_name
from quanyu.touchpoints.open_messages import SUBSCRIPTIONS, Happening, Read, events_by
from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.types import Account, SourceEvent

QR_PREFIX = "qrscene_"
FAILED = "failed"


def events_of(account: Account, callback: Mapping[str, Any]) -> list[SourceEvent]:
    """The events in a callback: one, or one for each template of a subscription.

    Raises:
        Timeless: the callback does not say when.
    """
    return events_by(READERS, account, callback)


def _subscribe(callback: Mapping[str, Any]) -> list[Happening]:
    scene = text_of(callback, "EventKey").removeprefix(QR_PREFIX)
    return [Happening("subscribe", {"scene": scene, "ticket": text_of(callback, "Ticket")})]


def _unsubscribe(callback: Mapping[str, Any]) -> list[Happening]:
    return [Happening("unsubscribe")]


def _scan(callback: Mapping[str, Any]) -> list[Happening]:
    return [Happening("scan", {"scene": text_of(callback, "EventKey"), "ticket": text_of(callback, "Ticket")})]


def _menu(callback: Mapping[str, Any]) -> list[Happening]:
    action = text_of(callback, "Event", 32).lower()
    return [
        Happening(
            "menu_click", {"key": text_of(callback, "EventKey"), "menu_id": text_of(callback, "MenuId", 64), "action": action}
        )
    ]


def _template_finish(callback: Mapping[str, Any]) -> list[Happening]:
    told = text_of(callback, "Status")
    status, reason = (FAILED, told.removeprefix("failed:").strip()) if told.startswith(FAILED) else (told, "")
    return [Happening("template_finish", {"platform_id": text_of(callback, "MsgID", 64), "status": status, "reason": reason})]


def _location(callback: Mapping[str, Any]) -> list[Happening]:
    # Whereabouts are sensitive: that they were told is kept, where is not.
    return [Happening(raw_name("location"))]


READERS: Mapping[str, Read] = {
    **SUBSCRIPTIONS,
    "subscribe": _subscribe,
    "unsubscribe": _unsubscribe,
    "scan": _scan,
    "click": _menu,
    "view": _menu,
    "view_miniprogram": _menu,
    "templatesendjobfinish": _template_finish,
    "location": _location,
}
