"""U4: segments over HTTP, their people, and when they refresh."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
from sqlalchemy import text

from quanyu.audiences import segments
from quanyu.infra.jobs import REGISTERED
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock
from tests.conftest import NOON, Home
from tests.insight.log import Happened, Known, place_events, place_profiles

VIP = {"tag": "vip"}
BUYERS = {"did": "order_paid", "within_days": 30}


async def test_a_segment_keeps_its_people_page_by_page(runtime: Runtime, home: Home) -> None:
    await place_profiles(runtime.clickhouse, home.scope.workspace_id, [Known(n, tags=("vip",)) for n in range(1, 6)])
    segment = await _made(home.client, "VIP", VIP)
    assert segment["people"] is None

    await REGISTERED["segments.refresh"](runtime, workspace_id=str(home.scope.workspace_id), segment_id=segment["id"])

    shown = (await home.client.get(f"/v1/segments/{segment['id']}")).json()
    assert (shown["people"], shown["refreshed_at"]) == (5, "2026-03-02T04:00:00Z")
    first = (await home.client.get(f"/v1/segments/{segment['id']}/people?limit=3")).json()
    rest = (await home.client.get(f"/v1/segments/{segment['id']}/people?limit=3&cursor={first['next_cursor']}")).json()
    assert (first["items"], rest["items"], rest["next_cursor"]) == ([1, 2, 3], [4, 5], None)


async def test_a_preview_counts_and_keeps_nothing(runtime: Runtime, home: Home) -> None:
    await place_profiles(runtime.clickhouse, home.scope.workspace_id, [Known(1, tags=("vip",)), Known(2), Known(3)])

    answer = await home.client.post("/v1/segments/preview", json={"condition": VIP})

    found = answer.json()
    assert (found["people"], found["of"], found["sample"]) == (1, 3, [1])
    assert found["ms"] >= 0
    assert (await home.client.get("/v1/segments")).json()["items"] == []


async def test_segments_refresh_when_what_they_read_has_changed_and_only_then(
    runtime: Runtime, home: Home, clock: ManualClock
) -> None:
    workspace = home.scope.workspace_id
    await place_profiles(runtime.clickhouse, workspace, [Known(1), Known(2)])
    buyers = await _made(home.client, "Buyers", BUYERS)
    both = await _made(home.client, "Buyers who are VIP", {"all": [{"segment": buyers["id"]}, VIP]})
    assert await _refreshed(runtime, buyers, both) == {"Buyers", "Buyers who are VIP"}
    assert await _refreshed(runtime, buyers, both) == set()

    await place_events(runtime.clickhouse, workspace, [Happened(1, "page_view", NOON)], batch=7)
    assert await _refreshed(runtime, buyers, both) == set()
    await place_events(runtime.clickhouse, workspace, [Happened(1, "order_paid", NOON)], batch=8)
    assert await _refreshed(runtime, buyers, both) == {"Buyers"}
    assert await _people(home.client, buyers) == 1
    assert await _refreshed(runtime, buyers, both) == {"Buyers who are VIP"}
    await place_profiles(runtime.clickhouse, workspace, [Known(1, tags=("vip",), version=2)])
    assert await _refreshed(runtime, buyers, both) == {"Buyers", "Buyers who are VIP"}
    assert await _people(home.client, both) == 1
    clock.advance(timedelta(days=31))
    assert "Buyers" in await _refreshed(runtime, buyers, both)
    assert await _people(home.client, buyers) == 0


async def test_a_refresh_that_waits_is_not_asked_for_again(runtime: Runtime, home: Home) -> None:
    vip = await _made(home.client, "VIP", VIP)

    for _ in range(3):
        assert (await home.client.post(f"/v1/segments/{vip['id']}/refresh")).status_code == 202

    waiting = "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'segment_id' = :segment"
    async with runtime.postgres.system_transaction() as tx:
        assert (await tx.execute(text(waiting), {"segment": vip["id"]})).scalar_one() == 1


async def test_a_segment_in_use_stays(runtime: Runtime, home: Home) -> None:
    vip = await _made(home.client, "VIP", VIP)
    await _made(home.client, "Not VIP", {"not": {"segment": vip["id"]}})
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        await segments.use(tx, home.scope, vip["id"], "journey:welcome")

    refused = await home.client.post(f"/v1/segments/{vip['id']}/archive")

    assert (refused.status_code, refused.json()["code"]) == (409, "segment_in_use")
    assert refused.json()["facts"]["used_by"][0] == "journey:welcome"
    assert len(refused.json()["facts"]["used_by"]) == 2


async def test_an_archived_segment_is_gone_from_lists_and_neither_changes_nor_refreshes(runtime: Runtime, home: Home) -> None:
    vip = await _made(home.client, "VIP", VIP)

    archived = await home.client.post(f"/v1/segments/{vip['id']}/archive")
    again = await home.client.post(f"/v1/segments/{vip['id']}/archive")

    assert (archived.status_code, again.json()) == (200, archived.json())
    assert (await home.client.get("/v1/segments")).json()["items"] == []
    assert len((await home.client.get("/v1/segments?archived=true")).json()["items"]) == 1
    changed = await home.client.put(f"/v1/segments/{vip['id']}", json={"name": "x", "condition": VIP})
    assert (changed.status_code, changed.json()["code"]) == (409, "segment_archived")
    used = await home.client.post("/v1/segments", json={"name": "x", "condition": {"segment": vip["id"]}})
    assert used.json()["code"] == "segment_archived"
    await REGISTERED["segments.drop_people"](runtime, workspace_id=str(home.scope.workspace_id), segment_id=vip["id"])
    assert await _refreshed(runtime, vip) == set()


async def test_a_segment_made_from_itself_is_refused(home: Home) -> None:
    a = await _made(home.client, "a", VIP)
    b = await _made(home.client, "b", {"segment": a["id"]})
    c = await _made(home.client, "c", {"any": [VIP, {"not": {"segment": b["id"]}}]})

    refused = await home.client.put(f"/v1/segments/{a['id']}", json={"name": "a", "condition": {"segment": c["id"]}})

    assert (refused.status_code, refused.json()["code"]) == (422, "segment_cycle")
    assert refused.json()["facts"]["through"] == c["id"]


async def test_segments_are_listed_newest_first_by_pages(home: Home) -> None:
    for name in ("a", "b", "c"):
        await _made(home.client, name, VIP)

    first = (await home.client.get("/v1/segments?limit=2")).json()
    rest = (await home.client.get(f"/v1/segments?limit=2&cursor={first['next_cursor']}")).json()

    assert [one["name"] for one in first["items"] + rest["items"]] == ["c", "b", "a"]
    for cursor in ("x", "WzFd", "bm90aGluZw"):
        assert (await home.client.get(f"/v1/segments?cursor={cursor}")).json()["code"] == "bad_cursor"


async def test_what_is_wrong_with_a_segment_is_said(home: Home) -> None:
    bad = await home.client.post("/v1/segments", json={"name": "x", "condition": {"tag": ""}})
    nameless = await home.client.post("/v1/segments", json={"name": "  ", "condition": VIP})
    strange = await home.client.post("/v1/segments", json={"name": "x", "condition": {"segment": "1" * 32}})

    assert (bad.status_code, bad.json()["code"], bad.json()["facts"]["at"]) == (422, "bad_condition", "condition.tag")
    assert nameless.status_code == 422
    assert (strange.status_code, strange.json()["code"]) == (404, "segment_not_found")


async def test_another_workspace_sees_no_segment(home: Home, neighbour: Home) -> None:
    vip = await _made(home.client, "VIP", VIP)

    for method, path in [("GET", ""), ("GET", "/people"), ("POST", "/refresh"), ("POST", "/archive")]:
        answer = await neighbour.client.request(method, f"/v1/segments/{vip['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "segment_not_found")
    used = await neighbour.client.post("/v1/segments", json={"name": "x", "condition": {"segment": vip["id"]}})
    assert used.status_code == 404
    assert (await neighbour.client.get("/v1/segments")).json()["items"] == []


async def test_changes_are_audited(home: Home) -> None:
    vip = await _made(home.client, "VIP", VIP)
    await home.client.put(f"/v1/segments/{vip['id']}", json={"name": "V", "condition": BUYERS})
    await home.client.post(f"/v1/segments/{vip['id']}/archive")

    actions = [entry["action"] for entry in (await home.client.get("/v1/audit")).json()["items"]]

    assert actions[:3] == ["segments.archive", "segments.change", "segments.create"]


async def _made(client: httpx.AsyncClient, name: str, condition: dict[str, Any]) -> dict[str, Any]:
    response = await client.post("/v1/segments", json={"name": name, "condition": condition})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


async def _people(client: httpx.AsyncClient, segment: dict[str, Any]) -> int:
    return int((await client.get(f"/v1/segments/{segment['id']}")).json()["people"])


async def _refreshed(runtime: Runtime, *watched: dict[str, Any]) -> set[str]:
    """Which of the watched segments one turn of the loop refreshed, by name."""
    done = {str(one) for one in await segments.refresh_stale(runtime)}
    return {one["name"] for one in watched if one["id"] in done}
