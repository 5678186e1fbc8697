"""From due to ready: claimed messages pass the rules, take what they use up, and are marked before any call is made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery import allowances, caps, claim, facts, policy
from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.outcomes import fall_back_or_finish, finish, too_late_to_repeat
from quanyu.engage.delivery.policy import DeliveryRules
from quanyu.engage.delivery.rules import Facts, Verdict, is_marketing, judge
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import Clock
from quanyu.people import identity
from quanyu.platform import workspaces
from quanyu.touchpoints import Account, Outgoing, accounts

CODE_LOOKS, CODE_PAUSE = 20, timedelta(milliseconds=300)


@dataclass(frozen=True)
class Ready:
    """A message that is marked as on its way, and its call."""

    message_id: UUID
    account: Account
    outgoing: Outgoing


async def prepare(runtime: Runtime, tx: AsyncSession, *, lowest: int, most: int, wall: Clock) -> tuple[list[Ready], int]:
    """Claim and judge a batch.

    Returns:
        What to send as soon as the transaction is committed, and how many were claimed.
    """
    now = runtime.clock.now()
    claimed = await claim.heads(tx, now=now, lowest=lowest, most=most)
    by_workspace: dict[UUID, list[Message]] = defaultdict(list)
    for message in claimed:
        by_workspace[message.workspace_id].append(message)
    ready: list[Ready] = []
    for workspace_id, messages in by_workspace.items():
        ready += await _prepare_workspace(runtime, tx, workspace_id, messages, now, wall.now())
    await tx.flush()
    return ready, len(claimed)


async def _prepare_workspace(
    runtime: Runtime, tx: AsyncSession, workspace_id: UUID, messages: Sequence[Message], now: datetime, wall: datetime
) -> list[Ready]:
    messages = await _as_today(tx, workspace_id, messages)
    opened = [await accounts.get(tx, runtime.vault, workspace_id, id) for id in {m.account_id for m in messages}]
    found = {account.id: account for account in opened if account is not None}
    for message in messages:
        if message.account_id not in found:
            fall_back_or_finish(message, "skipped", "account_missing", now)
    known = [message for message in messages if message.account_id in found]
    rules = await policy.read(tx, workspace_id)
    zone = ZoneInfo((await workspaces.get(tx, workspace_id)).time_zone)
    gathered = await facts.gather(runtime, tx, known, found)
    passed = [
        message
        for message in known
        if not _stays_unclear(message, gathered[message.id].account_state, now, wall)
        and _passes(message, judge(gathered[message.id], rules, now, zone), now)
    ]
    counted = await _under_caps(tx, workspace_id, passed, rules, now, zone)
    return await _with_allowance(runtime, tx, counted, gathered, found, now, wall)


async def _as_today(tx: AsyncSession, workspace_id: UUID, messages: Sequence[Message]) -> list[Message]:
    """Messages under their person's number of today. Two that became one person's go one after the other: the second
    stays queued."""
    current = await identity.current(tx, workspace_id, {message.profile_id for message in messages})
    winners = {winner for number, winner in current.items() if winner != number}
    busy = await claim.in_flight(tx, workspace_id, winners) if winners else set()
    first: dict[int, Message] = {}
    for message in messages:
        person = current.get(message.profile_id, message.profile_id)
        if person not in busy and first.setdefault(person, message) is message:
            message.profile_id = person
    return list(first.values())


def _stays_unclear(message: Message, account_state: str, now: datetime, wall: datetime) -> bool:
    """End a message that may have arrived when it can no longer be repeated safely."""
    if message.unclear_since is None or not (too_late_to_repeat(message, wall) or account_state != "active"):
        return False
    finish(message, "unclear", "no_answer", now)
    return True


def _passes(message: Message, verdict: Verdict, now: datetime) -> bool:
    if message.unclear_since is not None:
        # It passed when it was first sent; the repeat only finds out whether that arrived.
        return True
    match verdict.action:
        case "skip":
            fall_back_or_finish(message, "skipped", verdict.reason, now)
        case "hold":
            message.state, message.reason = "held", verdict.reason
        case "postpone":
            assert verdict.until is not None
            message.due_at, message.reason = verdict.until, verdict.reason
    return verdict.action == "send"


async def _under_caps(
    tx: AsyncSession, workspace_id: UUID, messages: Sequence[Message], rules: DeliveryRules, now: datetime, zone: ZoneInfo
) -> list[Message]:
    day = now.astimezone(zone).date()
    # One that is repeated after an unclear call was counted the first time.
    counting = {m.profile_id: m for m in messages if is_marketing(m.kind, m.purpose) and m.counted_on is None}
    full = await caps.take(tx, workspace_id, {person: m.touchpoint for person, m in counting.items()}, rules, day)
    for person, message in counting.items():
        if (level := full.get(person)) is None:
            message.counted_on = day
        elif rules.when_capped == "postpone":
            days = 1 if level.period == "day" else 7 - day.weekday()
            message.reason, message.due_at = "capped", _midnight(day + timedelta(days=days), zone)
        else:
            fall_back_or_finish(message, "skipped", "touchpoint_capped" if level.touchpoint else "capped", now)
    return [message for message in messages if message.profile_id not in full]


async def _with_allowance(
    runtime: Runtime,
    tx: AsyncSession,
    messages: Sequence[Message],
    gathered: Mapping[UUID, Facts],
    found: Mapping[UUID, Account],
    now: datetime,
    wall: datetime,
) -> list[Ready]:
    ready: list[Ready] = []
    for message in messages:
        account = found[message.account_id]
        context, missing = await allowances.take(runtime, tx, message, account, wall=wall)
        if missing:
            await caps.uncount(tx, message)
            _without_allowance(message, missing, now)
            continue
        message.state, message.reason, message.claimed_at, message.attempts = "sending", "", wall, message.attempts + 1
        content = fill(message.content, {"message_id": str(message.id), "journey_id": str(message.journey_id or "")})
        address = gathered[message.id].address
        outgoing = Outgoing(message.id, message.kind, address, content, message.template_id, context)
        ready.append(Ready(message.id, account, outgoing))
    return ready


def _without_allowance(message: Message, missing: str, now: datetime) -> None:
    if missing == "no_welcome_code" and message.attempts < CODE_LOOKS:
        # The event that starts a welcome is in the log a moment before the code that came with it is kept.
        message.attempts, message.reason, message.due_at = message.attempts + 1, missing, now + CODE_PAUSE
    else:
        fall_back_or_finish(message, "skipped", missing, now)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def fill(content: object, values: Mapping[str, str]) -> dict[str, object]:
    """Content with ``{{message_id}}`` and ``{{journey_id}}`` in its texts replaced, so that a link tells what led to it."""

    def walk(value: object) -> object:
        if isinstance(value, str):
            for name, text in values.items():
                value = value.replace("{{" + name + "}}", text)
            return value
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return [walk(one) for one in value] if isinstance(value, list) else value

    filled = walk(content)
    assert isinstance(filled, dict)
    return filled
