"""What the truth tells, and that only the truth tells it."""

import csv
import filecmp
import json
from pathlib import Path
from typing import Any

import pytest
from crowd import UNMOVED, crowd, live
from rig import Sandbox
from typer.testing import CliRunner
from wechat_sandbox import inbox
from wechat_sandbox.cli import app
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.export import export
from wechat_sandbox.inbox import Letter
from wechat_sandbox.truth import TABLES
from wechat_sandbox.truth.replay import next_purchases
from wechat_sandbox.world import World


def _write(world: World, person: int) -> None:
    account = world.accounts.of_kind("official_account")[0]
    inbox.receive(world, Letter(account, person, inbox.TEMPLATE, {"data": {"thing1": {"value": "玫瑰面膜8折"}}}))


async def _days(folder: Path, seed: int = 7) -> World:
    world = crowd(folder, 80, seed, buys_per_day=0.2, ring_share=0.25, ring_size=10)
    for _ in range(3):
        await live(world, 0.5)
        for person in range(0, 80, 2):
            _write(world, person)
        await live(world, 0.5)
    return world


async def test_two_runs_of_one_seed_export_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        counts = export(await _days(tmp_path / f"data {name}"), tmp_path / name)
    assert set(counts) == set(TABLES)
    assert all(counts.values()), counts
    same, different, _ = filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", [f"{n}.jsonl" for n in TABLES], shallow=False)
    assert different == []
    assert len(same) == len(TABLES)
    other = crowd(tmp_path / "data other", 80, seed=8)
    export(other, tmp_path / "other")
    assert (tmp_path / "other/people.jsonl").read_bytes() != (tmp_path / "one/people.jsonl").read_bytes()


async def test_every_table_can_be_read_back_also_as_csv(tmp_path: Path) -> None:
    world = await _days(tmp_path / "data")
    counts = export(world, tmp_path / "csv", "csv")
    for name, count in counts.items():
        with (tmp_path / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count
        assert all(None not in row and None not in row.values() for row in rows), name
    people = [json.loads(row) for row in _lines(world, "people")]
    assert len(people) == 80
    assert {person["traits"]["risk"] for person in people} == {"honest", "ring_member", "ring_leader"}
    assert sorted(n for home in TABLES["households"](world) for n in home["members"]) == list(range(80))
    degrees = sum(2 for _ in TABLES["friendships"](world))
    assert degrees == len(world.people.traits.graph.rows[1])


async def test_channel_effects_add_up_from_the_messages(tmp_path: Path) -> None:
    world = await _days(tmp_path)
    messages = [row for row in TABLES["messages_truth"](world) if row["complete"] and row["kind"] == "template"]
    effect = next(row for row in TABLES["channel_effects"](world) if row["kind"] == "template")
    assert effect["reached"] == len(messages) == 40
    assert effect["purchases_with"] == sum(row["y_with"] for row in messages)
    assert effect["purchases_without"] == sum(row["y_without"] for row in messages)
    assert effect["caused"] - effect["prevented"] == sum(row["caused"] for row in messages)
    assert effect["planted_lift"] == world.settings.effect_template
    paid = {(order["person"], order["cause"]): order["amount_fen"] for order in TABLES["orders"](world)}
    for row in messages:
        assert (row["caused_amount_fen"] > 0) == (row["type"] == "persuadable")
        if row["type"] == "persuadable" and (row["person"], row["source"]) in paid:
            assert row["caused_amount_fen"] >= paid[row["person"], row["source"]] > 0


async def test_without_messages_fewer_would_have_bought_and_silence_changes_nothing(tmp_path: Path) -> None:
    silent = crowd(tmp_path / "silent", 120, buys_per_day=0.2, **UNMOVED)
    loud = crowd(tmp_path / "loud", 120, buys_per_day=0.2, effect_template=3.0, **UNMOVED)
    for world in (silent, loud):
        await live(world, 1.3)
        for person in range(120) if world is loud else ():
            _write(world, person)
        await live(world, 1.7)
    rows = {name: list(TABLES["without_messages"](world)) for name, world in (("silent", silent), ("loud", loud))}
    assert all(row["purchases"] == row["purchases_without_messages"] for row in rows["silent"])
    bought, alone = (sum(row[name] for row in rows["loud"]) for name in ("purchases", "purchases_without_messages"))
    assert bought > 1.1 * alone > 0


async def test_the_next_purchase_foretold_is_the_next_that_happens(tmp_path: Path) -> None:
    world = crowd(tmp_path, 150, buys_per_day=0.15, becomes_aware_per_day=0, **UNMOVED)
    await live(world, 2.4)
    today = china_day(world.simulated_until)
    foretold, expected = next_purchases(world, 5)
    assert expected.sum() == pytest.approx((foretold >= 0).sum(), rel=0.9)
    known = world.people.array("aware since", "int32") > 0
    before = {order["order_id"] for order in world.store.all("order", "mp")}
    await live(world, 4.5)
    happened: dict[int, int] = {}
    for order in world.store.all("order", "mp"):
        if order["order_id"] not in before and order["day"] is not None and known[order["person"]]:
            happened.setdefault(order["person"], order["day"])
    told = {person: int(foretold[person]) for person in range(150) if 0 <= foretold[person] < today + 5 and known[person]}
    assert len(told) > 20
    assert happened == told


async def test_what_is_opened_by_hand_counts_as_opened(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"open_custom": 0, "effect_custom": 0})
    person = sandbox.follower()
    await sandbox.act(person, "text", content="在吗")
    for words in ("看看新品", "会员日到了", "明天截止"):
        await sandbox.say(person, words)
    assert await _opened(sandbox, "custom") == [False, False, False]
    chat = (await sandbox.client.get(f"/_phone/people/{person}/chats/oa")).json()
    theirs, others = [line["seq"] for line in chat["items"] if not line["mine"]], 10**6
    assert (await sandbox.act(person, "see_messages", messages=[theirs[0], others, "x"]))["seen"] == 1
    assert (await sandbox.act(person + 1, "see_messages", messages=theirs))["seen"] == 0
    await sandbox.act(person, "read_message", message=theirs[2])
    assert await _opened(sandbox, "custom") == [True, False, True]


