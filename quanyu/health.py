"""Is the process up, are its stores there, and what has it done: for load balancers and Prometheus."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Literal

import structlog
from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from sqlalchemy import text

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.query import Query

log = structlog.get_logger(__name__)
SECONDS = 2.0

router = APIRouter(tags=["health"])


class HealthOut(BaseModel):
    """The process answers."""

    status: Literal["up"] = "up"


class ReadyOut(BaseModel):
    """Whether each store answered within two seconds."""

    ready: bool
    postgres: Literal["up", "away"]
    clickhouse: Literal["up", "away"]


@router.get("/healthz")
async def healthz() -> HealthOut:
    """The process is up, whatever its stores do."""
    return HealthOut()


@router.get("/readyz", response_model=ReadyOut, responses={503: {"model": ReadyOut, "description": "a store is away"}})
async def readyz(runtime: Annotated[Runtime, Depends(runtime_of)]) -> JSONResponse:
    """Both stores answer within two seconds; 503 says which one does not."""
    postgres, clickhouse = await asyncio.gather(
        _answers("postgres", _ask_postgres(runtime)), _answers("clickhouse", runtime.clickhouse.value(Query("SELECT 1")))
    )
    found = ReadyOut(
        ready=postgres and clickhouse, postgres="up" if postgres else "away", clickhouse="up" if clickhouse else "away"
    )
    return JSONResponse(found.model_dump(), 200 if found.ready else 503)


@router.get("/metrics", include_in_schema=False)
async def metrics() -> Response:
    """Counters and histograms in Prometheus' text form."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _ask_postgres(runtime: Runtime) -> None:
    async with runtime.postgres.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


async def _answers(store: str, question: Awaitable[object]) -> bool:
    try:
        await asyncio.wait_for(question, SECONDS)
    except Exception as error:
        log.warning("store.away", store=store, error=str(error) or type(error).__name__)
        return False
    return True
