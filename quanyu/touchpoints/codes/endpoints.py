"""Codes over HTTP."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.platform.access import CurrentScope, allowed
from quanyu.touchpoints.accounts.endpoints import CurrentCalls, CurrentRuntime, account_of
from quanyu.touchpoints.accounts.errors import AccountNotFound, CannotDo, PlatformRefused
from quanyu.touchpoints.codes import service
from quanyu.touchpoints.codes.schemas import CodeOut, NewCode
from quanyu.touchpoints.codes.service import SceneTaken, StaffNeeded

router = APIRouter(tags=["touchpoints"])


@router.get(
    "/touchpoints/{account_id}/codes",
    dependencies=[Depends(allowed("touchpoints.read"))],
    responses=errors(AccountNotFound, BadCursor),
)
async def list_codes(
    account_id: UUID,
    scope: CurrentScope,
    runtime: CurrentRuntime,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> Page[CodeOut]:
    """An account's codes, oldest first, with what came in through each."""
    account = await account_of(runtime, scope.workspace_id, account_id)
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        after = read_cursor(cursor, UUID)[0] if cursor else None
        rows, more = cut(await service.page(tx, scope, account_id, after, limit + 1), limit)
    counts = await service.counts(runtime.clickhouse, scope, account, rows)
    items = [CodeOut.of(row, *counts.get(row.scene, (0, 0))) for row in rows]
    return Page(items=items, next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.post(
    "/touchpoints/{account_id}/codes",
    status_code=201,
    dependencies=[Depends(allowed("touchpoints.use"))],
    responses=errors(AccountNotFound, CannotDo, SceneTaken, StaffNeeded, PlatformRefused),
)
async def create_code(
    account_id: UUID, body: NewCode, scope: CurrentScope, runtime: CurrentRuntime, calls: CurrentCalls
) -> CodeOut:
    """Make a code: a QR with a scene, or a live code that leads to members of staff."""
    account = await account_of(runtime, scope.workspace_id, account_id)
    return CodeOut.of(await service.create(runtime, calls, scope, account, body), 0, 0)
