"""Touchpoints: the surfaces through which a brand meets people. They know the platforms, and nothing of our people.

A kind of touchpoint is one folder that registers itself; ``docs/guides/new-touchpoint.md`` adds one.
"""

from collections.abc import Sequence

from fastapi import APIRouter

from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.touchpoints import accounts, codes, mini_program, official_account, union_ids, wecom, welcomes
from quanyu.touchpoints.calls import CallFailed, Calls, Dialect, calls_of
from quanyu.touchpoints.envelopes import CallbackRefused, CallbackUnreadable
from quanyu.touchpoints.identifying import Timeless, event_id
from quanyu.touchpoints.parsing import Unreadable, parse, text_of
from quanyu.touchpoints.reactions import Reaction, table
from quanyu.touchpoints.registry import UnknownKind, all_touchpoints, load_installed, register, touchpoint
from quanyu.touchpoints.sending import outcome_of
from quanyu.touchpoints.types import (
    Account,
    Callback,
    CodeRequest,
    Field,
    Finding,
    MadeCode,
    Outgoing,
    Sent,
    SourceEvent,
    Template,
    Touchpoint,
    Window,
)

router = APIRouter()
router.include_router(accounts.router)
router.include_router(codes.router)


load_installed()


def loops(runtime: Runtime) -> Sequence[Loop]:
    """Writing down what was counted since the last call."""
    return [Loop("touchpoints.tally", calls_of(runtime).tally.write, rest_seconds=2)]


__all__ = [
    "Account",
    "CallFailed",
    "Callback",
    "CallbackRefused",
    "CallbackUnreadable",
    "Calls",
    "CodeRequest",
    "Dialect",
    "Field",
    "Finding",
    "MadeCode",
    "Outgoing",
    "Reaction",
    "Sent",
    "SourceEvent",
    "Template",
    "Timeless",
    "Touchpoint",
    "UnknownKind",
    "Unreadable",
    "Window",
    "accounts",
    "all_touchpoints",
    "calls_of",
    "event_id",
    "loops",
    "mini_program",
    "official_account",
    "outcome_of",
    "parse",
    "register",
    "router",
    "table",
    "text_of",
    "touchpoint",
    "union_ids",
    "wecom",
    "welcomes",
]
