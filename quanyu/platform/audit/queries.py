"""Reads of the audit log."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.scope import Scope
from quanyu.platform.audit.models import AuditEntry
from quanyu.platform.audit.types import Entry


async def entries(
    tx: AsyncSession,
    scope: Scope,
    *,
    before: int | None,
    limit: int,
    action: str = "",
    actor: str = "",
    object_kind: str = "",
    object_id: str = "",
) -> Sequence[Entry]:
    """Entries of the workspace, newest first. An empty filter lets everything through."""
    wanted = select(AuditEntry).where(AuditEntry.workspace_id == scope.workspace_id)
    if before is not None:
        wanted = wanted.where(AuditEntry.number < before)
    filters = {
        AuditEntry.action: action, AuditEntry.actor: actor,
        AuditEntry.object_kind: object_kind, AuditEntry.object_id: object_id,
    }  # fmt: skip
    for column, value in filters.items():
        if value:
            wanted = wanted.where(column == value)
    rows = (await tx.execute(wanted.order_by(AuditEntry.number.desc()).limit(limit))).scalars()
    return [Entry(row.number, row.at, row.actor, row.action, row.object_kind, row.object_id, row.facts) for row in rows]
