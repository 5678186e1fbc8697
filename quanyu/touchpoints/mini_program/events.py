"""What a Mini Program's callback says has happened. What people do inside it comes from the SDK instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from quanyu.touchpoints.open_messages import SUBSCRIPTIONS, Happening, Read, events_by
from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.types import Account, SourceEvent


def events_of(account: Account, callback: Mapping[str, Any]) -> list[SourceEvent]:
    """The events in a callback: one, or one for each template of a subscription.

    Raises:
        Timeless: the callback does not say when.
    """
    return events_by(READERS, account, callback)


def _enter_session(callback: Mapping[str, Any]) -> list[Happening]:
    return [Happening("enter_session", {"session_from": text_of(callback, "SessionFrom", 1000)})]


READERS: Mapping[str, Read] = {**SUBSCRIPTIONS, "user_enter_tempsession": _enter_session}
