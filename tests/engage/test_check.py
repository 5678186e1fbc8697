"""A1: a journey that cannot run says everything that is wrong, and where."""

from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from quanyu.engage.journeys.check import Speaker, faults
from quanyu.engage.journeys.graph import Graph

ACCOUNT = UUID(int=1)
SPEAKERS = {
    ACCOUNT: Speaker("official_account", True, frozenset({"template"})),
    UUID(int=2): Speaker("wecom", False, frozenset({"welcome"})),
}


def graph(*edges: str, **settings: dict[str, Any]) -> Graph:
    """Edges as "t1>w1" or "b1>x1:yes"; the first letter of an id is its kind."""
    kinds = {"t": "trigger", "w": "wait", "b": "branch", "m": "message", "x": "exit", "g": "goal", "l": "tag"}
    usual: dict[str, dict[str, Any]] = {
        "trigger": {"event": "subscribe"}, "wait": {"seconds": 60}, "branch": {"condition": {"tag": "vip"}},
        "message": {"account_id": str(ACCOUNT), "message_kind": "template"}, "exit": {}, "goal": {"event": "order_paid"},
        "tag": {"add": ["new"]},
    }  # fmt: skip
    parsed = []
    for edge in edges:
        ends, _, when = edge.partition(":")
        source, target = ends.split(">")
        parsed.append({"from": source, "to": target, **({"when": when} if when else {})})
    ids = dict.fromkeys([end for edge in parsed for end in (edge["from"], edge["to"])] + list(settings))
    nodes = [{"id": i, "kind": kinds[i[0]], "settings": settings.get(i, usual[kinds[i[0]]])} for i in ids]
    return Graph.model_validate({"nodes": nodes, "edges": parsed})


def codes(of: Graph) -> set[tuple[str, str]]:
    return {(fault.code, fault.node_id) for fault in faults(of, SPEAKERS)}


def test_a_complete_journey_has_no_fault() -> None:
    assert codes(graph("t1>m1", "m1>w1", "w1>b1", "b1>l1:yes", "l1>x1", "b1>w1:no", g1={"event": "order_paid"})) == set()


def test_every_fault_is_named_with_its_step() -> None:
    found = codes(graph("t1>m1", "m1>b1", "b1>x1:yes", "x2>w1", m1={"account_id": str(uuid4()), "message_kind": "template"}))

    assert found == {
        ("unknown_account", "m1"), ("branch_exits", "b1"), ("edge_out_of_end", "x2"), ("dead_end", "w1"),
        ("unreachable", "x2"), ("unreachable", "w1"),
    }  # fmt: skip


def test_a_stopped_account_and_a_kind_it_does_not_send_are_faults() -> None:
    assert ("stopped_account", "m1") in codes(
        graph("t1>m1", "m1>x1", m1={"account_id": str(UUID(int=2)), "message_kind": "welcome"})
    )
    assert ("unknown_message_kind", "m1") in codes(
        graph("t1>m1", "m1>x1", m1={"account_id": str(ACCOUNT), "message_kind": "pigeon"})
    )


def test_a_circle_needs_a_wait() -> None:
    assert codes(graph("t1>l1", "l1>b1", "b1>l1:yes", "b1>x1:no")) == {("endless", "b1"), ("endless", "l1")}
    assert codes(graph("t1>l1", "l1>b1", "b1>w1:yes", "w1>l1", "b1>x1:no")) == set()


def test_a_journey_has_exactly_one_trigger_and_is_not_its_own() -> None:
    assert ("no_trigger", "") in codes(graph("w1>x1"))
    assert ("second_trigger", "t2") in codes(graph("t1>x1", "t2>x1"))
    assert ("own_event", "t1") in codes(graph("t1>x1", t1={"event": "journey_entered"}))


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=12, unique=True))
def test_a_circle_is_found_exactly_when_a_walk_can_come_back(pairs: list[tuple[str, str]]) -> None:
    nodes = [{"id": name, "kind": "tag", "settings": {"add": ["x"]}} for name in "abcdef"]
    found = faults(Graph.model_validate({"nodes": nodes, "edges": [{"from": a, "to": b} for a, b in pairs]}), {})
    after = {name: {b for a, b in pairs if a == name} for name in "abcdef"}
    for _ in range(6):
        after = {name: reached.union(*(after[other] for other in reached)) for name, reached in after.items()}

    assert any(fault.code == "endless" for fault in found) == any(name in reached for name, reached in after.items())
