"""D10: followers see every batch once, in order, whatever stops in between; the catalogue and the live view keep up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu import events
from quanyu.events import EventLog, NewEvent, follow
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from tests.conftest import NOON, Home
from tests.events.test_ingest import event, post


async def settle(loops: Sequence[Loop], *names: str) -> None:
    for loop in loops:
        while loop.name in names and await loop.turn():
            pass


async def append(log: EventLog, scope: Scope, id: str) -> int:
    await log.append(scope.workspace_id, [NewEvent(id, "click", NOON)], source="test")
    return log.committed


async def test_each_batch_is_handled_once_and_in_order(event_log: EventLog, runtime: Runtime, scope: Scope) -> None:
    seen: list[int] = []

    async def handle(tx: AsyncSession, first: int, last: int) -> None:
        seen.extend(range(first, last + 1))

    begin = await append(event_log, scope, "a")
    loop = follow(runtime, event_log, f"test-{scope.workspace_id}", handle, from_now=True)
    assert not await loop.turn()
    await append(event_log, scope, "b")
    last = await append(event_log, scope, "c")
    while await loop.turn():
        pass
    assert not await loop.turn()

    assert seen == list(range(begin + 1, last + 1))


async def test_a_turn_that_fails_is_done_again_without_its_effects(event_log: EventLog, runtime: Runtime, scope: Scope) -> None:
    failures = iter([True, False])
    name = f"fails-{scope.workspace_id}"

    async def handle(tx: AsyncSession, first: int, last: int) -> None:
        await tx.execute(
            text("INSERT INTO follower_position (name, batch) VALUES (:name, 1)"), {"name": f"{name} effect {first}"}
        )
        if next(failures):
            raise RuntimeError("stopped in the middle")

    loop = follow(runtime, event_log, name, handle, from_now=True)
    await append(event_log, scope, "a")
    assert not await loop.turn()
    await append(event_log, scope, "b")
    with pytest.raises(RuntimeError):
        await loop.turn()
    assert await loop.turn()

    async with runtime.postgres.system_transaction() as tx:
        effects = await tx.scalar(
            text("SELECT count(*) FROM follower_position WHERE name LIKE :name"), {"name": f"{name} effect %"}
        )
    assert effects == 1


async def test_waiting_for_a_batch_ends_when_it_is_committed(event_log: EventLog, scope: Scope) -> None:
    begin = await append(event_log, scope, "a")
    waiting = asyncio.create_task(event_log.wait_beyond(begin, timeout=20))
    await asyncio.sleep(0)

    last = await append(event_log, scope, "b")

    assert await waiting == last == begin + 1
    assert await event_log.wait_beyond(last, timeout=0.01) == last


async def test_a_log_opened_again_knows_its_ids_and_its_end(event_log: EventLog, runtime: Runtime, scope: Scope) -> None:
    last = await append(event_log, scope, "a")
    again = EventLog(runtime)
    await again.start()

    (result,) = await again.append(scope.workspace_id, [NewEvent("a", "click", NOON)], source="test")

    assert again.committed >= last
    assert result.status == "duplicate"
    await again.stop()


async def test_repeats_alone_take_no_batch_number(event_log: EventLog, scope: Scope) -> None:
    begin = await append(event_log, scope, "a")

    assert await append(event_log, scope, "a") == begin
    assert await append(event_log, scope, "b") == begin + 1


async def test_when_the_store_is_away_nothing_counts_as_taken_and_all_is_well_after(
    event_log: EventLog, runtime: Runtime, scope: Scope, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quanyu.events.log.FIRST_PAUSE_SECONDS", 0.001)
    await runtime.clickhouse.execute(Query("RENAME TABLE events TO events_away"))
    try:
        response = await client.post("/v1/events", json={"events": [event("a"), event("b")]})
    finally:
        await runtime.clickhouse.execute(Query("RENAME TABLE events_away TO events"))

    assert (response.status_code, response.json()["code"]) == (503, "unavailable")
    assert response.headers["retry-after"] == "2"
    assert (await post(client, event("a"), event("b")))["accepted"] == 2
    assert (await post(client, event("a"), event("b")))["duplicate"] == 2


async def test_too_many_waiting_events_are_told_to_come_again(
    event_log: EventLog, client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "_waiting", 10**9)

    response = await client.post("/v1/events", json={"events": [event("a")]})

    assert (response.status_code, response.json()["code"]) == (503, "unavailable")


async def test_the_catalogue_lists_what_really_came(
    client: AsyncClient, neighbour: Home, runtime: Runtime, event_log: EventLog
) -> None:
    await post(client, event("a", "order_paid", properties={"amount_fen": 5, "gift": True}), event("b", "stall_visit"))
    await post(client, event("c", "stall_visit", properties={"gift": "mug"}), event("c", "stall_visit"))
    await settle(events.loops(runtime), "events.seen")

    items = {item["event"]: item for item in (await client.get("/v1/events/catalogue")).json()["items"]}

    assert (items["order_paid"]["known"], items["order_paid"]["label_zh"], items["order_paid"]["events"]) == (
        True,
        "支付订单",
        1,
    )
    assert {"name": "gift", "type": None, "seen": ["boolean"]} in items["order_paid"]["properties"]
    assert (items["stall_visit"]["known"], items["stall_visit"]["events"]) == (False, 2)
    there = (await neighbour.client.get("/v1/events/catalogue")).json()["items"]
    assert all(item["events"] == 0 for item in there)


async def test_the_live_view_shows_the_newest_first(client: AsyncClient, neighbour: Home) -> None:
    await post(client, event("a"))
    await post(client, event("b", "click", ids={"unionid": "u1"}, properties={"page": "x"}))

    answer = (await client.get("/v1/events/recent", params={"limit": 1})).json()

    assert [(one["event_id"], one["properties"], one["profile_id"] is None) for one in answer["items"]] == [
        ("b", {"page": "x"}, False)
    ]
    assert (await neighbour.client.get("/v1/events/recent")).json()["items"] == []
