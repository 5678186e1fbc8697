"""U14, A3: what people allow, and whether and until when they can be answered."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.people import consent
from tests.conftest import NOON, Home
from tests.people.conftest import CatchUp, Happen

START = NOON - timedelta(days=1)


async def test_the_last_word_holds_for_its_touchpoint_and_purpose(happen: Happen, runtime: Runtime, scope: Scope) -> None:
    one, silent = await happen("click", openid="o1"), await happen("click", openid="o2")
    workspace = scope.workspace_id
    async with runtime.postgres.transaction(workspace) as tx:
        for minutes, said in ((1, "granted"), (3, "withdrawn"), (2, "granted")):
            at = START + timedelta(minutes=minutes)
            await consent.record(tx, workspace, one, "sms", "marketing", said, at=at, actor="test", text_version="v1")  # type: ignore[arg-type]
        state = await consent.state(tx, workspace, [one, silent], "sms", "marketing")
        other = await consent.state(tx, workspace, [one], "wecom", "marketing")
        newest = await consent.consents_of(tx, workspace, one)

    assert state == {one: "withdrawn", silent: "unknown"}
    assert other == {one: "unknown"}
    assert [(said.state, said.text_version) for said in newest] == [("withdrawn", "v1")]


async def test_following_and_leaving_are_known_whatever_order_they_come_in(
    happen: Happen, catch_up: CatchUp, runtime: Runtime, scope: Scope, neighbour: Home
) -> None:
    one = await happen("subscribe", minutes=1, openid="o1")
    await happen("unsubscribe", minutes=5, openid="o1")
    await catch_up()
    await happen("subscribe", minutes=3, openid="o1")
    await catch_up()

    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        (relation,) = await consent.relations(tx, scope.workspace_id, [one], "wx1")
    async with runtime.postgres.transaction(neighbour.scope.workspace_id) as tx:
        assert await consent.relations(tx, neighbour.scope.workspace_id, [one]) == []

    assert (relation.state, relation.since) == ("unfollowed", START + timedelta(minutes=5))


async def test_the_moment_of_the_last_message_is_exact(
    happen: Happen, catch_up: CatchUp, runtime: Runtime, scope: Scope
) -> None:
    one = await happen("text_message", minutes=10, openid="o1", properties={"text": "hi"})
    await happen("menu_click", minutes=20, openid="o1")
    await happen("text_message", minutes=5, openid="o1")
    await catch_up()

    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        (relation,) = await consent.relations(tx, scope.workspace_id, [one])

    assert relation.last_message_at == START + timedelta(minutes=10)
    assert (relation.window_kind, relation.window_at) == ("menu", START + timedelta(minutes=20))
    assert relation.state == "none"


async def test_a_merged_person_is_reachable_by_what_either_side_did(
    happen: Happen, catch_up: CatchUp, runtime: Runtime, scope: Scope
) -> None:
    old = await happen("subscribe", account="oa", openid="o1")
    young = await happen("text_message", account="mp", openid="m1", minutes=1)
    for openid, account in (("o1", "oa"), ("m1", "mp")):
        await happen("click", account=account, openid=openid, phone="13800138000")
    await catch_up()

    async with runtime.postgres.transaction(scope.workspace_id) as tx:
        found = await consent.relations(tx, scope.workspace_id, [old])

    assert young != old
    assert {(one.account, one.state, one.last_message_at is not None) for one in found} == {
        ("oa", "followed", False),
        ("mp", "none", True),
    }


async def test_agreed_messages_are_counted_and_a_refusal_ends_them(
    happen: Happen, catch_up: CatchUp, runtime: Runtime, scope: Scope
) -> None:
    async def answer(event: str, status: str, minutes: int) -> int:
        return await happen(event, minutes=minutes, openid="m1", properties={"template_id": "T", "status": status})

    async def left() -> int:
        await catch_up()
        async with runtime.postgres.transaction(scope.workspace_id) as tx:
            return (await consent.credits_of(tx, scope.workspace_id, [one], "wx1", "T")).get(one, 0)

    one = await answer("subscription_popup", "accept", 1)
    await answer("subscription_popup", "accept", 2)
    await answer("subscription_popup", "reject", 3)
    assert await left() == 2
    await answer("subscription_change", "reject", 4)
    await answer("subscription_popup", "accept", 5)
    assert await left() == 1


@pytest.mark.parametrize("credits", [0, 3])
async def test_of_many_senders_exactly_as_many_as_agreed_get_a_message(
    happen: Happen, runtime: Runtime, scope: Scope, credits: int
) -> None:
    one = await happen("click", openid="o1")
    workspace = scope.workspace_id
    if credits:
        async with runtime.postgres.transaction(workspace) as tx:
            await consent.add_credits(tx, workspace, one, "wx1", "T", credits)

    async def take() -> bool:
        async with runtime.postgres.transaction(workspace) as tx:
            return await consent.take_credit(tx, workspace, one, "wx1", "T")

    taken = await asyncio.gather(*(take() for _ in range(8)))

    assert sum(taken) == credits
