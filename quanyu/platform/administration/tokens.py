"""The workspace's API tokens."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.kit.scope import Role
from quanyu.platform.access import (
    CurrentScope,
    TokenNotFound,
    TooManyTokens,
    Tx,
    allowed,
    create_token,
    forget_on_commit,
    list_tokens,
    revoke_token,
)
from quanyu.platform.members import OwnersOnly

router = APIRouter(prefix="/tokens", tags=["tokens"])

Process = Annotated[Runtime, Depends(runtime_of)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class TokenIn(BaseModel):
    """A key for a program: what it is for, and what it may do."""

    name: Name
    role: Role


class TokenOut(BaseModel):
    """A token. Its text cannot be read again; ``hint`` is its last four characters."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    role: Role
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class NewTokenOut(TokenOut):
    """A token with its text, shown this once."""

    token: str


@router.get("", dependencies=[Depends(allowed("tokens.read"))], responses=errors(BadCursor))
async def read_tokens(
    scope: CurrentScope, tx: Tx, cursor: str = "", limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
) -> Page[TokenOut]:
    """Tokens of the workspace, newest first, revoked ones too."""
    before = read_cursor(cursor, UUID)[0] if cursor else None
    rows, more = cut(await list_tokens(tx, scope, before=before, limit=limit + 1), limit)
    items = [TokenOut.model_validate(row) for row in rows]
    return Page(items=items, next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.post("", status_code=201, dependencies=[Depends(allowed("tokens.write"))], responses=errors(OwnersOnly, TooManyTokens))
async def make_token(body: TokenIn, scope: CurrentScope, tx: Tx, runtime: Process) -> NewTokenOut:
    """Make a token. This answer is the only place where its text is ever shown."""
    token, text = await create_token(tx, scope, body.name, body.role, at=runtime.clock.now())
    return NewTokenOut(**TokenOut.model_validate(token).model_dump(), token=text)


@router.delete(
    "/{token_id}", status_code=204, dependencies=[Depends(allowed("tokens.write"))], responses=errors(TokenNotFound, OwnersOnly)
)
async def end_token(token_id: UUID, scope: CurrentScope, tx: Tx, runtime: Process) -> None:
    """Revoke a token: it is refused at once here, within five seconds by other processes."""
    await revoke_token(tx, scope, token_id, at=runtime.clock.now())
    forget_on_commit(runtime, tx)
