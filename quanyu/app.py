"""Assembles the HTTP application from the rooms' routers. Holds no rules."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from quanyu import __version__, engage, events, health, insight, touchpoints
from quanyu.audiences import segments
from quanyu.commerce import orders
from quanyu.infra.express import Express
from quanyu.infra.headers import SecurityHeaders
from quanyu.infra.log import RequestIds
from quanyu.infra.metrics import Measured
from quanyu.infra.runtime import Runtime
from quanyu.people import profiles
from quanyu.platform import access, administration
from quanyu.problems import answer_problems, answer_to
from quanyu.static import serve_console

ROUTERS: list[APIRouter] = [
    access.router,
    administration.router,
    touchpoints.router,
    events.router,
    events.login.router,
    profiles.router,
    orders.router,
    segments.router,
    insight.router,
    engage.router,
]
"""Under /v1, in the order of the loop."""

OUTSIDE: list[APIRouter] = [health.router, events.callbacks.router]
"""Addresses without /v1: callbacks, health, metrics."""

BUSIEST = {"append_events", "login_mini_program", "receive_callback"}
"""Endpoints on the express lane: their calls come by the thousand."""

PARTS: list[Callable[[Runtime], AbstractAsyncContextManager[None]]] = [events.running]
"""What rooms keep running while the application does; each places itself in ``runtime.parts``."""

CONSOLE = Path(__file__).resolve().parents[1] / "console" / "dist"


def create_app(runtime: Runtime) -> FastAPI:
    """The application on a running process's stores."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for part in PARTS:
                await stack.enter_async_context(part(runtime))
            yield

    app = FastAPI(title="Quanyu", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.runtime = runtime
    app.add_middleware(Express, routes=_busiest(), answer=answer_to)
    _routes(app)
    app.add_middleware(SecurityHeaders, https=runtime.settings.url.startswith("https:"))
    app.add_middleware(Measured)
    app.add_middleware(RequestIds)
    serve_console(app, CONSOLE)
    return app


def openapi_schema() -> dict[str, Any]:
    """The API's schema; needs no store."""
    return _routes(FastAPI(title="Quanyu", version=__version__)).openapi()


def _routes(app: FastAPI) -> FastAPI:
    app.router.generate_unique_id_function = lambda route: route.name
    answer_problems(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    for router in OUTSIDE:
        app.include_router(router)
    return app


def _busiest() -> list[tuple[str, APIRoute]]:
    mounted = [("/v1", router) for router in ROUTERS] + [("", router) for router in OUTSIDE]
    return [
        (prefix, route)
        for prefix, router in mounted
        for route in router.routes
        if isinstance(route, APIRoute) and route.name in BUSIEST
    ]
