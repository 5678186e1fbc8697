"""T1, T2, T4: accounts are added, checked, looked after, and closed to other workspaces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from quanyu.infra.runtime import Runtime
from quanyu.kit.clock import ManualClock
from quanyu.kit.scope import Role
from quanyu.platform.access import create_token
from quanyu.touchpoints import accounts, calls_of
from quanyu.touchpoints.models import AccountRow
from tests.conftest import NOON, Home
from tests.sandbox import Sandbox, sandbox, sandbox_url, served  # noqa: F401

OFFICIAL = {"kind": "official_account", "name": "公众号", "app_id": "wx0123456789abcdef", "secret": "s3cret"}


async def test_every_kind_of_touchpoint_says_what_it_needs_and_can(home: Home) -> None:
    kinds = (await home.client.get("/v1/touchpoint-kinds")).json()["items"]

    by_kind = {one["kind"]: one for one in kinds}
    assert {"official_account", "mini_program", "wecom"} <= by_kind.keys()
    assert by_kind["wecom"]["label_zh"] == "企业微信"
    assert {"send:template", "callbacks", "codes"} <= set(by_kind["official_account"]["can"])
    assert [one["name"] for one in by_kind["mini_program"]["fields"] if one["secret"]] == ["secret", "token", "aes_key"]


async def test_a_new_account_shows_its_callback_token_and_key_once(home: Home) -> None:
    created = (await home.client.post("/v1/touchpoints", json=OFFICIAL)).json()
    shown = (await home.client.get(f"/v1/touchpoints/{created['id']}")).json()

    assert len(created["aes_key"]) == 43
    assert created["callback_url"].endswith(f"/callbacks/{created['id']}")
    assert created["base_url"] == "https://api.weixin.qq.com"
    assert not {"secret", "token", "aes_key"} & shown.keys()
    assert shown["health"]["state"] == "active"


async def test_secrets_lie_sealed_in_the_database(home: Home, runtime: Runtime) -> None:
    await home.client.post("/v1/touchpoints", json=OFFICIAL)

    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        row = (await tx.execute(select(AccountRow))).scalar_one()

    assert b"s3cret" not in row.secret
    assert runtime.vault.open(home.scope.workspace_id, row.secret) == "s3cret"


async def test_a_workspace_has_an_account_once(home: Home, neighbour: Home) -> None:
    first = await home.client.post("/v1/touchpoints", json=OFFICIAL)
    again = await home.client.post("/v1/touchpoints", json=OFFICIAL)
    elsewhere = await neighbour.client.post("/v1/touchpoints", json=OFFICIAL)

    assert (first.status_code, again.status_code, elsewhere.status_code) == (201, 409, 201)
    assert again.json()["code"] == "touchpoint_taken"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "carrier_pigeon"}, "unknown_touchpoint_kind"),
        ({"app_id": ""}, "invalid_request"),
        ({"app_id": "wx' OR 1=1"}, "invalid_request"),
        ({"aes_key": "short"}, "invalid_request"),
        ({"base_url": "file:///etc/passwd"}, "invalid_request"),
        ({"name": " "}, "invalid_request"),
        ({"surprise": 1}, "invalid_request"),
    ],
)
async def test_an_account_that_makes_no_sense_is_refused(home: Home, change: dict[str, object], code: str) -> None:
    response = await home.client.post("/v1/touchpoints", json={**OFFICIAL, **change})

    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_accounts_are_paged(home: Home) -> None:
    for n in range(3):
        await home.client.post("/v1/touchpoints", json={**OFFICIAL, "app_id": f"wx{n}"})

    first = (await home.client.get("/v1/touchpoints?limit=2")).json()
    rest = (await home.client.get(f"/v1/touchpoints?limit=2&cursor={first['next_cursor']}")).json()
    none = (await home.client.get("/v1/touchpoints?kind=wecom")).json()

    assert [one["app_id"] for one in first["items"] + rest["items"]] == ["wx0", "wx1", "wx2"]
    assert (rest["next_cursor"], none["items"]) == (None, [])
    assert (await home.client.get("/v1/touchpoints?cursor=WzFd")).json()["code"] == "bad_cursor"


async def test_a_stopped_account_says_why_until_it_is_set_active_again(home: Home, runtime: Runtime) -> None:
    created = (await home.client.post("/v1/touchpoints", json=OFFICIAL)).json()
    async with runtime.postgres.transaction(home.scope.workspace_id) as tx:
        await accounts.stop(tx, home.scope.workspace_id, created["id"], "40164: our IP is not in the allow-list")
    stopped = (await home.client.get(f"/v1/touchpoints/{created['id']}")).json()

    active = (await home.client.patch(f"/v1/touchpoints/{created['id']}", json={"state": "active"})).json()

    assert (stopped["state"], stopped["stop_reason"][:5]) == ("stopped", "40164")
    assert (active["state"], active["stop_reason"]) == ("active", None)


async def test_only_administrators_add_and_change_accounts(home: Home, runtime: Runtime) -> None:
    created = (await home.client.post("/v1/touchpoints", json=OFFICIAL)).json()
    async with runtime.postgres.system_transaction() as tx:
        _, token = await create_token(tx, home.scope, "operator", Role.OPERATOR, at=NOON)
    headers = {"Authorization": f"Bearer {token}"}

    read = await home.client.get("/v1/touchpoints", headers=headers)
    add = await home.client.post("/v1/touchpoints", json={**OFFICIAL, "app_id": "wx2"}, headers=headers)
    change = await home.client.patch(f"/v1/touchpoints/{created['id']}", json={"secret": "x"}, headers=headers)

    assert (read.status_code, add.status_code, change.status_code) == (200, 403, 403)


async def test_changes_are_in_the_audit_log_without_their_secrets(home: Home) -> None:
    created = (await home.client.post("/v1/touchpoints", json=OFFICIAL)).json()
    await home.client.patch(f"/v1/touchpoints/{created['id']}", json={"secret": "n3w", "name": "新名"})

    entries = (await home.client.get("/v1/audit")).json()["items"]

    told = {one["action"]: one["facts"] for one in entries if one["object_id"] == created["id"]}
    assert told["touchpoints.create"]["kind"] == "official_account"
    assert told["touchpoints.change"] == {"changed": ["name", "secret"]}
    assert "n3w" not in str(entries)


async def test_another_workspace_sees_nothing_of_an_account(home: Home, neighbour: Home) -> None:
    created = (await home.client.post("/v1/touchpoints", json=OFFICIAL)).json()
    path = f"/v1/touchpoints/{created['id']}"

    answers = [
        await neighbour.client.get(path),
        await neighbour.client.patch(path, json={"name": "mine"}),
        await neighbour.client.post(f"{path}/check"),
        await neighbour.client.get(f"{path}/templates"),
        await neighbour.client.get(f"{path}/codes"),
        await neighbour.client.post(f"{path}/codes", json={"name": "x", "scene": "x"}),
    ]

    assert [one.json()["code"] for one in answers] == ["touchpoint_not_found"] * 6
    assert (await neighbour.client.get("/v1/touchpoints")).json()["items"] == []


async def test_a_check_of_a_sound_account_finds_only_the_missing_callback(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)

    found = (await home.client.post(f"/v1/touchpoints/{account.id}/check")).json()

    assert found["ok"]
    assert {one["code"]: one["level"] for one in found["findings"]} == {
        "token": "ok", "templates": "ok", "clock": "ok", "callback": "warning",
    }  # fmt: skip
    assert account.ours["callback_url"] in found["findings"][-1]["zh"]


@pytest.mark.parametrize("kind", ["official_account", "mini_program", "wecom"])
async def test_a_check_names_a_wrong_secret(home: Home, sandbox: Sandbox, kind: str) -> None:  # noqa: F811
    account = await sandbox.connect(home, kind, secret="wrong")

    found = (await home.client.post(f"/v1/touchpoints/{account.id}/check")).json()

    (token,) = [one for one in found["findings"] if one["code"] == "token"]
    assert not found["ok"]
    assert token["level"] == "error"
    assert "secret" in token["en"].lower()
    assert token["zh"].endswith("（40001）" if kind == "wecom" else "（40125）")


async def test_a_check_says_when_nothing_answers(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "wecom", base_url="http://127.0.0.1:9")

    found = (await home.client.post(f"/v1/touchpoints/{account.id}/check")).json()

    assert [one["en"] for one in found["findings"] if one["level"] == "error"] == [
        "WeChat cannot be reached: check the network and the base address. (unreachable)"
    ]


async def test_a_check_tells_which_address_to_allow(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account")
    await sandbox.ask("POST", "faults", api="/cgi-bin/stable_token", percent=100, errcode=40164)

    found = (await home.client.post(f"/v1/touchpoints/{account.id}/check")).json()

    assert any("allow-list" in one["en"] and one["level"] == "error" for one in found["findings"])


async def test_a_check_notices_that_our_clock_is_wrong(home: Home, sandbox: Sandbox, runtime: Runtime) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)
    calls = calls_of(runtime)
    sound = calls.wall
    calls.wall = ManualClock(sound.now() + timedelta(minutes=10))
    try:
        found = (await home.client.post(f"/v1/touchpoints/{account.id}/check")).json()
    finally:
        calls.wall = sound

    (clock,) = [one for one in found["findings"] if one["code"] == "clock"]
    assert clock["level"] == "error"
    assert "600" in clock["en"] or "599" in clock["en"] or "601" in clock["en"]


async def test_health_counts_a_day_of_calls(home: Home, sandbox: Sandbox, runtime: Runtime, clock: ManualClock) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", seeded=True)
    clock.set(NOON - timedelta(hours=25))
    await home.client.get(f"/v1/touchpoints/{account.id}/templates")
    clock.set(NOON)
    await home.client.get(f"/v1/touchpoints/{account.id}/templates")
    await sandbox.ask("POST", "faults", api="/cgi-bin/template/get_all_private_template", percent=100, errcode=45009)
    refused = await home.client.get(f"/v1/touchpoints/{account.id}/templates")

    health = (await home.client.get(f"/v1/touchpoints/{account.id}")).json()["health"]

    assert (refused.status_code, refused.json()["code"]) == (409, "platform_refused")
    assert refused.json()["facts"]["platform_code"] == "45009"
    assert (health["calls_24h"], health["errors_24h"], health["refusals_24h"]) == (2, 0, 1)
    assert (health["last_error_code"], health["last_call_at"]) == ("45009", NOON.isoformat().replace("+00:00", "Z"))
    assert 0 <= health["token_age_seconds"] < 60
    assert {"after": "text_message", "messages": 5, "seconds": 172_800} in health["windows"]
    assert {one["api"]: one["daily_limit"] for one in health["quota"]}["/cgi-bin/message/template/send"] == 100_000


async def test_templates_are_listed_with_the_fields_to_fill(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    official = await sandbox.connect(home, "official_account", seeded=True)
    program = await sandbox.connect(home, "mini_program", seeded=True)
    corp = await sandbox.connect(home, "wecom", seeded=True)

    found = [await home.client.get(f"/v1/touchpoints/{one.id}/templates") for one in (official, program, corp)]

    assert found[0].json()["items"][0]["fields"] == ["character_string1", "thing2", "time3"]
    assert found[1].json()["items"][0]["title"] == "订单状态通知"
    assert found[2].json()["code"] == "touchpoint_cannot"
