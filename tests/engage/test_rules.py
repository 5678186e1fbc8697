"""A3: the rules of contact, one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from quanyu.engage.delivery.policy import DeliveryRules
from quanyu.engage.delivery.rules import SEND, Facts, Verdict, Window, judge

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
MIDNIGHT = NOON + timedelta(hours=12)
ZONE = ZoneInfo("Asia/Shanghai")
LETTER = Facts("official_account", "letter", "marketing", address="o1", relation="followed")


def verdict(facts: Facts, at: datetime = NOON, rules: DeliveryRules | None = None) -> Verdict:
    return judge(facts, rules or DeliveryRules(), at, ZONE)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (replace(LETTER, expires_at=NOON), "expired"),
        (replace(LETTER, consent="withdrawn"), "consent_withdrawn"),
        (replace(LETTER, address=""), "not_reachable"),
        (replace(LETTER, relation="blocked"), "blocked"),
        (replace(LETTER, kind="template", relation="unfollowed"), "not_following"),
        (replace(LETTER, touchpoint="wecom", relation="unfollowed"), "not_following"),
        (replace(LETTER, kind="customer_service"), "window_closed"),
        (replace(LETTER, kind="customer_service", window=Window(NOON, 5)), "window_closed"),
        (replace(LETTER, kind="customer_service", window=Window(MIDNIGHT, 0)), "window_closed"),
    ],
)
def test_a_message_that_may_not_be_sent_says_why(facts: Facts, reason: str) -> None:
    assert verdict(facts) == Verdict("skip", reason)


def test_a_message_that_breaks_no_rule_is_sent() -> None:
    assert verdict(LETTER) == SEND
    assert verdict(replace(LETTER, kind="customer_service", window=Window(MIDNIGHT, 1))) == SEND


def test_a_stopped_account_holds_its_messages() -> None:
    assert verdict(replace(LETTER, account_state="stopped")) == Verdict("hold", "account_stopped")


def test_marketing_waits_at_night_and_a_service_notice_does_not() -> None:
    night = verdict(LETTER, MIDNIGHT)

    assert (night.action, night.reason) == ("postpone", "quiet_hours")
    assert verdict(replace(LETTER, kind="template", purpose="service"), MIDNIGHT) == SEND


def test_calling_a_letter_service_does_not_exempt_it() -> None:
    assert verdict(replace(LETTER, purpose="service"), MIDNIGHT).reason == "quiet_hours"


def test_a_workspace_may_ask_for_consent_given() -> None:
    strict = DeliveryRules(marketing_consent="granted")

    assert verdict(LETTER, rules=strict) == Verdict("skip", "no_consent")
    assert verdict(replace(LETTER, consent="granted"), rules=strict) == SEND
    assert verdict(replace(LETTER, kind="template", purpose="service"), rules=strict) == SEND
