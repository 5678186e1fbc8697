"""A3: a message passes every rule, is sent at most once, and says what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from quanyu.engage import delivery
from quanyu.engage.delivery.running import EVERYTHING
from quanyu.engage.delivery.sender import LEASE, Sender
from quanyu.kit.clock import ManualClock
from quanyu.kit.query import Query
from quanyu.people import consent
from quanyu.touchpoints import Outgoing, Sent, calls_of
from tests.conftest import NOON, Home
from tests.engage.conftest import APP, Paper, Stage

SERVICE = {"kind": "template", "purpose": "service", "template_id": "t1"}


async def say(stage: Stage, people: Sequence[int], *, kind: str = "letter", purpose: str = "marketing", **rest: Any) -> None:
    """Put a message for people in the outbox, each under a key of its own."""
    line = delivery.Line(stage.account_id, "paper", kind, rest.pop("content", {"text": "hi"}), rest.pop("template_id", ""))
    rest.setdefault("due_at", stage.clock.now())
    draft = delivery.Draft(line, purpose, **rest)
    workspace_id = stage.home.scope.workspace_id
    async with stage.runtime.postgres.transaction(workspace_id) as tx:
        count = (await tx.execute(text("SELECT count(*) FROM message"))).scalar_one()
        recipients = [delivery.Recipient(person, f"{count}-{n}") for n, person in enumerate(people)]
        assert await delivery.queue(tx, workspace_id, draft, recipients, now=stage.clock.now()) == len(people)


async def messages(stage: Stage, **filters: str) -> list[dict[str, Any]]:
    """Messages as the console sees them, oldest first."""
    items: list[dict[str, Any]] = (await stage.home.client.get("/v1/messages", params=filters)).json()["items"]
    return items[::-1]


async def ends(stage: Stage) -> list[tuple[str, str]]:
    return [(message["state"], message["reason"]) for message in await messages(stage)]


async def test_the_same_key_is_one_message(stage: Stage) -> None:
    workspace_id = stage.home.scope.workspace_id
    draft = delivery.Draft(delivery.Line(stage.account_id, "paper", "letter", {}), "marketing", due_at=stage.clock.now())

    async with stage.runtime.postgres.transaction(workspace_id) as tx:
        new = [await delivery.queue(tx, workspace_id, draft, [delivery.Recipient(1, "k")], now=stage.clock.now()) for _ in "ab"]

    assert new == [1, 0]


async def test_marketing_is_capped_and_service_is_not(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    await say(stage, [ann])
    await say(stage, [ann])
    await say(stage, [ann], **SERVICE)
    await stage.work("delivery.send")

    assert await ends(stage) == [("sent", ""), ("skipped", "capped"), ("sent", "")]
    assert [letter.kind for letter in paper.letters] == ["letter", "template"]


async def test_a_capped_message_can_wait_for_the_next_free_day(stage: Stage, clock: ManualClock) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    await stage.home.client.put("/v1/delivery/rules", json={"when_capped": "postpone", "caps": {"day": 1, "week": 2}})
    for _ in "abc":
        await say(stage, [ann])
    await stage.work("delivery.send")
    clock.set(NOON + timedelta(days=1))
    await stage.work("delivery.send")
    assert [state for state, _ in await ends(stage)] == ["sent", "sent", "queued"]

    clock.set(NOON + timedelta(days=6))
    await stage.work("delivery.send")
    assert (await ends(stage))[2] == ("queued", "capped"), "the week is full until Sunday"
    clock.set(NOON + timedelta(days=7))
    await stage.work("delivery.send")
    assert (await ends(stage))[2] == ("sent", "")


async def test_what_is_due_at_night_is_sent_in_the_morning_in_its_order(stage: Stage, clock: ManualClock, paper: Paper) -> None:
    people = await stage.happen("subscribe", "ann", "bob")
    clock.set(NOON + timedelta(hours=10))
    await say(stage, people[:1])
    await stage.work("delivery.send")
    clock.advance(timedelta(hours=4))
    await say(stage, people[1:])
    await stage.work("delivery.send")
    assert await ends(stage) == [("queued", "quiet_hours")] * 2
    assert paper.letters == []

    clock.set(NOON + timedelta(hours=22))
    await stage.work("delivery.send")

    assert [letter.to for letter in paper.letters] == ["ann", "bob"]


async def test_withdrawn_consent_stops_a_message(stage: Stage) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    workspace_id = stage.home.scope.workspace_id
    async with stage.runtime.postgres.transaction(workspace_id) as tx:
        await consent.record(tx, workspace_id, ann, "paper", "marketing", "withdrawn", at=NOON, actor="test")
    await say(stage, [ann])
    await stage.work("delivery.send")

    assert await ends(stage) == [("skipped", "consent_withdrawn")]


async def test_a_refusal_gives_the_count_back_and_is_told(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    paper.answer = lambda outgoing: Sent("refused", code="47003", reason="argument invalid")
    await say(stage, [ann])
    await stage.work("delivery.send")
    paper.answer = lambda outgoing: Sent("sent")
    await say(stage, [ann])
    await stage.work("delivery.send")

    failed, sent = await messages(stage)
    assert (failed["state"], failed["platform_code"], failed["platform_reason"]) == ("failed", "47003", "argument invalid")
    assert failed["reason_zh"]
    assert sent["state"] == "sent"


async def test_a_busy_platform_is_tried_again_later_and_not_for_ever(stage: Stage, paper: Paper, clock: ManualClock) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    paper.answer = lambda outgoing: Sent("later", code="-1", retry_after_seconds=5)
    await say(stage, [ann], **SERVICE)
    await stage.work("delivery.send")
    assert await ends(stage) == [("queued", "busy")]
    clock.advance(timedelta(seconds=10))
    paper.answer = lambda outgoing: Sent("sent")
    await stage.work("delivery.send")
    assert await ends(stage) == [("sent", "")]

    paper.answer = lambda outgoing: Sent("later", code="-1")
    await say(stage, [ann], **SERVICE)
    for _ in range(10):
        await stage.work("delivery.send")
        clock.advance(timedelta(hours=1))
    assert (await ends(stage))[1] == ("failed", "gave_up")


async def test_a_stopped_account_holds_the_rest_until_a_person_lets_it_go(stage: Stage, paper: Paper) -> None:
    people = await stage.happen("subscribe", "ann", "bob")
    paper.answer = lambda outgoing: Sent("stop", code="48004", reason="api banned")
    await say(stage, people[:1], **SERVICE)
    await say(stage, people[1:], **SERVICE, due_at=stage.clock.now() + timedelta(hours=1))
    await stage.work("delivery.send")
    release = f"/v1/delivery/accounts/{stage.account_id}/release"

    assert await ends(stage) == [("held", "account_stopped")] * 2
    assert (await stage.home.client.post(release)).json()["code"] == "account_still_stopped"

    await stage.home.client.patch(f"/v1/touchpoints/{stage.account_id}", json={"state": "active"})
    paper.answer = lambda outgoing: Sent("sent")
    assert (await stage.home.client.post(release)).json() == {"released": 2}
    stage.clock.advance(timedelta(hours=1))
    await stage.work("delivery.send")
    assert [state for state, _ in await ends(stage)] == ["sent", "sent"]


async def test_an_unclear_call_is_repeated_only_where_the_platform_drops_repeats(
    stage: Stage, paper: Paper, clock: ManualClock
) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    paper.answer = lambda outgoing: Sent("unclear", code="no_answer")
    await say(stage, [ann])
    await say(stage, [ann], **SERVICE)
    await stage.work("delivery.send")
    assert await ends(stage) == [("unclear", "no_answer"), ("queued", "busy")]

    paper.answer = lambda outgoing: Sent("sent")
    clock.advance(timedelta(minutes=1))
    await stage.work("delivery.send")

    assert await ends(stage) == [("unclear", "no_answer"), ("sent", "")]
    assert [letter.kind for letter in paper.letters] == ["template"]


async def test_a_message_whose_sender_died_is_unclear_after_its_lease(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    wall = ManualClock(NOON)

    def die(outgoing: Outgoing) -> Sent:
        raise asyncio.CancelledError

    paper.answer = die
    sender = Sender(stage.runtime, calls_of(stage.runtime), lowest=EVERYTHING, wall=wall)
    await say(stage, [ann])
    with pytest.raises(asyncio.CancelledError):
        await sender.turn()
    await say(stage, [ann], **SERVICE)
    assert not await sender.recover(), "it may still be on its way"
    await stage.work("delivery.send")
    assert await ends(stage) == [("sending", ""), ("queued", "")], "one in flight for each person"

    wall.advance(LEASE + timedelta(seconds=1))
    paper.answer = lambda outgoing: Sent("sent")
    assert await sender.recover()
    await stage.work("delivery.send")

    assert await ends(stage) == [("unclear", "no_answer"), ("sent", "")]


async def test_an_unclear_notice_is_not_repeated_when_the_platform_may_have_forgotten_it(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    wall = ManualClock(NOON)
    sender = Sender(stage.runtime, calls_of(stage.runtime), lowest=EVERYTHING, wall=wall)
    paper.answer = lambda outgoing: Sent("unclear", code="no_answer")
    await say(stage, [ann], **SERVICE)
    await sender.turn()
    paper.answer = lambda outgoing: Sent("sent")
    wall.advance(timedelta(minutes=9))
    stage.clock.advance(timedelta(minutes=9))
    await sender.turn()

    assert await ends(stage) == [("unclear", "no_answer")]
    assert paper.letters == []


async def test_one_person_gets_messages_in_order_of_priority(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("subscribe", "ann")
    for name, priority in (("b", 50), ("c", 60), ("a", 0)):
        await say(stage, [ann], **SERVICE, content={"n": name}, priority=priority)

    senders = [Sender(stage.runtime, calls_of(stage.runtime), lowest=EVERYTHING) for _ in range(4)]
    for _ in range(3):
        await asyncio.gather(*(sender.turn() for sender in senders))

    assert [letter.content["n"] for letter in paper.letters] == ["a", "b", "c"]


async def test_many_senders_send_each_message_once(stage: Stage, paper: Paper) -> None:
    people = await stage.happen("subscribe", *(f"p{n}" for n in range(120)))
    for _ in range(2):
        await say(stage, people, **SERVICE)
    senders = [Sender(stage.runtime, calls_of(stage.runtime), lowest=EVERYTHING) for _ in range(4)]

    async def run(sender: Sender) -> None:
        while await sender.turn():
            pass

    await asyncio.gather(*(run(sender) for sender in senders))
    await stage.work("delivery.send")

    assert len(paper.letters) == len({letter.id for letter in paper.letters}) == 240


async def test_who_cannot_be_reached_here_gets_the_fall_back(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("scan", "ann")
    later = delivery.Line(stage.account_id, "paper", "letter", {"text": "instead"})
    await say(stage, [ann], kind="customer_service", fall_backs=[later])
    await stage.work("delivery.send")

    assert [(letter.kind, letter.content) for letter in paper.letters] == [("letter", {"text": "instead"})]


async def test_answers_stay_inside_the_window_that_the_person_opened(stage: Stage, clock: ManualClock) -> None:
    await stage.home.client.put("/v1/delivery/rules", json={"caps": {}, "quiet_hours": None})
    (ann,) = await stage.happen("text_message", "ann")
    for _ in "abc":
        await say(stage, [ann], kind="customer_service")
    await stage.work("events.mirror", "delivery.send")
    assert await ends(stage) == [("sent", ""), ("sent", ""), ("skipped", "window_closed")], "two answers are allowed"

    await stage.happen("text_message", "ann")
    clock.advance(timedelta(hours=48))
    await say(stage, [ann], kind="customer_service")
    await stage.work("delivery.send")
    assert (await ends(stage))[3] == ("skipped", "window_closed")


async def test_a_subscription_is_used_once_and_given_back_when_not_used(stage: Stage, paper: Paper, clock: ManualClock) -> None:
    (ann,) = await stage.happen("mp_launch", "ann")
    workspace_id = stage.home.scope.workspace_id
    async with stage.runtime.postgres.transaction(workspace_id) as tx:
        await consent.add_credits(tx, workspace_id, ann, APP, "t1")
    subscription = {"kind": "subscription", "purpose": "service", "template_id": "t1"}
    paper.answer = lambda outgoing: Sent("later")
    await say(stage, [ann], **subscription)
    await stage.work("delivery.send")
    paper.answer = lambda outgoing: Sent("sent")
    clock.advance(timedelta(minutes=1))
    await stage.work("delivery.send")
    await say(stage, [ann], **subscription)
    await stage.work("delivery.send")

    assert await ends(stage) == [("sent", ""), ("skipped", "no_credit")]


async def test_a_link_can_carry_the_message_that_led_to_it(stage: Stage, paper: Paper) -> None:
    (ann,) = await stage.happen("scan", "ann")
    await say(stage, [ann], content={"mini_program": {"page": "pages/home?m={{message_id}}"}})
    await stage.work("delivery.send")

    (letter,) = paper.letters
    assert letter.content == {"mini_program": {"page": f"pages/home?m={letter.id}"}}


async def test_finished_messages_are_in_the_log_exactly_once(stage: Stage) -> None:
    (ann,) = await stage.happen("scan", "ann")
    await say(stage, [ann])
    await say(stage, [ann])
    await stage.work("delivery.send")
    await stage.work("delivery.report")
    async with stage.runtime.postgres.transaction(stage.home.scope.workspace_id) as tx:
        await tx.execute(text("UPDATE message SET logged = false"))
    await stage.work("delivery.report")

    rows = await stage.runtime.clickhouse.rows(
        Query(
            "SELECT event, profile_id, message_id FROM events WHERE workspace_id = {w:UUID} AND event LIKE 'message_%'"
            " ORDER BY event",
            {"w": stage.home.scope.workspace_id},
        )
    )
    sent, skipped = await messages(stage)
    assert rows == [("message_failed", ann, skipped["id"]), ("message_sent", ann, sent["id"])]


async def test_messages_are_counted_by_state_and_reason(stage: Stage) -> None:
    (ann,) = await stage.happen("scan", "ann")
    for _ in "abc":
        await say(stage, [ann])
    await stage.work("delivery.send")

    counts = (await stage.home.client.get("/v1/messages/counts")).json()

    assert counts["states"] == {"sent": 1, "skipped": 2}
    assert [(item["reason"], item["messages"]) for item in counts["items"]] == [("capped", 2), ("", 1)]


async def test_a_list_of_messages_is_paged(stage: Stage) -> None:
    (ann,) = await stage.happen("scan", "ann")
    for _ in "abc":
        await say(stage, [ann])
    first = (await stage.home.client.get("/v1/messages", params={"profile_id": ann, "limit": 2})).json()
    second = (await stage.home.client.get("/v1/messages", params={"profile_id": ann, "cursor": first["next_cursor"]})).json()

    assert (len(first["items"]), len(second["items"]), second["next_cursor"]) == (2, 1, None)
    assert (await stage.home.client.get("/v1/messages", params={"cursor": "x"})).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        {"caps": {"day": -1}},
        {"caps": {"day": 10_000}},
        {"quiet_hours": {"start": "25:00", "end": "09:00"}},
        {"when_capped": "explode"},
        {"colour": "red"},
    ],
)
async def test_rules_that_mean_nothing_are_refused(home: Home, body: dict[str, Any]) -> None:
    assert (await home.client.put("/v1/delivery/rules", json=body)).status_code == 422


async def test_rules_are_read_as_they_were_written(home: Home) -> None:
    usual = (await home.client.get("/v1/delivery/rules")).json()
    assert usual["quiet_hours"] == {"start": "21:00", "end": "09:00", "spread_minutes": 30}
    assert usual["caps"] == {"day": 1, "week": 4}

    wanted = usual | {"quiet_hours": None, "touchpoint_caps": {"wecom": {"day": 2, "week": None}}}
    assert (await home.client.put("/v1/delivery/rules", json=wanted)).json() == wanted
    assert (await home.client.get("/v1/delivery/rules")).json() == wanted


async def test_another_workspace_sees_no_message(stage: Stage, neighbour: Home) -> None:
    (ann,) = await stage.happen("scan", "ann")
    await say(stage, [ann])
    (message,) = await messages(stage)

    assert (await neighbour.client.get("/v1/messages")).json()["items"] == []
    assert (await neighbour.client.get(f"/v1/messages/{message['id']}")).status_code == 404
    assert (await neighbour.client.get("/v1/messages/counts")).json()["items"] == []
    assert (await neighbour.client.post(f"/v1/delivery/accounts/{stage.account_id}/release")).status_code == 404
    assert UUID(message["id"])
