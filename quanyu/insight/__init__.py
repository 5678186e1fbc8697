"""Insight: what happened and what it was worth, each figure a query over the event log."""

from fastapi import APIRouter

from quanyu.insight import cohorts, funnel, metrics, overview, retention

router = APIRouter()
for room in (metrics, overview, funnel, retention, cohorts):
    router.include_router(room.router)

__all__ = ["cohorts", "funnel", "metrics", "overview", "retention", "router"]
