"""API tokens: made once, shown once, kept as a digest."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.ids import new_id
from quanyu.kit.scope import Role, Scope
from quanyu.platform import audit, members
from quanyu.platform.access.errors import TokenNotFound, TooManyTokens
from quanyu.platform.access.models import ApiToken
from quanyu.platform.workspaces import WorkspaceRow

PREFIX = "qy_"
MOST_TOKENS = 500
USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Token:
    """A token as its owners see it: the text is gone, ``hint`` is its end."""

    id: UUID
    name: str
    role: Role
    hint: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def digest(token: str) -> bytes:
    """How a token is kept: tokens are 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


async def create_token(tx: AsyncSession, scope: Scope, name: str, role: Role, *, at: datetime) -> tuple[Token, str]:
    """Make a token for the caller's workspace. The text is returned this once.

    Raises:
        OwnersOnly: an owner's token is asked for by somebody who is not an owner.
        TooManyTokens: the workspace has too many in use.
    """
    members.guard_owners(scope, role)
    used = select(func.count()).where(ApiToken.workspace_id == scope.workspace_id, ApiToken.revoked_at.is_(None))
    if (await tx.execute(used)).scalar_one() >= MOST_TOKENS:
        raise TooManyTokens(most=MOST_TOKENS)

    text = PREFIX + secrets.token_urlsafe(32)
    row = ApiToken(
        id=new_id(), workspace_id=scope.workspace_id, name=name, role=role, digest=digest(text), hint=text[-4:], created_at=at
    )
    tx.add(row)
    await audit.record(tx, scope, "tokens.create", "token", row.id, {"name": name, "role": role})
    return _token(row), text


async def revoke_token(tx: AsyncSession, scope: Scope, token_id: UUID, *, at: datetime) -> bytes:
    """Make a token useless for ever. Revoking it again changes nothing.

    Returns:
        the token's digest, for whoever remembers scopes by it.

    Raises:
        TokenNotFound: no such token in the caller's workspace.
        OwnersOnly: it is an owner's, and the caller is not one.
    """
    found = select(ApiToken).where(ApiToken.workspace_id == scope.workspace_id, ApiToken.id == token_id).with_for_update()
    row = (await tx.execute(found)).scalar_one_or_none()
    if row is None:
        raise TokenNotFound(token_id=token_id)
    members.guard_owners(scope, Role(row.role))
    if row.revoked_at is None:
        row.revoked_at = at
        await audit.record(tx, scope, "tokens.revoke", "token", row.id, {"name": row.name})
    return row.digest


async def list_tokens(tx: AsyncSession, scope: Scope, *, before: UUID | None, limit: int) -> Sequence[Token]:
    """Tokens of the workspace, revoked ones too, newest first."""
    wanted = select(ApiToken).where(ApiToken.workspace_id == scope.workspace_id)
    if before is not None:
        wanted = wanted.where(ApiToken.id < before)
    rows = await tx.execute(wanted.order_by(ApiToken.id.desc()).limit(limit))
    return [_token(row) for row in rows.scalars()]


async def scope_of_token(tx: AsyncSession, kept: bytes, *, at: datetime) -> Scope | None:
    """Who comes with the token of this digest, and a note that it was used. ``tx`` is a system transaction."""
    found = (
        await tx.execute(
            select(ApiToken, WorkspaceRow)
            .join(WorkspaceRow, WorkspaceRow.id == ApiToken.workspace_id)
            .where(ApiToken.digest == kept, ApiToken.revoked_at.is_(None))
        )
    ).one_or_none()
    if found is None:
        return None
    row, workspace = found
    await tx.execute(
        update(ApiToken)
        .where(ApiToken.id == row.id, or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at < at - USE_NOTED_EVERY))
        .values(last_used_at=at)
        .execution_options(synchronize_session=False)
    )
    return Scope(workspace.id, f"token:{row.id}", Role(row.role), workspace.time_zone, workspace.currency)


def _token(row: ApiToken) -> Token:
    return Token(row.id, row.name, Role(row.role), row.hint, row.created_at, row.last_used_at, row.revoked_at)
