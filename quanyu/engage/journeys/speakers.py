"""The accounts of a workspace as journeys see them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.journeys.check import Speaker
from quanyu.infra.crypto import Vault
from quanyu.touchpoints import accounts, touchpoint


async def speakers(tx: AsyncSession, vault: Vault, workspace_id: UUID) -> dict[UUID, Speaker]:
    """Every account by id, with what it can send."""
    return {
        account.id: Speaker(account.kind, account.state == "active", frozenset(touchpoint(account.kind).sends))
        for account in await accounts.all_of(tx, vault, workspace_id)
    }
