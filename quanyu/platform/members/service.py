"""Verbs on members."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.ids import new_id
from quanyu.kit.scope import Role, Scope
from quanyu.platform import audit
from quanyu.platform.members import queries
from quanyu.platform.members.errors import AlreadyMember, LastOwner, MemberElsewhere, MemberNotFound, OwnersOnly
from quanyu.platform.members.models import MemberRow, MembershipRow
from quanyu.platform.members.passwords import hash_password, one_time_password, require_strong
from quanyu.platform.members.types import Member

T = TypeVar("T")


async def create_owner(
    tx: AsyncSession, workspace_id: UUID, login: str, password: str, *, at: datetime, name: str = "", locale: str = "zh-CN"
) -> Member:
    """Make the first member of a workspace, from the command line. ``tx`` is a system transaction.

    Raises:
        WeakPassword: the password is guessed too easily.
        AlreadyMember: somebody has this login.
    """
    scope = Scope(workspace_id, "system:setup", Role.OWNER)
    login = login.strip().lower()
    require_strong(password, login)
    row = await _make(tx, login, password, name=name, locale=locale, at=at, one_time=False)
    return await _join(tx, scope, row, Role.OWNER, at)


async def invite(
    tx: AsyncSession, scope: Scope, login: str, role: Role, *, at: datetime, name: str = "", locale: str = "zh-CN"
) -> tuple[Member, str | None]:
    """Let a person in. The one-time password is returned this once; none when they sign in to another workspace already.

    Raises:
        OwnersOnly: an owner is invited by somebody who is not one.
        AlreadyMember: the login is a member, active or not.
    """
    guard_owners(scope, role)
    login = login.strip().lower()
    row = (await tx.execute(select(MemberRow).where(MemberRow.login == login))).scalar_one_or_none()
    if row is not None:
        return await _join(tx, scope, row, role, at), None
    password = one_time_password()
    row = await _make(tx, login, password, name=name, locale=locale, at=at, one_time=True)
    return await _join(tx, scope, row, role, at), password


async def change(
    tx: AsyncSession, scope: Scope, member_id: UUID, *, at: datetime, role: Role | None = None, active: bool | None = None
) -> Member:
    """Give another role, deactivate or activate again. Sessions feel it with their next request.

    Raises:
        MemberNotFound: no such member in the caller's workspace.
        OwnersOnly: the owner's role is given or taken by somebody who is not an owner.
        LastOwner: nobody would be left who may do everything.
    """
    owners = await _lock_owners(tx, scope)
    row = await tx.get(MembershipRow, (scope.workspace_id, member_id), with_for_update=True)
    if row is None:
        raise MemberNotFound(member_id=member_id)
    present = (Role(row.role), row.deactivated_at is None)
    wanted = (role or present[0], present[1] if active is None else active)
    if wanted == present:
        return await queries.get(tx, scope, member_id)
    guard_owners(scope, present[0], wanted[0])
    if owners == [member_id] and wanted != (Role.OWNER, True):
        raise LastOwner

    row.role = wanted[0]
    row.deactivated_at = None if wanted[1] else at
    facts = {"role": {"from": present[0], "to": wanted[0]}, "active": {"from": present[1], "to": wanted[1]}}
    await audit.record(tx, scope, "members.change", "member", member_id, facts)
    return await queries.get(tx, scope, member_id)


async def set_password(tx: AsyncSession, member_id: UUID, password: str) -> None:
    """Replace the password by one that the member chose.

    Raises:
        WeakPassword: it is guessed too easily.
    """
    row = await tx.get_one(MemberRow, member_id, with_for_update=True)
    require_strong(password, row.login)
    row.password_hash = await hash_password(password)
    row.must_change_password = False
    await tx.flush()


async def reset_password(tx: AsyncSession, scope: Scope, member_id: UUID) -> str:
    """Replace a forgotten password by a one-time one, returned this once. The caller ends the member's sessions.

    ``tx`` is a system transaction: it must see the member's other workspaces.

    Raises:
        MemberNotFound: no such member in the caller's workspace.
        OwnersOnly: the member is an owner, and the caller is not.
        MemberElsewhere: the password opens another workspace too.
    """
    member = await queries.get(tx, scope, member_id)
    guard_owners(scope, member.role)
    if await queries.belongs_elsewhere(tx, scope, member_id):
        raise MemberElsewhere
    row = await tx.get_one(MemberRow, member_id, with_for_update=True)
    password = one_time_password()
    row.password_hash = await hash_password(password)
    row.must_change_password = True
    await audit.record(tx, scope, "members.reset_password", "member", member_id)
    return password


async def set_locale(tx: AsyncSession, member_id: UUID, locale: str) -> None:
    """Remember the language that the member reads."""
    row = await tx.get_one(MemberRow, member_id)
    row.locale = locale
    await tx.flush()


def guard_owners(scope: Scope, *roles: Role) -> None:
    """Keep the owner's role to owners.

    Raises:
        OwnersOnly: one of ``roles`` is the owner's, and the caller's is not.
    """
    if Role.OWNER in roles and scope.role is not Role.OWNER:
        raise OwnersOnly


async def _make(
    tx: AsyncSession, login: str, password: str, *, name: str, locale: str, at: datetime, one_time: bool
) -> MemberRow:
    values = {
        "id": new_id(), "login": login, "name": name or login.partition("@")[0], "locale": locale,
        "password_hash": await hash_password(password), "must_change_password": one_time, "created_at": at,
    }  # fmt: skip
    made = insert(MemberRow).values(values).on_conflict_do_nothing().returning(MemberRow)
    return _or_already_member((await tx.execute(made)).scalar_one_or_none())


async def _join(tx: AsyncSession, scope: Scope, row: MemberRow, role: Role, at: datetime) -> Member:
    values = {"workspace_id": scope.workspace_id, "member_id": row.id, "role": role, "created_at": at}
    made = insert(MembershipRow).values(values).on_conflict_do_nothing().returning(MembershipRow)
    _or_already_member((await tx.execute(made)).scalar_one_or_none())
    await audit.record(tx, scope, "members.invite", "member", row.id, {"role": role})
    return await queries.get(tx, scope, row.id)


def _or_already_member(made: T | None) -> T:
    if made is None:
        raise AlreadyMember
    return made


async def _lock_owners(tx: AsyncSession, scope: Scope) -> list[UUID]:
    # Two owners who deactivate each other at the same moment must not both succeed.
    found = await tx.execute(
        select(MembershipRow.member_id)
        .where(
            MembershipRow.workspace_id == scope.workspace_id,
            MembershipRow.role == Role.OWNER,
            MembershipRow.deactivated_at.is_(None),
        )
        .order_by(MembershipRow.member_id)
        .with_for_update()
    )
    return list(found.scalars())
