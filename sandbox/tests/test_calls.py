import pytest
from rig import API, WORK, Sandbox
from wechat_sandbox import registry
from wechat_sandbox.errors import ApiError, marks
from wechat_sandbox.errors.official import OFFICIAL_WORDS
from wechat_sandbox.errors.pay import PAY_ERRORS, V2_WORDS
from wechat_sandbox.errors.wecom import WECOM_WORDS

TAG = "/cgi-bin/tags/create"


async def test_an_unknown_path_is_not_found(sandbox: Sandbox) -> None:
    assert (await sandbox.client.get(f"{API}/cgi-bin/nothing")).status_code == 404
    assert (await sandbox.client.get("/elsewhere.example.com/cgi-bin/token")).status_code == 404


async def test_a_host_header_serves_as_well_as_a_prefix(sandbox: Sandbox) -> None:
    headers = {"host": "api.weixin.qq.com"}
    answer = await sandbox.client.get("/cgi-bin/tags/get", headers=headers)
    assert answer.json()["errcode"] == 41001


@pytest.mark.parametrize(
    ("body", "errcode"),
    [
        (b"", 44002),
        (b"{", 47001),
        (b"[1]", 47001),
        (b"[" * 100_000, 47001),
        (b'{"tag":{"name":"\\u4f1a\\u5458"}}', 40033),
        (b'{"tag":{"name":""}}', 45157),
        (b'{"tag":{"name":"' + "长".encode() * 11 + b'"}}', 45158),
        (b'{"tag":[]}', 40035),
        (b"x" * 2_000_001, 45002),
    ],
)
async def test_a_body_that_cannot_be_used_has_its_code(sandbox: Sandbox, body: bytes, errcode: int) -> None:
    response = await sandbox.post_raw("oa", TAG, body)
    assert response.status_code == 200
    assert response.json()["errcode"] == errcode


async def test_a_written_backslash_is_not_an_escape(sandbox: Sandbox) -> None:
    response = await sandbox.post_raw("oa", TAG, rb'{"tag":{"name":"C:\\u0041"}}')
    assert response.json()["tag"]["name"] == r"C:\u0041"


async def test_the_wrong_method_has_its_code(sandbox: Sandbox) -> None:
    assert (await sandbox.get("oa", TAG))["errcode"] == 43002
    assert (await sandbox.post("oa", "/cgi-bin/tags/get", {"a": 1}))["errcode"] == 43001


async def test_an_api_of_another_kind_of_account_is_not_granted(sandbox: Sandbox) -> None:
    assert (await sandbox.post("mp", TAG, {"tag": {"name": "a"}}))["errcode"] == 48001


async def test_wecom_words_its_answers_its_own_way(sandbox: Sandbox) -> None:
    good = await sandbox.get("corp", "/cgi-bin/department/list")
    assert (good["errcode"], good["errmsg"]) == (0, "ok")
    bad = (await sandbox.client.get(f"{WORK}/cgi-bin/department/list", params={"access_token": "x"})).json()
    assert bad["errcode"] == 40014
    assert "hint: [" in bad["errmsg"]
    assert "https://open.work.weixin.qq.com/devtool/query?e=40014" in bad["errmsg"]


async def test_a_days_quota_ends_and_can_be_cleared(sandbox: Sandbox) -> None:
    await sandbox.admin("POST", "/accounts/oa/quota", {"api": "/cgi-bin/tags/get", "daily": 2})
    answers = [await sandbox.get("oa", "/cgi-bin/tags/get") for _ in range(3)]
    assert [answer.get("errcode", 0) for answer in answers] == [0, 0, 45009]
    asked = await sandbox.post("oa", "/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/tags/get"})
    assert asked["quota"] == {"daily_limit": 2, "used": 2, "remain": 0}
    await sandbox.post("oa", "/cgi-bin/clear_quota", {"appid": sandbox.account("oa").app_id})
    assert "tags" in await sandbox.get("oa", "/cgi-bin/tags/get")


async def test_a_days_quota_is_new_on_the_next_simulated_day(sandbox: Sandbox) -> None:
    await sandbox.admin("POST", "/accounts/oa/quota", {"api": "/cgi-bin/tags/get", "daily": 1})
    await sandbox.get("oa", "/cgi-bin/tags/get")
    await sandbox.admin("POST", "/clock", {"set": "2026-01-02T00:00:00+08:00"})
    assert "tags" in await sandbox.get("oa", "/cgi-bin/tags/get")


