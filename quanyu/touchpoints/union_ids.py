"""Asking platforms for unionids, by which one person is known to all of a brand's accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.touchpoints.accounts.queries import opened
from quanyu.touchpoints.calls import CallFailed, Calls
from quanyu.touchpoints.models import AccountRow, UnionIdWanted
from quanyu.touchpoints.registry import touchpoint
from quanyu.touchpoints.types import Account

TOGETHER = 100
MOST_ATTEMPTS = 5
LEASE = timedelta(seconds=60)


@dataclass(frozen=True)
class Wanted:
    """People of one account who are to be asked about. ``spent`` are the digests of those asked for the last time."""

    account: Account
    since: Mapping[str, datetime]
    digests: Sequence[bytes]
    spent: Sequence[bytes]


async def want(tx: AsyncSession, vault: Vault, account: Account, person: str, *, now: datetime, wall: datetime) -> None:
    """Have a person's unionid asked for. Asking twice asks once.

    Args:
        now: when the person came, by the runtime's clock.
        wall: the machine's clock, by which asking is paced.
    """
    await tx.execute(
        insert(UnionIdWanted)
        .values(
            workspace_id=account.workspace_id,
            account_id=account.id,
            digest=vault.hash(account.workspace_id, person),
            person=vault.seal(account.workspace_id, person),
            since=now,
            ask_at=wall,
            attempts=0,
        )
        .on_conflict_do_nothing()
    )


async def claim(tx: AsyncSession, vault: Vault, *, wall: datetime) -> Wanted | None:
    """Some people of one account whose turn it is, leased to the caller for a minute. ``tx`` is a system transaction."""
    first = await tx.execute(
        select(UnionIdWanted.account_id).where(UnionIdWanted.ask_at <= wall).order_by(UnionIdWanted.ask_at).limit(1)
    )
    account_id = first.scalar_one_or_none()
    account = None if account_id is None else await tx.get(AccountRow, account_id)
    if account is None:
        return None
    query = (
        select(UnionIdWanted)
        .where(UnionIdWanted.account_id == account.id, UnionIdWanted.ask_at <= wall)
        .order_by(UnionIdWanted.ask_at)
        .limit(TOGETHER)
        .with_for_update(skip_locked=True)
    )
    rows = list((await tx.execute(query)).scalars())
    for row in rows:
        row.attempts += 1
        row.ask_at = wall + LEASE * row.attempts
    if not rows:
        return None
    since = {vault.open(account.workspace_id, row.person): row.since for row in rows}
    spent = [row.digest for row in rows if row.attempts >= MOST_ATTEMPTS]
    return Wanted(opened(account, vault), since, [row.digest for row in rows], spent)


async def ask(calls: Calls, wanted: Wanted) -> dict[str, str] | None:
    """Person → unionid, for those whom the platform knows; None when it cannot be asked now."""
    union_ids = touchpoint(wanted.account.kind).union_ids
    if union_ids is None:
        return {}
    try:
        return dict(await union_ids(calls, wanted.account, list(wanted.since)))
    except CallFailed:
        return None


async def settle(tx: AsyncSession, wanted: Wanted, *, answered: bool) -> None:
    """Forget people who were asked about, and those whom we have tried too often."""
    done = wanted.digests if answered else wanted.spent
    mine = UnionIdWanted.account_id == wanted.account.id
    await tx.execute(delete(UnionIdWanted).where(mine, UnionIdWanted.digest.in_(done)))
