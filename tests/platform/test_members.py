"""R4: owners and admins let people in, change what they may do, and always leave an owner."""

import asyncio

import httpx
import pytest

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Role
from quanyu.platform import members
from quanyu.platform.members.errors import AlreadyMember, WeakPassword
from tests.conftest import NOON, Home
from tests.platform.conftest import PASSWORD, Browser, new_login, sign_in


async def test_an_invited_member_must_choose_a_password_first(client: httpx.AsyncClient, anonymous: httpx.AsyncClient) -> None:
    login = new_login()
    invited = (await client.post("/v1/members", json={"login": login, "role": "analyst", "name": "小林"})).json()

    session = await sign_in(anonymous, login, invited["one_time_password"])
    before = await anonymous.get("/v1/workspace")
    chosen = {"current": invited["one_time_password"], "new": PASSWORD}
    await anonymous.put("/v1/session/password", json=chosen)
    after = await anonymous.get("/v1/workspace")

    assert session.json()["must_change_password"] is True
    assert (before.status_code, before.json()["code"]) == (403, "must_change_password")
    assert after.status_code == 200
    assert "one_time_password" not in (await client.get("/v1/members")).text


async def test_a_login_is_invited_once(client: httpx.AsyncClient) -> None:
    login = new_login()
    first = await client.post("/v1/members", json={"login": login, "role": "sales"})
    second = await client.post("/v1/members", json={"login": login.upper(), "role": "sales"})

    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "already_member")


async def test_the_last_owner_stays(browser: Browser, home: Home) -> None:
    client = await browser(home)
    own = f"/v1/members/{(await client.get('/v1/session')).json()['member']['id']}"

    demoted = await client.patch(own, json={"role": "admin"})
    deactivated = await client.patch(own, json={"active": False})

    assert (demoted.status_code, demoted.json()["code"]) == (409, "last_owner")
    assert deactivated.status_code == 409


async def test_two_owners_who_deactivate_each_other_at_once_leave_one(browser: Browser, home: Home) -> None:
    first, second = await browser(home), await browser(home)
    ids = [(await one.get("/v1/session")).json()["member"]["id"] for one in (first, second)]

    answers = await asyncio.gather(
        first.patch(f"/v1/members/{ids[1]}", json={"active": False}),
        second.patch(f"/v1/members/{ids[0]}", json={"active": False}),
    )

    assert sorted(one.status_code for one in answers) in ([200, 401], [200, 409])
    active = [one for one in (await home.client.get("/v1/members")).json()["items"] if one["active"]]
    assert len(active) == 1


async def test_an_admin_does_not_make_change_or_remove_owners(browser: Browser, home: Home) -> None:
    admin, owner = await browser(home, Role.ADMIN), await browser(home)
    owner_id = (await owner.get("/v1/session")).json()["member"]["id"]
    own_id = (await admin.get("/v1/session")).json()["member"]["id"]

    answers = [
        await admin.post("/v1/members", json={"login": new_login(), "role": "owner"}),
        await admin.post("/v1/tokens", json={"name": "mine", "role": "owner"}),
        await admin.patch(f"/v1/members/{owner_id}", json={"role": "analyst"}),
        await admin.patch(f"/v1/members/{owner_id}", json={"active": False}),
        await admin.patch(f"/v1/members/{own_id}", json={"role": "owner"}),
    ]

    assert {(one.status_code, one.json()["code"]) for one in answers} == {(403, "owners_only")}


async def test_members_are_listed_page_by_page(client: httpx.AsyncClient) -> None:
    logins = sorted([new_login() for _ in range(3)])
    for login in logins:
        await client.post("/v1/members", json={"login": login, "role": "analyst"})

    first = (await client.get("/v1/members?limit=2")).json()
    rest = (await client.get(f"/v1/members?limit=2&cursor={first['next_cursor']}")).json()

    assert sorted(one["login"] for one in first["items"] + rest["items"]) == logins
    assert rest["next_cursor"] is None
    assert (await client.get("/v1/members?cursor=WzFd")).json()["code"] == "bad_cursor"


@pytest.mark.parametrize("login", ["", "x", "有名", "a b", "a\u0000b", "a" * 201])
async def test_a_login_that_is_none_is_refused(client: httpx.AsyncClient, login: str) -> None:
    response = await client.post("/v1/members", json={"login": login, "role": "analyst"})

    assert response.status_code == 422


async def test_the_first_owner_has_a_password_that_is_hard_to_guess_and_a_login_of_their_own(
    runtime: Runtime, home: Home
) -> None:
    workspace_id, login = home.scope.workspace_id, new_login()

    async def create(password: str) -> None:
        async with runtime.postgres.system_transaction() as tx:
            await members.create_owner(tx, workspace_id, login, password, at=NOON)

    for weak in ("short", "aaaaaaaaaaaa", login):
        with pytest.raises(WeakPassword):
            await create(weak)
    await create(PASSWORD)
    with pytest.raises(AlreadyMember):
        await create(PASSWORD)


async def test_a_forgotten_password_is_replaced_by_a_one_time_one(
    browser: Browser, home: Home, anonymous: httpx.AsyncClient
) -> None:
    client = await browser(home, Role.ANALYST)
    member = (await client.get("/v1/session")).json()["member"]

    reset = await home.client.post(f"/v1/members/{member['id']}/password")

    assert reset.status_code == 200
    assert (await client.get("/v1/session")).status_code == 401
    assert (await sign_in(anonymous, member["login"])).status_code == 401
    session = await sign_in(anonymous, member["login"], reset.json()["one_time_password"])
    assert session.json()["must_change_password"] is True


async def test_a_password_that_opens_another_workspace_is_not_replaced_here(
    browser: Browser, home: Home, neighbour: Home
) -> None:
    client = await browser(home)
    member = (await client.get("/v1/session")).json()["member"]
    await neighbour.client.post("/v1/members", json={"login": member["login"], "role": "analyst"})

    answer = await neighbour.client.post(f"/v1/members/{member['id']}/password")

    assert (answer.status_code, answer.json()["code"]) == (409, "member_elsewhere")
    assert (await client.get("/v1/session")).status_code == 200


async def test_an_admin_does_not_reset_an_owners_password(browser: Browser, home: Home) -> None:
    admin, owner = await browser(home, Role.ADMIN), await browser(home)
    owner_id = (await owner.get("/v1/session")).json()["member"]["id"]

    answer = await admin.post(f"/v1/members/{owner_id}/password")

    assert (answer.status_code, answer.json()["code"]) == (403, "owners_only")
