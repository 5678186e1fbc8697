"""Verbs on workspaces."""

from datetime import datetime
from uuid import UUID
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.errors import Invalid, NotFound
from quanyu.kit.ids import new_id
from quanyu.kit.scope import Scope
from quanyu.platform import audit
from quanyu.platform.workspaces.models import WorkspaceRow
from quanyu.platform.workspaces.types import CURRENCIES, Workspace


class WorkspaceNotFound(NotFound):
    """No such workspace, or the caller does not belong to it."""

    code = "workspace_not_found"
    message = "You belong to no workspace {workspace_id}."


class UnknownTimeZone(Invalid):
    """Not an IANA name."""

    code = "unknown_time_zone"
    message = "{time_zone} is not a time zone, such as Asia/Shanghai."


class UnknownCurrency(Invalid):
    """Not one that amounts can be kept in."""

    code = "unknown_currency"
    message = "{currency} is not one of {currencies}."


async def create(
    tx: AsyncSession, name: str, *, at: datetime, time_zone: str = "Asia/Shanghai", currency: str = "CNY"
) -> Workspace:
    """Open a workspace. ``tx`` is a system transaction: nobody is inside it yet."""
    _check(time_zone, currency)
    row = WorkspaceRow(id=new_id(), name=name, time_zone=time_zone, currency=currency, created_at=at)
    tx.add(row)
    await tx.flush()
    return _workspace(row)


async def get(tx: AsyncSession, workspace_id: UUID) -> Workspace:
    """A workspace by id.

    Raises:
        WorkspaceNotFound: no such workspace.
    """
    row = await tx.get(WorkspaceRow, workspace_id)
    if row is None:
        raise WorkspaceNotFound(workspace_id=workspace_id)
    return _workspace(row)


async def change(
    tx: AsyncSession, scope: Scope, *, name: str | None = None, time_zone: str | None = None, currency: str | None = None
) -> Workspace:
    """Change what is given and leave the rest.

    Raises:
        UnknownTimeZone, UnknownCurrency: the value means nothing.
    """
    row = await tx.get_one(WorkspaceRow, scope.workspace_id, with_for_update=True)
    _check(time_zone or row.time_zone, currency or row.currency)
    given = {"name": name, "time_zone": time_zone, "currency": currency}
    changed = {key: value for key, value in given.items() if value is not None and value != getattr(row, key)}
    if not changed:
        return _workspace(row)

    facts = {key: {"from": getattr(row, key), "to": value} for key, value in changed.items()}
    for key, value in changed.items():
        setattr(row, key, value)
    await audit.record(tx, scope, "workspace.change", "workspace", row.id, facts)
    return _workspace(row)


def _check(time_zone: str, currency: str) -> None:
    if time_zone not in available_timezones():
        raise UnknownTimeZone(time_zone=time_zone)
    if currency not in CURRENCIES:
        raise UnknownCurrency(currency=currency, currencies=sorted(CURRENCIES))


def _workspace(row: WorkspaceRow) -> Workspace:
    return Workspace(row.id, row.name, row.time_zone, row.currency)
