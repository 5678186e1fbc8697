"""What becomes of a message after its call. Pure, but for the message it writes on."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.rules import ELSEWHERE
from quanyu.touchpoints import Sent, touchpoint

MAX_ATTEMPTS = 6
LONGEST_PAUSE = timedelta(hours=1)
REPEATS_WITHIN = timedelta(minutes=8)
"""WeChat remembers our message ids for ten minutes; a call may take one of them."""


def settle(message: Message, sent: Sent, now: datetime, wall: datetime, jitter: float) -> None:
    """Write on a message what its call came to.

    Args:
        now, wall: the clock's time and the machine's.
        jitter: 0 to 1, so that messages sent back together do not come again together.
    """
    message.platform_code, message.platform_reason = sent.code[:32], sent.reason[:500]
    match sent.outcome:
        case "sent":
            message.platform_id = sent.platform_id[:128]
            finish(message, "sent", "", now)
            message.sent_at = now
        case "refused":
            fall_back_or_finish(message, "failed", "refused", now)
        case "stop":
            message.state, message.reason = "held", "account_stopped"
        case "later":
            _again(message, sent.retry_after_seconds, now, jitter, "failed", "gave_up")
        case "unclear" if repeats_are_dropped(message):
            message.unclear_since = message.unclear_since or message.claimed_at
            if too_late_to_repeat(message, wall):
                finish(message, "unclear", "no_answer", now)
                return
            _again(message, sent.retry_after_seconds, now, jitter, "unclear", "no_answer")
        case "unclear":
            finish(message, "unclear", "no_answer", now)


def repeats_are_dropped(message: Message) -> bool:
    """Whether the platform drops a second message with the same id of ours, so that repeating an unclear one is safe.

    An Official Account's template message carries ``client_msg_id``; the other kinds have nothing like it, and theirs
    are never repeated by us.
    """
    return touchpoint(message.touchpoint).sends.get(message.kind, False)


def too_late_to_repeat(message: Message, wall: datetime) -> bool:
    """Whether the platform may have forgotten the call that may have arrived, so that a repeat could arrive too."""
    return message.unclear_since is not None and wall - message.unclear_since >= REPEATS_WITHIN


def fall_back_or_finish(message: Message, state: str, reason: str, now: datetime) -> None:
    """Turn a message that this line cannot deliver to its next line, or end it."""
    if reason not in ELSEWHERE or not message.fall_backs:
        finish(message, state, reason, now)
        return
    line, *rest = message.fall_backs
    message.account_id, message.touchpoint, message.kind = UUID(line["account_id"]), line["touchpoint"], line["kind"]
    message.content, message.template_id, message.fall_backs = line["content"], line["template_id"], rest
    message.state, message.reason, message.due_at, message.attempts = "queued", "fell_back", now, 0


def finish(message: Message, state: str, reason: str, now: datetime) -> None:
    """End a message."""
    message.state, message.reason, message.finished_at = state, reason, now


def _again(message: Message, seconds: float, now: datetime, jitter: float, state: str, reason: str) -> None:
    if message.attempts >= MAX_ATTEMPTS:
        finish(message, state, reason, now)
        return
    pause = min(timedelta(seconds=max(seconds, 1) * 2 ** max(message.attempts - 1, 0)), LONGEST_PAUSE)
    message.state, message.reason, message.due_at = "queued", "busy", now + pause * (0.5 + jitter / 2 + (seconds > 0) * 0.5)
