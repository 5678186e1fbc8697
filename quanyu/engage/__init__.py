"""Engage: who gets what, when, and whether it may be said at all."""

from collections.abc import Sequence

from fastapi import APIRouter

from quanyu.engage import delivery, journeys
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime

router = APIRouter()
router.include_router(journeys.router)
router.include_router(delivery.router)


def loops(runtime: Runtime) -> Sequence[Loop]:
    """All background work of engage."""
    return [*journeys.loops(runtime), *delivery.loops(runtime)]


__all__ = ["delivery", "journeys", "loops", "router"]
