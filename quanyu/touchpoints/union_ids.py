"""Asking platforms for unionids, by which one person is known to all of a brand's accounts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import Clock
from quanyu.touchpoints.accounts.queries import opened
from quanyu.touchpoints.asked import Asked
from quanyu.touchpoints.calls import CallFailed, Calls, calls_of
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


class Questions:
    """Whom to ask about. Callers that come at the same moment share one transaction."""

    def __init__(self, runtime: Runtime, wall: Clock) -> None:
        self._runtime = runtime
        self._wall = wall
        self._asked = Asked()
        self._waiting: list[dict[str, Any]] = []
        self._writing = asyncio.Lock()

    async def want(self, account: Account, people: Sequence[str]) -> None:
        """Have these people's unionids asked for; it is written down when this returns. Nobody is asked about twice."""
        new = [person for person in people if self._asked.first_time(account, person)]
        if not new:
            return
        self._waiting += [self._row(account, person) for person in new]
        async with self._writing:
            rows, self._waiting = self._waiting, []
            if not rows:
                return
            try:
                async with self._runtime.postgres.system_transaction() as tx:
                    await tx.execute(insert(UnionIdWanted).on_conflict_do_nothing(), rows)
            except BaseException:
                # Cancelled or failed: whoever shared this transaction is asked about at their next event.
                self._asked = Asked()
                raise

    def _row(self, account: Account, person: str) -> dict[str, Any]:
        vault = self._runtime.vault
        return {
            "workspace_id": account.workspace_id,
            "account_id": account.id,
            "digest": vault.hash(account.workspace_id, person),
            "person": vault.seal(account.workspace_id, person),
            "since": self._runtime.clock.now(),
            "ask_at": self._wall.now(),
            "attempts": 0,
        }


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


def questions_of(runtime: Runtime) -> Questions:
    """The process's questions."""
    if Questions not in runtime.parts:
        runtime.parts[Questions] = Questions(runtime, calls_of(runtime).wall)
    return runtime.part(Questions)
