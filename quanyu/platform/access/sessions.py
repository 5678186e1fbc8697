"""Sign-ins of members, kept on our side; the browser has a random cookie and nothing else.

Their times are the database's own: in a demo the product's clock runs fast and would sign everybody out.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.scope import Role, Scope
from quanyu.platform.access.models import SessionRow
from quanyu.platform.access.tokens import digest
from quanyu.platform.members import MemberRow, MembershipRow
from quanyu.platform.workspaces import WorkspaceRow

COOKIE = "quanyu_session"


@dataclass(frozen=True)
class Session:
    """A sign-in in force."""

    scope: Scope
    member_id: UUID
    login: str
    name: str
    locale: str
    must_change_password: bool
    workspace_name: str


def csrf_of(cookie: str) -> str:
    """What a page of ours must send with a change: known to who can read our answers, not to who can only send the cookie."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"csrf " + cookie.encode()).digest()).decode().rstrip("=")


def csrf_fits(cookie: str, given: str) -> bool:
    """Whether ``given`` is the cookie's own."""
    return hmac.compare_digest(csrf_of(cookie).encode(), given.encode())


async def start(tx: AsyncSession, member_id: UUID, workspace_id: UUID, hours: int) -> str:
    """Open a session and return its cookie. Old sessions of anybody are swept out on the way."""
    await tx.execute(delete(SessionRow).where(SessionRow.expires_at < func.now()))
    cookie = secrets.token_urlsafe(32)
    tx.add(
        SessionRow(
            digest=digest(cookie), workspace_id=workspace_id, member_id=member_id,
            started_at=func.now(), expires_at=func.now() + timedelta(hours=hours),
        )
    )  # fmt: skip
    await tx.flush()
    return cookie


async def find(tx: AsyncSession, cookie: str) -> Session | None:
    """The session of a cookie, unless it is over or its member may no longer enter. ``tx`` is a system transaction."""
    found = (
        await tx.execute(
            select(SessionRow, MemberRow, MembershipRow, WorkspaceRow)
            .join(MemberRow, MemberRow.id == SessionRow.member_id)
            .join(
                MembershipRow,
                (MembershipRow.member_id == SessionRow.member_id) & (MembershipRow.workspace_id == SessionRow.workspace_id),
            )
            .join(WorkspaceRow, WorkspaceRow.id == SessionRow.workspace_id)
            .where(
                SessionRow.digest == digest(cookie), SessionRow.expires_at > func.now(), MembershipRow.deactivated_at.is_(None)
            )
        )
    ).one_or_none()
    if found is None:
        return None
    _, member, membership, workspace = found
    scope = Scope(workspace.id, f"member:{member.id}", Role(membership.role), workspace.time_zone, workspace.currency)
    return Session(scope, member.id, member.login, member.name, member.locale, member.must_change_password, workspace.name)


async def enter(tx: AsyncSession, cookie: str, workspace_id: UUID) -> None:
    """Make another workspace the session's current one; the caller has checked that the member belongs to it."""
    row = await tx.get_one(SessionRow, digest(cookie))
    row.workspace_id = workspace_id
    await tx.flush()


async def end(tx: AsyncSession, cookie: str) -> None:
    """Sign out."""
    await tx.execute(delete(SessionRow).where(SessionRow.digest == digest(cookie)))


async def end_others(tx: AsyncSession, member_id: UUID, cookie: str = "") -> None:
    """Sign the member out everywhere but where ``cookie`` is. ``tx`` is a system transaction."""
    await tx.execute(delete(SessionRow).where(SessionRow.member_id == member_id, SessionRow.digest != digest(cookie)))
