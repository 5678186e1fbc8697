"""Web authorisation, one-time subscriptions and the JS-SDK, as a browser and a brand's server meet them."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from brand import Brand
from rig import DAY, Sandbox
from wechat_sandbox.official_account.js_tickets import signature

AUTHORIZE = "/open.weixin.qq.com/connect/oauth2/authorize"


@pytest.mark.parametrize(
    ("ticket", "nonce", "stamp", "url", "signed"),
    [
        (
            "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg",
            "Wm3WZYTPz0wzccnW",
            "1414587457",
            "http://mp.weixin.qq.com?params=value",
            "0f9de62fce790f9a083d5c99e95740ceb90c27ed",
        ),
        (
            "HoagFKDcsGMVCIY2vOjf9nGrZ3eaM0qXs5ROFN_3k_HrGc0VocemA6wMXkvrL-Ei4IitXxwKF62CJWR8mWXZ3Q",
            "e7b435f73835402da44f16640ddc8696",
            "1621348162",
            "https://mp.weixin.qq.com/debug/cgi-bin/sandbox?t=jsapisign",
            "b214ea1f8ae019c207f8c6ffb843c8474cbab28c",
        ),
    ],
    ids=["V11", "V12"],
)
def test_the_signatures_of_other_suites(ticket: str, nonce: str, stamp: str, url: str, signed: str) -> None:
    assert signature(ticket, nonce, stamp, url) == signed
    assert signature(ticket, nonce, stamp, url + "#part") == signed


async def test_a_page_whose_signature_is_right_gets_the_js_sdk(sandbox: Sandbox) -> None:
    ticket = (await sandbox.get("oa", "/cgi-bin/ticket/getticket", type="jsapi"))["ticket"]
    assert (await sandbox.get("oa", "/cgi-bin/ticket/getticket", type="jsapi"))["ticket"] == ticket
    page = {"url": "http://localhost/page#top", "nonceStr": "n", "timestamp": 1}
    good = signature(ticket, "n", 1, "http://localhost/page")
    assert (await sandbox.act(3, "open_js_page", **page, signature=good))["errMsg"] == "config:ok"
    assert (await sandbox.act(3, "open_js_page", **page, signature="x"))["errMsg"] == "config:fail, invalid signature"


async def test_a_silent_visit_leads_back_with_code_and_state(sandbox: Sandbox) -> None:
    query = await _authorize(sandbox, scope="snsapi_base", sandbox_person="3")
    assert query["state"] == ["s 1"]
    granted = await _exchange(sandbox, query["code"][0])
    assert (granted["openid"], granted["scope"]) == (sandbox.openid("oa", 3), "snsapi_base")
    assert (await _exchange(sandbox, query["code"][0]))["errcode"] == 40163


async def test_a_browser_that_does_not_say_who_it_is_chooses(sandbox: Sandbox) -> None:
    shown = await _open(sandbox, scope="snsapi_base")
    assert shown.status_code == 200
    assert sandbox.world.people.name(3) in shown.text
    assert "sandbox_person=3" in shown.text


async def test_a_name_is_told_only_with_consent(sandbox: Sandbox) -> None:
    asked = await _open(sandbox, scope="snsapi_userinfo", sandbox_person="3")
    assert "同意" in asked.text
    denied = await _open(sandbox, scope="snsapi_userinfo", sandbox_person="3", sandbox_consent="deny")
    assert (denied.status_code, "拒绝" in denied.text) == (200, True)
    query = await _authorize(sandbox, scope="snsapi_userinfo", sandbox_person="3", sandbox_consent="allow")
    granted = await _exchange(sandbox, query["code"][0])
    params = {"access_token": granted["access_token"], "openid": granted["openid"]}
    told = (await sandbox.client.get("/api.weixin.qq.com/sns/userinfo", params=params)).json()
    assert told["nickname"] == sandbox.world.people.name(3)
    assert told["unionid"] == granted["unionid"]


async def test_a_code_ends_and_a_refresh_token_lasts_thirty_days(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"oauth_code_wall_seconds": 0})
    code = (await sandbox.act(3, "authorize_web"))["code"]
    assert (await _exchange(sandbox, code))["errcode"] == 40029
    await sandbox.admin("PATCH", "/settings", {"oauth_code_wall_seconds": 300})
    granted = await _exchange(sandbox, (await sandbox.act(3, "authorize_web"))["code"])
    refreshed = await _refresh(sandbox, granted["refresh_token"])
    assert refreshed["openid"] == granted["openid"]
    assert refreshed["access_token"] != granted["access_token"]
    await sandbox.simulation.jump(sandbox.world.now() + 30 * DAY)
    assert (await _refresh(sandbox, granted["refresh_token"]))["errcode"] == 42002


async def test_a_foreign_domain_is_refused_on_a_page(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {"oauth_domain": "brand.example"}})
    refused = await _open(sandbox, scope="snsapi_base", sandbox_person="3")
    assert (refused.status_code, "10003" in refused.text) == (400, True)
    kept = await _open(sandbox, scope="snsapi_base", sandbox_person="3", redirect_uri="https://brand.example/a?b=1#c")
    assert kept.headers["location"].startswith("https://brand.example/a?b=1&code=")
    assert kept.headers["location"].endswith("#c")


async def test_an_address_with_chinese_in_it_is_led_back_to(sandbox: Sandbox) -> None:
    address = "http://localhost/页面?来源=公众号\r\nx: y#片段"
    back = await _open(sandbox, scope="snsapi_base", sandbox_person="3", redirect_uri=address)
    assert back.status_code == 302
    assert back.headers["location"].startswith("http://localhost/%E9%A1%B5%E9%9D%A2?")
    assert "x" not in back.headers


async def test_a_snapshot_user_is_nobody(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"snapshot_users": 1})
    granted = await _exchange(sandbox, (await sandbox.act(3, "authorize_web"))["code"])
    assert granted["is_snapshotuser"] == 1
    assert granted["openid"] != sandbox.openid("oa", 3)
    assert "unionid" not in granted


async def test_who_takes_authorisation_back_is_heard_and_the_token_is_void(sandbox: Sandbox, brand: Brand) -> None:
    granted = await _exchange(sandbox, (await sandbox.act(3, "authorize_web"))["code"])
    await sandbox.act(3, "revoke_web_authorization")
    params = {"access_token": granted["access_token"], "openid": granted["openid"]}
    assert (await sandbox.client.get("/api.weixin.qq.com/sns/auth", params=params)).json()["errcode"] == 40001
    assert brand.named("user_authorization_revoke")[-1]["OpenID"] == granted["openid"]


async def test_one_agreement_is_one_message(sandbox: Sandbox) -> None:
    person = sandbox.stranger()
    template_id = (await sandbox.admin("GET", "/accounts/oa"))["more"]["one_time_template"]
    query = {
        "action": "get_confirm",
        "appid": sandbox.account("oa").app_id,
        "scene": "1000",
        "template_id": template_id,
        "redirect_url": "http://localhost/page",
        "reserved": "r",
    }
    address = "/mp.weixin.qq.com/mp/subscribemsg"
    assert "你是谁" in (await sandbox.client.get(address, params=query)).text
    asked = await sandbox.client.get(address, params={**query, "sandbox_person": str(person)})
    assert "同意" in asked.text
    agreed = {**query, "sandbox_person": str(person), "sandbox_consent": "allow"}
    back = parse_qs(urlsplit((await sandbox.client.get(address, params=agreed)).headers["location"]).query)
    assert (back["openid"], back["action"], back["scene"]) == ([sandbox.openid("oa", person)], ["confirm"], ["1000"])
    message = {"touser": back["openid"][0], "template_id": template_id, "scene": 1000, "title": "到货提醒"}
    message["data"] = {"content": {"value": "您想要的商品到货了"}}
    codes = [(await sandbox.post("oa", "/cgi-bin/message/template/subscribe", message))["errcode"] for _ in range(2)]
    assert codes == [0, 43101]


async def test_one_accepted_notice_is_one_message_and_switching_off_voids_it(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.follower()
    answered = await sandbox.act(person, "answer_notice")
    message = {
        "touser": sandbox.openid("oa", person),
        "template_id": answered["answers"][0]["TemplateId"],
        "data": {"thing1": {"value": "面膜"}, "thing5": {"value": "已上架"}},
    }
    codes = [(await sandbox.post("oa", "/cgi-bin/message/subscribe/bizsend", message))["errcode"] for _ in range(2)]
    assert codes == [0, 43101]
    await sandbox.act(person, "answer_notice")
    await sandbox.act(person, "switch_off_notice")
    assert (await sandbox.post("oa", "/cgi-bin/message/subscribe/bizsend", message))["errcode"] == 43101
    assert len(brand.named("subscribe_msg_sent_event")) == 1


async def test_a_service_account_takes_notices_from_the_library(sandbox: Sandbox) -> None:
    category = (await sandbox.get("oa", "/wxaapi/newtmpl/getcategory"))["data"][0]["id"]
    titles = await sandbox.get("oa", "/wxaapi/newtmpl/getpubtemplatetitles", ids=str(category), start="0", limit="30")
    tid = str(titles["data"][0]["tid"])
    words = (await sandbox.get("oa", "/wxaapi/newtmpl/getpubtemplatekeywords", tid=tid))["data"]
    body = {"tid": tid, "kidList": [words[0]["kid"], words[1]["kid"]], "sceneDesc": "上新"}
    added = await sandbox.post("oa", "/wxaapi/newtmpl/addtemplate", body)
    listed = (await sandbox.get("oa", "/wxaapi/newtmpl/gettemplate"))["data"]
    assert added["priTmplId"] in [template["priTmplId"] for template in listed]


async def _open(sandbox: Sandbox, **query: str) -> httpx.Response:
    usual = {"redirect_uri": "http://localhost/page", "response_type": "code", "state": "s 1"}
    params = {"appid": sandbox.account("oa").app_id, **usual, **query}
    return await sandbox.client.get(AUTHORIZE, params=params)


async def _authorize(sandbox: Sandbox, **query: str) -> dict[str, list[str]]:
    response = await _open(sandbox, **query)
    assert response.status_code == 302, response.text
    return parse_qs(urlsplit(response.headers["location"]).query)


async def _exchange(sandbox: Sandbox, code: str) -> dict[str, Any]:
    account = sandbox.account("oa")
    query = {"appid": account.app_id, "secret": account.secret, "code": code, "grant_type": "authorization_code"}
    answer: dict[str, Any] = (await sandbox.client.get("/api.weixin.qq.com/sns/oauth2/access_token", params=query)).json()
    return answer


async def _refresh(sandbox: Sandbox, token: str) -> dict[str, Any]:
    query = {"appid": sandbox.account("oa").app_id, "refresh_token": token, "grant_type": "refresh_token"}
    answer: dict[str, Any] = (await sandbox.client.get("/api.weixin.qq.com/sns/oauth2/refresh_token", params=query)).json()
    return answer
