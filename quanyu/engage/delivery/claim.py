"""Taking messages whose turn has come: in order of priority, one in flight for each person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message

# Only a person's first due message can be taken, and none while another is on its way; uq_message_in_flight stands behind
# this for two senders that read at the same moment.
_HEADS = text(
    """
    SELECT mine.id FROM message mine
    WHERE mine.state = 'queued' AND mine.due_at <= :now AND mine.priority <= :lowest
      AND NOT EXISTS (
          SELECT 1 FROM message other
          WHERE other.workspace_id = mine.workspace_id AND other.profile_id = mine.profile_id AND other.id <> mine.id
            AND (other.state = 'sending'
                 OR (other.state = 'queued' AND other.due_at <= :now
                     AND (other.priority, other.due_at, other.id) < (mine.priority, mine.due_at, mine.id))))
    ORDER BY mine.priority, mine.due_at, mine.id LIMIT :most
    FOR UPDATE OF mine SKIP LOCKED
    """
)


async def heads(tx: AsyncSession, *, now: datetime, lowest: int, most: int) -> Sequence[Message]:
    """Due messages of any workspace with a priority up to ``lowest``, locked until the transaction ends."""
    ids = (await tx.execute(_HEADS, {"now": now, "lowest": lowest, "most": most})).scalars().all()
    order = (Message.priority, Message.due_at, Message.id)
    return (await tx.execute(select(Message).where(Message.id.in_(ids)).order_by(*order))).scalars().all()


async def abandoned(tx: AsyncSession, *, wall: datetime, lease: timedelta, most: int) -> Sequence[Message]:
    """Messages that were on their way when their sender died: nobody knows whether they arrived."""
    query = select(Message).where(Message.state == "sending", Message.claimed_at < wall - lease)
    return (await tx.execute(query.limit(most).with_for_update(skip_locked=True))).scalars().all()


async def in_flight(tx: AsyncSession, workspace_id: UUID, people: Collection[int]) -> set[int]:
    """Those of ``people`` to whom a message is on its way."""
    query = select(Message.profile_id).where(
        Message.workspace_id == workspace_id, Message.profile_id.in_(people), Message.state == "sending"
    )
    return set((await tx.execute(query)).scalars())
