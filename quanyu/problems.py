"""Failures as RFC 9457 problem documents, and their declaration in the OpenAPI schema."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DataError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from quanyu.kit.errors import AppError

log = structlog.get_logger(__name__)
UNSTORABLE = (None, "22001", "22003", "22007", "22008", "22021", "22P02", "22P05")
"""What a documented form may let through and PostgreSQL does not: NUL in a text (which the driver refuses, without a
state), a text or number past its column, a character it cannot hold, a time or id that is none."""


def problem(status: int, code: str, detail: str, facts: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """One problem document."""
    body = {
        "type": f"urn:quanyu:problem:{code}",
        "title": code,
        "status": status,
        "code": code,
        "detail": detail,
        "facts": facts,
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answer_problems(app: FastAPI) -> None:
    """Make every failure of ``app`` a problem document."""

    async def answer(request: Request, error: Exception) -> Response:
        if (found := answer_to(error)) is None:
            raise error
        return found

    for kind in (AppError, RequestValidationError, HTTPException, DataError):
        app.add_exception_handler(kind, answer)
    app.add_middleware(Bugs)


def answer_to(error: Exception) -> Response | None:
    """The problem document for a failure that a caller can act on, None for a bug."""
    match error:
        case AppError():
            headers = {"Retry-After": str(error.facts["retry_after"])} if "retry_after" in error.facts else None
            return problem(error.status, error.code, str(error), jsonable(error.facts), headers)
        case RequestValidationError():
            fields = [
                {"at": ".".join(str(part) for part in one["loc"]), "problem": one["type"], "message": one["msg"]}
                for one in error.errors()[:20]
            ]
            return problem(422, "invalid_request", "The request does not have the documented form.", {"fields": fields})
        case HTTPException():
            code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.status_code, "bad_request")
            return problem(error.status_code, code, str(error.detail), {}, dict(error.headers or {}))
        case DataError() if (state := getattr(error.orig, "sqlstate", None)) in UNSTORABLE:
            log.warning("request.unstorable", state=state)
            return problem(422, "unstorable", "A value in the request cannot be stored.", {})
    return None


class Bugs:
    """Answers 500 for what nobody expected, inside the other middleware so that the answer has their headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except ClientDisconnect:
            # Who has gone cannot be answered; a platform that waited too long tells it again.
            log.info("request.abandoned", path=scope["path"])
        except Exception as error:
            if scope["type"] == "http" and not started:
                log.error("request.failed", path=scope["path"], exc_info=error)
                facts = {"request_id": structlog.contextvars.get_contextvars().get("request_id", "")}
                detail = "Something broke on our side; it has been recorded."
                await problem(500, "internal", detail, facts)(scope, receive, send)
            raise


def jsonable(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with ids, times and sets as JSON values."""
    plain = (str, int, float, bool, type(None), list, dict)
    return {
        key: list(value) if isinstance(value, set | frozenset | tuple) else value if isinstance(value, plain) else str(value)
        for key, value in facts.items()
    }
