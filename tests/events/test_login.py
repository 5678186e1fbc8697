"""T2, U1: a Mini Program's login tells who the visitor is, and that what they did before was theirs."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from quanyu.events import login as logins
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from tests.conftest import Home
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url  # noqa: F401


async def login(home: Home, app_id: str, code: str, **fields: Any) -> httpx.Response:
    body = {"app_id": app_id, "code": code, "anonymous_id": "a-1", **fields}
    return await home.client.post("/v1/mini-program/login", json=body, headers={"Authorization": ""})


async def code_of(sandbox: Sandbox, program: Connected, person: int) -> str:  # noqa: F811
    return str((await sandbox.act(person, "get_login_code", program))["code"])


async def test_a_login_answers_who_the_visitor_is_and_never_the_session_key(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    program = await sandbox.connect(home, "mini_program")
    person = await sandbox.person(3, program)

    response = await login(home, program.theirs["app_id"], await code_of(sandbox, program, 3), scene=1047, query={"from": "qr"})

    assert response.status_code == 200
    assert response.json() == {"openid": person["openid"], "unionid": person["unionid"]}


async def test_what_was_done_before_the_login_belongs_to_the_person(home: Home, runtime: Runtime, sandbox: Sandbox) -> None:  # noqa: F811
    program = await sandbox.connect(home, "mini_program")
    seen = {"id": str(uuid4()), "event": "page_view", "at": runtime.clock.now().isoformat(), "ids": {"anonymous_id": "a-1"}}
    await home.client.post(
        "/v1/events", json={"events": [{**seen, "touchpoint": "mini_program", "account": program.theirs["app_id"]}]}
    )

    await login(home, program.theirs["app_id"], await code_of(sandbox, program, 4))
    after = {**seen, "id": str(uuid4()), "event": "add_to_cart"}
    await home.client.post(
        "/v1/events", json={"events": [{**after, "touchpoint": "mini_program", "account": program.theirs["app_id"]}]}
    )

    rows = await runtime.clickhouse.rows(
        Query(
            "SELECT event, profile_id, properties FROM events WHERE workspace_id = {workspace:UUID} ORDER BY event",
            {"workspace": home.scope.workspace_id},
        )
    )
    by_event = {event: profile for event, profile, _ in rows}
    assert set(by_event) == {"page_view", "mp_login", "add_to_cart"}
    assert by_event["add_to_cart"] == by_event["mp_login"] > 0


async def test_a_code_serves_once(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    program = await sandbox.connect(home, "mini_program")
    code = await code_of(sandbox, program, 5)

    first, again, invented = [await login(home, program.theirs["app_id"], one) for one in (code, code, "invented")]

    assert (first.status_code, again.status_code, invented.status_code) == (200, 422, 422)
    assert again.json()["code"] == invented.json()["code"] == "login_refused"


async def test_claiming_somebody_elses_program_gets_nobody_their_logins(
    home: Home,
    neighbour: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
) -> None:
    program = await sandbox.connect(home, "mini_program")
    claimed = {"kind": "mini_program", "name": "x", "app_id": program.theirs["app_id"], "secret": "guess"}
    await neighbour.client.post("/v1/touchpoints", json={**claimed, "base_url": program.ours["base_url"]})

    response = await login(home, program.theirs["app_id"], await code_of(sandbox, program, 6))

    assert response.status_code == 200
    query = Query("SELECT count() FROM events WHERE workspace_id = {w:UUID}", {"w": neighbour.scope.workspace_id})
    assert await runtime.clickhouse.value(query) == 0


async def test_a_program_that_is_not_connected_is_a_404(home: Home) -> None:
    response = await login(home, f"wx{uuid4().hex[:16]}", "code")

    assert (response.status_code, response.json()["code"]) == (404, "mini_program_unknown")


async def test_many_wrong_codes_from_one_address_are_slowed_and_right_ones_are_not_counted(
    home: Home,
    runtime: Runtime,
    sandbox: Sandbox,  # noqa: F811
) -> None:
    program = await sandbox.connect(home, "mini_program")
    runtime.parts[logins.Failures] = failures = logins.Failures()
    await login(home, program.theirs["app_id"], await code_of(sandbox, program, 9))
    wrong = [await login(home, program.theirs["app_id"], "wrong") for _ in range(logins.FAILURES_A_MINUTE)]

    slowed = await login(home, program.theirs["app_id"], await code_of(sandbox, program, 9))

    runtime.parts[logins.Failures] = logins.Failures()
    assert {one.status_code for one in wrong} == {422}
    assert (slowed.status_code, slowed.json()["code"]) == (429, "too_many_logins")
    assert failures is not None


async def test_a_login_of_a_wrong_shape_is_refused(home: Home) -> None:
    for fields in ({"code": ""}, {"scene": -1}, {"query": {"a": "b" * 600}}, {"anonymous_id": "x" * 65}, {"more": 1}):
        body = {"app_id": "wx1", "code": "c", "anonymous_id": "a", **fields}
        response = await home.client.post("/v1/mini-program/login", json=body)
        assert response.status_code == 422
