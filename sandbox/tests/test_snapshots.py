from pathlib import Path

from brand import Brand
from rig import DAY, Sandbox, running


async def test_a_world_goes_back_to_its_snapshot(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.advance(DAY / 2)
    await sandbox.admin("POST", "/snapshots", {"name": "before"})
    people = (await sandbox.client.get("/_sandbox/truth/people.jsonl")).text
    await sandbox.advance(DAY / 2)
    await sandbox.post("oa", "/cgi-bin/tags/create", {"tag": {"name": "after"}})
    heard = len(brand.callbacks)

    await sandbox.admin("POST", "/snapshots/before/restore", {})

    assert (await sandbox.client.get("/_sandbox/truth/people.jsonl")).text == people
    assert sandbox.world.now() == sandbox.world.simulated_until
    assert (await sandbox.admin("GET", "/clock"))["now"] == "2026-01-01T04:00:00.000Z"
    assert len(brand.callbacks) == heard
    assert (await sandbox.get("oa", "/cgi-bin/tags/get"))["errcode"] == 40001, "its token is of a time that never was"
    sandbox.tokens.clear()
    assert (await sandbox.get("oa", "/cgi-bin/tags/get"))["tags"] == []


async def test_the_same_time_after_a_snapshot_is_lived_the_same(sandbox: Sandbox) -> None:
    await sandbox.admin("POST", "/snapshots", {"name": "noon"})
    lives = []
    for _ in range(2):
        await sandbox.admin("POST", "/snapshots/noon/restore", {})
        await sandbox.advance(DAY)
        lives.append((await sandbox.client.get("/_sandbox/truth/people.jsonl")).text)
    assert lives[0] == lives[1]


async def test_a_snapshot_needs_a_name_and_must_be_there(sandbox: Sandbox) -> None:
    for name in ("", "../x", "a" * 61, 7, None):
        response = await sandbox.client.post("/_sandbox/snapshots", json={"name": name})
        assert response.status_code == 422
    assert (await sandbox.client.post("/_sandbox/snapshots/none/restore", json={})).status_code == 404


async def test_a_snapshot_outlives_the_process(tmp_path: Path) -> None:
    async with running(tmp_path, Brand()) as first:
        await first.admin("POST", "/snapshots", {"name": "kept"})
        await first.advance(DAY)
    async with running(tmp_path, Brand()) as second:
        assert [one["name"] for one in (await second.admin("GET", "/snapshots"))["items"]] == ["kept"]
        await second.admin("POST", "/snapshots/kept/restore", {})
        assert (await second.admin("GET", "/clock"))["now"] == "2025-12-31T16:00:00.000Z"
