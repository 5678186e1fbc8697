"""Assembles the HTTP application and the runtime. Holds no rules."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from quanyu import __version__
from quanyu.infra.runtime import Runtime
from quanyu.problems import answer_problems


def create_app(runtime: Runtime) -> FastAPI:
    """The API on a running process's stores."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield

    app = FastAPI(title="Quanyu", version=__version__, lifespan=lifespan)
    app.state.runtime = runtime
    answer_problems(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    return app


ROUTERS: list = []
