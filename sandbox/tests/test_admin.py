import httpx
import pytest
from rig import Sandbox


async def test_the_first_accounts_share_one_person_by_unionid(sandbox: Sandbox) -> None:
    accounts = (await sandbox.admin("GET", "/accounts"))["items"]
    assert [account["kind"] for account in accounts][:3] == ["official_account", "mini_program", "wecom"]
    person = await sandbox.admin("GET", "/people/3")
    first = person["accounts"][:3]
    assert len({account["unionid"] for account in first}) == 1
    ids = {account.get("openid") or account["external_userid"] for account in first}
    assert len(ids) == 3


async def test_people_are_listed_by_cursor(sandbox: Sandbox) -> None:
    seen, cursor = [], "0"
    while cursor is not None:
        page = await sandbox.admin("GET", f"/people?limit=30&cursor={cursor}")
        seen += [person["person"] for person in page["items"]]
        cursor = page["next_cursor"]
    assert seen == list(range(100))


async def test_an_account_is_opened_with_ids_of_its_own(sandbox: Sandbox) -> None:
    opened = await sandbox.admin("POST", "/accounts", {"kind": "official_account", "name": "订阅号", "id": "oa2"})
    assert opened["app_id"] != sandbox.account("oa").app_id
    assert (await sandbox.get("oa2", "/cgi-bin/user/get"))["total"] == 0
    await sandbox.act(1, "follow", account="oa2")
    assert (await sandbox.get("oa2", "/cgi-bin/user/get"))["total"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/accounts", {"kind": "bank", "name": "a", "id": "a"}, 422, "bad_account"),
        ("POST", "/accounts", {"kind": "wecom", "name": "a", "id": "oa"}, 422, "bad_account"),
        ("POST", "/accounts", {"kind": "wecom", "name": "a"}, 422, "bad_account"),
        ("PATCH", "/accounts/oa", {"callback_url": "ftp://a"}, 422, "bad_account"),
        ("PATCH", "/accounts/oa", {"aes_key": "short"}, 422, "bad_account"),
        ("PATCH", "/accounts/oa", {"id": "x"}, 422, "bad_account"),
        ("PATCH", "/accounts/corp", {"mode": "plain"}, 422, "bad_account"),
        ("PATCH", "/accounts/mp", {"sdk": {"password": "x"}}, 422, "bad_account"),
        ("GET", "/accounts/none", None, 404, "no_such_account"),
        ("GET", "/people/100", None, 404, "no_such_person"),
        ("GET", "/people?limit=0", None, 422, "bad_query"),
        ("GET", "/people?cursor=-1", None, 422, "bad_query"),
        ("GET", "/messages?limit=１", None, 422, "bad_query"),
        ("GET", "/secrets", None, 404, "no_such_log"),
        ("POST", "/people/1/act", {"action": "fly"}, 422, "cannot_act"),
        ("POST", "/people/1/act", {"action": "text", "account": "corp"}, 422, "cannot_act"),
        ("POST", "/people/1/act", {"action": "scan"}, 422, "cannot_act"),
        ("POST", "/people/1/act", {"action": "add_staff"}, 422, "cannot_act"),
        ("POST", "/people/1/act", {"action": "click_message"}, 422, "cannot_act"),
        ("POST", "/people/1/act", {"action": "browse", "query": 5}, 422, "cannot_act"),
        ("PATCH", "/settings", {"no_such": 1}, 422, "bad_setting"),
        ("PATCH", "/settings", {"follow_per_day": "often"}, 422, "bad_setting"),
        ("PATCH", "/settings", {"follow_per_day": -1}, 422, "bad_setting"),
        ("PATCH", "/settings", {"callback_resends": 1.5}, 422, "bad_setting"),
        ("POST", "/clock", {"speed": 0}, 422, "bad_clock"),
        ("POST", "/clock", {"advance_seconds": 1e12}, 422, "bad_clock"),
        ("POST", "/clock", {"set": "yesterday"}, 422, "bad_clock"),
        ("POST", "/clock", {"faster": True}, 422, "bad_clock"),
        ("POST", "/faults", {"api": ""}, 422, "bad_fault"),
        ("POST", "/faults", {"api": "callback", "percent": 101}, 422, "bad_fault"),
        ("POST", "/faults", {"api": "callback", "errcode": "x"}, 422, "bad_fault"),
        ("POST", "/deliveries/1/replay", {}, 404, "no_such_delivery"),
    ],
)
async def test_what_cannot_be_done_is_a_problem_with_a_code(
    sandbox: Sandbox, method: str, path: str, body: dict[str, object] | None, status: int, code: str
) -> None:
    response = await sandbox.client.request(method, f"/_sandbox{path}", json=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["code"] == code


async def test_settings_change_all_or_none(sandbox: Sandbox) -> None:
    bad = {"tags_per_person": 5, "no_such": 1}
    assert (await sandbox.client.patch("/_sandbox/settings", json=bad)).status_code == 422
    assert (await sandbox.admin("GET", "/settings"))["tags_per_person"] == 20


async def test_the_admin_api_is_for_this_machine(sandbox: Sandbox) -> None:
    elsewhere = httpx.ASGITransport(sandbox.app, client=("10.0.0.9", 1))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://127.0.0.1:8902") as far:
        assert (await far.get("/_sandbox/clock")).status_code == 403
    renamed = {"host": "evil.example.com"}
    assert (await sandbox.client.get("/_sandbox/clock", headers=renamed)).status_code == 403
    for origin in ("https://evil.example.com", "null", "http://[::1"):
        assert (await sandbox.client.get("/_sandbox/clock", headers={"origin": origin})).status_code == 403
    own = {"origin": "http://127.0.0.1:8902"}
    assert (await sandbox.client.get("/_sandbox/clock", headers=own)).status_code == 200
    form = {"content-type": "text/plain"}
    sent = await sandbox.client.post("/_sandbox/clock", content="{}", headers=form)
    assert sent.status_code == 415


async def test_the_page_is_there(sandbox: Sandbox) -> None:
    page = await sandbox.client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    assert "微信沙盒" in page.text
