"""T13: the Python client's events arrive once each, whatever the network does, and nothing goes missing quietly."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import Any

import httpx
import pytest
from anyio.to_thread import run_sync as in_thread
from quanyu_client import Client, EventsRejected, QuanyuError, Sent

from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from tests.conftest import NOON
from tests.sdk.conftest import Network


async def stored(runtime: Runtime, scope: Scope) -> list[str]:
    sql = "SELECT event_id FROM events WHERE workspace_id = {w:UUID} ORDER BY event_id"
    return [row[0] for row in await runtime.clickhouse.rows(Query(sql, {"w": scope.workspace_id}))]


def track(quanyu: Client, id: str, event: str = "page_view", **more: Any) -> str:
    return quanyu.track(event, id=id, at=NOON, ids={"member_no": "M7"}, **more)


async def test_events_are_packed_into_batches_and_counted(
    quanyu: Client, network: Network, runtime: Runtime, scope: Scope
) -> None:
    def act() -> Sent:
        for number in range(2500):
            track(quanyu, f"e{number:04}")
        assert (len(network.sent), quanyu.waiting) == (1, 500)
        return quanyu.flush()

    assert await in_thread(act) == Sent(accepted=2500, duplicate=0)
    assert [len(json.loads(gzip.decompress(one.content))["events"]) for one in network.sent] == [2000, 500]
    assert len(await stored(runtime, scope)) == 2500


@pytest.mark.parametrize("fate", ["question lost", "answer lost"])
async def test_a_batch_without_an_answer_is_sent_again_and_counts_once(
    fate: str, quanyu: Client, network: Network, runtime: Runtime, scope: Scope
) -> None:
    def act() -> Sent:
        track(quanyu, "a")
        network.next = [fate, fate]
        return quanyu.flush()

    sent = await in_thread(act)

    assert (sent.accepted + sent.duplicate, quanyu.waiting) == (1, 0)
    assert [one.content for one in network.sent] == [network.sent[0].content] * 3
    assert await stored(runtime, scope) == ["a"]


async def test_a_busy_server_is_asked_again_when_it_says(quanyu: Client, network: Network, pauses: list[float]) -> None:
    def act() -> Sent:
        track(quanyu, "a")
        network.next = [httpx.Response(503, headers={"Retry-After": "7"}, json={"code": "unavailable"})]
        return quanyu.flush()

    assert await in_thread(act) == Sent(accepted=1, duplicate=0)
    assert pauses == [7.0]


async def test_what_could_not_be_sent_still_waits(quanyu: Client, network: Network) -> None:
    def act() -> Sent:
        track(quanyu, "a")
        network.next = ["question lost"] * 6
        with pytest.raises(QuanyuError, match="unreachable"):
            quanyu.flush()
        assert quanyu.waiting == 1
        network.next = [httpx.Response(200, text="<html>Welcome to our hotel</html>")]
        with pytest.raises(QuanyuError, match="not_json"):
            quanyu.flush()
        return quanyu.flush()

    assert await in_thread(act) == Sent(accepted=1, duplicate=0)


async def test_rejected_events_are_raised_with_their_reasons_once_all_is_sent(quanyu: Client) -> None:
    def act() -> EventsRejected:
        track(quanyu, "a")
        track(quanyu, "b", properties={"load_ms": "slow"})
        track(quanyu, "c", "Not A Name")
        with pytest.raises(EventsRejected) as caught:
            quanyu.flush()
        assert quanyu.flush() == Sent(accepted=0, duplicate=0)
        return caught.value

    error = await in_thread(act)

    assert [(one.event["id"], one.code) for one in error.rejected] == [("b", "wrong_type"), ("c", "bad_name")]
    assert error.rejected[0].reason == "load_ms is a number"
    assert (error.accepted, error.duplicate) == (1, 0)


async def test_leaving_the_block_sends_what_waits_also_after_a_failure(quanyu: Client, runtime: Runtime, scope: Scope) -> None:
    def act() -> None:
        with quanyu:
            track(quanyu, "a")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_thread(act)

    assert await stored(runtime, scope) == ["a"]


@pytest.mark.parametrize(
    ("at", "properties"),
    [(datetime(2026, 3, 2), {}), (NOON, {"n": float("nan")}), (NOON, {"n": object()}), (NOON, {"n": "\ud800"})],  # noqa: DTZ001
    ids=["a time without zone", "not a number", "not JSON", "not Unicode"],
)
async def test_what_cannot_be_written_fails_where_it_is_tracked(
    quanyu: Client, at: datetime, properties: dict[str, Any]
) -> None:
    with pytest.raises((TypeError, ValueError)):
        quanyu.track("click", ids={}, at=at, properties=properties)

    assert quanyu.waiting == 0
