"""A journey as a value: nodes with settings, joined by edges."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MAX_NODES = 200
MAX_SECONDS = 366 * 86_400

Word = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,64}$")]
Tag = Annotated[str, Field(min_length=1, max_length=64)]
Seconds = Annotated[int, Field(ge=1, le=MAX_SECONDS)]
PropertyConditions = Annotated[list[dict[str, Any]], Field(max_length=20)]


class Strict(BaseModel):
    """Settings: a field that we do not know is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Reentry(Strict):
    """Who may come in again. ``every``: each trigger event starts a run of its own."""

    rule: Literal["never", "after_leaving", "after_time", "every"] = "never"
    seconds: Seconds | None = Field(default=None, description="For after_time: since the last time they came in.")


class Trigger(Strict):
    """The event that brings people in."""

    event: Word
    where: PropertyConditions = []
    reentry: Reentry = Reentry()
    max_age_seconds: Seconds = Field(default=86_400, description="An older event, such as imported history, starts nothing.")


class Wait(Strict):
    """Stay here so long."""

    seconds: Seconds


class Did(Strict):
    """Something a person may have done since they came in."""

    event: Word
    where: PropertyConditions = []


class Branch(Strict):
    """Yes or no: by a condition on the person, or by what they did since they came in. Exactly one of the two."""

    condition: dict[str, Any] | None = None
    did_since_entry: Did | None = None


class Speech(Strict):
    """What to say through one account."""

    account_id: UUID
    message_kind: Word
    template_id: Annotated[str, Field(max_length=64)] = ""
    content: dict[str, Any] = {}


class MessageNode(Speech):
    """Say something. A person whom the account cannot reach gets the first fall-back that can; either way they go on."""

    purpose: Literal["service", "marketing"] = "marketing"
    fall_backs: Annotated[list[Speech], Field(max_length=5)] = []
    expires_after_seconds: Seconds | None = None


class TagNode(Strict):
    """Put tags on a person and take tags off."""

    add: Annotated[list[Tag], Field(max_length=20)] = []
    remove: Annotated[list[Tag], Field(max_length=20)] = []


class Goal(Strict):
    """What the journey is for: whoever does it anywhere inside leaves. A path that leads here waits for it so long."""

    event: Word
    where: PropertyConditions = []
    within_seconds: Seconds = 30 * 86_400


class Exit(Strict):
    """The end of a path."""


Settings = Trigger | Wait | Branch | MessageNode | TagNode | Goal | Exit

KINDS: dict[str, type[Strict]] = {
    "trigger": Trigger, "wait": Wait, "branch": Branch, "message": MessageNode, "tag": TagNode, "goal": Goal, "exit": Exit,
}  # fmt: skip


class Node(BaseModel):
    """One step. ``position`` and ``name`` are for the canvas only."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    kind: Literal["trigger", "wait", "branch", "message", "tag", "goal", "exit"]
    settings: dict[str, Any] = {}
    name: Annotated[str, Field(max_length=100)] = ""
    position: dict[Literal["x", "y"], Annotated[float, Field(allow_inf_nan=False)]] | None = None


class Edge(BaseModel):
    """From one step to the next; ``when`` only out of a branch."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    source: str = Field(alias="from", max_length=64)
    target: str = Field(alias="to", max_length=64)
    when: Literal["yes", "no"] | None = None


class Graph(BaseModel):
    """A whole journey, finished or not."""

    model_config = ConfigDict(extra="forbid")

    nodes: Annotated[list[Node], Field(max_length=MAX_NODES)] = []
    edges: Annotated[list[Edge], Field(max_length=2 * MAX_NODES)] = []

    def as_json(self) -> dict[str, Any]:
        """As it is stored and answered."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)

    def node(self, node_id: str) -> Node:
        """The node of this id."""
        return next(node for node in self.nodes if node.id == node_id)

    def next_of(self, node_id: str, when: Literal["yes", "no"] | None = None) -> str:
        """Where a node leads; '' for nowhere."""
        return next((edge.target for edge in self.edges if edge.source == node_id and edge.when == when), "")


def settings_of(node: Node) -> Settings:
    """A node's settings by its kind.

    Raises:
        ValidationError: they do not have the form that the kind asks for.
    """
    parsed = KINDS[node.kind].model_validate(node.settings)
    assert isinstance(parsed, Settings)
    return parsed


def settings_faults(node: Node) -> list[str]:
    """What is wrong with a node's settings, one sentence for each field."""
    try:
        settings_of(node)
    except ValidationError as error:
        return [f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()]
    return []
