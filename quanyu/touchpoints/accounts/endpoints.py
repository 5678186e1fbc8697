"""Accounts over HTTP: add, change, look after, check."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.platform.access import CurrentScope, Tx, allowed
from quanyu.touchpoints.accounts import checks, queries, service
from quanyu.touchpoints.accounts.called import called_accounts_of
from quanyu.touchpoints.accounts.errors import AccountNotFound, AccountTaken, CannotDo, MissingField, PlatformRefused
from quanyu.touchpoints.accounts.health import health_of
from quanyu.touchpoints.accounts.schemas import (
    CheckOut,
    CreatedTouchpoint,
    KindOut,
    KindsOut,
    NewTouchpoint,
    TemplateOut,
    TemplatesOut,
    TouchpointChange,
    TouchpointOut,
    TouchpointWithHealth,
    fields_of,
)
from quanyu.touchpoints.calls import CallFailed, Calls, calls_of
from quanyu.touchpoints.registry import UnknownKind, all_touchpoints, touchpoint
from quanyu.touchpoints.types import Account

router = APIRouter(tags=["touchpoints"])
CurrentRuntime = Annotated[Runtime, Depends(runtime_of)]


async def _calls(runtime: CurrentRuntime) -> Calls:
    return calls_of(runtime)


CurrentCalls = Annotated[Calls, Depends(_calls)]
READ = [Depends(allowed("touchpoints.read"))]
WRITE = [Depends(allowed("touchpoints.write"))]


@router.get("/touchpoint-kinds", dependencies=READ)
async def list_touchpoint_kinds() -> KindsOut:
    """The kinds of touchpoint that can be added, with the fields that each needs."""
    return KindsOut(items=[KindOut.of(one) for one in all_touchpoints()])


@router.get("/touchpoints", dependencies=READ, responses=errors(BadCursor))
async def list_touchpoints(
    scope: CurrentScope,
    tx: Tx,
    runtime: CurrentRuntime,
    kind: Annotated[str | None, Query(max_length=32)] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> Page[TouchpointOut]:
    """The workspace's accounts, oldest first."""
    rows, more = cut(
        await queries.page(tx, scope.workspace_id, kind, read_cursor(cursor, UUID)[0] if cursor else None, limit + 1), limit
    )
    items = [TouchpointOut.of(row, runtime.settings.url) for row in rows]
    return Page(items=items, next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.post("/touchpoints", status_code=201, dependencies=WRITE, responses=errors(UnknownKind, MissingField, AccountTaken))
async def create_touchpoint(body: NewTouchpoint, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime) -> CreatedTouchpoint:
    """Add an account."""
    row = await service.create(tx, scope, runtime.vault, body.kind, body.name, body.fields(), at=runtime.clock.now())
    account = queries.opened(row, runtime.vault)
    return CreatedTouchpoint(**fields_of(row, runtime.settings.url), token=account.token, aes_key=account.aes_key)


@router.get("/touchpoints/{account_id}", dependencies=READ, responses=errors(AccountNotFound))
async def get_touchpoint(
    account_id: UUID, scope: CurrentScope, tx: Tx, runtime: CurrentRuntime, calls: CurrentCalls
) -> TouchpointWithHealth:
    """An account and how it is doing."""
    await calls.tally.write()
    row = await queries.row_of(tx, scope.workspace_id, account_id)
    if row is None:
        raise AccountNotFound(account_id=account_id)
    health = await health_of(tx, row, now=runtime.clock.now(), wall=calls.wall.now())
    return TouchpointWithHealth(**fields_of(row, runtime.settings.url), health=health)


@router.patch("/touchpoints/{account_id}", dependencies=WRITE, responses=errors(AccountNotFound, MissingField))
async def change_touchpoint(
    account_id: UUID,
    body: TouchpointChange,
    scope: CurrentScope,
    runtime: CurrentRuntime,
) -> TouchpointOut:
    """Change an account, stop it, or set it going again."""
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        row = await service.change(tx, scope, runtime.vault, account_id, body.model_dump(exclude_none=True))
    called_accounts_of(runtime).forget(account_id)
    return TouchpointOut.of(row, runtime.settings.url)


@router.post("/touchpoints/{account_id}/check", dependencies=WRITE, responses=errors(AccountNotFound))
async def check_touchpoint(account_id: UUID, scope: CurrentScope, runtime: CurrentRuntime, calls: CurrentCalls) -> CheckOut:
    """Ask the platform about the account, and say in words what is wrong."""
    await calls.tally.write()
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        row = await queries.row_of(tx, scope.workspace_id, account_id)
    if row is None:
        raise AccountNotFound(account_id=account_id)
    return CheckOut.of(await checks.check(runtime, calls, row, queries.opened(row, runtime.vault)))


@router.get(
    "/touchpoints/{account_id}/templates", dependencies=READ, responses=errors(AccountNotFound, CannotDo, PlatformRefused)
)
async def list_templates(account_id: UUID, scope: CurrentScope, runtime: CurrentRuntime, calls: CurrentCalls) -> TemplatesOut:
    """The account's message templates, as the platform lists them now."""
    account = await account_of(runtime, scope.workspace_id, account_id)
    list_them = touchpoint(account.kind).templates
    if list_them is None:
        raise CannotDo(kind=account.kind, ability="templates")
    try:
        return TemplatesOut(items=[TemplateOut.of(one) for one in await list_them(calls, account)])
    except CallFailed as failure:
        raise refusal(failure) from failure


async def account_of(runtime: Runtime, workspace_id: UUID, account_id: UUID) -> Account:
    """The account, read in a transaction of its own: none stays open while the platform is asked."""
    async with runtime.postgres.transaction(workspace_id) as tx:
        account = await queries.get(tx, runtime.vault, workspace_id, account_id)
    if account is None:
        raise AccountNotFound(account_id=account_id)
    return account


def refusal(failure: CallFailed) -> PlatformRefused:
    """A failed call as the answer to a person."""
    sent, meaning = failure.sent, failure.meaning
    words = {"zh": meaning.zh, "en": meaning.en} if meaning else {}
    return PlatformRefused(platform_code=sent.code, reason=sent.reason, outcome=sent.outcome, **words)
