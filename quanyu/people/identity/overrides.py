"""Pointers of merged profiles on their way to the warehouse."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


class Override(NamedTuple):
    """Where a number points now; the newest version holds. ``winner`` = ``loser``: to itself again."""

    workspace_id: UUID
    loser: int
    winner: int
    version: int


async def take_overrides(tx: AsyncSession) -> list[Override]:
    """Take the pointers that wait. They are given again if ``tx`` does not commit, so commit once they are stored."""
    taken = await tx.execute(text("DELETE FROM override_outbox RETURNING workspace_id, loser, winner, version"))
    return [Override(*row) for row in taken]
