"""Delivery's loops."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from quanyu.engage.delivery.reports import report
from quanyu.engage.delivery.sender import Sender
from quanyu.engage.delivery.types import URGENT
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.touchpoints import calls_of

EVERYTHING = 32_767


def loops(runtime: Runtime) -> Sequence[Loop]:
    """Two senders, so that what must go within seconds never waits behind a batch; recovery; and the log."""
    calls = calls_of(runtime)
    everything = Sender(runtime, calls, lowest=EVERYTHING)
    return [
        Loop("delivery.urgent", Sender(runtime, calls, lowest=URGENT).turn, rest_seconds=0.25),
        Loop("delivery.send", everything.turn, rest_seconds=0.5),
        Loop("delivery.recover", everything.recover, rest_seconds=5),
        Loop("delivery.report", partial(report, runtime), rest_seconds=1),
    ]
