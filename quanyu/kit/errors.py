"""Failures that a caller can act on. Anything else is a bug and becomes a 500."""

from __future__ import annotations

from typing import Any, ClassVar


class AppError(Exception):
    """A 4xx answer with a stable code and the facts needed to act.

    Subclasses set ``code``, ``message`` (a format string over the facts) and inherit their status from a family
    below. Rendered as an RFC 9457 problem by ``quanyu.app``; the console translates by code.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    message: ClassVar[str] = "The request could not be used."

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class Invalid(AppError):
    """The request is well formed but means nothing we can do."""

    status = 422
    code = "invalid"
    message = "The request is not valid."


class Unauthenticated(AppError):
    """Nobody is signed in, or the token is unknown, revoked or expired."""

    status = 401
    code = "unauthenticated"
    message = "Sign in or send a valid API token."


class Forbidden(AppError):
    """The caller is known and may not do this."""

    status = 403
    code = "forbidden"
    message = "Your role does not allow this."


class NotFound(AppError):
    """No such thing in the caller's workspace. Somebody else's thing answers the same."""

    status = 404
    code = "not_found"
    message = "There is no such thing in this workspace."


class Conflict(AppError):
    """The state of things forbids the change."""

    status = 409
    code = "conflict"
    message = "The change does not fit the present state."


class TooLarge(AppError):
    """Over a ceiling that the documentation names."""

    status = 413
    code = "too_large"
    message = "The request is over the limit."


class TooMany(AppError):
    """Too many requests; ``retry_after`` seconds are among the facts."""

    status = 429
    code = "too_many_requests"
    message = "Too many requests. Try again in {retry_after} s."


class Unavailable(AppError):
    """We are too busy or a store is away; nothing was taken, try again."""

    status = 503
    code = "unavailable"
    message = "The service is busy. Try again in {retry_after} s."


def errors(*kinds: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """The ``responses=`` of an endpoint that may fail in these ways (always also 401, 403, 422)."""
    found: dict[int | str, dict[str, Any]] = {}
    every: tuple[type[AppError], ...] = (Unauthenticated, Forbidden, *kinds)
    for kind in every:
        codes = [kind.code, *([str(found[kind.status]["description"])] if kind.status in found else [])]
        found[kind.status] = {"description": ", ".join(codes), "content": {"application/problem+json": {}}}
    return found
