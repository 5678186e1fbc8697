"""Acquisition cohorts: people by the bucket of their first order ever, and the revenue of every bucket (D2)."""

from quanyu.insight.cohorts.endpoints import router

__all__ = ["router"]
