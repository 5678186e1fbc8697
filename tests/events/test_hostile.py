"""T13: bad input is told what is wrong with it, kept, and never holds up what came with it."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quanyu.events.check import Portion
from quanyu.events.wire import BadBody, TooManyEvents, decode
from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from tests.conftest import NOON, Home
from tests.events.test_ingest import event, post, stored

BAD: list[tuple[str, dict[str, Any]]] = [
    ("missing_id", {"event": "click", "at": NOON.isoformat()}),
    ("missing_id", event("")),
    ("missing_id", event("x" * 129)),
    ("bad_form", event("a") | {"event": 5}),
    ("bad_form", event("a", properties=[1])),
    ("bad_form", event("a", ids={"openid": 5})),
    ("bad_time", event("a") | {"at": "yesterday"}),
    ("bad_time", event("a") | {"at": "2026-03-02T12:00:00"}),
    ("bad_time", event("a") | {"at": "1999-12-31T23:59:59Z"}),
    ("bad_time", event("a") | {"at": (NOON + timedelta(minutes=61)).isoformat()}),
    ("bad_name", event("a", "Page View")),
    ("bad_name", event("a", "x" * 65)),
    ("bad_property_name", event("a", properties={"a\x00b": 1})),
    ("bad_property_name", event("a", properties={"x": {"": 1}})),
    ("wrong_type", event("a", "order_paid", properties={"amount_fen": "12"})),
    ("wrong_type", event("a", properties={"order_id": 12})),
    ("wrong_type", event("a", properties={"currency": "yuan"})),
    ("bad_number", event("a", properties={"amount_fen": 10**20})),
    ("too_long", event("a", touchpoint="x" * 65)),
    ("bad_text", event("a\x00", ids={"openid": "unseen"})),
    ("bad_text", event("a", touchpoint="x\x00", ids={"openid": "unseen"})),
    ("bad_text", event("a", account="x\x00", ids={"openid": "unseen"})),
    ("too_large", event("a", properties={"text": "汉" * 12_000})),
    ("too_many_properties", event("a", properties={f"p{n}": n for n in range(101)})),
    ("too_deep", event("a", properties={"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}})),
]


@pytest.mark.parametrize(("code", "bad"), BAD)
async def test_a_bad_event_is_kept_with_its_reason_and_the_rest_is_taken(
    client: AsyncClient, runtime: Runtime, scope: Scope, code: str, bad: dict[str, Any]
) -> None:
    answer = await post(client, event("before"), bad, event("behind"))

    assert [result["status"] for result in answer["results"]] == ["accepted", "rejected", "accepted"]
    assert answer["results"][1]["code"] == code
    assert await stored(runtime, scope) == ["before", "behind"]
    (letter,) = (await client.get("/v1/events/dead-letters")).json()["items"]
    assert (letter["code"], letter["reason"]) == (code, answer["results"][1]["reason"])


async def test_a_rejected_id_may_come_again_mended(client: AsyncClient) -> None:
    await post(client, event("a", "order_paid", properties={"amount_fen": "12"}))

    assert (await post(client, event("a", "order_paid", properties={"amount_fen": 12})))["accepted"] == 1


async def test_dead_letters_hold_no_ids_and_stay_in_their_workspace(client: AsyncClient, neighbour: Home) -> None:
    await post(client, event("a", "no good", ids={"phone": "13800138000"}))

    (letter,) = (await client.get("/v1/events/dead-letters")).json()["items"]
    assert "phone" in letter["body"]
    assert "13800138000" not in letter["body"]
    assert (await neighbour.client.get("/v1/events/dead-letters")).json()["items"] == []


async def test_dead_letters_are_paged_without_loss(client: AsyncClient) -> None:
    await post(client, *(event(f"e{n}", "no good") for n in range(25)))

    seen: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 10} | ({"cursor": cursor} if cursor else {})
        page = (await client.get("/v1/events/dead-letters", params=query)).json()
        seen += [letter["event_id"] for letter in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break

    assert sorted(seen) == sorted(f"e{n}" for n in range(25))


async def test_what_is_no_batch_is_refused_whole(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    bodies = {
        b"": "bad_body",
        b"[]": "bad_body",
        b'{"events": 5}': "bad_body",
        b'{"events": [': "bad_body",
        b"[" * 100_000: "bad_body",
        b"\xff\xfe": "bad_body",
        json.dumps({"events": [event(str(n)) for n in range(2001)]}).encode(): "too_many_events",
        b" " * 8_000_001: "body_too_large",
    }
    for body, code in bodies.items():
        response = await client.post("/v1/events", content=body)
        assert response.json()["code"] == code, body[:40]
        assert 400 <= response.status_code < 500
    bomb = gzip.compress(b" " * 50_000_000)
    packed = await client.post("/v1/events", content=bomb, headers={"Content-Encoding": "gzip"})
    cut = await client.post("/v1/events", content=bomb[:100], headers={"Content-Encoding": "gzip"})
    assert (packed.json()["code"], cut.json()["code"]) == ("body_too_large", "bad_body")
    assert await stored(runtime, scope) == []


async def test_odd_json_is_read_without_harm(client: AsyncClient, runtime: Runtime, scope: Scope) -> None:
    at = NOON.isoformat()
    body = """{"events": [
        {"id": "nan", "event": "click", "at": "AT", "properties": {"x": NaN}},
        {"id": "surrogate", "event": "click", "at": "AT", "properties": {"x": "\\ud800"}},
        {"id": "twice", "event": "click", "at": "AT", "properties": {"x": 1, "x": 2, "a.b": 1, "a": {"b": 2}}},
        {"id": "nul", "event": "click", "at": "AT", "properties": {"x": "\\u0000", "page": "p\\u0000"}},
        {"id": "big", "event": "click", "at": "AT", "properties": {"x": 123456789012345678901234567890, "y": 1e308}},
        {"id": "tab\\tline\\n\\\\N", "event": "click", "at": "AT", "properties": {"page": "\\t\\n\\\\", "day": "2026-01-01"}}
    ]}""".replace("AT", at)

    response = await client.post("/v1/events", content=body.encode())

    assert [result.get("code", "") for result in response.json()["results"]] == ["bad_number", "bad_text", "", "", "", ""]
    found = await stored(runtime, scope, "event_id, page, toString(properties)")
    rows = {id: (page, json.loads(properties)) for id, page, properties in found}
    assert rows["tab\tline\n\\N"] == ("\t\n\\", {"page": "\t\n\\", "day": "2026-01-01"})
    assert rows["nul"][0] == "p\0"
    assert rows["nul"][1]["x"] == "\0"
    assert set(rows) == {"twice", "nul", "big", "tab\tline\n\\N"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)
EVENTS = st.fixed_dictionaries(
    {},
    optional={
        "id": JSON | st.text(min_size=1, max_size=5),
        "event": JSON | st.sampled_from(["click", "order_paid", "mine"]),
        "at": JSON | st.just(NOON.isoformat()),
        "touchpoint": JSON | st.text(max_size=5),
        "account": JSON | st.text(max_size=5),
        "ids": JSON | st.dictionaries(st.sampled_from(["openid", "phone", "mine"]), st.text(max_size=9), max_size=2),
        "properties": JSON | st.dictionaries(st.text(max_size=6), JSON, max_size=4),
    },
)


@given(st.lists(EVENTS | JSON, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
async def test_any_json_is_answered_event_by_event_and_all_that_is_accepted_is_stored(
    client: AsyncClient, runtime: Runtime, scope: Scope, events: list[Any]
) -> None:
    before = len(await stored(runtime, scope))

    response = await client.post("/v1/events", content=json.dumps({"events": events}).encode())

    answer = response.json()
    assert response.status_code == 200, answer
    assert len(answer["results"]) == len(events)
    assert len(await stored(runtime, scope)) == before + answer["accepted"]


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        events = decode(body)
    except (BadBody, TooManyEvents):
        return
    portion = Portion(UUID(int=1), "test", b"", "CNY")

    portion.add(events, {}, NOON)

    assert len(portion.rows) + len(portion.dead) == len(events), "each is taken or a dead letter"
