"""Journeys: graphs that people walk through, thousands at a time (A1, A2)."""

from quanyu.engage.journeys.endpoints import router
from quanyu.engage.journeys.graph import Graph
from quanyu.engage.journeys.running import loops
from quanyu.engage.journeys.service import archive, create, edit, get, pause, publish, resume

__all__ = ["Graph", "archive", "create", "edit", "get", "loops", "pause", "publish", "resume", "router"]
