"""Sign in, sign out, and what a member does to their own sign-in."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.platform import audit, members
from quanyu.platform.access import attempts, sessions
from quanyu.platform.access.errors import BadCredentials, BadCsrf, TooManySignIns
from quanyu.platform.access.permissions import PERMISSIONS
from quanyu.platform.access.requests import CurrentSession, SignedIn, session_by_cookie
from quanyu.platform.access.schemas import (
    LocaleIn,
    MemberOut,
    MembershipOut,
    PasswordIn,
    SessionOut,
    SessionWorkspaceOut,
    SignInIn,
    SwitchIn,
)
from quanyu.platform.access.sessions import COOKIE
from quanyu.platform.access.sign_in import sign_in
from quanyu.platform.workspaces import WorkspaceNotFound

router = APIRouter(prefix="/session", tags=["session"])

Process = Annotated[Runtime, Depends(runtime_of)]


@router.post("", responses=errors(BadCredentials, TooManySignIns))
async def create_session(body: SignInIn, request: Request, response: Response, runtime: Process) -> SessionOut:
    """Sign in: sets the session's cookie."""
    signed_in = await sign_in(runtime, body.login, body.password, request.client.host if request.client else "")
    response.set_cookie(
        COOKIE, signed_in.cookie, max_age=runtime.settings.session_hours * 3600, path="/",
        httponly=True, samesite="lax", secure=runtime.settings.url.startswith("https:"),
    )  # fmt: skip
    return await _out(runtime, signed_in)


@router.get("", responses=errors())
async def read_session(signed_in: CurrentSession, runtime: Process) -> SessionOut:
    """Who is signed in, where, and what they may do."""
    return await _out(runtime, signed_in)


@router.delete("", status_code=204, responses=errors(BadCsrf))
async def end_session(signed_in: CurrentSession, response: Response, runtime: Process) -> None:
    """Sign out here."""
    async with runtime.postgres.system_transaction() as tx:
        await sessions.end(tx, signed_in.cookie)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")


@router.post("/workspace", responses=errors(BadCsrf, WorkspaceNotFound))
async def switch_workspace(body: SwitchIn, request: Request, signed_in: CurrentSession, runtime: Process) -> SessionOut:
    """Go to another workspace that the member belongs to."""
    async with runtime.postgres.system_transaction() as tx:
        allowed = {one.workspace_id for one in await members.workspaces_of(tx, signed_in.session.member_id)}
        if body.workspace_id not in allowed:
            raise WorkspaceNotFound(workspace_id=body.workspace_id)
        await sessions.enter(tx, signed_in.cookie, body.workspace_id)
    return await _out(runtime, await session_by_cookie(runtime, request.headers, request.method))


@router.put("/password", status_code=204, responses=errors(BadCsrf, BadCredentials, TooManySignIns))
async def change_password(body: PasswordIn, request: Request, signed_in: CurrentSession, runtime: Process) -> None:
    """Choose another password: the member's other sign-ins end."""
    session = signed_in.session
    key = attempts.key_of(session.login, request.client.host if request.client else "")
    async with runtime.postgres.system_transaction() as tx:
        await attempts.take(tx, key, runtime.settings.login_attempts)
        found = await members.by_login(tx, session.login)
    if not await members.matches(body.current, found.password_hash if found else None):
        raise BadCredentials
    async with runtime.postgres.system_transaction() as tx:
        await members.set_password(tx, session.member_id, body.new)
        await sessions.end_others(tx, session.member_id, signed_in.cookie)
        await attempts.forgive(tx, key)
        await audit.record(tx, session.scope, "session.change_password", "member", session.member_id)


@router.patch("", responses=errors(BadCsrf))
async def change_session(body: LocaleIn, request: Request, signed_in: CurrentSession, runtime: Process) -> SessionOut:
    """Choose the language to read."""
    async with runtime.postgres.system_transaction() as tx:
        await members.set_locale(tx, signed_in.session.member_id, body.locale)
    return await _out(runtime, await session_by_cookie(runtime, request.headers, request.method))


async def _out(runtime: Runtime, signed_in: SignedIn) -> SessionOut:
    session = signed_in.session
    scope = session.scope
    async with runtime.postgres.system_transaction() as tx:
        others = await members.workspaces_of(tx, session.member_id)
    return SessionOut(
        member=MemberOut(id=session.member_id, login=session.login, name=session.name, locale=session.locale),
        workspace=SessionWorkspaceOut(
            id=scope.workspace_id, name=session.workspace_name, time_zone=scope.time_zone, currency=scope.currency
        ),
        workspaces=[MembershipOut(id=one.workspace_id, name=one.workspace_name, role=one.role) for one in others],
        role=scope.role,
        permissions=sorted(PERMISSIONS[scope.role]),
        must_change_password=session.must_change_password,
        csrf=sessions.csrf_of(signed_in.cookie),
    )
