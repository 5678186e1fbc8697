"""Reads of messages, each inside one workspace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message
from quanyu.kit.scope import Scope


async def get(tx: AsyncSession, scope: Scope, message_id: UUID) -> Message | None:
    """One message, or None when it is not the caller's."""
    query = select(Message).where(Message.workspace_id == scope.workspace_id, Message.id == message_id)
    return (await tx.execute(query)).scalar_one_or_none()


async def page(
    tx: AsyncSession,
    scope: Scope,
    *,
    people: Sequence[int] | None,
    journey_id: UUID | None,
    account_id: UUID | None,
    state: str | None,
    before: UUID | None,
    limit: int,
) -> Sequence[Message]:
    """Messages, newest first. ``people`` are all the numbers of one person."""
    query = select(Message).where(Message.workspace_id == scope.workspace_id)
    if people is not None:
        query = query.where(Message.profile_id.in_(people))
    for column, wanted in ((Message.journey_id, journey_id), (Message.account_id, account_id), (Message.state, state)):
        if wanted is not None:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(Message.id < before)
    return (await tx.execute(query.order_by(Message.id.desc()).limit(limit + 1))).scalars().all()


async def counts(
    tx: AsyncSession, scope: Scope, *, journey_id: UUID | None, since: datetime | None
) -> list[tuple[str, str, str, str, int]]:
    """(touchpoint, kind, state, reason, messages), the most first."""
    columns = (Message.touchpoint, Message.kind, Message.state, Message.reason)
    query = select(*columns, func.count().label("n")).where(Message.workspace_id == scope.workspace_id)
    if journey_id is not None:
        query = query.where(Message.journey_id == journey_id)
    if since is not None:
        query = query.where(Message.created_at >= since)
    rows = await tx.execute(query.group_by(*columns).order_by(func.count().desc(), *columns).limit(1_000))
    return [(touchpoint, kind, state, reason, n) for touchpoint, kind, state, reason, n in rows]
