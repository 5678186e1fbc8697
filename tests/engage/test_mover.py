"""A1: thousands move with a few statements, and people who become one go on as one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import event, text

from quanyu.engage.journeys.mover import Mover
from quanyu.events import NewEvent
from quanyu.kit.clock import ManualClock
from tests.engage.conftest import APP, Paper, Stage, step


@contextmanager
def statements(stage: Stage) -> Iterator[list[str]]:
    """SQL statements sent to PostgreSQL meanwhile."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(stage.runtime.postgres.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(stage.runtime.postgres.engine.sync_engine, "before_cursor_execute", note)


async def seat_many(stage: Stage, journey: str, node: str, people: int) -> None:
    """Put people who need no past at a step, due now."""
    values = {"w": stage.home.scope.workspace_id, "j": UUID(journey), "node": node, "n": people, "now": stage.clock.now()}
    async with stage.runtime.postgres.transaction(stage.home.scope.workspace_id) as tx:
        await tx.execute(
            text(
                """
                INSERT INTO seat (workspace_id, journey_id, version, profile_id, entry_key, entry_event_id, entered_at,
                                  node_id, moves, due_at, state, reason)
                SELECT :w, :j, 1, 900000000 + g, '', 'e' || g, :now, :node, 1, :now, 'waiting', ''
                FROM generate_series(1, :n) g
                """
            ),
            values,
        )


async def test_ten_thousand_people_move_with_a_few_statements(stage: Stage) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="scan"),
        step("b", "branch", did_since_entry={"event": "order_paid"}, yes="m", no="w"),
        stage.message("m"),
        step("w", "wait", seconds=60),
        step("l", "tag", add=["moved"]),
        step("x", "exit"),
    )
    await seat_many(stage, journey, "t", 10_000)
    mover = Mover(stage.runtime)

    with statements(stage) as seen:
        while await mover.turn():
            pass

    assert (await stage.counts(journey))["nodes"]["w"]["here"] == 10_000
    assert len(seen) < 80, "two batches at each of two steps, a handful of statements each"
    await stage.home.client.post(f"/v1/journeys/{journey}/archive")


async def test_ten_thousand_messages_are_written_with_a_few_statements(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), stage.message("m"), step("x", "exit"))
    await seat_many(stage, journey, "m", 10_000)

    with statements(stage) as seen:
        await stage.work("journeys.move")

    counts = (await stage.home.client.get("/v1/messages/counts", params={"journey_id": journey})).json()
    assert counts["states"] == {"queued": 10_000}
    assert (await stage.counts(journey))["reasons"] == {"exit": 10_000}
    assert len(seen) < 80
    await stage.home.client.post(f"/v1/journeys/{journey}/archive")


async def test_two_movers_move_each_person_once(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), stage.message("m"), step("x", "exit"))
    await seat_many(stage, journey, "t", 300)
    movers = [Mover(stage.runtime) for _ in range(2)]

    for _ in range(4):
        await asyncio.gather(*(mover.turn() for mover in movers))

    counts = await stage.counts(journey)
    assert [counts["nodes"][node]["left"] for node in "tmx"] == [300, 300, 300]
    await stage.home.client.post(f"/v1/journeys/{journey}/archive")


async def merge(stage: Stage, *openids: str) -> list[int]:
    """People turn out to be one: their openids meet on one unionid."""
    same = str(uuid4())
    new = [
        NewEvent(
            str(uuid4()),
            "mp_launch",
            stage.clock.now(),
            "paper",
            APP if n == 0 else "other",
            ids={"openid": one, "unionid": same},
        )
        for n, one in enumerate(openids)
    ]
    return [(await stage.log.append(stage.home.scope.workspace_id, [one], source="test"))[0].profile_id for one in new]


async def other_app(stage: Stage, event_name: str, openid: str) -> None:
    """Something happens to somebody whom we know from another of our accounts."""
    new = NewEvent(str(uuid4()), event_name, stage.clock.now(), "paper", "other", ids={"openid": openid})
    await stage.log.append(stage.home.scope.workspace_id, [new], source="test")


async def test_two_runs_of_people_who_become_one_go_on_as_one(stage: Stage, clock: ManualClock, paper: Paper) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="scan"), step("w", "wait", seconds=60), stage.message("m"), step("x", "exit")
    )
    await stage.happen("scan", "ann")
    await other_app(stage, "scan", "ann2")
    await stage.work()
    assert (await stage.counts(journey))["in_progress"] == 2
    assert len(set(await merge(stage, "ann", "ann2"))) == 1

    clock.advance(timedelta(seconds=61))
    await stage.work()

    assert (await stage.counts(journey))["reasons"] == {"exit": 1, "merged": 1}
    assert [letter.to for letter in paper.letters] == ["ann"]


async def test_who_was_in_under_an_old_number_does_not_come_in_again(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), step("x", "exit"))
    await stage.happen("subscribe", "ann")
    await other_app(stage, "scan", "ann2")
    await stage.work()
    await merge(stage, "ann", "ann2")

    await stage.happen("scan", "ann")
    await stage.work()

    assert (await stage.counts(journey))["entered"] == 1


async def test_a_run_of_a_person_merged_away_reaches_the_goal(stage: Stage) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="scan"),
        step("w", "wait", seconds=600),
        step("x", "exit"),
        step("g", "goal", event="order_paid"),
    )
    await stage.happen("subscribe", "ann")
    await other_app(stage, "scan", "ann2")
    await stage.work()
    await merge(stage, "ann", "ann2")

    await stage.happen("order_paid", "ann", order_id="o1")
    await stage.work()

    assert (await stage.counts(journey))["goal"] == 1
