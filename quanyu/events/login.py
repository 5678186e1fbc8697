"""Login of Mini Programs: who a visitor is, told to the log, so that what they did before belongs to them."""

from __future__ import annotations

import hashlib
import math
import time
from collections import Counter
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field

from quanyu.events.log import EventLog, event_log_of
from quanyu.events.types import NewEvent
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Forbidden, NotFound, TooMany, Unavailable, errors
from quanyu.touchpoints import Account, CallFailed, accounts, calls_of, mini_program

LOGIN = "mp_login"
BAD_CODES = frozenset({"40029", "40163", "41008"})
BAD_ACCOUNT = frozenset({"40013", "40125", "41002", "41004"})
HIGH_RISK = "40226"

FAILURES_A_MINUTE = 60
"""Wrong codes from one address. Right ones are not counted: many people share a phone network's address."""

CLAIMS_SECONDS = 2.0

router = APIRouter(tags=["mini-program"])


class UnknownProgram(NotFound):
    """No Mini Program here has this app id with a secret that WeChat takes."""

    code = "mini_program_unknown"
    message = "No Mini Program with app id {app_id} is connected."


class HighRisk(Forbidden):
    """WeChat blocks this user's login."""

    code = "login_high_risk"
    message = "WeChat blocks this user as high risk."


class TooManyLogins(TooMany):
    """Too many wrong codes from one address."""

    code = "too_many_logins"


Short = Annotated[str, Field(max_length=64)]
MOST_QUERY = 1024


class LoginIn(BaseModel):
    """What ``wx.login`` gave, and who the visitor was until now."""

    model_config = ConfigDict(extra="forbid")

    app_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
    code: Annotated[str, Field(min_length=1, max_length=256)]
    anonymous_id: Annotated[str, Field(min_length=1, max_length=64)]
    scene: Annotated[int, Field(ge=0, le=100_000)] | Short | None = None
    query: dict[Short, Annotated[str, Field(max_length=512)]] | Annotated[str, Field(max_length=MOST_QUERY)] | None = None


class LoginOut(BaseModel):
    """Who the visitor is. ``unionid`` is null for a Mini Program that is on no open-platform account."""

    openid: str
    unionid: str | None = None


class Failures:
    """Wrong codes of this minute, by address."""

    def __init__(self) -> None:
        self._minute = 0
        self._counts: Counter[str] = Counter()

    def check(self, address: str) -> None:
        """Refuse an address that has sent too many wrong codes.

        Raises:
            TooManyLogins: it has.
        """
        if (minute := int(time.monotonic() // 60)) != self._minute:
            self._minute = minute
            self._counts.clear()
        if self._counts[address] >= FAILURES_A_MINUTE:
            raise TooManyLogins(retry_after=60)

    def add(self, address: str) -> None:
        """Count a wrong code."""
        self._counts[address] += 1


def failures_of(runtime: Runtime) -> Failures:
    """The process's count."""
    if Failures not in runtime.parts:
        runtime.parts[Failures] = Failures()
    return runtime.part(Failures)


class Claims:
    """Which accounts claim an app id, remembered for a moment: a launch in the evening brings thousands of logins a minute."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, list[Account]]] = {}

    async def of(self, runtime: Runtime, app_id: str) -> list[Account]:
        """The accounts that claim this app id, as they were a few seconds ago."""
        asked, found = self._known.get(app_id, (-math.inf, []))
        if time.monotonic() - asked > CLAIMS_SECONDS:
            if found:  # one asks again, the others go on with what is known
                self._known[app_id] = time.monotonic(), found
            async with runtime.postgres.system_transaction() as tx:
                found = await accounts.of_app(tx, runtime.vault, mini_program.MINI_PROGRAM.kind, app_id)
            if found:
                self._known[app_id] = time.monotonic(), found
        return found


def claims_of(runtime: Runtime) -> Claims:
    """The process's memory of them."""
    if Claims not in runtime.parts:
        runtime.parts[Claims] = Claims()
    return runtime.part(Claims)


@router.post(
    "/mini-program/login", responses=errors(UnknownProgram, HighRisk, mini_program.LoginRefused, TooManyLogins, Unavailable)
)
async def login_mini_program(
    body: LoginIn,
    request: Request,
    runtime: Annotated[Runtime, Depends(runtime_of)],
    log: Annotated[EventLog, Depends(event_log_of)],
) -> LoginOut:
    """Change a login code into who the visitor is. Needs no token: the code is one, and WeChat checks it."""
    failures = failures_of(runtime)
    address = request.client.host if request.client else ""
    failures.check(address)
    try:
        account, session = await _session(runtime, body)
    except (mini_program.LoginRefused, UnknownProgram):
        failures.add(address)
        raise
    await log.append(account.workspace_id, [_login_event(runtime, account, session, body)], source="login")
    return LoginOut(openid=session.openid, unionid=session.unionid or None)


async def _session(runtime: Runtime, body: LoginIn) -> tuple[Account, mini_program.Session]:
    """The first account of this app id whose secret WeChat takes: claiming somebody's app id gets nobody their logins."""
    for account in await claims_of(runtime).of(runtime, body.app_id):
        try:
            return account, await mini_program.session_of(calls_of(runtime), account, body.code)
        except CallFailed as failure:
            if failure.sent.code in BAD_ACCOUNT:
                continue
            if failure.sent.code in BAD_CODES:
                raise mini_program.LoginRefused from failure
            if failure.sent.code == HIGH_RISK:
                raise HighRisk from failure
            raise Unavailable(retry_after=5) from failure
    raise UnknownProgram(app_id=body.app_id)


def _login_event(runtime: Runtime, account: Account, session: mini_program.Session, body: LoginIn) -> NewEvent:
    ids = {"anonymous_id": body.anonymous_id, "openid": session.openid, "unionid": session.unionid or None}
    query = urlencode(body.query) if isinstance(body.query, dict) else body.query or ""
    told = {"scene": "" if body.scene is None else str(body.scene), "query": query[:MOST_QUERY]}
    return NewEvent(
        f"{LOGIN}:{hashlib.sha256(f'{account.app_id} {body.code}'.encode()).hexdigest()[:32]}",
        LOGIN,
        runtime.clock.now(),
        account.kind,
        account.app_id,
        ids=ids,
        properties={name: value for name, value in told.items() if value},
    )