async def test_quotas_are_cleared_ten_times_a_month(sandbox: Sandbox) -> None:
    body = {"appid": sandbox.account("oa").app_id}
    answers = [await sandbox.post("oa", "/cgi-bin/clear_quota", body) for _ in range(11)]
    assert [answer["errcode"] for answer in answers] == [0] * 10 + [48006]


async def test_wecom_counts_by_the_minute(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"wecom_calls_per_wall_minute": 1})
    assert (await sandbox.new_token("corp"))["errcode"] == 0
    assert (await sandbox.new_token("corp"))["errcode"] == 45009


async def test_every_call_is_written_down_with_the_rule_that_refused_it(sandbox: Sandbox) -> None:
    refused = await sandbox.post("oa", TAG, {"tag": {"name": ""}})
    log = (await sandbox.admin("GET", "/calls?order=newest&limit=1"))["items"][0]
    assert (log["api"], log["account"], log["errcode"]) == (TAG, "oa", 45157)
    assert log["rule"]
    assert log["rid"] in refused["errmsg"]


async def test_a_call_that_is_refused_at_the_door_is_written_down_with_its_caller(sandbox: Sandbox) -> None:
    await sandbox.post_raw("oa", TAG, b"{")
    await sandbox.client.get("/api.weixin.qq.com/cgi-bin/token", params={"appid": sandbox.account("mp").app_id, "secret": "x"})
    log = (await sandbox.admin("GET", "/calls?order=newest&limit=2"))["items"]
    assert [(entry["account"], entry["errcode"]) for entry in log] == [("mp", 40125), ("oa", 47001)]


async def test_a_fault_answers_with_its_code_in_its_share_of_calls(sandbox: Sandbox) -> None:
    fault = await sandbox.admin("POST", "/faults", {"api": TAG, "percent": 100, "errcode": -1})
    assert (await sandbox.post("oa", TAG, {"tag": {"name": "a"}}))["errcode"] == -1
    await sandbox.admin("DELETE", f"/faults/{fault['id']}")
    assert (await sandbox.post("oa", TAG, {"tag": {"name": "a"}}))["tag"]["name"] == "a"


async def test_the_log_tells_how_sure_the_code_of_a_refusal_is(sandbox: Sandbox) -> None:
    await sandbox.get("oa", "/cgi-bin/tags/get")
    await sandbox.client.get("/api.weixin.qq.com/cgi-bin/tags/get", params={"access_token": "x"})
    asked = {"code": "unknown", "msgtype": "text", "text": {"content": "a"}}
    await sandbox.post("corp", "/cgi-bin/kf/send_msg_on_event", asked)
    await sandbox.client.post(f"/qyapi.weixin.qq.com/cgi-bin/gettoken?corpid={sandbox.account('corp').app_id}")
    calls = (await sandbox.admin("GET", "/calls?order=newest&limit=20"))["items"]
    told = [(call["path"].rsplit("/")[-1], call["errcode"], call["mark"]) for call in calls]
    assert ("get", 0, "") in told
    assert ("get", 40001, "✔") in told
    assert ("send_msg_on_event", 95007, "✘") in told
    assert ("gettoken", 43001, "✘") in told


def test_codes_marked_as_unseen_are_codes_that_there_are() -> None:
    assert not marks.OFFICIAL_UNSEEN - set(OFFICIAL_WORDS)
    assert not marks.WECOM_UNSEEN - set(WECOM_WORDS)
    assert not marks.PAY_UNSEEN - {*PAY_ERRORS, *V2_WORDS}
    busy, made_up = ApiError(-1), ApiError(123456)
    hosts = (registry.API, registry.WORK, registry.PAY, registry.SMS)
    assert [marks.mark_of(host, busy) for host in hosts] == ["✔", "✔", "✔", ""]
    assert [marks.mark_of(host, made_up) for host in (registry.API, registry.WORK, registry.ADS)] == ["✘", "✘", "✘"]
    assert [marks.mark_of(registry.PAY, ApiError(word)) for word in ("SIGN_ERROR", "RULE_LIMIT")] == ["✔", "✘"]
    assert [marks.mark_of(registry.ADS, ApiError(code)) for code in (11000, 18001)] == ["✔", "✘"]
