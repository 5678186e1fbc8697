"""Journeys' loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quanyu.engage.journeys.mover import Mover
from quanyu.engage.journeys.reports import report
from quanyu.engage.journeys.triggers import on_batches
from quanyu.events import EventLog, follow
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime


def loops(runtime: Runtime) -> Sequence[Loop]:
    """Letting people in and out, moving them on, and telling the log."""
    return [
        follow(runtime, runtime.part(EventLog), "journeys", partial(on_batches, runtime), from_now=True),
        Loop("journeys.move", Mover(runtime).turn, rest_seconds=0.25),
        Loop("journeys.report", partial(report, runtime), rest_seconds=1),
    ]
