"""The overview: the metrics that are read first, each against the period before and its benchmark."""

from quanyu.insight.overview.endpoints import router

__all__ = ["router"]
