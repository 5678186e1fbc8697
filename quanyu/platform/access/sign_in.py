"""Signing in: three short transactions with the slow password check between them, so that it holds no connection."""

from quanyu.infra.runtime import Runtime
from quanyu.platform import audit, members
from quanyu.platform.access import attempts, sessions
from quanyu.platform.access.errors import BadCredentials
from quanyu.platform.access.requests import SignedIn


async def sign_in(runtime: Runtime, login: str, password: str, address: str) -> SignedIn:
    """Open a session in the member's first workspace.

    A login that does not exist takes as long and answers the same as a wrong password.

    Raises:
        TooManySignIns: this login was tried too often from this address.
        BadCredentials: anything else that is wrong.
    """
    login = login.strip().lower()
    key = attempts.key_of(login, address)
    async with runtime.postgres.system_transaction() as tx:
        await attempts.take(tx, key, runtime.settings.login_attempts)
    async with runtime.postgres.system_transaction() as tx:
        found = await members.by_login(tx, login)
        home = await members.home_of(tx, found.member_id) if found else None
    kept = found.password_hash if found and home else None
    if not await members.matches(password, kept) or found is None or home is None:
        raise BadCredentials

    async with runtime.postgres.system_transaction() as tx:
        await attempts.forgive(tx, key)
        cookie = await sessions.start(tx, found.member_id, home, runtime.settings.session_hours)
        session = await sessions.find(tx, cookie)
        if session is None:
            raise BadCredentials
        await audit.record(tx, session.scope, "session.start", "member", session.member_id)
    return SignedIn(session, cookie)
