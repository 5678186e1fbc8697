"""Failures as RFC 9457 problem documents, and their declaration in the OpenAPI schema."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from quanyu.kit.errors import AppError

log = structlog.get_logger(__name__)


def problem(status: int, code: str, detail: str, facts: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """One problem document."""
    body = {"type": f"urn:quanyu:problem:{code}", "title": code, "status": status, "code": code, "detail": detail, "facts": facts}
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def answer_problems(app: FastAPI) -> None:
    """Make every failure of ``app`` a problem document."""

    async def app_error(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, AppError)
        headers = {"Retry-After": str(error.facts["retry_after"])} if "retry_after" in error.facts else None
        return problem(error.status, error.code, str(error), jsonable(error.facts), headers)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        fields = [
            {"at": ".".join(str(part) for part in one["loc"]), "problem": one["type"], "message": one["msg"]}
            for one in error.errors()[:20]
        ]
        return problem(422, "invalid_request", "The request does not have the documented form.", {"fields": fields})

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "bad_request")
        return problem(error.status_code, code, str(error.detail), {}, dict(error.headers or {}))

    async def bug(request: Request, error: Exception) -> JSONResponse:
        log.error("request.failed", path=request.url.path, exc_info=error)
        return problem(500, "internal", "Something broke on our side; it has been recorded.", {})

    app.add_exception_handler(AppError, app_error)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, bug)


def jsonable(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with ids, times and sets as JSON values."""
    plain = (str, int, float, bool, type(None), list, dict)
    return {
        key: list(value) if isinstance(value, set | frozenset | tuple) else value if isinstance(value, plain) else str(value)
        for key, value in facts.items()
    }
