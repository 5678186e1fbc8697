"""Access tokens: one for each account, kept in PostgreSQL, renewed by one process at a time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import Clock
from quanyu.touchpoints.models import AccessToken
from quanyu.touchpoints.types import Account

EARLY = timedelta(seconds=300)
"""How long before its end a token is renewed; WeChat honours old and new for so long."""

PAUSE_AFTER_REFUSAL = timedelta(seconds=60)
"""A wrong secret, asked with again and again, gets our IP blocked."""


@dataclass(frozen=True)
class Grant:
    """A token as the platform gave it."""

    text: str
    life: timedelta


Fetch = Callable[[Account], Awaitable[Grant]]


@dataclass(frozen=True)
class _Held:
    text: str
    renew_at: datetime


class Tokens:
    """The tokens of all accounts. ``wall`` is the machine's clock: token life is transport time."""

    def __init__(self, runtime: Runtime, wall: Clock) -> None:
        self._postgres = runtime.postgres
        self._vault = runtime.vault
        self._wall = wall
        self._held: dict[tuple[UUID, str], _Held] = {}
        self._refused: dict[tuple[UUID, str, str], tuple[datetime, Exception]] = {}
        self._locks: defaultdict[UUID, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def current(self, account: Account, fetch: Fetch, *, stale: str = "") -> str:
        """A token that is fresh and not ``stale``, the one that the platform has just refused.

        Raises:
            CallFailed: the platform gives none.
        """
        async with self._locks[account.id]:
            key = (account.id, account.base_url)
            held = self._held.get(key)
            if held is None or held.text == stale or held.renew_at <= self._wall.now():
                held = self._held[key] = await self._shared(account, fetch, stale)
            return held.text

    async def _shared(self, account: Account, fetch: Fetch, stale: str) -> _Held:
        async with self._postgres.transaction(account.workspace_id) as tx:
            row = await _locked(tx, account)
            if row.sealed is not None and row.renew_at is not None and row.renew_at > self._wall.now():
                text = self._vault.open(account.workspace_id, row.sealed)
                if text != stale:
                    return _Held(text, row.renew_at)
            grant = await self._granted(account, fetch)
            now = self._wall.now()
            row.sealed = self._vault.seal(account.workspace_id, grant.text)
            row.fetched_at, row.expires_at = now, now + grant.life
            row.renew_at = now + max(grant.life - EARLY, grant.life / 2)
            return _Held(grant.text, row.renew_at)

    async def _granted(self, account: Account, fetch: Fetch) -> Grant:
        key = (account.id, account.base_url, account.secret)
        if (refusal := self._refused.get(key)) and self._wall.now() < refusal[0] + PAUSE_AFTER_REFUSAL:
            raise refusal[1]
        try:
            grant = await fetch(account)
        except Exception as error:
            if getattr(error, "meaning", None) is not None:
                self._refused[key] = (self._wall.now(), error)
            raise
        self._refused.pop(key, None)
        return grant


async def _locked(tx: AsyncSession, account: Account) -> AccessToken:
    """The account's row, ours until the transaction ends; another process that renews makes us wait."""
    await tx.execute(
        insert(AccessToken).values(account_id=account.id, workspace_id=account.workspace_id).on_conflict_do_nothing()
    )
    return (await tx.execute(select(AccessToken).where(AccessToken.account_id == account.id).with_for_update())).scalar_one()
