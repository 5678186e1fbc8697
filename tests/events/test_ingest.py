"""D10, T13: events in the log: once each, at once in every query, and never lost once accepted."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any

from httpx import AsyncClient

from quanyu.events import EventLog, NewEvent
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from tests.conftest import NOON, Home


def event(id: str, name: str = "page_view", **more: Any) -> dict[str, Any]:
    return {"id": id, "event": name, "at": NOON.isoformat(), **more}


async def stored(runtime: Runtime, scope: Scope, columns: str = "event_id") -> list[Any]:
    sql = f"SELECT {columns} FROM events WHERE workspace_id = {{workspace:UUID}} ORDER BY at, event_id"
    rows = await runtime.clickhouse.rows(Query(sql, {"workspace": scope.workspace_id}))
    return [row[0] if len(row) == 1 else row for row in rows]


async def post(client: AsyncClient, *events: Any) -> dict[str, Any]:
    response = await client.post("/v1/events", json={"events": list(events)})
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_accepted_events_are_in_the_next_query(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    answer = await post(
        client, event("a"), event("b", properties={"page": "pages/index", "amount_fen": 12.5, "currency": "GBP"})
    )

    assert (answer["accepted"], answer["duplicate"], answer["rejected"]) == (2, 0, 0)
    assert await stored(runtime, scope, "event_id, page, toFloat64(amount), currency") == [
        ("a", "", 0.0, "CNY"),
        ("b", "pages/index", 12.5, "GBP"),
    ]


async def test_an_id_counts_once_in_a_batch_and_over_batches(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    first = await post(client, event("a"), event("a", properties={"n": 2}), event("b"))
    second = await post(client, event("b"), event("c"))

    assert [result["status"] for result in first["results"]] == ["accepted", "duplicate", "accepted"]
    assert [result["status"] for result in second["results"]] == ["duplicate", "accepted"]
    assert await stored(runtime, scope) == ["a", "b", "c"]


async def test_the_same_id_in_another_workspace_is_another_event(
    client: AsyncClient, neighbour: Home, runtime: Runtime, scope: Scope
) -> None:
    await post(client, event("a"))
    answer = await post(neighbour.client, event("a"))

    assert answer["accepted"] == 1
    assert await stored(runtime, scope) == ["a"]
    assert await stored(runtime, neighbour.scope) == ["a"]


async def test_gzip_is_understood(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    body = gzip.compress(json.dumps({"events": [event("a")]}).encode())

    response = await client.post("/v1/events", content=body, headers={"Content-Encoding": "gzip"})

    assert response.json()["accepted"] == 1
    assert await stored(runtime, scope) == ["a"]


async def test_our_own_events_go_the_same_way(event_log: EventLog, runtime: Runtime, scope: Scope) -> None:
    mine = NewEvent("m", "message_sent", NOON - timedelta(minutes=1), profile_id=77, properties={"message_id": "x"})

    once = await event_log.append(scope.workspace_id, [mine], source="delivery")
    again = await event_log.append(scope.workspace_id, [mine], source="delivery")

    assert [(r.status, r.profile_id) for r in (*once, *again)] == [("accepted", 77), ("duplicate", 77)]
    assert await stored(runtime, scope, "event_id, profile_id, message_id, source") == [("m", 77, "x", "delivery")]


async def test_events_of_the_same_ids_have_one_profile(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    ids = {"openid": "o-1", "unionid": "u-1"}
    await post(client, event("a", account="wx1", ids=ids), event("b", account="wx1", ids={"openid": "o-1"}), event("c"))
    await post(client, event("d", account="wx2", ids={"openid": "o-9", "unionid": "u-1"}))

    a, b, c, d = await stored(runtime, scope, "profile_id")

    assert a == b == d != 0
    assert c == 0
