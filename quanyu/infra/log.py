"""Logs: one line for one event, JSON or text, with the request's id and without anybody's secrets."""

from __future__ import annotations

import logging
import re
import secrets
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quanyu.infra.settings import Settings

SECRET = re.compile(r"secret|token|passw|phone|aes_?key|authori[sz]ation|cookie|csrf|private_key|openid|unionid", re.IGNORECASE)
MASK = "***"
SANE_ID = re.compile(rb"[A-Za-z0-9._-]{1,64}")
DEEPEST = 6


def mask_secrets(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every value whose name says that it is secret or personal, however deep."""
    return {key: _masked(key, value, DEEPEST) for key, value in event.items()}


def _masked(key: str, value: Any, depth: int) -> Any:
    if SECRET.search(key) and not key.endswith("_id"):
        return MASK
    if depth and isinstance(value, dict):
        return {inner: _masked(str(inner), one, depth - 1) for inner, one in value.items()}
    if depth and isinstance(value, list | tuple):
        return [_masked("", one, depth - 1) for one in value]
    return value


def configure_logs(settings: Settings) -> None:
    """Send our logs and those of libraries to standard error, in one form."""
    text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        mask_secrets,
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if text
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("httpx", "httpcore", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class RequestIds:
    """Gives each request an id, the caller's own if it sends a sane one: in every log line and in the answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"")
        request_id = given if SANE_ID.fullmatch(given) else secrets.token_hex(8).encode()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id)]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id.decode()):
            await self._app(scope, receive, answer)
