"""What all figures share: periods, calendar buckets, and the one list of metric definitions."""

from quanyu.insight.metrics.definitions import METRICS, OURS, Benchmark, Metric
from quanyu.insight.metrics.endpoints import router
from quanyu.insight.metrics.period import (
    MAX_RANGE,
    BadPeriod,
    Period,
    Unit,
    bucket_of,
    bucket_sql,
    bucket_start,
    buckets,
    following,
    period,
)
from quanyu.insight.metrics.schemas import BenchmarkOut, EventIn, EventName

__all__ = [
    "MAX_RANGE",
    "METRICS",
    "OURS",
    "BadPeriod",
    "Benchmark",
    "BenchmarkOut",
    "EventIn",
    "EventName",
    "Metric",
    "Period",
    "Unit",
    "bucket_of",
    "bucket_sql",
    "bucket_start",
    "buckets",
    "following",
    "period",
    "router",
]
