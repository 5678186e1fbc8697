"""R4, R6: every route of the API, present and future, against callers who must get nothing.

The routes are read from the API's own schema, so a new one is met here by itself. The first workspace is filled by its
own POST routes; a route whose body a schema cannot tell has it in ``tests/platform/seeds.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from quanyu.infra.runtime import Runtime
from tests.conftest import Home
from tests.platform.api_walk import Operation, Walk
from tests.platform.seeds import MARK, OPEN, SEEDS

BY_COOKIE = "/v1/session"
"""What a member does to their own sign-in: no token may."""

FOR_INGEST = {"POST /v1/events"}

NOTED = re.compile(r'"(last_\w+|calls\w*|errors\w*|refusals\w*|ms)":("[^"]*"|null|[\d.]+),?')

NOTHING_TO_NAME = {
    "GET /v1/messages/{message_id}",
    "GET /v1/journeys/{journey_id}/people/{profile_id}",
    "POST /v1/merges/{merge_id}/undo",
}
"""Routes by the id of something that no request makes: they are called with a made-up one here."""


@dataclass(frozen=True)
class Walled:
    """A filled workspace, and where each route finds something in it."""

    walk: Walk
    home: Home
    values: dict[str, dict[str, Any]]
    made_up: set[str]


@pytest.fixture
async def walled(runtime: Runtime, app: FastAPI, home: Home) -> Walled:
    app.openapi_schema = None
    walk = Walk(app.openapi(), MARK, SEEDS)
    await walk.furnish(home.client)
    values, made_up = {}, set()
    for operation in walk.operations():
        values[operation.name], real = await walk.fill(home.client, operation)
        if not real:
            made_up.add(operation.name)
    return Walled(walk, home, values, made_up)


def _is_guarded(operation: Operation) -> bool:
    return operation.name not in OPEN


async def test_every_route_by_id_has_something_to_name(walled: Walled) -> None:
    guarded = {operation.name for operation in walled.walk.operations() if _is_guarded(operation)}

    assert (walled.made_up & guarded) - NOTHING_TO_NAME == set()


async def test_nobody_gets_in_without_a_sign_in_or_token(walled: Walled, app: FastAPI) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://quanyu.test") as stranger:
        answers = {
            one.name: (await walled.walk.call(stranger, one, walled.values[one.name])).status_code
            for one in walled.walk.operations()
            if _is_guarded(one)
        }

    assert {name: status for name, status in answers.items() if status != 401} == {}


async def test_another_workspace_finds_none_of_ours_by_id(walled: Walled, neighbour: Home) -> None:
    answers = {}
    for operation in walled.walk.operations():
        if operation.path_names and _is_guarded(operation):
            answer = await walled.walk.call(neighbour.client, operation, walled.values[operation.name])
            answers[operation.name] = (answer.status_code, answer.json().get("code") if answer.content else "")

    refused = {name for name, (status, code) in answers.items() if status in (403, 404) or code == "invalid_request"}
    assert {name: answer for name, answer in answers.items() if name not in refused} == {}


async def test_another_workspace_sees_none_of_ours_in_lists_and_reports(walled: Walled, neighbour: Home) -> None:
    ours = await _everything(walled)
    ids = set(re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{22}", " ".join(ours.values())))
    assert MARK in ours["GET /v1/tokens"]

    for operation in walled.walk.operations():
        if operation.method == "get" and not operation.path_names and _is_guarded(operation):
            answer = await walled.walk.call(neighbour.client, operation, {})
            assert answer.status_code < 500, operation.name
            assert MARK not in answer.text, operation.name
            assert ids.isdisjoint(re.findall(r"[0-9a-f-]{36}", answer.text)), operation.name


async def test_another_workspace_changes_nothing_of_ours(walled: Walled, neighbour: Home) -> None:
    first, before = await _everything(walled), await _everything(walled)

    for operation in walled.walk.operations():
        if operation.method != "get" and _is_guarded(operation):
            answer = await walled.walk.call(neighbour.client, operation, walled.values[operation.name])
            assert answer.status_code < 500, operation.name

    after = await _everything(walled)
    steady = {name for name in first if first[name] == before[name]}
    assert {name: after[name] for name in steady} == {name: before[name] for name in steady}
    assert "GET /v1/members" in steady


async def test_every_route_asks_for_a_permission(walled: Walled) -> None:
    made = await walled.home.client.post("/v1/tokens", json={"name": "ingest", "role": "ingest"})
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    answers = {}
    for operation in walled.walk.operations():
        if _is_guarded(operation) and operation.name not in FOR_INGEST and not operation.path.startswith(BY_COOKIE):
            walled.home.client.headers.update(headers)
            answers[operation.name] = (
                await walled.walk.call(walled.home.client, operation, walled.values[operation.name])
            ).status_code

    assert {name: status for name, status in answers.items() if status != 403} == {}


async def _everything(walled: Walled) -> dict[str, str]:
    """What our own reader gets from every GET route, without what the product notes of itself as time passes."""
    return {
        one.name: NOTED.sub("", (await walled.walk.call(walled.home.client, one, walled.values[one.name])).text)
        for one in walled.walk.operations()
        if one.method == "get" and _is_guarded(one) and not one.path.startswith(BY_COOKIE)
    }
