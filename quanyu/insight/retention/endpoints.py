"""Retention over HTTP."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends

from quanyu.audiences import conditions
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.insight.metrics import BadPeriod, EventIn, buckets, period
from quanyu.insight.retention.clickhouse import retention_query
from quanyu.insight.retention.errors import TooManyCells
from quanyu.insight.retention.schemas import MeanOut, RetentionIn, RetentionOut, RowOut
from quanyu.insight.retention.table import table
from quanyu.insight.retention.types import Occurrence, Retention
from quanyu.kit.errors import errors
from quanyu.platform.access import CurrentScope, allowed

router = APIRouter(prefix="/insight/retention", tags=["insight"], dependencies=[Depends(allowed("insight.read"))])
MAX_CELLS = 60_000


@router.post("", responses=errors(BadPeriod, TooManyCells, conditions.BadCondition))
async def count_retention(
    body: RetentionIn, scope: CurrentScope, runtime: Annotated[Runtime, Depends(runtime_of)]
) -> RetentionOut:
    """Count who comes back, by calendar days, weeks (from Monday) or months of the workspace."""
    begun = time.perf_counter()
    asked = Retention(
        _occurrence(body.start, "start"),
        _occurrence(body.return_, "return"),
        body.unit,
        body.periods,
        period(body.from_, body.to),
        scope.zone,
        body.mode,
        body.cell,
    )
    rows = len(buckets(asked.period, asked.unit, asked.zone))
    if rows * (asked.periods + 1) > MAX_CELLS:
        raise TooManyCells(rows=rows, periods=asked.periods + 1, most=MAX_CELLS)
    counted = await runtime.clickhouse.rows(retention_query(scope.workspace_id, asked, rows))
    found = table(asked, counted, runtime.clock.now())
    return RetentionOut(
        rows=[
            RowOut(bucket=row.bucket.isoformat(), size=row.size, cells=[asdict(cell) for cell in row.cells])
            for row in found.rows
        ],
        mean=[MeanOut(**asdict(one)) for one in found.mean],
        unit=asked.unit,
        from_=asked.period.start,
        to=asked.period.end,
        ms=round((time.perf_counter() - begun) * 1000),
    )


def _occurrence(given: EventIn, at: str) -> Occurrence:
    return Occurrence(given.event, conditions.parse_where(given.where, f"{at}.where"))
