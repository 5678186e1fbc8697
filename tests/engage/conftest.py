"""The stage for journeys and delivery: the real loops turned by hand, and a touchpoint in WeChat's place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from quanyu import engage, events
from quanyu.events import EventLog, NewEvent
from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock
from quanyu.touchpoints import Account, Calls, Outgoing, Sent, Touchpoint, Window, accounts, registry
from tests.conftest import Home

APP = "paper-app"


@dataclass
class Paper:
    """A platform that delivers on paper and keeps what it delivered for one account. ``answer`` decides how a call ends."""

    account_id: UUID | None = None
    letters: list[Outgoing] = field(default_factory=list)
    answer: Callable[[Outgoing], Sent] = field(default=lambda outgoing: Sent("sent", platform_id="p1"))

    async def send(self, calls: Calls, account: Account, outgoing: Outgoing) -> Sent:
        if account.id != self.account_id:  # left over from an earlier test's workspace
            return Sent("sent")
        sent = self.answer(outgoing)
        if sent.outcome == "sent":
            self.letters.append(outgoing)
        return sent


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Paper:
    """Stands in for WeChat: a touchpoint of kind "paper" whose people have openids."""
    paper = Paper()
    kind = Touchpoint(
        kind="paper",
        label_zh="纸",
        label_en="Paper",
        fields=(),
        base_url="http://paper.test",
        person_id="openid",
        sends={"template": True, "customer_service": False, "subscription": False, "welcome": False, "letter": False},
        send=paper.send,
        windows=(Window("text_message", 2, timedelta(hours=48)), Window("subscribe", 1, timedelta(minutes=1))),
    )
    monkeypatch.setitem(registry._KINDS, "paper", kind)
    return paper


@dataclass
class Stage:
    """One workspace with an account on paper, and the loops that work on it."""

    home: Home
    runtime: Runtime
    log: EventLog
    clock: ManualClock
    account_id: UUID
    turns: Mapping[str, Callable[[], Awaitable[bool]]]

    async def happen(self, event: str, *people: str, at: datetime | None = None, **properties: Any) -> list[int]:
        """Something happens to people, named by openid; their profile numbers."""
        when = at or self.clock.now()
        new = [
            NewEvent(str(uuid4()), event, when, "paper", APP, ids={"openid": person}, properties=properties)
            for person in people
        ]
        results = await self.log.append(self.home.scope.workspace_id, new, source="test")
        assert {result.status for result in results} == {"accepted"}
        return [result.profile_id for result in results]

    async def work(self, *names: str) -> None:
        """Turn loops until none of them finds anything to do."""
        busy = True
        while busy:
            busy = any(
                [await self.turns[name]() for name in names or ("events.mirror", "journeys", "journeys.move", "delivery.send")]
            )

    async def journey(self, *nodes: dict[str, Any], name: str = "test") -> str:
        """A published journey whose steps follow each other (a branch says where it leads: "yes" and "no")."""
        edges: list[dict[str, str]] = []
        for node, after in zip(nodes, [*nodes[1:], None], strict=True):
            if node["kind"] == "branch":
                edges += [{"from": node["id"], "to": node.pop(when), "when": when} for when in ("yes", "no")]
            elif node["kind"] not in ("exit", "goal") and after is not None:
                edges.append({"from": node["id"], "to": node.pop("next", after["id"])})
        made = await self.home.client.post("/v1/journeys", json={"name": name, "graph": {"nodes": list(nodes), "edges": edges}})
        assert made.status_code == 201, made.text
        journey_id: str = made.json()["id"]
        published = await self.home.client.post(f"/v1/journeys/{journey_id}/publish")
        assert published.status_code == 200, published.text
        return journey_id

    async def counts(self, journey_id: str) -> Any:
        """The journey's numbers as the console sees them."""
        return (await self.home.client.get(f"/v1/journeys/{journey_id}/counts")).json()

    def message(self, id: str = "m", **settings: Any) -> dict[str, Any]:
        """A step that says something on paper; marketing by letter unless told otherwise."""
        usual = {"account_id": str(self.account_id), "message_kind": "letter", "content": {"text": "hello"}}
        return {"id": id, "kind": "message", "settings": usual | settings}


def step(id: str, kind: str, **settings: Any) -> dict[str, Any]:
    """A step of a journey; ``yes``, ``no`` and ``next`` name where it leads."""
    ways: dict[str, Any] = {way: settings.pop(way) for way in ("yes", "no", "next") if way in settings}
    return {"id": id, "kind": kind, "settings": settings, **ways}


@pytest.fixture
async def stage(home: Home, runtime: Runtime, event_log: EventLog, clock: ManualClock, paper: Paper) -> Stage:
    """A workspace ready for journeys."""
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        account = await accounts.create(tx, home.scope, runtime.vault, "paper", "Paper", {"app_id": APP}, at=clock.now())
    paper.account_id = account.id
    turns = {loop.name: loop.turn for loop in [*events.loops(runtime), *engage.loops(runtime)]}
    stage = Stage(home, runtime, event_log, clock, account.id, turns)
    await stage.work("events.mirror", "journeys")
    return stage
