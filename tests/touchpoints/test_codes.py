"""T1, T4: codes are made on the platform, come back with those who use them, and are counted."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import Home
from tests.sandbox import Connected, Sandbox, sandbox, sandbox_url, served  # noqa: F401


async def make(home: Home, account: Connected, **body: object) -> httpx.Response:
    return await home.client.post(
        f"/v1/touchpoints/{account.id}/codes", json={"name": "南京西路店", "scene": "store-7", **body}
    )


async def listed(home: Home, account: Connected, query: str = "") -> dict[str, object]:
    return dict((await home.client.get(f"/v1/touchpoints/{account.id}/codes{query}")).json())


async def test_a_store_code_counts_scans_and_follows(home: Home, sandbox: Sandbox, served: str) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account", served)
    code = (await make(home, account)).json()
    await make(home, account, scene="store-8")
    await sandbox.act(30, "scan", account, scene="store-7")
    await sandbox.act(31, "scan", account, scene="store-7")
    await sandbox.act(31, "scan", account, scene="store-7")

    items = (await listed(home, account))["items"]

    picture = await sandbox.admin.get(code["image_url"])
    assert picture.headers["content-type"].startswith("image/")
    assert [(one["scene"], one["scans"], one["follows"]) for one in items] == [("store-7", 3, 2), ("store-8", 0, 0)]


async def test_a_live_code_of_wecom_leads_to_staff_and_counts_contacts(home: Home, sandbox: Sandbox, served: str) -> None:  # noqa: F811
    account = await sandbox.connect(home, "wecom", served, seeded=True)
    code = await make(home, account, scene="counter-1", staff=["linxiao", "chenyu"], remark="柜台")
    await sandbox.act(32, "add_staff", account, state="counter-1")

    (item,) = (await listed(home, account))["items"]

    assert code.status_code == 201
    assert (item["scans"], item["follows"], item["staff"]) == (1, 1, ["linxiao", "chenyu"])


async def test_a_code_may_end(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account")

    code = (await make(home, account, expires_in_seconds=3600)).json()

    assert (code["created_at"], code["expires_at"]) == ("2026-03-02T04:00:00Z", "2026-03-02T05:00:00Z")


async def test_a_scene_is_used_once_and_nothing_is_made_for_the_second(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account")
    await make(home, account)

    again = await make(home, account)

    calls = (await sandbox.ask("GET", "calls?limit=1000"))["items"]
    made = [one for one in calls if one["account"] == account.theirs["id"] and one["api"] == "/cgi-bin/qrcode/create"]
    assert (again.status_code, again.json()["code"], len(made)) == (409, "scene_taken", 1)


async def test_a_refusal_of_the_platform_leaves_no_code_behind(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "wecom", seeded=True)

    unknown = await make(home, account, staff=["nobody"])
    without = await make(home, account)

    assert (unknown.status_code, unknown.json()["code"], unknown.json()["facts"]["platform_code"]) == (
        409,
        "platform_refused",
        "60111",
    )
    assert (without.status_code, without.json()["code"]) == (422, "staff_needed")
    assert (await listed(home, account))["items"] == []


async def test_a_mini_program_has_no_such_codes(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "mini_program")

    response = await make(home, account)

    assert (response.status_code, response.json()["code"]) == (409, "touchpoint_cannot")


async def test_codes_are_paged(home: Home, sandbox: Sandbox) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account")
    for n in range(3):
        await make(home, account, scene=f"s{n}")

    first = await listed(home, account, "?limit=2")
    rest = await listed(home, account, f"?limit=2&cursor={first['next_cursor']}")

    assert [one["scene"] for one in first["items"] + rest["items"]] == ["s0", "s1", "s2"]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    "change", [{"scene": ""}, {"scene": "x" * 31}, {"scene": "a b"}, {"expires_in_seconds": 1}, {"name": ""}]
)
async def test_a_code_of_a_wrong_shape_is_refused(home: Home, sandbox: Sandbox, change: dict[str, object]) -> None:  # noqa: F811
    account = await sandbox.connect(home, "official_account")

    assert (await make(home, account, **change)).status_code == 422
