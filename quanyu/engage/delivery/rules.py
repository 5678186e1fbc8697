"""The rules a message passes before it may be sent, in order. Pure: facts in, verdict out.

Caps and subscription credits come after these, because taking one changes a number that others see.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from quanyu.engage.delivery.policy import DeliveryRules
from quanyu.engage.delivery.quiet import resume_at

SERVICE_KINDS = frozenset({"template", "subscription", "welcome", "staff"})
"""Kinds that WeChat itself confines to service notices. Only these can be exempt from the rules for marketing: what may
skip a cap is decided by the kind of message, not by a flag that a sender sets."""

FOLLOWER_KINDS = frozenset({"template", "customer_service"})
"""Kinds that reach only people who follow the Official Account."""


@dataclass(frozen=True)
class Window:
    """How long a person may be answered freely, and how many answers are left."""

    closes_at: datetime
    left: int


@dataclass(frozen=True)
class Facts:
    """What is known about one message and its person when its turn comes."""

    touchpoint: str
    kind: str
    purpose: str
    expires_at: datetime | None = None
    account_state: str = "active"
    address: str = ""
    consent: str = "unknown"
    relation: str = "unknown"
    window: Window | None = None


@dataclass(frozen=True)
class Verdict:
    """What to do with a message now. ``until`` goes with postpone."""

    action: Literal["send", "skip", "postpone", "hold"]
    reason: str = ""
    until: datetime | None = None


SEND = Verdict("send")

ELSEWHERE = frozenset({"not_reachable", "not_following", "window_closed", "no_credit", "touchpoint_capped", "refused"})
"""Reasons that another touchpoint may get round: a message with a fall-back takes it instead of ending."""


def is_marketing(kind: str, purpose: str) -> bool:
    """Whether caps, quiet hours and marketing consent apply."""
    return not (purpose == "service" and kind in SERVICE_KINDS)


def judge(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict:
    """The verdict of the first rule that objects."""
    for rule in RULES:
        if (verdict := rule(facts, rules, now, zone)) is not None:
            return verdict
    return SEND


def _not_late(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    return Verdict("skip", "expired") if facts.expires_at is not None and now >= facts.expires_at else None


def _account_works(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    return Verdict("hold", "account_stopped") if facts.account_state != "active" else None


def _wanted(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    if facts.consent == "withdrawn":
        return Verdict("skip", "consent_withdrawn")
    if is_marketing(facts.kind, facts.purpose) and rules.marketing_consent == "granted" and facts.consent != "granted":
        return Verdict("skip", "no_consent")
    return None


def _reachable(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    if not facts.address:
        return Verdict("skip", "not_reachable")
    if facts.relation == "blocked":
        return Verdict("skip", "blocked")
    if facts.relation == "unfollowed" and (facts.touchpoint == "wecom" or facts.kind in FOLLOWER_KINDS):
        return Verdict("skip", "not_following")
    return None


def _awake(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    if rules.quiet is None or not is_marketing(facts.kind, facts.purpose):
        return None
    until = resume_at(now, rules.quiet, zone)
    return None if until is None else Verdict("postpone", "quiet_hours", until)


def _window_open(facts: Facts, rules: DeliveryRules, now: datetime, zone: ZoneInfo) -> Verdict | None:
    if facts.kind != "customer_service":
        return None
    open_now = facts.window is not None and now < facts.window.closes_at and facts.window.left > 0
    return None if open_now else Verdict("skip", "window_closed")


Rule = Callable[[Facts, DeliveryRules, datetime, ZoneInfo], Verdict | None]
RULES: tuple[Rule, ...] = (_not_late, _account_works, _wanted, _reachable, _awake, _window_open)
