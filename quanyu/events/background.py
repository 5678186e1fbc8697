"""The log's background work."""

from __future__ import annotations

from collections.abc import Sequence

from quanyu.events import union_ids
from quanyu.events.log import EventLog
from quanyu.events.mirror import mirror
from quanyu.events.outbox import tag_changes
from quanyu.events.seen import take_stock
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime


def loops(runtime: Runtime) -> Sequence[Loop]:
    """What follows the log, and what feeds it."""
    log = runtime.part(EventLog)
    return [mirror(runtime, log), take_stock(runtime, log), tag_changes(runtime, log), *union_ids.loops(runtime)]
