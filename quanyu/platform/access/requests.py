"""Who is asking: the scope of a request, from its token or session, and its one transaction."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import cookie_parser

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Forbidden, Unauthenticated
from quanyu.kit.scope import Scope
from quanyu.platform.access import sessions
from quanyu.platform.access.cache import cache_of
from quanyu.platform.access.errors import BadCsrf, MustChangePassword
from quanyu.platform.access.permissions import PERMISSIONS
from quanyu.platform.access.sessions import COOKIE, Session
from quanyu.platform.access.tokens import digest, scope_of_token

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


async def authenticate(runtime: Runtime, headers: Mapping[str, str], method: str = "POST") -> Scope:
    """The caller's scope, from a bearer token or a session cookie. ``headers`` has lower-case names.

    Raises:
        Unauthenticated: neither, or one that is unknown, revoked or over.
        BadCsrf: a change by cookie without the session's CSRF token.
        MustChangePassword: the member has still the password that was handed over.
    """
    if "authorization" in headers:
        return await _scope_of_token(runtime, headers["authorization"])
    session = (await session_by_cookie(runtime, headers, method)).session
    if session.must_change_password:
        raise MustChangePassword
    return session.scope


async def _scope_of_token(runtime: Runtime, authorization: str) -> Scope:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    kept, cache = digest(token), cache_of(runtime)
    if (known := cache.get(kept)) is not None:
        return known
    async with cache.asking(kept):
        if (known := cache.get(kept)) is not None:
            return known
        async with runtime.postgres.system_transaction() as tx:
            scope = await scope_of_token(tx, kept, at=runtime.clock.now())
        if scope is None:
            raise Unauthenticated
        cache.put(kept, scope)
    return scope


@dataclass(frozen=True)
class SignedIn:
    """A session, and the cookie that it came with."""

    session: Session
    cookie: str


async def session_by_cookie(runtime: Runtime, headers: Mapping[str, str], method: str) -> SignedIn:
    """The caller's session.

    Raises:
        Unauthenticated: no cookie, or a session that is over.
        BadCsrf: a change without the session's CSRF token.
    """
    cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
    if not cookie:
        raise Unauthenticated
    async with runtime.postgres.system_transaction() as tx:
        session = await sessions.find(tx, cookie)
    if session is None:
        raise Unauthenticated
    if method not in SAFE and not sessions.csrf_fits(cookie, headers.get("x-csrf-token", "")):
        raise BadCsrf
    return SignedIn(session, cookie)


async def scope_of(request: Request, runtime: Annotated[Runtime, Depends(runtime_of)]) -> Scope:
    """The caller's scope, for endpoints."""
    return await authenticate(runtime, request.headers, request.method)


async def _signed_in(request: Request, runtime: Annotated[Runtime, Depends(runtime_of)]) -> SignedIn:
    return await session_by_cookie(runtime, request.headers, request.method)


CurrentScope = Annotated[Scope, Depends(scope_of)]
CurrentSession = Annotated[SignedIn, Depends(_signed_in)]
"""For what a member may do before choosing a password; everything else takes ``CurrentScope``."""


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
