"""Messages and the rules of contact over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from quanyu.engage.delivery import outbox, policy, queries
from quanyu.engage.delivery.errors import AccountStillStopped, MessageNotFound
from quanyu.engage.delivery.policy import DeliveryRules
from quanyu.engage.delivery.schemas import MessageCounts, MessageOut, Released, State
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.people import identity
from quanyu.platform import audit
from quanyu.platform.access import CurrentScope, Tx, allowed
from quanyu.touchpoints import accounts

router = APIRouter(tags=["delivery"])

Process = Annotated[Runtime, Depends(runtime_of)]
ProfileId = Annotated[int, Query(ge=1, lt=2**53)]
READ, WRITE = [Depends(allowed("messages.read"))], [Depends(allowed("messages.write"))]


@router.get("/messages", dependencies=READ, responses=errors(BadCursor))
async def list_messages(
    scope: CurrentScope,
    tx: Tx,
    profile_id: ProfileId | None = None,
    journey_id: UUID | None = None,
    account_id: UUID | None = None,
    state: State | None = None,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> Page[MessageOut]:
    """Messages, newest first; ``profile_id`` finds those of all numbers that the person has had."""
    before = read_cursor(cursor, UUID)[0] if cursor else None
    people = None
    if profile_id is not None:
        people = (await identity.numbers(tx, scope.workspace_id, [profile_id])).get(profile_id, [profile_id])
    found = await queries.page(
        tx, scope, people=people, journey_id=journey_id, account_id=account_id, state=state, before=before, limit=limit
    )
    rows, more = cut(found, limit)
    return Page(items=[MessageOut.of(row) for row in rows], next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.get("/messages/counts", dependencies=READ)
async def count_messages(
    scope: CurrentScope, tx: Tx, journey_id: UUID | None = None, since: AwareDatetime | None = None
) -> MessageCounts:
    """Messages by state and reason, of one journey or all."""
    when: datetime | None = since
    return MessageCounts.of(await queries.counts(tx, scope, journey_id=journey_id, since=when))


@router.get("/messages/{message_id}", dependencies=READ, responses=errors(MessageNotFound))
async def get_message(message_id: UUID, scope: CurrentScope, tx: Tx) -> MessageOut:
    """One message and what became of it."""
    message = await queries.get(tx, scope, message_id)
    if message is None:
        raise MessageNotFound(message_id=message_id)
    return MessageOut.of(message)


@router.get("/delivery/rules", dependencies=READ)
async def get_delivery_rules(scope: CurrentScope, tx: Tx) -> DeliveryRules:
    """The rules of contact in force."""
    return await policy.read(tx, scope.workspace_id)


@router.put("/delivery/rules", dependencies=WRITE)
async def set_delivery_rules(body: DeliveryRules, scope: CurrentScope, tx: Tx, runtime: Process) -> DeliveryRules:
    """Put rules of contact in force, as a whole, for everything not yet sent."""
    await policy.write(tx, scope, body, at=runtime.clock.now())
    await audit.record(tx, scope, "delivery.rules", "workspace", scope.workspace_id, body.model_dump(mode="json"))
    return body


@router.post(
    "/delivery/accounts/{account_id}/release",
    dependencies=WRITE,
    responses=errors(accounts.AccountNotFound, AccountStillStopped),
)
async def release_held_messages(account_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> Released:
    """Let go the messages that were held when an account stopped; every rule applies to them again."""
    account = await accounts.get(tx, runtime.vault, scope.workspace_id, account_id)
    if account is None:
        raise accounts.AccountNotFound(account_id=account_id)
    if account.state != "active":
        raise AccountStillStopped(account_id=account_id, state=account.state)
    released = await outbox.release_account(tx, scope.workspace_id, account_id)
    await audit.record(tx, scope, "delivery.release", "account", account_id, {"released": released})
    return Released(released=released)
