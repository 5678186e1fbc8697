"""Prometheus metrics of the HTTP application: how many requests, how they ended, how long they took."""

from __future__ import annotations

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("quanyu_http_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "quanyu_http_request_seconds",
    "Time from request to the end of the answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})


class Measured:
    """Counts and times requests by route template, so that ids and made-up addresses make no series of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            route = _template(scope)
            REQUESTS.labels(method, route, status).inc()
            SECONDS.labels(method, route).observe(time.perf_counter() - began)


def _template(scope: Scope) -> str:
    route = getattr(scope.get("route"), "path_format", None)
    if route is None:
        return "none"
    return f"/v1{route}" if scope["path"].startswith("/v1/") and not route.startswith("/v1/") else route
