"""T2: what the tracking SDKs send is what the event log takes. The SDKs' own tests hold them to the same file."""

from __future__ import annotations

import json
from typing import Any

from httpx import AsyncClient

from tests.people.conftest import catch_up  # noqa: F401
from tests.sdk.conftest import SDK


async def test_the_sdks_visit_is_accepted_whole_and_belongs_to_one_person(client: AsyncClient, catch_up: Any) -> None:  # noqa: F811
    visit = json.loads((SDK / "core" / "example.json").read_text())

    answer = (await client.post("/v1/events", json=visit)).json()
    await catch_up()

    assert (answer["accepted"], answer["rejected"]) == (len(visit["events"]), 0), answer
    (person,) = (await client.get("/v1/profiles", params={"search": "M7"})).json()["items"]
    assert person["touchpoints"] == ["mini_program"]
    timeline = (await client.get(f"/v1/profiles/{person['id']}/timeline")).json()["items"]
    assert {item["event"] for item in timeline} == {event["event"] for event in visit["events"]}


async def test_the_same_visit_again_counts_nothing(client: AsyncClient) -> None:
    visit = json.loads((SDK / "core" / "example.json").read_text())
    await client.post("/v1/events", json=visit)

    again = (await client.post("/v1/events", json=visit)).json()

    assert (again["accepted"], again["duplicate"]) == (0, len(visit["events"]))
