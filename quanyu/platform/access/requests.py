"""Who is asking: the scope of a request, from its token or session, and its one transaction."""

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Forbidden, Unauthenticated
from quanyu.kit.scope import Role, Scope
from quanyu.platform.access.models import ApiToken
from quanyu.platform.access.permissions import PERMISSIONS
from quanyu.platform.access.tokens import digest
from quanyu.platform.workspaces.models import WorkspaceRow


async def scope_of(request: Request, runtime: Annotated[Runtime, Depends(runtime_of)]) -> Scope:
    """The caller's scope.

    Raises:
        Unauthenticated: no token, or an unknown or revoked one.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    async with runtime.postgres.system_transaction() as tx:
        found = (
            await tx.execute(
                select(ApiToken, WorkspaceRow)
                .join(WorkspaceRow, WorkspaceRow.id == ApiToken.workspace_id)
                .where(ApiToken.digest == digest(token), ApiToken.revoked_at.is_(None))
            )
        ).one_or_none()
    if found is None:
        raise Unauthenticated
    row, workspace = found
    return Scope(workspace.id, f"token:{row.id}", Role(row.role), workspace.time_zone, workspace.currency)


CurrentScope = Annotated[Scope, Depends(scope_of)]


def allowed(permission: str) -> Callable[[Scope], Coroutine[Any, Any, None]]:
    """A dependency that refuses callers without the permission: ``dependencies=[Depends(allowed("x.write"))]``."""

    async def check(scope: CurrentScope) -> None:
        if permission not in PERMISSIONS[scope.role]:
            raise Forbidden(permission=permission, role=scope.role)

    return check


async def _transaction(scope: CurrentScope, runtime: Annotated[Runtime, Depends(runtime_of)]) -> AsyncIterator[AsyncSession]:
    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        yield tx


Tx = Annotated[AsyncSession, Depends(_transaction, scope="function")]
"""The request's transaction: committed before the answer is sent, rolled back on any error."""
