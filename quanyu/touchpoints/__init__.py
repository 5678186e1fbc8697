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
from quanyu.touchpoints.identifying import Timeless
from quanyu.touchpoints.registry import UnknownKind, all_touchpoints, register, touchpoint
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
    "Sent",
    "SourceEvent",
    "Template",
    "Timeless",
    "Touchpoint",
    "UnknownKind",
    "Window",
    "accounts",
    "all_touchpoints",
    "calls_of",
    "loops",
    "mini_program",
    "official_account",
    "register",
    "router",
    "touchpoint",
    "union_ids",
    "wecom",
    "welcomes",
]
