"""Verbs on workspaces."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.ids import new_id
from quanyu.platform.workspaces.models import WorkspaceRow
from quanyu.platform.workspaces.types import Workspace


async def create(
    tx: AsyncSession, name: str, *, at: datetime, time_zone: str = "Asia/Shanghai", currency: str = "CNY"
) -> Workspace:
    """Open a workspace. ``tx`` is a system transaction: nobody is inside it yet."""
    row = WorkspaceRow(id=new_id(), name=name, time_zone=time_zone, currency=currency, created_at=at)
    tx.add(row)
    await tx.flush()
    return Workspace(row.id, row.name, row.time_zone, row.currency)
