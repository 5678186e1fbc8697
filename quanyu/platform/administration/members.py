"""The workspace's members."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, StringConstraints

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.kit.scope import Role
from quanyu.platform import members
from quanyu.platform.access import CurrentScope, Locale, Tx, allowed, end_others
from quanyu.platform.members import AlreadyMember, LastOwner, MemberElsewhere, MemberNotFound, OwnersOnly

router = APIRouter(prefix="/members", tags=["members"])

Process = Annotated[Runtime, Depends(runtime_of)]
Login = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, min_length=2, max_length=200, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$"
    ),
]


class InviteIn(BaseModel):
    """Whom to let in, and as what."""

    login: Login
    role: Role
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    locale: Locale = "zh-CN"


class MemberChangeIn(BaseModel):
    """What to change; what is left out stays."""

    role: Role | None = None
    active: bool | None = None


class WorkspaceMemberOut(BaseModel):
    """A member as this workspace sees them."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    login: str
    name: str
    locale: str
    role: Role
    active: bool
    must_change_password: bool
    created_at: datetime


class InvitedOut(WorkspaceMemberOut):
    """A new member. ``one_time_password`` is shown this once; null when they sign in to another workspace already."""

    one_time_password: str | None


class OneTimePasswordOut(BaseModel):
    """A password to hand over, shown this once; its member replaces it when they next sign in."""

    one_time_password: str


@router.get("", dependencies=[Depends(allowed("members.read"))], responses=errors(BadCursor))
async def list_members(
    scope: CurrentScope, tx: Tx, cursor: str = "", limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
) -> Page[WorkspaceMemberOut]:
    """Members of the workspace in the order they came, the deactivated too."""
    after = read_cursor(cursor, UUID)[0] if cursor else None
    rows, more = cut(await members.list_members(tx, scope, after=after, limit=limit + 1), limit)
    items = [WorkspaceMemberOut.model_validate(row) for row in rows]
    return Page(items=items, next_cursor=encode_cursor(str(rows[-1].id)) if more else None)


@router.post("", status_code=201, dependencies=[Depends(allowed("members.write"))], responses=errors(OwnersOnly, AlreadyMember))
async def invite_member(body: InviteIn, scope: CurrentScope, tx: Tx, runtime: Process) -> InvitedOut:
    """Let a person in; hand them the one-time password, which they replace when they first sign in."""
    now = runtime.clock.now()
    member, password = await members.invite(tx, scope, body.login, body.role, at=now, name=body.name, locale=body.locale)
    return InvitedOut(**WorkspaceMemberOut.model_validate(member).model_dump(), one_time_password=password)


@router.patch(
    "/{member_id}",
    dependencies=[Depends(allowed("members.write"))],
    responses=errors(MemberNotFound, OwnersOnly, LastOwner),
)
async def change_member(
    member_id: UUID, body: MemberChangeIn, scope: CurrentScope, tx: Tx, runtime: Process
) -> WorkspaceMemberOut:
    """Give a member another role, deactivate or activate them. The last owner stays."""
    changed = await members.change(tx, scope, member_id, at=runtime.clock.now(), role=body.role, active=body.active)
    return WorkspaceMemberOut.model_validate(changed)


@router.post(
    "/{member_id}/password",
    dependencies=[Depends(allowed("members.write"))],
    responses=errors(MemberNotFound, OwnersOnly, MemberElsewhere),
)
async def reset_member_password(member_id: UUID, scope: CurrentScope, runtime: Process) -> OneTimePasswordOut:
    """Replace a forgotten password by a one-time one; the member is signed out everywhere."""
    async with runtime.postgres.system_transaction() as tx:
        password = await members.reset_password(tx, scope, member_id)
        await end_others(tx, member_id)
    return OneTimePasswordOut(one_time_password=password)