async def test_a_link_followed_by_hand_in_moments_counts_as_opened(sandbox: Sandbox) -> None:
    settings = {"open_moment": 0, "effect_moment": 0, "sees_moment": 1, "staff_confirms": 1, "moment_job_wall_seconds": 0}
    await sandbox.admin("PATCH", "/settings", settings)
    await sandbox.act(4, "add_staff", userid="linxiao")
    link = {"msgtype": "link", "link": {"title": "新品", "url": "https://example.com/new"}}
    task = {"text": {"content": "新品到店"}, "attachments": [link]}
    await sandbox.post("corp", "/cgi-bin/externalcontact/add_moment_task", task)
    await sandbox.advance(2 * DAY)
    post = (await sandbox.client.get("/_phone/people/4/moments")).json()["items"][0]
    before = await _opened(sandbox, "moment", 4)
    await sandbox.act(4, "open_moment", moment=post["moment"], by_hand=True)
    assert (before, await _opened(sandbox, "moment", 4)) == ([False], [True])


async def test_the_truth_is_read_over_http_and_by_no_api_of_wechat(sandbox: Sandbox) -> None:
    await sandbox.advance(DAY / 2)
    await sandbox.act(sandbox.follower(), "text")
    for name in TABLES:
        answer = await sandbox.client.get(f"/_sandbox/truth/{name}.jsonl")
        assert answer.status_code == 200, name
        assert all(isinstance(json.loads(row), dict) for row in answer.text.splitlines())
    assert (await sandbox.client.get("/_sandbox/truth/secrets.jsonl")).status_code == 404
    openid = sandbox.openid("oa", sandbox.follower())
    seen = await sandbox.get("oa", "/cgi-bin/user/info", openid=openid)
    assert not {"persuadable", "traits", "cause", "lift"} & set(json.dumps(seen).replace('"', " ").split())


async def _opened(sandbox: Sandbox, kind: str, person: int | None = None) -> list[bool]:
    rows = (await sandbox.client.get("/_sandbox/truth/messages_truth.jsonl")).text.splitlines()
    told = [row for line in rows if (row := json.loads(line))["kind"] == kind]
    return [row["opened"] for row in told if person in (None, row["person"])]


def _lines(world: World, name: str) -> list[str]:
    rows: list[Any] = list(TABLES[name](world))
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


async def test_the_command_line_exports_a_sandbox_that_may_be_in_use(tmp_path: Path) -> None:
    world = await _days(tmp_path / "data")
    said = _run("export", "--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"), "--format", "csv")
    assert f"{tmp_path}/out/people.csv: 80 rows" in said
    assert {file.stem for file in (tmp_path / "out").iterdir()} == set(TABLES)
    await live(world, 0.1)
    missing = CliRunner().invoke(app, ["export", "--data", str(tmp_path / "none"), "--out", str(tmp_path / "out")])
    assert missing.exit_code == 2


def test_the_command_line_shows_the_people_of_a_seed() -> None:
    said = _run("people", "--seed", "9", "--people", "500", "--sample", "2")
    head, _, tail = said.partition("\n}\n")
    shown = json.loads(head + "}")
    assert shown["people"] == 500
    assert 0.5 < shown["women"] < 0.8
    assert shown["risk"]["honest"] == 500
    assert [json.loads(row)["person"] for row in tail.splitlines()] == [0, 250]
