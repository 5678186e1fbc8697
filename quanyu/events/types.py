"""What crosses the door of the event log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import msgspec

Status = Literal["accepted", "duplicate", "rejected"]


@dataclass(frozen=True)
class NewEvent:
    """Something that happened, as any part of us puts it in the log.

    Args:
        id: from its source; the same id again counts once.
        event: its name, of the catalogue or of one's own.
        touchpoint: the kind of surface it happened on ("official_account", "mini_program", "wecom" …).
        account: which of our accounts; openids and external_userids are names within it.
        ids: kind → value, see `people.identity.KINDS`.
        profile_id: whose it is, when that is known; ``ids`` are then not looked at.
        properties: JSON values. order_id, item_id, page, message_id, amount_fen and currency are also columns.
    """

    id: str
    event: str
    at: datetime
    touchpoint: str = ""
    account: str = ""
    ids: Mapping[str, str | None] = field(default_factory=dict)
    profile_id: int | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


class Result(msgspec.Struct, frozen=True, gc=False):
    """What became of one event. A rejected one is among the dead letters with the same code and reason."""

    id: str
    status: Status
    profile_id: int = 0
    code: str = ""
    reason: str = ""
