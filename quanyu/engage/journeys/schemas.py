"""Request and response bodies of journeys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from quanyu.engage.journeys.check import Fault
from quanyu.engage.journeys.graph import Graph
from quanyu.engage.journeys.models import Journey, Seat, SeatMove
from quanyu.engage.journeys.queries import Counts
from quanyu.engage.journeys.service import Inside

Name = Annotated[str, Field(min_length=1, max_length=100)]


class NewJourney(BaseModel):
    """A journey to begin. The graph may be unfinished."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    graph: Graph = Graph()


class JourneyEdit(BaseModel):
    """What to change of a draft; what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    name: Name | None = None
    graph: Graph | None = None


class Publication(BaseModel):
    """How to publish: what becomes of the people inside."""

    model_config = ConfigDict(extra="forbid")

    inside: Inside = "keep"


class FaultOut(BaseModel):
    """One thing to put right before the draft may run. ``node_id`` is '' for the journey as a whole."""

    node_id: str
    code: str
    zh: str
    en: str


class JourneySummary(BaseModel):
    """A journey in a list. ``version`` 0: never published."""

    id: UUID
    name: str
    state: Literal["draft", "active", "paused", "archived"]
    version: int
    in_progress: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, journey: Journey, in_progress: int) -> JourneySummary:
        return cls.model_validate(
            {
                **{name: getattr(journey, name) for name in ("id", "name", "state", "version", "created_at", "updated_at")},
                "in_progress": in_progress,
            }
        )


class JourneyOut(JourneySummary):
    """A journey with its draft and what is wrong with that, and the graph that runs (null before the first publication)."""

    graph: Graph
    faults: list[FaultOut]
    published: Graph | None

    @classmethod
    def whole(cls, journey: Journey, in_progress: int, found: list[Fault], published: Graph | None) -> JourneyOut:
        return cls(
            **JourneySummary.of(journey, in_progress).model_dump(),
            graph=Graph.model_validate(journey.draft),
            faults=[FaultOut(node_id=one.node_id, code=one.code, zh=one.zh, en=one.en) for one in found],
            published=published,
        )


class NodeCounts(BaseModel):
    """Who stands at a step now, and how many ever came to it and went on from it."""

    here: int
    entered: int
    left: int


class CountsOut(BaseModel):
    """Exact numbers of a journey over all its versions; ``reasons`` says how finished runs ended."""

    nodes: dict[str, NodeCounts]
    entered: int
    in_progress: int
    goal: int
    reasons: dict[str, int]

    @classmethod
    def of(cls, counts: Counts) -> CountsOut:
        ids = (counts.here.keys() | counts.entered.keys() | counts.left.keys()) - {""}
        nodes = {
            node_id: NodeCounts(
                here=counts.here.get(node_id, 0), entered=counts.entered.get(node_id, 0), left=counts.left.get(node_id, 0)
            )
            for node_id in sorted(ids)
        }
        return cls(
            nodes=nodes,
            entered=counts.left.get("", 0),
            in_progress=sum(counts.here.values()),
            goal=counts.reasons.get("goal", 0),
            reasons=counts.reasons,
        )


class RunOut(BaseModel):
    """One run of a person. ``reason`` of a finished one: goal, exit, finished, removed or merged."""

    profile_id: int
    version: int
    node_id: str
    state: Literal["waiting", "done"]
    reason: str
    entered_at: datetime
    due_at: datetime | None
    left_at: datetime | None

    @classmethod
    def of(cls, seat: Seat) -> RunOut:
        return cls.model_validate(
            {
                **{name: getattr(seat, name) for name in cls.model_fields},
                "due_at": seat.due_at if seat.state == "waiting" else None,
            }
        )


class MoveOut(BaseModel):
    """One move. ``from_node`` null is coming in, ``to_node`` null going out; equal nodes are a change of version."""

    at: datetime
    version: int
    from_node: str | None
    to_node: str | None
    outcome: str

    @classmethod
    def of(cls, move: SeatMove) -> MoveOut:
        return cls(
            at=move.at,
            version=move.version,
            from_node=move.from_node or None,
            to_node=move.to_node or None,
            outcome=move.outcome,
        )


class TracedRun(RunOut):
    """A run with every move of it."""

    moves: list[MoveOut]


class TraceOut(BaseModel):
    """A person's runs through a journey, newest first (at most 20, at most 1000 moves)."""

    profile_id: int
    runs: list[TracedRun]
