"""R4: tokens open one workspace, do what their role allows, and end when they are revoked."""

from itertools import pairwise

import httpx
import pytest

from quanyu.infra.runtime import Runtime
from quanyu.kit.errors import Unauthenticated
from quanyu.kit.scope import Role
from quanyu.platform.access import PERMISSIONS, authenticate
from quanyu.platform.access.cache import SECONDS, ScopeCache
from tests.conftest import Home
from tests.platform.conftest import Browser


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


async def test_a_token_is_shown_once_and_listed_by_its_end(client: httpx.AsyncClient) -> None:
    made = (await client.post("/v1/tokens", json={"name": "shop", "role": "ingest"})).json()

    listed = await client.get("/v1/tokens")

    assert made["token"] not in listed.text
    assert listed.json()["items"][0]["hint"] == made["token"][-4:]
    assert listed.json()["items"][0]["last_used_at"] is None


async def test_a_revoked_token_is_refused_at_once(runtime: Runtime, client: httpx.AsyncClient) -> None:
    made = (await client.post("/v1/tokens", json={"name": "shop", "role": "analyst"})).json()
    before = await client.get("/v1/workspace", headers=_bearer(made["token"]))

    revoked = [(await client.delete(f"/v1/tokens/{made['id']}")).status_code for _ in range(2)]

    assert before.status_code == 200
    assert revoked == [204, 204]
    assert (await client.get("/v1/workspace", headers=_bearer(made["token"]))).status_code == 401


async def test_the_use_of_a_token_is_noted(client: httpx.AsyncClient) -> None:
    made = (await client.post("/v1/tokens", json={"name": "shop", "role": "analyst"})).json()

    await client.get("/v1/workspace", headers=_bearer(made["token"]))

    assert (await client.get("/v1/tokens")).json()["items"][0]["last_used_at"] == "2026-03-02T04:00:00Z"


async def test_ingest_asks_for_a_scope_outside_any_endpoint(runtime: Runtime, home: Home) -> None:
    scopes = [await authenticate(runtime, _bearer(home.token)) for _ in range(2)]

    assert {scope.workspace_id for scope in scopes} == {home.scope.workspace_id}
    for headers in (
        {},
        {"authorization": "Bearer "},
        {"authorization": "Basic x"},
        _bearer("qy_é\u00ff"),
        {"cookie": "quanyu_session=x"},
    ):
        with pytest.raises(Unauthenticated):
            await authenticate(runtime, headers)


async def test_a_member_comes_in_by_cookie_where_ingest_asks(runtime: Runtime, home: Home, browser: Browser) -> None:
    client = await browser(home)
    headers = {"cookie": f"quanyu_session={client.cookies['quanyu_session']}", "x-csrf-token": client.headers["X-CSRF-Token"]}

    assert (await authenticate(runtime, headers)).workspace_id == home.scope.workspace_id


async def test_a_remembered_scope_is_forgotten_after_five_seconds(home: Home) -> None:
    now = [0.0]
    cache = ScopeCache(lambda: now[0])
    cache.put(b"digest", home.scope)

    now[0] = SECONDS - 0.1
    assert cache.get(b"digest") == home.scope
    now[0] = SECONDS
    assert cache.get(b"digest") is None


async def test_a_new_time_zone_holds_for_the_next_request(runtime: Runtime, home: Home) -> None:
    await authenticate(runtime, _bearer(home.token))

    await home.client.patch("/v1/workspace", json={"time_zone": "Europe/London", "currency": "GBP"})

    scope = await authenticate(runtime, _bearer(home.token))
    assert (scope.time_zone, scope.currency) == ("Europe/London", "GBP")


async def test_a_role_refuses_what_it_does_not_allow(client: httpx.AsyncClient) -> None:
    made = (await client.post("/v1/tokens", json={"name": "reader", "role": "analyst"})).json()

    answer = await client.patch("/v1/workspace", json={"name": "x"}, headers=_bearer(made["token"]))

    assert answer.status_code == 403
    assert answer.json()["facts"] == {"permission": "workspace.write", "role": "analyst"}


def test_roles_grow_from_analyst_to_owner() -> None:
    order = [PERMISSIONS[role] for role in (Role.ANALYST, Role.OPERATOR, Role.ADMIN, Role.OWNER)]

    assert all(lower <= higher for lower, higher in pairwise(order))
    assert PERMISSIONS[Role.SALES] < PERMISSIONS[Role.OPERATOR]
    assert PERMISSIONS[Role.INGEST] == {"events.write"}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"time_zone": "Mars/Olympus"}, "unknown_time_zone"),
        ({"currency": "JPY"}, "unknown_currency"),
        ({"currency": "yuan"}, "invalid_request"),
        ({"name": "  "}, "invalid_request"),
        ({"name": "a\u0000b"}, "unstorable"),
    ],
)
async def test_settings_that_mean_nothing_are_refused(client: httpx.AsyncClient, body: dict[str, str], code: str) -> None:
    response = await client.patch("/v1/workspace", json=body)

    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_the_workspace_tells_its_settings_and_the_clock(client: httpx.AsyncClient) -> None:
    found = (await client.get("/v1/workspace")).json()

    assert (found["time_zone"], found["currency"], found["now"]) == ("Asia/Shanghai", "CNY", "2026-03-02T04:00:00Z")
    assert found["version"]
