"""Segments: named conditions with their people kept as bitmaps (U4)."""

from quanyu.audiences.segments import tasks
from quanyu.audiences.segments.endpoints import router
from quanyu.audiences.segments.errors import SegmentInUse, SegmentNotFound
from quanyu.audiences.segments.refresh import loops, refresh, refresh_stale
from quanyu.audiences.segments.service import archive, change, create, drop_use, use

__all__ = [
    "SegmentInUse",
    "SegmentNotFound",
    "archive",
    "change",
    "create",
    "drop_use",
    "loops",
    "refresh",
    "refresh_stale",
    "router",
    "tasks",
    "use",
]
