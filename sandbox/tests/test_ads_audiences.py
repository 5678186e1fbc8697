"""An audience's file is matched in slices: others have their turn meanwhile, and what is found is the same."""

import asyncio
from itertools import pairwise

import pytest
from rig import Sandbox
from table.ads import get, new_audience, upload
from wechat_sandbox.ads import audience_files, audiences, clicks, digests
from wechat_sandbox.people.population import Population


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The phones hashed so far, one in a turn."""
    done: list[str] = []

    def counted(phone: str) -> str:
        done.append(phone)
        return clicks.phone_hash(phone)

    monkeypatch.setattr(digests, "phone_hash", counted)
    monkeypatch.setattr(audience_files, "PEOPLE_AT_ONCE", 1)
    monkeypatch.setattr(audience_files, "LINES_AT_ONCE", 9)
    return done


async def test_others_have_their_turn_while_a_file_is_matched(sandbox: Sandbox, hashed: list[str]) -> None:
    audience = await new_audience(sandbox)
    await upload(sandbox, audience, *range(0, 100, 2))
    at_each_turn: list[int] = []
    matching = asyncio.create_task(sandbox.advance(3600))
    while not matching.done():
        at_each_turn.append(len(hashed))
        await asyncio.sleep(0)
    assert len(hashed) == 100
    assert max(later - before for before, later in pairwise(at_each_turn)) == 1
    assert set(_members(sandbox, audience)) == set(_families(sandbox, *range(0, 100, 2)))
    await upload(sandbox, audience, 2)
    await sandbox.advance(3600)
    assert len(hashed) == 100, "the hashes are kept"


async def test_a_call_that_comes_while_a_file_is_matched_is_answered_before_it_is_done(
    sandbox: Sandbox, hashed: list[str]
) -> None:
    audience = await new_audience(sandbox)
    await upload(sandbox, audience, *range(100))
    matching = asyncio.create_task(sandbox.advance(3600))
    await _until(hashed, 1)
    asked = (await get(sandbox, "/v3.0/custom_audience_files/get", audience_id=audience))["list"]
    assert [one["process_status"] for one in asked] == ["PENDING"]
    assert not _members(sandbox, audience)
    await matching
    asked = (await get(sandbox, "/v3.0/custom_audience_files/get", audience_id=audience))["list"]
    assert [(one["process_status"], one["user_count"]) for one in asked] == [("SUCCESS", 100)]
    assert not sandbox.world.store.count(audience_files.PART, "ads")


async def test_a_restart_in_the_middle_of_a_file_loses_nothing(sandbox: Sandbox, hashed: list[str]) -> None:
    audience = await new_audience(sandbox)
    await upload(sandbox, audience, 1, 2, 3)
    matching = asyncio.create_task(sandbox.advance(3600))
    await _until(hashed, 50)
    digests._held.clear()
    await matching
    assert len(hashed) == 150
    assert set(_members(sandbox, audience)) == set(_families(sandbox, 1, 2, 3))


async def test_hashes_that_differ_in_one_letter_are_nobodys(sandbox: Sandbox) -> None:
    people: Population = sandbox.world.people
    known = digests.Digests(people)
    while not known.extend(30):
        pass
    good = clicks.phone_hash(people.phone(7))
    assert set(known.find([good.upper()])) == set(_families(sandbox, 7))
    changed = [good[:-1] + ("0" if good[-1] != "0" else "1"), good[:-1], good + "0", "", "好" * 32, "g" * 32]
    assert not known.find(changed).size
    assert not known.find([]).size


async def test_a_part_that_is_no_number_is_refused(sandbox: Sandbox) -> None:
    audience = await new_audience(sandbox)
    await upload(sandbox, audience, 1)
    held = (await get(sandbox, "/v3.0/custom_audience_files/get", audience_id=audience))["list"][0]
    told = {"action": "ads_matches", "file": held["custom_audience_file_id"], "part": "x"}
    assert (await sandbox.client.post("/_sandbox/people/1/act", json=told)).status_code == 422


async def _until(hashed: list[str], number: int) -> None:
    for _ in range(100_000):
        if len(hashed) >= number:
            return
        await asyncio.sleep(0)


def _members(sandbox: Sandbox, audience: int) -> list[int]:
    flags = audiences.members(sandbox.world, sandbox.account("ads"), audience)
    return [int(person) for person in flags.nonzero()[0]]


def _families(sandbox: Sandbox, *named: int) -> list[int]:
    """Everybody who gives the phone number of one of these."""
    people: Population = sandbox.world.people
    phones = {people.phone(person) for person in named}
    return [person for person in range(100) if people.phone(person) in phones]
