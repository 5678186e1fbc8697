"""Callbacks of platforms: checked, put in the log, answered. The only way in for what platforms tell us."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import Counter

from quanyu.events.log import EventLog, event_log_of
from quanyu.events.types import NewEvent, Result
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import AppError, TooLarge, Unavailable, errors
from quanyu.touchpoints import (
    Account,
    Callback,
    CallbackRefused,
    CallbackUnreadable,
    Calls,
    SourceEvent,
    Timeless,
    accounts,
    calls_of,
    touchpoint,
    union_ids,
    welcomes,
)

log = structlog.get_logger(__name__)
CALLBACKS = Counter("quanyu_callbacks_total", "Callbacks by how they were answered", ["kind", "answer"])
UNKNOWN = Counter(
    "quanyu_callbacks_unknown_total", "Happenings recorded under their own name, for we do not know them", ["kind"]
)

ANSWER_SECONDS = 4.0
"""WeChat waits five seconds, then sends again."""

LATE: set[asyncio.Task[None]] = set()
"""What is still being taken although nobody waits for it any more."""

SUCCESS = "success"
RAW = "wx_"

router = APIRouter(tags=["callbacks"])
CurrentRuntime = Annotated[Runtime, Depends(runtime_of)]
CurrentLog = Annotated[EventLog, Depends(event_log_of)]


@router.get(
    "/callbacks/{account_id}", response_class=PlainTextResponse, responses=errors(accounts.AccountNotFound, CallbackRefused)
)
async def verify_callback(account_id: UUID, request: Request, runtime: CurrentRuntime) -> str:
    """Answer the handshake that a platform makes when this address is entered there."""
    account = await accounts.called_accounts_of(runtime).get(account_id)
    verify = touchpoint(account.kind).verify
    if verify is None:
        raise accounts.AccountNotFound(account_id=account_id)
    return verify(account, Callback(dict(request.query_params)), calls_of(runtime).wall.now(), _replay_window(runtime))


@router.post(
    "/callbacks/{account_id}",
    response_class=PlainTextResponse,
    responses=errors(accounts.AccountNotFound, CallbackRefused, CallbackUnreadable, TooLarge, Unavailable),
)
async def receive_callback(
    account_id: UUID,
    request: Request,
    runtime: CurrentRuntime,
    event_log: CurrentLog,
) -> str:
    """Take what a platform tells. Answered only when it is in the log; a repeat is taken once."""
    until = asyncio.get_running_loop().time() + ANSWER_SECONDS
    try:
        async with asyncio.timeout_at(until):
            account = await accounts.called_accounts_of(runtime).get(account_id)
            callback = await _read(account, request, runtime)
    except TimeoutError as error:
        raise Unavailable(retry_after=1) from error
    # What has begun is ended, also when it takes too long: the platform tells it again, and it counts once.
    taking = asyncio.create_task(_take(account, callback, runtime, event_log))
    done, _ = await asyncio.wait((taking,), timeout=max(until - asyncio.get_running_loop().time(), 0))
    if not done:
        LATE.add(taking)
        taking.add_done_callback(_end_late)
        raise Unavailable(retry_after=1)
    taking.result()
    return SUCCESS


def _end_late(taking: asyncio.Task[None]) -> None:
    LATE.discard(taking)
    if not taking.cancelled() and (error := taking.exception()) is not None:
        log.warning("callback.late_failure", exc_info=error)


async def _read(account: Account, request: Request, runtime: Runtime) -> Callback:
    try:
        body = await read_body(request, runtime.settings.callback_max_bytes)
    except TooLarge as refusal:
        await _count_refusal(account, refusal, calls_of(runtime))
        raise
    return Callback(dict(request.query_params), body, dict(request.headers))


async def _take(account: Account, callback: Callback, runtime: Runtime, event_log: EventLog) -> None:
    calls = calls_of(runtime)
    try:
        found = _events(account, callback, runtime, calls)
    except AppError as refusal:
        await _count_refusal(account, refusal, calls)
        raise
    results = await event_log.append(
        account.workspace_id, [new_event(account, one) for one in found], source=f"callback:{account.kind}"
    )
    await _keep_leave(account, found, results, runtime, calls.wall.now())
    await _ask(account, found, union_ids.questions_of(runtime))
    UNKNOWN.labels(account.kind).inc(sum(one.event.startswith(RAW) for one in found))
    CALLBACKS.labels(account.kind, SUCCESS).inc()
    await calls.tally.callback(account, refused=False)


async def _count_refusal(account: Account, refusal: AppError, calls: Calls) -> None:
    CALLBACKS.labels(account.kind, refusal.code).inc()
    await calls.tally.callback(account, refused=True)
    log.warning("callback.refused", account=str(account.id), code=refusal.code, facts=refusal.facts)


def _events(account: Account, callback: Callback, runtime: Runtime, calls: Calls) -> list[SourceEvent]:
    kind = touchpoint(account.kind)
    if kind.open is None or kind.events_of is None:
        raise accounts.AccountNotFound(account_id=account.id)
    message = kind.open(account, callback, calls.wall.now(), _replay_window(runtime))
    try:
        return kind.events_of(account, message)
    except Timeless as error:
        raise CallbackUnreadable(reason=str(error)) from error


def new_event(account: Account, event: SourceEvent) -> NewEvent:
    """A happening as the log takes it: the account is the app id, within which openids are names."""
    return NewEvent(event.id, event.event, event.at, account.kind, account.app_id, ids=event.ids, properties=event.properties)


async def _keep_leave(
    account: Account, found: Sequence[SourceEvent], results: Sequence[Result], runtime: Runtime, received_at: datetime
) -> None:
    """Keep leave to greet, which comes with a new contact and is not for the log."""
    told = [(one, result.profile_id) for one, result in zip(found, results, strict=True) if "welcome_code" in one.context]
    if not told:
        return
    async with runtime.postgres.transaction(account.workspace_id) as tx:
        for event, profile_id in told:
            await welcomes.keep(tx, runtime.vault, account, event, profile_id, received_at=received_at)


async def _ask(account: Account, found: Sequence[SourceEvent], questions: union_ids.Questions) -> None:
    """Have the platform asked who these people are to the brand's other accounts."""
    kind = touchpoint(account.kind)
    if kind.union_ids is not None:
        await questions.want(account, [one.ids[kind.person_id] for one in found if kind.person_id in one.ids])


async def read_body(request: Request, most: int) -> bytes:
    """The body, read no further than ``most`` bytes.

    Raises:
        TooLarge: it is longer, or says it is.
    """
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and int(told) > most:
        raise TooLarge(limit_bytes=most)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise TooLarge(limit_bytes=most)
    return bytes(body)


def _replay_window(runtime: Runtime) -> timedelta:
    return timedelta(seconds=runtime.settings.callback_replay_seconds)
