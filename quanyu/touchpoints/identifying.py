"""Ids for what callbacks say, equal for every re-sending: WeChat has none of its own for events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from quanyu.touchpoints.parsing import text_of
from quanyu.touchpoints.types import Account

LONGEST_NAME = 60


class Timeless(ValueError):
    """A callback without a usable CreateTime."""


def event_id(account: Account, *key: str) -> str:
    """One id for one happening on one account."""
    text = "\x1f".join((account.kind, account.app_id, *key))
    return "wx:" + hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def created_at(callback: Mapping[str, Any]) -> datetime:
    """When it happened, by WeChat's clock.

    Raises:
        Timeless: no CreateTime, or not one of this century.
    """
    stamp = text_of(callback, "CreateTime", 20) or text_of(callback, "TimeStamp", 20)
    if not (stamp.isascii() and stamp.isdigit() and 9 <= len(stamp) <= 10):
        raise Timeless("no usable CreateTime")
    return datetime.fromtimestamp(int(stamp), UTC)


def raw_name(*words: str) -> str:
    """The name under which something that we do not know yet is recorded: ``wx_`` and its own name in lower snake."""
    text = "_".join(word for word in words if word).lower()
    return "wx_" + "".join(c if c.isascii() and c.isalnum() else "_" for c in text)[:LONGEST_NAME]
