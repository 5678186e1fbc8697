"""Funnels: how many people take steps one after another, where they leave, and who they are (D1)."""

from quanyu.insight.funnel.clickhouse import breakdown_query, people_query, steps_query
from quanyu.insight.funnel.endpoints import router
from quanyu.insight.funnel.types import MAX_STEPS, Breakdown, Exclusion, Funnel, Step

__all__ = [
    "MAX_STEPS",
    "Breakdown",
    "Exclusion",
    "Funnel",
    "Step",
    "breakdown_query",
    "people_query",
    "router",
    "steps_query",
]
