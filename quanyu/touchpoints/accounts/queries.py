"""Reads of accounts. Each opens the account's secrets for code that calls the platform."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.touchpoints.models import AccessToken, AccountRow
from quanyu.touchpoints.types import Account


def opened(row: AccountRow, vault: Vault) -> Account:
    """The account with its secrets readable."""
    return Account(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        name=row.name,
        app_id=row.app_id,
        secret=vault.open(row.workspace_id, row.secret),
        token=vault.open(row.workspace_id, row.token),
        aes_key=vault.open(row.workspace_id, row.aes_key),
        agent_id=row.agent_id,
        base_url=row.base_url,
        state=row.state,
    )


async def row_of(tx: AsyncSession, workspace_id: UUID, account_id: UUID, *, lock: bool = False) -> AccountRow | None:
    """One account of the workspace."""
    query = select(AccountRow).where(AccountRow.workspace_id == workspace_id, AccountRow.id == account_id)
    return (await tx.execute(query.with_for_update() if lock else query)).scalar_one_or_none()


async def get(tx: AsyncSession, vault: Vault, workspace_id: UUID, account_id: UUID) -> Account | None:
    """One account of the workspace, with its secrets."""
    row = await row_of(tx, workspace_id, account_id)
    return None if row is None else opened(row, vault)


async def all_of(tx: AsyncSession, vault: Vault, workspace_id: UUID, *, limit: int = 500) -> list[Account]:
    """The workspace's accounts, oldest first."""
    query = select(AccountRow).where(AccountRow.workspace_id == workspace_id).order_by(AccountRow.id).limit(limit)
    return [opened(row, vault) for row in (await tx.execute(query)).scalars()]


async def called(tx: AsyncSession, vault: Vault, account_id: UUID) -> Account | None:
    """The account that a callback address names, of whatever workspace. ``tx`` is a system transaction."""
    row = (await tx.execute(select(AccountRow).where(AccountRow.id == account_id))).scalar_one_or_none()
    return None if row is None else opened(row, vault)


async def of_app(tx: AsyncSession, vault: Vault, kind: str, app_id: str, *, limit: int = 3) -> list[Account]:
    """Accounts of whatever workspace that claim an app id, those that have proven their secret first.

    ``tx`` is a system transaction.
    """
    proven = exists().where(AccessToken.account_id == AccountRow.id, AccessToken.sealed.is_not(None))
    query = (
        select(AccountRow)
        .where(AccountRow.kind == kind, AccountRow.app_id == app_id)
        .order_by(proven.desc(), AccountRow.id.desc())
        .limit(limit)
    )
    return [opened(row, vault) for row in (await tx.execute(query)).scalars()]


async def page(tx: AsyncSession, workspace_id: UUID, kind: str | None, after: UUID | None, limit: int) -> list[AccountRow]:
    """Up to ``limit`` accounts, oldest first, without opening any secret."""
    query = select(AccountRow).where(AccountRow.workspace_id == workspace_id)
    if kind is not None:
        query = query.where(AccountRow.kind == kind)
    if after is not None:
        query = query.where(AccountRow.id > after)
    return list((await tx.execute(query.order_by(AccountRow.id).limit(limit))).scalars())
