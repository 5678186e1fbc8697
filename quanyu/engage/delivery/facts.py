"""What the rules need to know, read for many messages at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import Message
from quanyu.engage.delivery.rules import Facts, Window
from quanyu.infra.runtime import Runtime
from quanyu.people import consent, identity
from quanyu.people.consent import Relation
from quanyu.touchpoints import Account, touchpoint


async def gather(
    runtime: Runtime, tx: AsyncSession, messages: Sequence[Message], accounts: Mapping[UUID, Account]
) -> dict[UUID, Facts]:
    """Facts by message, for messages whose account is in ``accounts``."""
    groups: dict[tuple[UUID, str], list[Message]] = defaultdict(list)
    for message in messages:
        groups[message.account_id, message.purpose].append(message)
    found: dict[UUID, Facts] = {}
    for (account_id, purpose), group in groups.items():
        found |= await _of_account(runtime, tx, accounts[account_id], purpose, group)
    return found


async def _of_account(
    runtime: Runtime, tx: AsyncSession, account: Account, purpose: str, messages: Sequence[Message]
) -> dict[UUID, Facts]:
    people = [message.profile_id for message in messages]
    workspace_id, where = account.workspace_id, touchpoint(account.kind)
    addresses = await identity.address_of(tx, runtime.vault, workspace_id, people, where.person_id, account.app_id)
    said = await consent.state(tx, workspace_id, people, account.kind, purpose)
    stand = {one.profile_id: one for one in await consent.relations(tx, workspace_id, people, account.app_id)}
    answered = [message for message in messages if message.kind == "customer_service"]
    windows = await _windows(tx, account, [stand[m.profile_id] for m in answered if m.profile_id in stand])
    return {
        message.id: Facts(
            touchpoint=account.kind,
            kind=message.kind,
            purpose=message.purpose,
            expires_at=message.expires_at,
            account_state=account.state,
            address=addresses.get(message.profile_id, ""),
            consent=said.get(message.profile_id, "unknown"),
            relation=stand[message.profile_id].state if message.profile_id in stand else "unknown",
            window=windows.get(message.profile_id),
        )
        for message in messages
    }


ACTS = {
    "message": "text_message", "menu": "menu_click", "scan": "scan", "follow": "subscribe", "enter": "enter_session",
}  # fmt: skip
"""The event behind each kind of act that lets us answer."""


async def _windows(tx: AsyncSession, account: Account, relations: Sequence[Relation]) -> dict[int, Window]:
    """Each person's reply window: the one that stays open longest of those that their acts opened."""
    allowed = {window.after: window for window in touchpoint(account.kind).windows}
    windows: dict[int, Window] = {}
    for relation in relations:
        acts = [(ACTS.get(relation.window_kind or ""), relation.window_at), ("text_message", relation.last_message_at)]
        opened = [(allowed[act], at) for act, at in acts if act in allowed and at is not None]
        if opened:
            window, at = max(opened, key=lambda one: one[1] + one[0].lasts)
            used = await _answers_since(tx, account, relation.profile_id, at)
            windows[relation.profile_id] = Window(at + window.lasts, window.messages - used)
    return windows


async def _answers_since(tx: AsyncSession, account: Account, profile_id: int, since: datetime) -> int:
    query = select(func.count()).where(
        Message.workspace_id == account.workspace_id,
        Message.account_id == account.id,
        Message.profile_id == profile_id,
        Message.kind == "customer_service",
        Message.sent_at >= since,
    )
    return (await tx.execute(query)).scalar_one()
