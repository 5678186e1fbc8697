"""Retention: who comes back, by calendar buckets in the workspace's zone (D2)."""

from quanyu.insight.retention.endpoints import router

__all__ = ["router"]
