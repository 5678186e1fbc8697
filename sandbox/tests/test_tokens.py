from typing import Any

import pytest
from rig import API, WORK, Sandbox

STABLE = f"{API}/cgi-bin/stable_token"


async def test_a_new_token_leaves_the_old_one_alive_for_a_while(sandbox: Sandbox) -> None:
    first, second = [(await sandbox.new_token("oa"))["access_token"] for _ in range(2)]
    assert first != second
    assert await _errcode(sandbox, first) == 0
    assert await _errcode(sandbox, second) == 0


async def test_an_overtaken_token_is_not_the_latest_after_the_overlap(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"token_overlap_wall_seconds": 0})
    first, second = [(await sandbox.new_token("oa"))["access_token"] for _ in range(2)]
    assert await _errcode(sandbox, first) == 40001
    assert await _errcode(sandbox, second) == 0


async def test_an_expired_token_says_so(sandbox: Sandbox) -> None:
    token = (await sandbox.new_token("oa"))["access_token"]
    await sandbox.admin("POST", "/accounts/oa/expire_tokens", {})
    assert await _errcode(sandbox, token) == 42001


async def test_a_stable_token_stays_the_same_until_forced(sandbox: Sandbox) -> None:
    first, second = await _stable(sandbox), await _stable(sandbox)
    assert first["access_token"] == second["access_token"]
    assert 7190 < first["expires_in"] <= 7200
    forced = await _stable(sandbox, force_refresh=True)
    assert forced["access_token"] != first["access_token"]
    assert await _errcode(sandbox, first["access_token"]) == 40001


async def test_a_stable_token_is_renewed_in_its_last_minutes_and_both_work(sandbox: Sandbox) -> None:
    first = await _stable(sandbox)
    await sandbox.admin("PATCH", "/settings", {"token_overlap_wall_seconds": 7200})
    second = await _stable(sandbox)
    assert second["access_token"] != first["access_token"]
    assert await _errcode(sandbox, first["access_token"]) == 0


async def test_forcing_twice_at_once_is_too_soon(sandbox: Sandbox) -> None:
    await _stable(sandbox, force_refresh=True)
    assert (await _stable(sandbox, force_refresh=True))["errcode"] == 45011


async def test_forcing_is_limited_by_the_day(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"stable_force_gap_wall_seconds": 0, "stable_force_per_day": 2})
    answers = [await _stable(sandbox, force_refresh=True) for _ in range(3)]
    assert [answer.get("errcode", 0) for answer in answers] == [0, 0, 45009]


async def test_plain_and_stable_tokens_do_not_disturb_each_other(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"token_overlap_wall_seconds": 0})
    stable = (await _stable(sandbox))["access_token"]
    await sandbox.new_token("oa")
    assert await _errcode(sandbox, stable) == 0


async def test_wecom_gives_the_same_token_while_it_lives(sandbox: Sandbox) -> None:
    first, second = [(await sandbox.new_token("corp"))["access_token"] for _ in range(2)]
    assert first == second


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wx0000000000000000"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": "wrong"}, 40125),
        ({"secret": ""}, 41004),
    ],
)
async def test_wrong_credentials_are_told_apart(sandbox: Sandbox, changes: dict[str, str], errcode: int) -> None:
    oa = sandbox.account("oa")
    given = {"grant_type": "client_credential", "appid": oa.app_id, "secret": oa.secret, **changes}
    answer = (await sandbox.client.get(f"{API}/cgi-bin/token", params=given)).json()
    assert answer["errcode"] == errcode
    assert "rid: " in answer["errmsg"]


async def test_a_token_of_one_platform_is_unknown_on_the_other(sandbox: Sandbox) -> None:
    path = f"{WORK}/cgi-bin/department/list"
    answer = await sandbox.client.get(path, params={"access_token": await sandbox.token("oa")})
    assert answer.json()["errcode"] == 40014
    missing = await sandbox.client.get(path)
    assert missing.json()["errcode"] == 41001
    assert await _errcode(sandbox, "never issued") == 40001


async def test_a_caller_off_the_allow_list_gets_no_token(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"ip_allow_list": "10.0.0.1"})
    assert (await sandbox.new_token("oa"))["errcode"] == 40164


async def _stable(sandbox: Sandbox, **more: object) -> dict[str, Any]:
    oa = sandbox.account("oa")
    body = {"grant_type": "client_credential", "appid": oa.app_id, "secret": oa.secret, **more}
    answer: dict[str, Any] = (await sandbox.client.post(STABLE, json=body)).json()
    return answer


async def _errcode(sandbox: Sandbox, token: object) -> int:
    response = await sandbox.client.get(f"{API}/cgi-bin/tags/get", params={"access_token": str(token)})
    return int(response.json().get("errcode", 0))
