"""How an account is doing: what went through it in the last day, and how far its limits are."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.touchpoints.models import AccessToken, AccountHour, AccountRow
from quanyu.touchpoints.registry import touchpoint
from quanyu.touchpoints.tally import CALLBACK

DAY = timedelta(hours=24)


class Quota(BaseModel):
    """Calls of one API in the last 24 hours, and the documented ceiling of a day when there is one."""

    api: str
    calls: int
    errors: int
    refusals: int
    daily_limit: int | None


class WindowOut(BaseModel):
    """What the platform allows after a person did something."""

    after: str
    messages: int
    seconds: int


class Health(BaseModel):
    """An account's state. Token times are the machine's clock, all others the workspace's."""

    state: str
    stop_reason: str | None
    token_fetched_at: datetime | None
    token_age_seconds: int | None
    token_expires_at: datetime | None
    last_callback_at: datetime | None
    last_call_at: datetime | None
    last_error_at: datetime | None
    last_error_code: str | None
    last_error_reason: str | None
    calls_24h: int
    errors_24h: int
    refusals_24h: int
    callbacks_24h: int
    callbacks_refused_24h: int
    quota: list[Quota]
    windows: list[WindowOut]


async def health_of(tx: AsyncSession, row: AccountRow, *, now: datetime, wall: datetime) -> Health:
    """An account's health now."""
    quota = await _quota(tx, row, now)
    calls = [one for one in quota if one.api != CALLBACK]
    callbacks = next((one for one in quota if one.api == CALLBACK), None)
    token = await tx.get(AccessToken, row.id)
    fetched = token.fetched_at if token else None
    return Health(
        state=row.state,
        stop_reason=row.stop_reason,
        token_fetched_at=fetched,
        token_age_seconds=int((wall - fetched).total_seconds()) if fetched else None,
        token_expires_at=token.expires_at if token else None,
        last_callback_at=row.last_callback_at,
        last_call_at=row.last_call_at,
        last_error_at=row.last_error_at,
        last_error_code=row.last_error_code,
        last_error_reason=row.last_error_reason,
        calls_24h=sum(one.calls for one in calls),
        errors_24h=sum(one.errors for one in calls),
        refusals_24h=sum(one.refusals for one in calls),
        callbacks_24h=callbacks.calls if callbacks else 0,
        callbacks_refused_24h=callbacks.refusals if callbacks else 0,
        quota=calls,
        windows=[
            WindowOut(after=one.after, messages=one.messages, seconds=int(one.lasts.total_seconds()))
            for one in touchpoint(row.kind).windows
        ],
    )


async def _quota(tx: AsyncSession, row: AccountRow, now: datetime) -> list[Quota]:
    limits = touchpoint(row.kind).daily_limits
    counted = await _counted(tx, row.workspace_id, row.id, now - DAY)
    return [
        Quota(api=api, calls=calls, errors=errors, refusals=refusals, daily_limit=limits.get(api))
        for api, (calls, errors, refusals) in sorted({**dict.fromkeys(limits, (0, 0, 0)), **counted}.items())
    ]


async def _counted(tx: AsyncSession, workspace_id: UUID, account_id: UUID, since: datetime) -> dict[str, tuple[int, int, int]]:
    query = select(AccountHour).where(
        AccountHour.workspace_id == workspace_id, AccountHour.account_id == account_id, AccountHour.hour > since
    )
    found: dict[str, tuple[int, int, int]] = {}
    for one in (await tx.execute(query)).scalars():
        calls, errors, refusals = found.get(one.api, (0, 0, 0))
        found[one.api] = (calls + one.calls, errors + one.errors, refusals + one.refusals)
    return found
