"""Counts calls and callbacks in memory and writes them down together, so that health costs nothing per message."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from quanyu.infra.runtime import Runtime
from quanyu.touchpoints.types import Account, Sent

log = structlog.get_logger(__name__)
WRITE_SECONDS = 1.0
CALLBACK = "callback"

_COUNT = text("""
    INSERT INTO account_hour (workspace_id, account_id, hour, api, calls, errors, refusals)
    SELECT :workspace, id, :hour, :api, :calls, :errors, :refusals FROM account WHERE id = :account
    ON CONFLICT (workspace_id, account_id, hour, api) DO UPDATE SET
        calls = account_hour.calls + excluded.calls,
        errors = account_hour.errors + excluded.errors,
        refusals = account_hour.refusals + excluded.refusals""")

_SEEN = text("""
    UPDATE account SET
        last_call_at = greatest(last_call_at, cast(:call_at AS timestamptz)),
        last_callback_at = greatest(last_callback_at, cast(:callback_at AS timestamptz)),
        last_error_at = coalesce(cast(:error_at AS timestamptz), last_error_at),
        last_error_code = coalesce(:error_code, last_error_code),
        last_error_reason = coalesce(:error_reason, last_error_reason)
    WHERE id = :account""")


@dataclass
class _Count:
    calls: int = 0
    errors: int = 0
    refusals: int = 0


@dataclass
class _Seen:
    call_at: datetime | None = None
    callback_at: datetime | None = None
    error_at: datetime | None = None
    error_code: str | None = None
    error_reason: str | None = None


@dataclass
class _Counted:
    hours: defaultdict[tuple[UUID, UUID, datetime, str], _Count] = field(default_factory=lambda: defaultdict(_Count))
    seen: defaultdict[UUID, _Seen] = field(default_factory=lambda: defaultdict(_Seen))


class Tally:
    """What this process has counted since it last wrote. Times are the runtime's clock."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._counted = _Counted()
        self._written = float("-inf")

    async def call(self, account: Account, api: str, sent: Sent, *, refused: bool) -> None:
        """Count a call: refused by the platform, failed otherwise, or done."""
        failed = sent.outcome != "sent"
        now = self._runtime.clock.now()
        count, seen = self._at(account, api, now)
        count.calls += 1
        count.refusals += refused
        count.errors += failed and not refused
        seen.call_at = now
        if failed:
            seen.error_at, seen.error_code, seen.error_reason = now, sent.code, sent.reason
        await self._write_when_due()

    async def callback(self, account: Account, *, refused: bool) -> None:
        """Count a callback: believed or refused."""
        now = self._runtime.clock.now()
        count, seen = self._at(account, CALLBACK, now)
        count.calls += 1
        count.refusals += refused
        if not refused:
            seen.callback_at = now
        await self._write_when_due()

    def _at(self, account: Account, api: str, now: datetime) -> tuple[_Count, _Seen]:
        hour = now.replace(minute=0, second=0, microsecond=0)
        return self._counted.hours[account.workspace_id, account.id, hour, api], self._counted.seen[account.id]

    async def _write_when_due(self) -> None:
        if time.monotonic() - self._written >= WRITE_SECONDS:
            try:
                await self.write()
            except SQLAlchemyError:
                # A message that has gone out must not look failed because it could not be counted.
                log.exception("touchpoint.tally_failed")

    async def write(self) -> bool:
        """Write what was counted. Says whether there was anything, as a loop's turn does."""
        counted, self._counted = self._counted, _Counted()
        self._written = time.monotonic()
        if not counted.hours:
            return False
        async with self._runtime.postgres.system_transaction() as tx:
            await tx.execute(
                _COUNT,
                [
                    {"workspace": workspace, "account": account, "hour": hour, "api": api, **vars(count)}
                    for (workspace, account, hour, api), count in sorted(counted.hours.items(), key=lambda item: item[0])
                ],
            )
            await tx.execute(_SEEN, [{"account": account, **vars(seen)} for account, seen in sorted(counted.seen.items())])
        return False
