"""How long a funnel over millions of events takes on the embedded engine, by number of steps and by kind."""

from __future__ import annotations

import asyncio
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from quanyu.infra.clickhouse import ClickHouse, open_embedded
from quanyu.infra.migrate import FOLDER
from quanyu.insight.funnel import Breakdown, Funnel, Step, breakdown_query, steps_query
from quanyu.insight.metrics import Period
from quanyu.kit.ids import new_id
from quanyu.kit.query import Query

EVENTS, PEOPLE, DAYS = 5_000_000, 250_000, 30
START = datetime(2026, 1, 1, tzinfo=UTC)
MONTH = Period(START, START + timedelta(days=DAYS))
WEEK = timedelta(days=7)
STEPS = tuple(Step(f"step_{n:02}") for n in range(20))
WORKSPACE = new_id()
FILL = """
    INSERT INTO events (workspace_id, event, at, profile_id, event_id, touchpoint, batch)
    SELECT {workspace:UUID}, concat('step_', leftPad(toString(rand64(1) % 20), 2, '0')),
        {start:DateTime64(3, 'UTC')} + toIntervalMillisecond(rand64(2) % {span:UInt64}), rand64(3) % {people:UInt64} + 1,
        toString(number), concat('touchpoint ', toString(rand64(4) % 5)), 1
    FROM numbers({events:UInt64})"""


def run() -> dict[str, float]:
    """Measure; about a minute."""
    with tempfile.TemporaryDirectory(prefix="quanyu-bench-") as name:
        store = open_embedded(Path(name))
        try:
            for path in sorted((FOLDER / "clickhouse").glob("*.sql")):
                for statement in path.read_text(encoding="utf-8").split(";\n"):
                    if statement.strip():
                        store.execute_now(statement)
            return asyncio.run(_measure(store))
        finally:
            store.close()


async def _measure(store: ClickHouse) -> dict[str, float]:
    span = DAYS * 86_400_000
    values = {"workspace": WORKSPACE, "start": START, "span": span, "people": PEOPLE, "events": EVENTS}
    await store.execute(Query(FILL, values))
    figures: dict[str, float] = {"events": EVENTS, "people": PEOPLE}
    for steps in (2, 4, 10, 20):
        figures[f"ordered_{steps}_steps_s"] = await _seconds(store, Funnel(STEPS[:steps], WEEK, MONTH))
    figures["strict_4_steps_s"] = await _seconds(store, Funnel(STEPS[:4], WEEK, MONTH, "strict"))
    figures["any_4_steps_s"] = await _seconds(store, Funnel(STEPS[:4], WEEK, MONTH, "any"))
    figures["breakdown_4_steps_s"] = await _seconds(store, Funnel(STEPS[:4], WEEK, MONTH, breakdown=Breakdown("touchpoint")))
    return figures


async def _seconds(store: ClickHouse, funnel: Funnel) -> float:
    begun = time.perf_counter()
    if funnel.breakdown is None:
        await store.rows(steps_query(WORKSPACE, funnel))
    else:
        await store.rows(breakdown_query(WORKSPACE, funnel, funnel.breakdown, 50))
    return round(time.perf_counter() - begun, 2)
