"""Calls to WeChat-style APIs: a shared token, one replay when it is stale, and every failure sorted by what to do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

import httpx
import structlog
from prometheus_client import Counter

from quanyu.infra.http import Answer
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import Clock, SystemClock
from quanyu.touchpoints.reactions import UNKNOWN, Meaning, Reaction, Table
from quanyu.touchpoints.tally import Tally
from quanyu.touchpoints.tokens import Grant, Tokens
from quanyu.touchpoints.types import Account, Sent

log = structlog.get_logger(__name__)
CALLS = Counter("quanyu_platform_calls_total", "Calls to platforms by their answer", ["kind", "api", "answer"])
TIMEOUT_SECONDS = 10.0
LONGEST_REASON = 300
LONGEST_CODE = 32
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)
"""Failures before anything has left."""

TokenUse = Callable[[Account], tuple[str, str, Mapping[str, Any]]]
"""Method, path and values of the request for a token."""


@dataclass(frozen=True)
class Dialect:
    """How one platform says things.

    Args:
        errors: what its codes mean. A code it gives that is not here counts as a refusal.
        token: how it gives out access tokens; None when calls carry none.
        headers: what every call carries, for platforms whose key goes there.
        code, reason: the names of an answer's code and words. No code, 0 and "" are success.
    """

    errors: Table
    token: TokenUse | None = None
    headers: Callable[[Account], Mapping[str, str]] | None = None
    code: str = "errcode"
    reason: str = "errmsg"


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


class CallFailed(Exception):
    """A call that did not do what it should; ``sent`` is what that means for a message."""

    def __init__(self, sent: Sent, meaning: Meaning | None = None) -> None:
        super().__init__(f"{sent.code}: {sent.reason}")
        self.sent = sent
        self.meaning = meaning


class Calls:
    """One for each process. Tokens live in PostgreSQL, so processes share them."""

    def __init__(self, runtime: Runtime, *, wall: Clock | None = None) -> None:
        self.wall = wall or SystemClock()
        self.tally = Tally(runtime)
        self.drift: timedelta | None = None
        """How far our clock is ahead of the platform's, by its last answer."""
        self._http = runtime.http
        self._tokens = Tokens(runtime, self.wall)

    async def get(self, dialect: Dialect, account: Account, path: str, **params: str) -> dict[str, Any]:
        """Read from an API. Fails like ``post``."""
        return await self._with_token(dialect, account, _Request("GET", path, params))

    async def post(self, dialect: Dialect, account: Account, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Call an API, with the account's token where the dialect has tokens.

        Raises:
            CallFailed: refused by the platform, not reached, or of unknown effect.
        """
        return await self._with_token(dialect, account, _Request("POST", path, body=body))

    async def get_bare(self, dialect: Dialect, account: Account, path: str, **params: str) -> dict[str, Any]:
        """Read from an API that takes no token. Fails like ``post``."""
        return await self._call(dialect, account, _Request("GET", path, params))

    async def token(self, dialect: Dialect, account: Account, *, stale: str = "") -> str:
        """The account's token, fetched when there is none or the platform has refused ``stale``. Fails like ``post``."""

        async def fetch(asking: Account) -> Grant:
            return await self._grant(dialect, asking)

        return await self._tokens.current(account, fetch, stale=stale)

    async def _grant(self, dialect: Dialect, account: Account) -> Grant:
        assert dialect.token is not None
        method, path, values = dialect.token(account)
        request = _Request("GET", path, values) if method == "GET" else _Request("POST", path, body=values)
        answer = await self._call(dialect, account, request)
        text, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(text, str) or not text or not isinstance(seconds, int):
            raise CallFailed(Sent("later", code="no_token", reason="the platform gave no token", retry_after_seconds=30))
        return Grant(text, timedelta(seconds=seconds))

    async def _with_token(self, dialect: Dialect, account: Account, request: _Request) -> dict[str, Any]:
        if dialect.token is None:
            return await self._call(dialect, account, request)
        token = await self.token(dialect, account)
        try:
            return await self._call(dialect, account, _signed(request, token))
        except CallFailed as failure:
            if failure.meaning is None or failure.meaning.reaction is not Reaction.REFRESH:
                raise
        token = await self.token(dialect, account, stale=token)
        return await self._call(dialect, account, _signed(request, token))

    async def _call(self, dialect: Dialect, account: Account, request: _Request) -> dict[str, Any]:
        try:
            answer = await self._answer(dialect, account, request)
            _raise_refusal(dialect, answer)
        except CallFailed as failure:
            sent = failure.sent
            CALLS.labels(account.kind, request.path, "unknown" if failure.meaning is UNKNOWN else sent.code).inc()
            await self.tally.call(account, request.path, sent, refused=failure.meaning is not None)
            log.warning("touchpoint.call_failed", account=str(account.id), api=request.path, code=sent.code, reason=sent.reason)
            raise
        CALLS.labels(account.kind, request.path, "ok").inc()
        await self.tally.call(account, request.path, Sent("sent"), refused=False)
        return answer

    async def _answer(self, dialect: Dialect, account: Account, request: _Request) -> dict[str, Any]:
        content = None if request.body is None else json.dumps(request.body, ensure_ascii=False).encode()
        headers = {"content-type": "application/json; charset=utf-8"} if content is not None else {}
        try:
            response = await self._http.request(
                request.method,
                account.base_url + request.path,
                params=dict(request.params),
                content=content,
                headers={**headers, **(dialect.headers(account) if dialect.headers else {})},
                timeout=TIMEOUT_SECONDS,
            )
        except NOT_SENT as error:
            raise CallFailed(Sent("later", code="unreachable", reason=type(error).__name__, retry_after_seconds=5)) from error
        except httpx.HTTPError as error:
            raise CallFailed(Sent("unclear", code="no_answer", reason=type(error).__name__)) from error
        self._compare_clocks(response.headers.get("date", ""))
        return read_answer(response)

    def _compare_clocks(self, date: str) -> None:
        if (told := _time_of(date)) is not None:
            self.drift = self.wall.now() - told


@lru_cache(8)
def _time_of(date: str) -> datetime | None:
    """A header's time. The answers of one second have the same."""
    try:
        told = parsedate_to_datetime(date)
    except ValueError:
        return None
    return told if told.tzinfo is not None else None


def read_answer(response: Answer) -> dict[str, Any]:
    """The JSON object of an answer.

    Raises:
        CallFailed: an HTTP error, or an answer that is not a JSON object.
    """
    status = response.status_code
    if status == 429:
        raise CallFailed(Sent("later", code="http_429", reason="too many requests", retry_after_seconds=30))
    if 400 <= status < 500:
        raise CallFailed(Sent("refused", code=f"http_{status}", reason="the address answers with an error"))
    try:
        answer = json.loads(response.content)
    except ValueError:
        answer = None
    if status != 200 or not isinstance(answer, dict):
        raise CallFailed(Sent("unclear", code=f"http_{status}", reason="the answer is not the platform's"))
    return answer


def _signed(request: _Request, token: str) -> _Request:
    return replace(request, params={**request.params, "access_token": token})


def _raise_refusal(dialect: Dialect, answer: Mapping[str, Any]) -> None:
    code = answer.get(dialect.code)
    if code in (None, 0, "", "0"):
        return
    text = str(code)[:LONGEST_CODE]
    meaning = dialect.errors.get(int(text), UNKNOWN) if text.removeprefix("-").isdecimal() else UNKNOWN
    sent = Sent(
        meaning.outcome,
        code=text,
        reason=str(answer.get(dialect.reason, ""))[:LONGEST_REASON],
        retry_after_seconds=meaning.retry_after_seconds,
    )
    if meaning.reaction is not Reaction.DONE:
        raise CallFailed(sent, meaning)


def calls_of(runtime: Runtime) -> Calls:
    """The process's calls."""
    if Calls not in runtime.parts:
        runtime.parts[Calls] = Calls(runtime)
    return runtime.part(Calls)
