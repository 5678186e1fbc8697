"""What the tests of people share: events go in by the log, and what follows the log has caught up before they look."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from quanyu import events
from quanyu.events import EventLog, NewEvent
from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.people import profiles
from tests.conftest import NOON

Happen = Callable[..., Awaitable[int]]
CatchUp = Callable[[], Awaitable[None]]


@pytest.fixture
def happen(event_log: EventLog, scope: Scope) -> Happen:
    """``await happen("subscribe", minutes=5, account="wx1", openid="o1", scene="a")`` → the profile it belongs to."""
    numbers = count()

    async def put(
        event: str,
        *,
        minutes: float = 0,
        account: str = "wx1",
        touchpoint: str = "official_account",
        properties: Any = None,
        **ids: str,
    ) -> int:
        one = NewEvent(
            f"{scope.workspace_id}-{next(numbers)}",
            event,
            NOON - timedelta(days=1) + timedelta(minutes=minutes),
            touchpoint,
            account,
            ids=ids,
            properties=properties or {},
        )
        (result,) = await event_log.append(scope.workspace_id, [one], source="test")
        assert result.status == "accepted", result
        return result.profile_id

    return put


@pytest.fixture
def catch_up(runtime: Runtime, event_log: EventLog) -> CatchUp:
    """Let followers and snapshots do what they have to do."""

    async def run() -> None:
        for loop in (*events.loops(runtime), *profiles.loops(runtime)):
            if loop.name != "events.union_ids":
                while await loop.turn():
                    pass

    return run
