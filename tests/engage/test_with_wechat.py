"""A1, A3, T1, T2, T4: journeys speak to people through the local WeChat, by its rules."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest

from quanyu import engage, events
from quanyu.infra.loops import run_loops
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock
from tests.conftest import Home
from tests.engage.conftest import step
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url, served  # noqa: F401

NOTICE = "Tpl_member_notice_0000000000000000000000002"
FILLED = {"data": {"thing1": "金卡会员", "thing2": "生日双倍积分", "time3": "2026-12-31"}}


@pytest.fixture
async def at_work(runtime: Runtime, served: str) -> AsyncIterator[str]:  # noqa: F811
    """Our address, with all background work of events and engage going on."""
    stop = asyncio.Event()
    working = asyncio.create_task(run_loops([*events.loops(runtime), *engage.loops(runtime)], stop))
    yield served
    stop.set()
    await working


async def journey(home: Home, account: Connected, trigger: str, kind: str, content: dict[str, Any], **settings: Any) -> str:
    """A published journey that answers an event with one message."""
    message = {"account_id": account.id, "message_kind": kind, "content": content, "purpose": "service", **settings}
    graph = {
        "nodes": [step("t", "trigger", event=trigger), step("m", "message", **message), step("x", "exit")],
        "edges": [{"from": "t", "to": "m"}, {"from": "m", "to": "x"}],
    }
    made = await home.client.post("/v1/journeys", json={"name": trigger, "graph": graph})
    published = await home.client.post(f"/v1/journeys/{made.json()['id']}/publish")
    assert published.status_code == 200, published.text
    return str(made.json()["id"])


async def ended(home: Home, count: int, seconds: float = 10) -> list[dict[str, Any]]:
    """The workspace's messages, once so many have ended."""
    until = time.monotonic() + seconds
    while True:
        items: list[dict[str, Any]] = (await home.client.get("/v1/messages")).json()["items"]
        if len([item for item in items if item["finished_at"]]) >= count:
            return items[::-1]
        assert time.monotonic() < until, items
        await asyncio.sleep(0.05)


async def first_message(home: Home, wanted: Callable[[dict[str, Any]], bool], seconds: float = 10) -> dict[str, Any]:
    """The workspace's newest message, once it is as wanted."""
    until = time.monotonic() + seconds
    while True:
        items: list[dict[str, Any]] = (await home.client.get("/v1/messages")).json()["items"]
        if items and wanted(items[0]):
            return items[0]
        assert time.monotonic() < until, items
        await asyncio.sleep(0.05)


async def test_who_adds_a_member_of_staff_is_welcomed_within_seconds(
    home: Home,
    sandbox: Sandbox,  # noqa: F811
    at_work: str,
) -> None:
    corp = await sandbox.connect(home, "wecom", at_work, seeded=True)
    await journey(home, corp, "add_external_contact", "welcome", {"text": "欢迎来到本店"})
    began = time.monotonic()
    await sandbox.act(21, "add_staff", corp, userid="linxiao")

    (message,) = await ended(home, 1)

    assert (message["state"], message["reason"]) == ("sent", "")
    assert time.monotonic() - began < 5, "WeChat waits for twenty seconds"
    assert [one["kind"] for one in await sandbox.messages(21)] == ["welcome"]


async def test_a_new_follower_gets_a_notice_and_one_who_left_does_not(
    home: Home,
    sandbox: Sandbox,  # noqa: F811
    at_work: str,
) -> None:
    official = await sandbox.connect(home, "official_account", at_work, seeded=True)
    await journey(home, official, "subscribe", "template", FILLED, template_id=NOTICE)
    await journey(home, official, "unsubscribe", "template", FILLED, template_id=NOTICE)
    await sandbox.act(22, "unfollow", official)
    await ended(home, 1)
    await sandbox.act(22, "follow", official)

    left, came = await ended(home, 2)

    assert (left["state"], left["reason"]) == ("skipped", "not_following")
    assert (came["state"], came["platform_reason"]) == ("sent", "")
    reached = await sandbox.messages(22)
    assert [one["client_id"] for one in reached if one["kind"] == "template"] == [came["id"].replace("-", "")]


async def test_a_question_is_answered_inside_the_window_it_opens(
    home: Home,
    sandbox: Sandbox,  # noqa: F811
    at_work: str,
) -> None:
    official = await sandbox.connect(home, "official_account", at_work)
    await journey(home, official, "text_message", "customer_service", {"text": "您好"})
    await sandbox.act(23, "follow", official)
    await sandbox.act(23, "text", official, content="在吗")

    (message,) = await ended(home, 1)

    assert (message["state"], message["reason"]) == ("sent", "")


async def test_a_wrong_secret_stops_the_account_and_holds_its_messages(
    home: Home,
    sandbox: Sandbox,  # noqa: F811
    at_work: str,
) -> None:
    official = await sandbox.connect(home, "official_account", at_work, secret="0" * 32)
    await journey(home, official, "text_message", "customer_service", {"text": "您好"})
    await sandbox.act(24, "follow", official)
    await sandbox.act(24, "text", official, content="在吗")

    message = await first_message(home, lambda message: message["state"] == "held")

    account = (await home.client.get(f"/v1/touchpoints/{official.id}")).json()
    assert (message["reason"], account["state"]) == ("account_stopped", "stopped")
    assert "401" in account["stop_reason"] or "secret" in account["stop_reason"], account["stop_reason"]


async def test_a_notice_whose_answer_was_lost_is_repeated_and_arrives_once(
    home: Home,
    clock: ManualClock,
    sandbox: Sandbox,  # noqa: F811
    at_work: str,
) -> None:
    official = await sandbox.connect(home, "official_account", at_work, seeded=True)
    await journey(home, official, "text_message", "template", FILLED, template_id=NOTICE)
    await sandbox.act(25, "follow", official)
    lost = {"api": "/cgi-bin/message/template/send", "percent": 100, "drop_answer_after_effect": True}
    await sandbox.ask("POST", "faults", **lost)
    await sandbox.act(25, "text", official, content="在吗")
    message = await first_message(home, lambda message: message["reason"] == "busy")
    assert (message["state"], message["platform_code"]) == ("queued", "no_answer")

    await sandbox.ask("DELETE", "faults")
    clock.advance(timedelta(minutes=2))
    (message,) = await ended(home, 1)

    assert (message["state"], message["attempts"]) == ("sent", 2)
    assert len([one for one in await sandbox.messages(25) if one["kind"] == "template"]) == 1
