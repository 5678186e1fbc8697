"""Cohorts over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from fastapi import APIRouter, Depends

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.insight.cohorts.clickhouse import Cohorts, cohorts_query, revenue_query
from quanyu.insight.cohorts.errors import TooManyBuckets
from quanyu.insight.cohorts.schemas import CohortCell, CohortRow, CohortsIn, CohortsOut, MonthOut
from quanyu.insight.metrics import BadPeriod, Unit, bucket_start, buckets, following, period
from quanyu.kit.errors import errors
from quanyu.platform.access import CurrentScope, allowed

router = APIRouter(prefix="/insight/cohorts", tags=["insight"], dependencies=[Depends(allowed("insight.read"))])
MAX_BUCKETS = 300


@router.post("", responses=errors(BadPeriod, TooManyBuckets))
async def count_cohorts(body: CohortsIn, scope: CurrentScope, runtime: Annotated[Runtime, Depends(runtime_of)]) -> CohortsOut:
    """Count people by when they first bought and when again, with each bucket's revenue."""
    begun = time.perf_counter()
    asked = Cohorts(body.event, body.unit, period(body.from_, body.to), scope.zone, body.touchpoint or "")
    named = buckets(asked.period, asked.unit, asked.zone)
    if len(named) > MAX_BUCKETS:
        raise TooManyBuckets(buckets=len(named), most=MAX_BUCKETS)
    counted = await runtime.clickhouse.rows(cohorts_query(scope.workspace_id, asked))
    revenue = await runtime.clickhouse.rows(revenue_query(scope.workspace_id, asked))
    people = {(cohort, k): n for cohort, k, n in counted}
    return CohortsOut(
        unit=asked.unit,
        currency=scope.currency,
        rows=_rows(named, asked, people, runtime.clock.now()),
        months=_months(named, asked.unit, revenue),
        from_=asked.period.start,
        to=asked.period.end,
        ms=round((time.perf_counter() - begun) * 1000),
    )


def _rows(named: Sequence[date], asked: Cohorts, people: Mapping[tuple[int, int], int], now: datetime) -> list[CohortRow]:
    until = min(now, asked.period.end)
    over = [bucket_start(following(bucket, asked.unit), asked.zone) <= until for bucket in named]
    begun = sum(bucket_start(bucket, asked.zone) <= now for bucket in named)
    rows = []
    for n, bucket in enumerate(named):
        size = people.get((n, 0), 0)
        cells = []
        for k in range(max(begun - n, 0)):
            found = people.get((n, k), 0)
            cells.append(CohortCell(k=k, people=found, rate=found / size if size else 0.0, complete=over[n + k]))
        rows.append(CohortRow(bucket=_name(bucket, asked.unit), size=size, cells=cells))
    return rows


def _months(named: Sequence[date], unit: Unit, revenue: Iterable[tuple[int, Decimal, int]]) -> list[MonthOut]:
    found = {n: (amount, active) for n, amount, active in revenue}
    months = []
    for n, bucket in enumerate(named):
        amount, active = found.get(n, (Decimal(0), 0))
        major = (Decimal(amount) / 100).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        months.append(MonthOut(bucket=_name(bucket, unit), revenue=str(major), active=active))
    return months


def _name(bucket: date, unit: Unit) -> str:
    return bucket.isoformat()[:7] if unit == "month" else bucket.isoformat()
