"""What some kinds of message use up: an agreed subscription, or the one-time leave to greet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message
from quanyu.infra.runtime import Runtime
from quanyu.people import consent, identity
from quanyu.touchpoints import Account, welcomes


async def take(
    runtime: Runtime, tx: AsyncSession, message: Message, account: Account, *, wall: datetime
) -> tuple[Mapping[str, str], str]:
    """Use up what the message needs, by one conditional statement.

    Returns:
        What the call must carry, and '' or the reason why it cannot be made.
    """
    workspace_id, person = message.workspace_id, message.profile_id
    if message.kind == "subscription":
        had = await consent.take_credit(tx, workspace_id, person, account.app_id, message.template_id)
        return {}, "" if had else "no_credit"
    if message.kind == "welcome":
        numbers = (await identity.numbers(tx, workspace_id, [person])).get(person, [person])
        for number in numbers:
            if leave := await welcomes.take(tx, runtime.vault, workspace_id, account.id, number, now=wall):
                return {"welcome_code": leave.code, "user_id": leave.user_id}, ""
        return {}, "no_welcome_code"
    return {}, ""


async def give_back(tx: AsyncSession, message: Message, app_id: str) -> None:
    """Return a subscription that a call did not use. A welcome code is not returned: its seconds are over."""
    if message.kind == "subscription":
        await consent.add_credits(tx, message.workspace_id, message.profile_id, app_id, message.template_id)
