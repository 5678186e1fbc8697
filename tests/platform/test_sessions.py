"""R4: members sign in by password, and a session is a cookie that only we can end or renew."""

from datetime import timedelta

import httpx
from sqlalchemy import text

from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Role
from quanyu.platform import members
from quanyu.platform.access.attempts import key_of
from quanyu.platform.members.passwords import HASHER, NOBODY
from tests.conftest import NOON, Home
from tests.platform.conftest import PASSWORD, Browser, new_login, sign_in


async def test_a_member_signs_in_and_sees_who_they_are(browser: Browser, home: Home) -> None:
    client = await browser(home)

    session = (await client.get("/v1/session")).json()

    assert session["workspace"]["id"] == str(home.scope.workspace_id)
    assert session["role"] == "owner"
    assert "members.write" in session["permissions"]
    assert [one["id"] for one in session["workspaces"]] == [str(home.scope.workspace_id)]
    assert session["must_change_password"] is False


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    runtime: Runtime, home: Home, anonymous: httpx.AsyncClient
) -> None:
    login = new_login()
    async with runtime.postgres.system_transaction() as tx:
        await members.create_owner(tx, home.scope.workspace_id, login, PASSWORD, at=NOON)

    cookie = (await sign_in(anonymous, login.upper())).headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


async def test_a_wrong_password_and_an_unknown_login_answer_the_same(
    browser: Browser, home: Home, anonymous: httpx.AsyncClient
) -> None:
    login = (await (await browser(home)).get("/v1/session")).json()["member"]["login"]

    wrong = await sign_in(anonymous, login, "not the password")
    unknown = await sign_in(anonymous, new_login(), "not the password")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["code"] == "bad_credentials"


def test_checking_an_unknown_login_costs_what_checking_a_real_one_does() -> None:
    assert not HASHER.check_needs_rehash(NOBODY)


async def test_sign_ins_are_refused_after_too_many_attempts_and_allowed_again_later(
    runtime: Runtime, anonymous: httpx.AsyncClient
) -> None:
    login = new_login()
    answers = [(await sign_in(anonymous, login)).status_code for _ in range(runtime.settings.login_attempts)]

    refused = await sign_in(anonymous, login)

    assert set(answers) == {401}
    assert refused.status_code == 429
    assert 600 <= refused.json()["facts"]["retry_after"] <= 900
    assert refused.headers["Retry-After"] == str(refused.json()["facts"]["retry_after"])
    async with runtime.postgres.system_transaction() as tx:
        past = text("UPDATE sign_in_attempts SET opened_at = opened_at - interval '15 minutes' WHERE key = :key")
        await tx.execute(past, {"key": key_of(login, "127.0.0.1")})
    assert (await sign_in(anonymous, login)).status_code == 401


async def test_a_change_by_cookie_needs_the_csrf_token(browser: Browser, home: Home) -> None:
    client = await browser(home)
    good = client.headers.pop("X-CSRF-Token")

    refused = await client.patch("/v1/workspace", json={"name": "Forged"})
    wrong = await client.patch("/v1/workspace", json={"name": "Forged"}, headers={"X-CSRF-Token": good[:-1] + "!"})
    allowed = await client.patch("/v1/workspace", json={"name": "Renamed"}, headers={"X-CSRF-Token": good})

    assert (refused.status_code, refused.json()["code"]) == (403, "bad_csrf_token")
    assert wrong.status_code == 403
    assert (allowed.status_code, allowed.json()["name"]) == (200, "Renamed")
    assert (await client.get("/v1/workspace")).status_code == 200


async def test_signing_out_ends_the_session_for_whoever_kept_the_cookie(browser: Browser, home: Home) -> None:
    client = await browser(home)
    kept = client.cookies["quanyu_session"]

    assert (await client.delete("/v1/session")).status_code == 204

    assert "quanyu_session" not in client.cookies
    assert (await client.get("/v1/workspace", headers={"Cookie": f"quanyu_session={kept}"})).status_code == 401


async def test_a_session_ends_after_its_hours(runtime: Runtime, browser: Browser, home: Home) -> None:
    client = await browser(home)
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        await tx.execute(text("UPDATE member_session SET expires_at = expires_at - :by"), {"by": timedelta(hours=12)})

    assert (await client.get("/v1/session")).status_code == 401


async def test_only_a_hash_of_the_cookie_is_kept(runtime: Runtime, browser: Browser, home: Home) -> None:
    client = await browser(home)
    cookie = client.cookies["quanyu_session"].encode()

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        kept = (await tx.execute(text("SELECT digest FROM member_session"))).scalar_one()

    assert len(kept) == 32
    assert cookie not in kept


async def test_a_new_password_ends_the_other_sessions_and_not_this_one(
    browser: Browser, home: Home, anonymous: httpx.AsyncClient
) -> None:
    here = await browser(home)
    login = (await here.get("/v1/session")).json()["member"]["login"]
    await sign_in(anonymous, login)

    wrong = await here.put("/v1/session/password", json={"current": "not the password", "new": "Another horse 8"})
    weak = await here.put("/v1/session/password", json={"current": PASSWORD, "new": "aaaaaaaaaaaa"})
    right = await here.put("/v1/session/password", json={"current": PASSWORD, "new": "Another horse 8"})

    assert (wrong.status_code, weak.status_code, right.status_code) == (401, 422, 204)
    assert (await here.get("/v1/session")).status_code == 200
    assert (await anonymous.get("/v1/session")).status_code == 401
    assert (await sign_in(anonymous, login)).status_code == 401
    assert (await sign_in(anonymous, login, "Another horse 8")).status_code == 200


async def test_a_member_of_two_workspaces_switches_and_cannot_enter_a_third(
    runtime: Runtime, browser: Browser, home: Home, neighbour: Home
) -> None:
    client = await browser(home)
    login = (await client.get("/v1/session")).json()["member"]["login"]
    other = {"workspace_id": str(neighbour.scope.workspace_id)}
    refused = await client.post("/v1/session/workspace", json=other)
    invited = await neighbour.client.post("/v1/members", json={"login": login, "role": "analyst"})

    switched = await client.post("/v1/session/workspace", json=other)

    assert refused.status_code == 404
    assert invited.json()["one_time_password"] is None
    assert (switched.status_code, switched.json()["role"]) == (200, "analyst")
    assert len(switched.json()["workspaces"]) == 2
    assert (await client.get("/v1/workspace")).json()["id"] == other["workspace_id"]


async def test_a_deactivated_member_is_out_with_the_next_request(browser: Browser, home: Home) -> None:
    client = await browser(home, Role.OPERATOR)
    session = (await client.get("/v1/session")).json()

    await home.client.patch(f"/v1/members/{session['member']['id']}", json={"active": False})

    assert (await client.get("/v1/workspace")).status_code == 401
    assert (await sign_in(client, session["member"]["login"])).status_code == 401


async def test_a_member_chooses_their_language(browser: Browser, home: Home) -> None:
    client = await browser(home)

    changed = await client.patch("/v1/session", json={"locale": "en"})

    assert changed.json()["member"]["locale"] == "en"
    assert (await client.patch("/v1/session", json={"locale": "xx"})).status_code == 422
