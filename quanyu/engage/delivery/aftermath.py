"""What a call's outcome changes besides its message: counts, credits, the relation, the account."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery import allowances, caps, outbox
from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.outcomes import settle
from quanyu.infra.runtime import Runtime
from quanyu.people import consent
from quanyu.touchpoints import Sent, accounts

NOT_FOLLOWING = {
    "official_account": frozenset({"43004", "43005", "46004", "50005"}),
    "wecom": frozenset({"84061"}),
}
"""Refusals that tell us a person has gone. The same number means other things on other platforms."""

CONSENT_USED_UP = "43101"


async def apply(tx: AsyncSession, runtime: Runtime, message: Message, sent: Sent, *, wall: datetime, jitter: float) -> None:
    """Settle a message and everything that hangs on it. ``wall`` is the machine's time."""
    now = runtime.clock.now()
    if sent.outcome in ("refused", "later", "stop"):
        await _take_back(tx, runtime, message, sent, now)
    settle(message, sent, now, wall, jitter)
    await tx.flush()
    if sent.outcome == "stop":
        await accounts.stop(tx, message.workspace_id, message.account_id, reason=f"{sent.code} {sent.reason}"[:400])
        await outbox.hold_account(tx, message.workspace_id, message.account_id)


async def _take_back(tx: AsyncSession, runtime: Runtime, message: Message, sent: Sent, now: datetime) -> None:
    await caps.uncount(tx, message)
    account = await accounts.get(tx, runtime.vault, message.workspace_id, message.account_id)
    if account is None:
        return
    if sent.outcome == "refused":
        await _learn(tx, message, account.app_id, sent.code, now)
    else:
        await allowances.give_back(tx, message, account.app_id)


async def _learn(tx: AsyncSession, message: Message, app_id: str, code: str, now: datetime) -> None:
    where = (tx, message.workspace_id, message.profile_id, app_id)
    if code in NOT_FOLLOWING.get(message.touchpoint, ()):
        await consent.set_relation(*where, message.touchpoint, "unfollowed", at=now)
    elif code == CONSENT_USED_UP and message.kind == "subscription":
        while await consent.take_credit(*where, message.template_id):
            pass
