"""U1: what a process remembers of ids is what one that remembers nothing finds."""

from __future__ import annotations

import random
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event as sqlalchemy_event

from quanyu.events import EventLog, NewEvent
from quanyu.events.check import Portion
from quanyu.events.who import Directory
from quanyu.events.wire import WireEvent
from quanyu.infra.runtime import Runtime
from tests.conftest import NOON, Home

KINDS = {"unionid": 4, "phone": 6, "openid": 8, "anonymous_id": 8}


def some_ids(chance: random.Random) -> dict[str, str]:
    kinds = chance.sample(list(KINDS), chance.randint(1, 3))
    return {
        kind: f"{kind}{chance.randrange(KINDS[kind])}" if kind != "phone" else f"1380000000{chance.randrange(6)}"
        for kind in kinds
    }


def seen(ids: dict[str, str]) -> NewEvent:
    return NewEvent(str(uuid4()), "page_view", NOON, "mini_program", "wx1", ids=ids)


@pytest.mark.parametrize("seed", range(12))
async def test_a_remembered_answer_is_the_answer(home: Home, runtime: Runtime, event_log: EventLog, seed: int) -> None:
    chance = random.Random(seed)
    workspace = home.scope.workspace_id
    came = [some_ids(chance) for _ in range(80)]
    for ids in came:
        await event_log.append(workspace, [seen(ids)], source="test")

    remembered = [(await event_log.append(workspace, [seen(ids)], source="test"))[0].profile_id for ids in came]
    fresh = Directory(runtime)
    portion = Portion(workspace, "test", bytes(8), "CNY")
    portion.add([WireEvent(str(n), "page_view", NOON, "", "wx1", dict(ids)) for n, ids in enumerate(came)], {}, NOON)
    await fresh.look_up([(portion, list(range(len(came))))])

    assert remembered == [fresh.answer(workspace, whose) for whose in portion.whose if isinstance(whose, tuple)]


async def test_a_visitor_who_has_logged_in_is_known_by_device_and_openid_without_a_question(
    home: Home, runtime: Runtime, event_log: EventLog
) -> None:
    workspace = home.scope.workspace_id
    device, openid = {"anonymous_id": "d"}, {"openid": "o"}
    await event_log.append(workspace, [seen(device)], source="test")
    (login,) = await event_log.append(workspace, [seen({**device, **openid, "unionid": "u"})], source="test")
    asked: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        asked.append(statement)

    sqlalchemy_event.listen(runtime.postgres.system_engine.sync_engine, "before_cursor_execute", note)
    try:
        (after,) = await event_log.append(workspace, [seen({**device, **openid})], source="test")
    finally:
        sqlalchemy_event.remove(runtime.postgres.system_engine.sync_engine, "before_cursor_execute", note)

    assert after.profile_id == login.profile_id
    assert [one for one in asked if "identity" in one] == []
