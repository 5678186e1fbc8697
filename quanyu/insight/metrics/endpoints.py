"""The metric dictionary over HTTP."""

from fastapi import APIRouter, Depends

from quanyu.insight.metrics.definitions import METRICS
from quanyu.insight.metrics.schemas import BenchmarkOut, MetricOut
from quanyu.platform.access import allowed

router = APIRouter(prefix="/insight/metrics", tags=["insight"])


@router.get("", dependencies=[Depends(allowed("insight.read"))])
async def list_metrics() -> list[MetricOut]:
    """Every metric with its definition; the list is short and whole."""
    return [
        MetricOut(
            key=one.key,
            zh=one.zh,
            en=one.en,
            unit=one.unit,
            definition_zh=one.definition_zh,
            definition_en=one.definition_en,
            benchmark=BenchmarkOut(min=one.benchmark.min, max=one.benchmark.max) if one.benchmark else None,
        )
        for one in METRICS
    ]
