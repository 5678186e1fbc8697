"""How long a funnel over millions of events takes on the embedded engine, by number of steps and by kind.

Seconds on the clock and of the processor (``cpu``), the best of three. ``engine`` is the engine's own windowFunnel over the
same events, which tells only how deep each person got: neither when, nor by our definition.
"""

from __future__ import annotations

import asyncio
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from quanyu.infra.clickhouse import ClickHouse, open_embedded
from quanyu.infra.migrate import FOLDER
from quanyu.insight.funnel import Breakdown, Funnel, Step, breakdown_query, people_query, steps_query
from quanyu.insight.metrics import Period
from quanyu.kit.ids import new_id
from quanyu.kit.query import Query

SIZES, EVENTS_EACH, DAYS = (2_000_000, 5_000_000), 20, 30
START = datetime(2026, 1, 1, tzinfo=UTC)
MONTH = Period(START, START + timedelta(days=DAYS))
WEEK = timedelta(days=7)
STEPS = tuple(Step(f"step_{n:02}") for n in range(20))
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
            figures: dict[str, float] = {}
            for events in SIZES:
                figures |= asyncio.run(_measure(store, events))
            return figures
        finally:
            store.close()


async def _measure(store: ClickHouse, events: int) -> dict[str, float]:
    workspace = new_id()
    values = {"workspace": workspace, "start": START, "span": DAYS * 86_400_000, "people": events // EVENTS_EACH}
    await store.execute(Query(FILL, values | {"events": events}))
    figures: dict[str, float] = {}
    for name, query in _queries(workspace).items():
        clock, cpu = min([await _seconds(store, query) for _ in range(3)])
        figures |= {f"{events // 1_000_000}m_{name}_s": clock, f"{events // 1_000_000}m_{name}_cpu_s": cpu}
    return figures


def _queries(workspace: UUID) -> dict[str, Query]:
    queries: dict[str, Query] = {}
    for steps in (2, 4, 10, 20):
        queries[f"ordered_{steps}"] = steps_query(workspace, Funnel(STEPS[:steps], WEEK, MONTH))
        queries[f"engine_{steps}"] = _engine(workspace, STEPS[:steps])
    four = Funnel(STEPS[:4], WEEK, MONTH)
    touchpoint = Breakdown("touchpoint")
    return queries | {
        "repeat_4": steps_query(workspace, replace(four, steps=(*STEPS[:3], STEPS[2]))),
        "breakdown_4": breakdown_query(workspace, replace(four, breakdown=touchpoint), touchpoint, 50),
        "people_4": people_query(workspace, four, None, 2, "", 0, 50),
        "any_4": steps_query(workspace, replace(four, order="any")),
        "strict_4": steps_query(workspace, replace(four, order="strict")),
    }


def _engine(workspace: UUID, steps: Sequence[Step]) -> Query:
    names = {f"step{n}": step.event for n, step in enumerate(steps)}
    tests = ", ".join(f"event = {{{name}:String}}" for name in names)
    return Query(
        f"""
        SELECT depth, count() FROM (
            SELECT windowFunnel({{window:UInt64}})(toUInt64(toUnixTimestamp64Milli(at)), {tests}) AS depth
            FROM events WHERE workspace_id = {{workspace:UUID}} AND profile_id != 0 AND event IN {{names:Array(String)}}
            GROUP BY profile_id
        ) GROUP BY depth ORDER BY depth""",
        names | {"workspace": workspace, "names": list(names.values()), "window": round(WEEK.total_seconds() * 1000)},
    )


async def _seconds(store: ClickHouse, query: Query) -> tuple[float, float]:
    begun, cpu = time.perf_counter(), _cpu()
    await store.rows(query)
    return round(time.perf_counter() - begun, 2), round(_cpu() - cpu, 2)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
