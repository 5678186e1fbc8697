"""A1, A2: people come in by what they do, go on in time, and are counted exactly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock
from quanyu.people import profiles
from tests.conftest import Home
from tests.engage.conftest import Paper, Stage, step


async def test_people_walk_from_trigger_to_exit_and_every_step_is_counted(
    stage: Stage, clock: ManualClock, paper: Paper
) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="subscribe"),
        stage.message("m"),
        step("w", "wait", seconds=3600),
        step("b", "branch", did_since_entry={"event": "order_paid"}, yes="x1", no="l"),
        step("l", "tag", add=["to win"]),
        step("x2", "exit"),
        step("x1", "exit"),
    )
    ann, bob = await stage.happen("subscribe", "ann", "bob")
    await stage.work()
    clock.advance(timedelta(minutes=30))
    await stage.happen("order_paid", "ann", order_id="o1")
    await stage.work()
    assert (await stage.counts(journey))["nodes"]["w"] == {"here": 2, "entered": 2, "left": 0}

    clock.advance(timedelta(minutes=31))
    await stage.work()

    counts = await stage.counts(journey)
    assert (counts["entered"], counts["in_progress"], counts["reasons"]) == (2, 0, {"exit": 2})
    assert counts["nodes"]["x1"]["entered"] == 1
    assert counts["nodes"]["l"] == {"here": 0, "entered": 1, "left": 1}
    assert sorted(letter.to for letter in paper.letters) == ["ann", "bob"]
    async with stage.runtime.postgres.transaction(stage.home.scope.workspace_id) as tx:
        assert await profiles.tags_of(tx, stage.home.scope.workspace_id, [ann, bob]) == {bob: ["to win"]}


async def test_a_person_trace_tells_every_move(stage: Stage, clock: ManualClock) -> None:
    journey = await stage.journey(step("t", "trigger", event="subscribe"), step("w", "wait", seconds=60), step("x", "exit"))
    (ann,) = await stage.happen("subscribe", "ann")
    await stage.work()
    clock.advance(timedelta(seconds=60))
    await stage.work()

    (run,) = (await stage.home.client.get(f"/v1/journeys/{journey}/people/{ann}")).json()["runs"]

    moves = [(move["from_node"], move["to_node"], move["outcome"]) for move in run["moves"]]
    assert moves == [(None, "t", ""), ("t", "w", ""), ("w", "x", ""), ("x", None, "exit")]
    assert (run["state"], run["reason"]) == ("done", "exit")


async def test_who_does_the_goal_leaves_from_wherever_they_stand(stage: Stage) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="subscribe"),
        step("w", "wait", seconds=3600),
        step("x", "exit"),
        step("g", "goal", event="order_paid", where=[{"property": "channel", "op": "=", "value": "shop"}]),
    )
    await stage.happen("order_paid", "ann", channel="shop", at=stage.clock.now() - timedelta(seconds=5))
    await stage.happen("subscribe", "ann", "bob", "cid")
    await stage.happen("order_paid", "bob", channel="shop")
    await stage.happen("order_paid", "cid", channel="web")
    await stage.work()

    counts = await stage.counts(journey)

    assert (counts["goal"], counts["in_progress"]) == (1, 2), "before coming in, or the wrong channel, is no goal"


async def entries(stage: Stage, journey: str) -> int:
    await stage.work()
    entered: int = (await stage.counts(journey))["entered"]
    return entered


async def test_never_lets_a_person_in_once_only(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), step("x", "exit"))

    await stage.happen("scan", "ann", "ann")
    assert await entries(stage, journey) == 1
    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 1


async def test_after_leaving_lets_a_person_in_again_when_out(stage: Stage, clock: ManualClock) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="scan", reentry={"rule": "after_leaving"}), step("w", "wait", seconds=60), step("x", "exit")
    )

    await stage.happen("scan", "ann", "ann")
    assert await entries(stage, journey) == 1
    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 1
    clock.advance(timedelta(seconds=61))
    await stage.work()
    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 2


async def test_after_time_counts_from_the_last_entry(stage: Stage, clock: ManualClock) -> None:
    journey = await stage.journey(
        step("t", "trigger", event="scan", reentry={"rule": "after_time", "seconds": 600}), step("x", "exit")
    )

    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 1
    clock.advance(timedelta(seconds=599))
    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 1
    clock.advance(timedelta(seconds=1))
    await stage.happen("scan", "ann")
    assert await entries(stage, journey) == 2


async def test_every_starts_a_run_for_each_event(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan", reentry={"rule": "every"}), step("x", "exit"))

    await stage.happen("scan", "ann", "ann", "bob")

    assert await entries(stage, journey) == 3


async def test_imported_history_starts_nothing(stage: Stage) -> None:
    journey = await stage.journey(step("t", "trigger", event="order_paid"), step("x", "exit"))

    await stage.happen("order_paid", "ann", at=stage.clock.now() - timedelta(days=2))

    assert await entries(stage, journey) == 0


async def test_people_inside_keep_their_version_or_move_or_leave_as_chosen(stage: Stage, clock: ManualClock) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), step("w", "wait", seconds=60), step("x", "exit"))
    await stage.happen("scan", "ann")
    await stage.work()

    async def republish(inside: str) -> None:
        graph = (await stage.home.client.get(f"/v1/journeys/{journey}")).json()["graph"]
        graph["nodes"] = [node for node in graph["nodes"] if node["kind"] != "exit"] + [step(inside, "exit")]
        graph["edges"] = [{"from": "t", "to": "w"}, {"from": "w", "to": inside}]
        await stage.home.client.put(f"/v1/journeys/{journey}", json={"graph": graph})
        done = await stage.home.client.post(f"/v1/journeys/{journey}/publish", json={"inside": inside})
        assert done.status_code == 200, done.text

    await republish("keep")
    await stage.happen("scan", "bob")
    await stage.work()
    people = (await stage.home.client.get(f"/v1/journeys/{journey}/people")).json()["items"]
    assert [run["version"] for run in people] == [1, 2]
    await republish("move")
    clock.advance(timedelta(seconds=61))
    await stage.work()
    assert (await stage.counts(journey))["nodes"]["move"] == {"here": 0, "entered": 2, "left": 2}

    await stage.happen("scan", "cid")
    await stage.work()
    await republish("leave")
    assert (await stage.counts(journey))["reasons"] == {"exit": 2, "removed": 1}


async def test_a_paused_journey_lets_nobody_in_or_on(stage: Stage, clock: ManualClock) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), step("w", "wait", seconds=60), step("x", "exit"))
    await stage.happen("scan", "ann")
    await stage.work()
    await stage.home.client.post(f"/v1/journeys/{journey}/pause")
    clock.advance(timedelta(seconds=61))
    await stage.happen("scan", "bob")
    await stage.work()
    assert (await stage.counts(journey))["nodes"]["w"]["here"] == 1

    await stage.home.client.post(f"/v1/journeys/{journey}/resume")
    await stage.work()

    counts = await stage.counts(journey)
    assert (counts["entered"], counts["reasons"]) == (1, {"exit": 1})


async def test_a_faulty_draft_is_kept_and_not_published(stage: Stage) -> None:
    nodes: list[dict[str, Any]] = [step("t", "trigger", event="scan", where=[{"property": "x", "op": "~", "value": 1}])]
    made = await stage.home.client.post("/v1/journeys", json={"name": "n", "graph": {"nodes": nodes, "edges": []}})
    answer = await stage.home.client.post(f"/v1/journeys/{made.json()['id']}/publish")

    assert answer.status_code == 422
    assert answer.json()["code"] == "journey_faulty"
    assert {(fault["node_id"], fault["code"]) for fault in answer.json()["facts"]["faults"]} == {
        ("t", "dead_end"),
        ("t", "condition"),
    }
    assert made.json()["faults"] == answer.json()["facts"]["faults"]


async def test_coming_in_and_going_out_are_events_of_the_log(stage: Stage, runtime: Runtime) -> None:
    from quanyu.kit.query import Query

    await stage.journey(step("t", "trigger", event="scan"), step("x", "exit"))
    await stage.happen("scan", "ann")
    await stage.work()
    await stage.work("journeys.report")

    rows = await runtime.clickhouse.rows(
        Query(
            "SELECT event, count() FROM events WHERE workspace_id = {w:UUID} AND event LIKE 'journey_%'"
            " GROUP BY event ORDER BY event",
            {"w": stage.home.scope.workspace_id},
        )
    )
    assert rows == [("journey_entered", 1), ("journey_left", 1)]


async def test_another_workspace_sees_no_journey_and_changes_none(stage: Stage, neighbour: Home) -> None:
    journey = await stage.journey(step("t", "trigger", event="scan"), step("x", "exit"))
    (ann,) = await stage.happen("scan", "ann")
    await stage.work()

    seen = [
        await neighbour.client.get(f"/v1/journeys/{journey}{rest}") for rest in ("", "/counts", "/people", f"/people/{ann}")
    ]
    changed = [await neighbour.client.post(f"/v1/journeys/{journey}/{verb}") for verb in ("publish", "pause", "archive")]

    assert {answer.status_code for answer in seen + changed} == {404}
    assert (await neighbour.client.get("/v1/journeys")).json()["items"] == []
