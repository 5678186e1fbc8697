"""Putting messages in, holding and releasing them: set-wise, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.types import Draft, Recipient
from quanyu.kit.ids import new_id

_QUEUE = text(
    """
    INSERT INTO message (
        id, workspace_id, profile_id, account_id, touchpoint, kind, purpose, template_id, content, fall_backs, dedupe_key,
        journey_id, node_id, priority, state, reason, platform_code, platform_reason, due_at, expires_at, attempts,
        platform_id, created_at, logged)
    SELECT id, :workspace, profile_id, :account, :touchpoint, :kind, :purpose, :template, :content, :fall_backs, dedupe_key,
           :journey, :node, :priority, 'queued', '', '', '', :due, :expires, 0, '', :now, false
    FROM unnest(CAST(:ids AS uuid[]), CAST(:people AS bigint[]), CAST(:keys AS text[])) AS r (id, profile_id, dedupe_key)
    ON CONFLICT (workspace_id, dedupe_key) DO NOTHING
    RETURNING id
    """
).bindparams(bindparam("content", type_=JSONB), bindparam("fall_backs", type_=JSONB))


async def queue(tx: AsyncSession, workspace_id: UUID, draft: Draft, recipients: Sequence[Recipient], *, now: datetime) -> int:
    """Write one message for each recipient in one statement; a key seen before adds nothing.

    Returns:
        How many were new.
    """
    line = draft.line
    result = await tx.execute(
        _QUEUE,
        {
            "workspace": workspace_id, "account": line.account_id, "touchpoint": line.touchpoint, "kind": line.kind,
            "purpose": draft.purpose, "template": line.template_id, "content": dict(line.content),
            "fall_backs": [other.as_json() for other in draft.fall_backs], "journey": draft.journey_id,
            "node": draft.node_id, "priority": draft.priority, "due": draft.due_at, "expires": draft.expires_at, "now": now,
            "ids": [new_id() for _ in recipients],
            "people": [one.profile_id for one in recipients],
            "keys": [one.dedupe_key for one in recipients],
        },
    )  # fmt: skip
    return len(result.all())


async def hold_journey(tx: AsyncSession, workspace_id: UUID, journey_id: UUID) -> None:
    """Keep back what a paused journey has not sent yet."""
    await tx.execute(
        update(Message)
        .where(Message.workspace_id == workspace_id, Message.journey_id == journey_id, Message.state == "queued")
        .values(state="held", reason="journey_paused")
    )


async def release_journey(tx: AsyncSession, workspace_id: UUID, journey_id: UUID) -> None:
    """Let go what ``hold_journey`` kept; each message passes every rule again when its turn comes."""
    held = (Message.workspace_id == workspace_id, Message.journey_id == journey_id, Message.state == "held")
    await tx.execute(update(Message).where(*held, Message.reason == "journey_paused").values(state="queued", reason=""))


async def drop_journey(tx: AsyncSession, workspace_id: UUID, journey_id: UUID, *, now: datetime) -> None:
    """End what an archived journey has not sent yet."""
    waiting = (Message.workspace_id == workspace_id, Message.journey_id == journey_id, Message.state.in_(("queued", "held")))
    await tx.execute(update(Message).where(*waiting).values(state="skipped", reason="journey_archived", finished_at=now))


async def hold_account(tx: AsyncSession, workspace_id: UUID, account_id: UUID) -> None:
    """Keep back everything that waits for a stopped account."""
    waiting = (Message.workspace_id == workspace_id, Message.account_id == account_id, Message.state == "queued")
    await tx.execute(update(Message).where(*waiting).values(state="held", reason="account_stopped"))


async def release_account(tx: AsyncSession, workspace_id: UUID, account_id: UUID) -> int:
    """Let go what was held for an account, once a person has put it right; says how many."""
    held = (Message.workspace_id == workspace_id, Message.account_id == account_id, Message.state == "held")
    released = await tx.execute(
        update(Message)
        .where(*held, Message.reason == "account_stopped")
        .values(state="queued", reason="")
        .returning(Message.id)
    )
    return len(released.all())
