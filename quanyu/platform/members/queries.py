"""Reads of members."""

from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.scope import Role, Scope
from quanyu.platform.members.errors import MemberNotFound
from quanyu.platform.members.models import MemberRow, MembershipRow
from quanyu.platform.members.types import Credentials, Member, Membership
from quanyu.platform.workspaces import WorkspaceRow


def _members_of(workspace_id: UUID) -> Select[MemberRow, MembershipRow]:
    return (
        select(MemberRow, MembershipRow)
        .join(MembershipRow, MembershipRow.member_id == MemberRow.id)
        .where(MembershipRow.workspace_id == workspace_id)
    )


async def get(tx: AsyncSession, scope: Scope, member_id: UUID) -> Member:
    """A member of the caller's workspace.

    Raises:
        MemberNotFound: no such member there.
    """
    found = (await tx.execute(_members_of(scope.workspace_id).where(MemberRow.id == member_id))).one_or_none()
    if found is None:
        raise MemberNotFound(member_id=member_id)
    return _member(found)


async def list_members(tx: AsyncSession, scope: Scope, *, after: UUID | None, limit: int) -> list[Member]:
    """Members of the workspace, the deactivated too, in the order they were made."""
    wanted = _members_of(scope.workspace_id)
    if after is not None:
        wanted = wanted.where(MemberRow.id > after)
    return [_member(found) for found in await tx.execute(wanted.order_by(MemberRow.id).limit(limit))]


async def by_login(tx: AsyncSession, login: str) -> Credentials | None:
    """What to check a sign-in against. ``login`` is lower case."""
    row = (await tx.execute(select(MemberRow).where(MemberRow.login == login))).scalar_one_or_none()
    return Credentials(row.id, row.password_hash) if row else None


async def workspaces_of(tx: AsyncSession, member_id: UUID) -> list[Membership]:
    """Workspaces that the member may enter, by name. ``tx`` is a system transaction."""
    rows = await tx.execute(
        select(MembershipRow, WorkspaceRow)
        .join(WorkspaceRow, WorkspaceRow.id == MembershipRow.workspace_id)
        .where(MembershipRow.member_id == member_id, MembershipRow.deactivated_at.is_(None))
        .order_by(WorkspaceRow.name, WorkspaceRow.id)
        .limit(200)
    )
    return [Membership(workspace.id, workspace.name, Role(membership.role)) for membership, workspace in rows]


async def belongs_elsewhere(tx: AsyncSession, scope: Scope, member_id: UUID) -> bool:
    """Whether the member was ever let into a workspace other than the caller's. ``tx`` is a system transaction."""
    other = select(MembershipRow.member_id).where(
        MembershipRow.member_id == member_id, MembershipRow.workspace_id != scope.workspace_id
    )
    return (await tx.execute(other.limit(1))).first() is not None


async def home_of(tx: AsyncSession, member_id: UUID) -> UUID | None:
    """The workspace that a sign-in enters: the first one joined. ``tx`` is a system transaction."""
    found: UUID | None = (
        await tx.execute(
            select(MembershipRow.workspace_id)
            .where(MembershipRow.member_id == member_id, MembershipRow.deactivated_at.is_(None))
            .order_by(MembershipRow.created_at, MembershipRow.workspace_id)
            .limit(1)
        )
    ).scalar_one_or_none()
    return found


def _member(found: Row[MemberRow, MembershipRow]) -> Member:
    row, membership = found
    return Member(
        row.id, row.login, row.name, row.locale, Role(membership.role), membership.deactivated_at is None,
        row.must_change_password, membership.created_at,
    )  # fmt: skip
