"""Funnels over HTTP."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends

from quanyu.audiences.conditions import BadCondition
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.insight.funnel import service
from quanyu.insight.funnel.clickhouse import people_query
from quanyu.insight.funnel.errors import BadFunnel
from quanyu.insight.funnel.schemas import FunnelIn, FunnelOut, FunnelPeopleIn
from quanyu.insight.metrics import BadPeriod
from quanyu.kit.errors import errors
from quanyu.kit.paging import BadCursor, Page, cut, decode_cursor, encode_cursor
from quanyu.platform.access import CurrentScope, allowed

router = APIRouter(prefix="/insight/funnel", tags=["insight"], dependencies=[Depends(allowed("insight.read"))])
InRuntime = Annotated[Runtime, Depends(runtime_of)]


@router.post("", responses=errors(BadFunnel, BadPeriod, BadCondition))
async def count_funnel(body: FunnelIn, scope: CurrentScope, runtime: InRuntime) -> FunnelOut:
    """Count the people who take steps one after another."""
    begun = time.perf_counter()
    funnel = service.funnel_of(body)
    steps, parts = await service.count(runtime.clickhouse, scope, funnel, body.steps)
    return FunnelOut(
        steps=steps,
        breakdown=parts,
        from_=funnel.period.start,
        to=funnel.period.end,
        window_seconds=body.window_seconds,
        ms=round((time.perf_counter() - begun) * 1000),
    )


@router.post("/people", responses=errors(BadFunnel, BadPeriod, BadCondition, BadCursor))
async def list_funnel_people(body: FunnelPeopleIn, scope: CurrentScope, runtime: InRuntime) -> Page[int]:
    """Profile ids behind a bar, ascending; exactly as many as the bar says."""
    funnel = service.funnel_of(body)
    if body.step > len(funnel.steps):
        raise BadFunnel(at="step", problem=f"must be one of the {len(funnel.steps)} steps")
    if body.value is not None and funnel.breakdown is None:
        raise BadFunnel(at="value", problem="needs a breakdown")
    breakdown = funnel.breakdown if body.value is not None else None
    after = _after(body.cursor)
    query = people_query(
        scope.workspace_id, replace(funnel, breakdown=None), breakdown, body.step, body.value or "", after, body.limit + 1
    )
    people, more = cut([profile for (profile,) in await runtime.clickhouse.rows(query)], body.limit)
    return Page(items=people, next_cursor=encode_cursor(people[-1]) if more else None)


def _after(cursor: str | None) -> int:
    (number,) = decode_cursor(cursor, 1) if cursor else (0,)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < 2**63:
        raise BadCursor
    return number
