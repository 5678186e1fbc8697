"""Welcome codes: kept when a callback brings one, taken once by whoever greets the person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.crypto import Vault
from quanyu.kit.ids import new_id
from quanyu.touchpoints.models import WelcomeCode
from quanyu.touchpoints.types import Account, SourceEvent

LASTS = timedelta(seconds=20)
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Welcome:
    """Leave to greet one person once, before ``expires_at`` by the machine's clock."""

    external_userid: str
    user_id: str
    state: str
    code: str
    expires_at: datetime


async def keep(
    tx: AsyncSession, vault: Vault, account: Account, event: SourceEvent, profile_id: int, *, received_at: datetime
) -> None:
    """Keep the code that came with ``event``. A callback that is sent again changes nothing. Old codes go."""
    await tx.execute(delete(WelcomeCode).where(WelcomeCode.expires_at < received_at - KEPT))
    await tx.execute(
        insert(WelcomeCode)
        .values(
            id=new_id(),
            workspace_id=account.workspace_id,
            account_id=account.id,
            event_id=event.id,
            profile_id=profile_id,
            external_userid=event.ids["external_userid"],
            user_id=event.properties.get("user_id", ""),
            state=event.properties.get("state", ""),
            code=vault.seal(account.workspace_id, event.context["welcome_code"]),
            received_at=received_at,
            expires_at=received_at + LASTS,
        )
        .on_conflict_do_nothing()
    )


async def take(
    tx: AsyncSession, vault: Vault, workspace_id: UUID, account_id: UUID, profile_id: int, *, now: datetime
) -> Welcome | None:
    """Take the newest code for a person that is still good; nobody else gets it. ``now`` is the machine's clock."""
    row = (
        await tx.execute(_TAKE, {"workspace": workspace_id, "account": account_id, "profile": profile_id, "now": now})
    ).one_or_none()
    if row is None:
        return None
    return Welcome(row.external_userid, row.user_id, row.state, vault.open(workspace_id, row.code), row.expires_at)


_TAKE = text("""
    UPDATE welcome_code SET used_at = :now
    WHERE used_at IS NULL AND id = (
        SELECT id FROM welcome_code
        WHERE workspace_id = :workspace AND account_id = :account AND profile_id = :profile
          AND used_at IS NULL AND expires_at > :now
        ORDER BY received_at DESC LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING external_userid, user_id, state, code, expires_at""")
