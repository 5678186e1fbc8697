"""What must be put right before a journey may run: every fault at once, each with its node. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from quanyu.engage.journeys.graph import (
    Branch,
    Graph,
    MessageNode,
    Node,
    TagNode,
    Trigger,
    settings_faults,
    settings_of,
)

ENDS = frozenset({"exit", "goal"})
RESTS = frozenset({"wait", "goal"})
OWN_EVENTS = frozenset({"journey_entered", "journey_left", "message_sent", "message_failed"})
"""Events that a journey itself makes: started by one, it could feed itself without end."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. ``node_id`` is '' when it is the journey as a whole."""

    code: str
    node_id: str
    zh: str
    en: str


@dataclass(frozen=True)
class Speaker:
    """An account as a journey sees it: whether it works and which kinds of message it sends."""

    kind: str
    active: bool
    sends: frozenset[str]


def faults(graph: Graph, speakers: Mapping[UUID, Speaker]) -> list[Fault]:
    """Everything wrong with a graph; empty means it may run."""
    if broken := [*_ids(graph), *_loose_edges(graph)]:
        return broken
    return [*_settings(graph, speakers), *_triggers(graph), *_exits(graph), *_unreached(graph), *_endless(graph)]


def _ids(graph: Graph) -> Iterator[Fault]:
    for node_id, times in Counter(node.id for node in graph.nodes).items():
        if times > 1:
            yield Fault("repeated_id", node_id, "步骤编号重复", "Two steps have this id.")


def _loose_edges(graph: Graph) -> Iterator[Fault]:
    ids = {node.id for node in graph.nodes}
    for edge in graph.edges:
        for end in (edge.source, edge.target):
            if end not in ids:
                yield Fault("loose_edge", end, "连线的一端没有步骤", "An edge leads from or to a step that does not exist.")


def _triggers(graph: Graph) -> Iterator[Fault]:
    triggers = [node for node in graph.nodes if node.kind == "trigger"]
    if not triggers:
        yield Fault("no_trigger", "", "旅程需要一个触发事件", "A journey needs one trigger.")
    for extra in triggers[1:]:
        yield Fault("second_trigger", extra.id, "只能有一个触发事件", "A journey has exactly one trigger.")
    into = {edge.target for edge in graph.edges}
    for node in triggers:
        if node.id in into:
            yield Fault("edge_into_trigger", node.id, "触发事件前面不能有步骤", "Nothing leads into the trigger.")


def _exits(graph: Graph) -> Iterator[Fault]:
    for node in graph.nodes:
        out = sorted(edge.when or "" for edge in graph.edges if edge.source == node.id)
        if node.kind == "branch":
            if out != ["no", "yes"]:
                yield Fault(
                    "branch_exits", node.id, "分支需要“是”“否”两个出口", "A branch has one edge for yes and one for no."
                )
        elif node.kind in ENDS:
            if out:
                yield Fault("edge_out_of_end", node.id, "结束步骤后面不能再有步骤", "Nothing follows a goal or an exit.")
        elif not out:
            yield Fault(
                "dead_end", node.id, "这个步骤没有下一步", "This step leads nowhere; end the path with an exit or a goal."
            )
        elif out != [""]:
            yield Fault("many_exits", node.id, "这个步骤只能有一个出口", "This step has exactly one edge, without yes or no.")


def _unreached(graph: Graph) -> Iterator[Fault]:
    start = [node.id for node in graph.nodes if node.kind == "trigger"]
    if not start:
        return
    reached = _reach(graph, start)
    for node in graph.nodes:
        # A goal stands beside the path: people inside reach it by doing its event.
        if node.id not in reached and node.kind not in ("goal", "trigger"):
            yield Fault("unreachable", node.id, "没有路径到达这个步骤", "No path leads to this step.")


def _reach(graph: Graph, start: list[str]) -> set[str]:
    seen, open_ = set(start), list(start)
    while open_:
        node_id = open_.pop()
        for edge in graph.edges:
            if edge.source == node_id and edge.target not in seen:
                seen.add(edge.target)
                open_.append(edge.target)
    return seen


def _endless(graph: Graph) -> Iterator[Fault]:
    # What is left after taking away, again and again, the steps that nothing leads into lies on or behind a cycle.
    hurried = {node.id for node in graph.nodes if node.kind not in RESTS}
    edges = {(edge.source, edge.target) for edge in graph.edges if edge.source in hurried and edge.target in hurried}
    while hurried:
        entered = {target for _, target in edges}
        left = {source for source, _ in edges}
        if not (free := {node_id for node_id in hurried if node_id not in entered or node_id not in left}):
            break
        hurried -= free
        edges = {(source, target) for source, target in edges if source not in free and target not in free}
    for node_id in sorted(hurried):
        yield Fault("endless", node_id, "循环里没有等待步骤", "A circle without a wait would run without end.")


def _settings(graph: Graph, speakers: Mapping[UUID, Speaker]) -> Iterator[Fault]:
    for node in graph.nodes:
        if wrong := settings_faults(node):
            for sentence in wrong:
                yield Fault("settings", node.id, f"设置有误：{sentence}", f"The settings are not right: {sentence}")
        else:
            yield from _meaning(node, speakers)


def _meaning(node: Node, speakers: Mapping[UUID, Speaker]) -> Iterator[Fault]:
    match settings_of(node):
        case Trigger() as trigger:
            if trigger.event in OWN_EVENTS:
                yield Fault("own_event", node.id, "不能由旅程自己产生的事件触发", "A journey's own events cannot start one.")
            if trigger.reentry.rule == "after_time" and trigger.reentry.seconds is None:
                yield Fault("reentry_time", node.id, "请填写再次进入的间隔", "Say after how long people may come in again.")
        case Branch() as branch:
            if (branch.condition is None) == (branch.did_since_entry is None):
                yield Fault("branch_condition", node.id, "请设置一个分支条件", "A branch asks exactly one question.")
        case TagNode(add=[], remove=[]):
            yield Fault("no_tags", node.id, "请选择标签", "Name a tag to add or remove.")
        case MessageNode() as message:
            for speech in (message, *message.fall_backs):
                yield from _speech(node, speakers.get(speech.account_id), speech.message_kind)
        case _:
            return


def _speech(node: Node, speaker: Speaker | None, kind: str) -> Iterator[Fault]:
    if speaker is None:
        yield Fault("unknown_account", node.id, "找不到发送账号", "The account does not exist in this workspace.")
    elif not speaker.active:
        yield Fault("stopped_account", node.id, "发送账号已停用", "The account is stopped.")
    elif kind not in speaker.sends:
        yield Fault(
            "unknown_message_kind", node.id, f"该账号不能发送 {kind} 类型", f"The account sends no messages of kind {kind}."
        )
