"""Calls to WeChat-style APIs: a shared token, one replay when it is stale, and every failure sorted by what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated, Any

import httpx
import structlog
from fastapi import Depends
from prometheus_client import Counter

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.clock import Clock, SystemClock
from quanyu.touchpoints.asked import Asked
from quanyu.touchpoints.reactions import UNKNOWN, Meaning, Reaction, Table
from quanyu.touchpoints.tally import Tally
from quanyu.touchpoints.tokens import Tokens, TokenUse
from quanyu.touchpoints.types import Account, Sent

log = structlog.get_logger(__name__)
CALLS = Counter("quanyu_platform_calls_total", "Calls to platforms by their answer", ["kind", "api", "answer"])
TIMEOUT = httpx.Timeout(10, connect=3)
LONGEST_REASON = 300


@dataclass(frozen=True)
class Dialect:
    """How one platform says things: its error codes and how it gives out tokens."""

    errors: Table
    token: TokenUse


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
        self.asked = Asked()
        self.drift: timedelta | None = None
        """How far our clock is ahead of the platform's, by its last answer."""
        self._http = runtime.http
        self._tokens = Tokens(runtime, self.wall)

    async def get(self, dialect: Dialect, account: Account, path: str, **params: str) -> dict[str, Any]:
        """Read from an API. Fails like ``post``."""
        return await self._with_token(dialect, account, "GET", path, params, None)

    async def post(self, dialect: Dialect, account: Account, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Call an API with the account's token.

        Raises:
            CallFailed: refused by the platform, not reached, or of unknown effect.
        """
        return await self._with_token(dialect, account, "POST", path, {}, body)

    async def get_bare(self, dialect: Dialect, account: Account, path: str, **params: str) -> dict[str, Any]:
        """Read from an API that takes no token. Fails like ``post``."""
        return await self._call(dialect, account, "GET", path, params, None)

    async def token(self, dialect: Dialect, account: Account) -> str:
        """The account's token, fetched when there is none. Fails like ``post``."""
        return await self._tokens.current(account, dialect.token, self._fetch(dialect))

    async def _with_token(
        self,
        dialect: Dialect,
        account: Account,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        token = await self.token(dialect, account)
        try:
            return await self._call(dialect, account, method, path, {**params, "access_token": token}, body)
        except CallFailed as failure:
            if failure.meaning is None or failure.meaning.reaction is not Reaction.REFRESH:
                raise
        token = await self._tokens.current(account, dialect.token, self._fetch(dialect), stale=token)
        return await self._call(dialect, account, method, path, {**params, "access_token": token}, body)

    def _fetch(self, dialect: Dialect) -> Any:
        async def fetch(account: Account) -> dict[str, Any]:
            method, path, values = dialect.token.request(account)
            params, body = (values, None) if method == "GET" else ({}, values)
            return await self._call(dialect, account, method, path, params, body)

        return fetch

    async def _call(
        self,
        dialect: Dialect,
        account: Account,
        method: str,
        path: str,
        params: Mapping[str, str],
        body: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        try:
            answer = await self._answer(account, method, path, params, body)
            _raise_refusal(dialect.errors, answer)
        except CallFailed as failure:
            CALLS.labels(account.kind, path, failure.sent.code).inc()
            await self.tally.call(account, path, failure.sent, refused=failure.meaning is not None)
            log.warning(
                "touchpoint.call_failed", account=str(account.id), api=path, code=failure.sent.code, reason=failure.sent.reason
            )
            raise
        CALLS.labels(account.kind, path, "ok").inc()
        await self.tally.call(account, path, Sent("sent"), refused=False)
        return answer

    async def _answer(
        self, account: Account, method: str, path: str, params: Mapping[str, str], body: Mapping[str, Any] | None
    ) -> dict[str, Any]:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {} if content is None else {"content-type": "application/json; charset=utf-8"}
        try:
            response = await self._http.request(
                method, account.base_url + path, params=dict(params), content=content, headers=headers, timeout=TIMEOUT
            )
        except (
            httpx.ConnectError,
            httpx.ConnectTimeout,
            httpx.PoolTimeout,
            httpx.UnsupportedProtocol,
            httpx.InvalidURL,
        ) as error:
            raise CallFailed(Sent("later", code="unreachable", reason=type(error).__name__, retry_after_seconds=5)) from error
        except httpx.HTTPError as error:
            raise CallFailed(Sent("unclear", code="no_answer", reason=type(error).__name__)) from error
        self._compare_clocks(response.headers.get("date", ""))
        return read_answer(response)

    def _compare_clocks(self, date: str) -> None:
        try:
            told = parsedate_to_datetime(date)
        except ValueError:
            return
        if told.tzinfo is not None:
            self.drift = self.wall.now() - told


def read_answer(response: httpx.Response) -> dict[str, Any]:
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
        answer = response.json()
    except ValueError:
        answer = None
    if status != 200 or not isinstance(answer, dict):
        raise CallFailed(Sent("unclear", code=f"http_{status}", reason="the answer is not the platform's"))
    return answer


def _raise_refusal(errors: Table, answer: Mapping[str, Any]) -> None:
    code = answer.get("errcode", 0)
    if not code:
        return
    meaning = errors.get(code, UNKNOWN) if isinstance(code, int) else UNKNOWN
    sent = Sent(
        meaning.outcome,
        code=str(code)[:32],
        reason=str(answer.get("errmsg", ""))[:LONGEST_REASON],
        retry_after_seconds=meaning.retry_after_seconds,
    )
    if meaning.reaction is not Reaction.DONE:
        raise CallFailed(sent, meaning)


def calls_of(runtime: Annotated[Runtime, Depends(runtime_of)]) -> Calls:
    """The process's calls, for loops and endpoints (``Depends``)."""
    if Calls not in runtime.parts:
        runtime.parts[Calls] = Calls(runtime)
    return runtime.part(Calls)
