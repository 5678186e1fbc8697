"""The overview over HTTP."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.insight.metrics import BadPeriod, BenchmarkOut, Metric, Period, Unit, bucket_start, buckets, period
from quanyu.insight.overview import clickhouse
from quanyu.insight.overview.clickhouse import Overview
from quanyu.insight.overview.numbers import Number, numbers
from quanyu.insight.overview.schemas import NumberOut, OverviewOut, Point
from quanyu.kit.errors import errors
from quanyu.kit.scope import Scope
from quanyu.platform.access import CurrentScope, allowed

router = APIRouter(prefix="/insight/overview", tags=["insight"], dependencies=[Depends(allowed("insight.read"))])


@router.get("", responses=errors(BadPeriod))
async def get_overview(
    from_: Annotated[AwareDatetime, Query(alias="from")],
    to: AwareDatetime,
    scope: CurrentScope,
    runtime: Annotated[Runtime, Depends(runtime_of)],
) -> OverviewOut:
    """The metrics of [from, to), each with the period of the same length before and a series."""
    begun = time.perf_counter()
    within = period(from_, to)
    asked = Overview(within, _unit(within), scope.zone)
    named = buckets(within, asked.unit, scope.zone)
    builders = (
        clickhouse.events_query,
        clickhouse.new_profiles_query,
        clickhouse.followers_query,
        clickhouse.retention_query,
    )
    answers = await asyncio.gather(*(runtime.clickhouse.rows(build(scope.workspace_id, asked)) for build in builders))
    return OverviewOut(
        at=runtime.clock.now(),
        currency=scope.currency,
        numbers=[_out(one, scope, within, named) for one in numbers(len(named), *answers)],
        ms=round((time.perf_counter() - begun) * 1000),
    )


def _unit(within: Period) -> Unit:
    if within.length <= timedelta(days=92):
        return "day"
    return "week" if within.length <= timedelta(days=732) else "month"


def _out(number: Number, scope: Scope, within: Period, named: Sequence[date]) -> NumberOut:
    metric = number.metric
    return NumberOut(
        key=metric.key,
        zh=metric.zh,
        en=metric.en,
        value=number.value,
        previous=number.previous,
        unit=metric.unit,
        benchmark=_benchmark(metric, scope),
        definition_zh=metric.definition_zh,
        definition_en=metric.definition_en,
        from_=within.start,
        to=within.end,
        series=[
            Point(at=bucket_start(bucket, scope.zone), value=value) for bucket, value in zip(named, number.series, strict=True)
        ],
    )


def _benchmark(metric: Metric, scope: Scope) -> BenchmarkOut | None:
    found = metric.benchmark
    if found is None or found.currency not in ("", scope.currency):
        return None
    return BenchmarkOut(min=found.min, max=found.max)
