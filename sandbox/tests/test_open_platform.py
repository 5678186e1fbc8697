"""A third-party platform acts for accounts: from the ticket to the day it is shut out."""

import asyncio
from typing import Any
from urllib.parse import parse_qs, urlsplit

import brand as brand_module
import pytest
from brand import Brand
from rig import API, BRAND_URL, DAY, Sandbox
from table.platform_scenes import BACK, PERSON, as_component, authorized, component_id, component_token, pre_auth_code
from wechat_sandbox import crypto, xml

USERS, QR = "/cgi-bin/user/get", "/cgi-bin/qrcode/create"
PAGE = "/mp.weixin.qq.com/cgi-bin/componentloginpage"
A_CODE = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "a"}}}


async def test_tickets_are_pushed_to_whoever_listens(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    ticket = brand.callbacks[0]
    assert (ticket["InfoType"], ticket["AppId"]) == ("component_verify_ticket", component_id(sandbox))
    await tick(sandbox)
    assert len(brand.callbacks) == 1
    await sandbox.admin("PATCH", "/settings", {"ticket_push_wall_seconds": 0})
    await tick(sandbox)
    assert len(brand.callbacks) > 1
    assert brand.callbacks[1]["ComponentVerifyTicket"] != ticket["ComponentVerifyTicket"]


async def test_notices_name_the_platform_in_their_envelope(
    sandbox: Sandbox, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, envelopes = brand_module._read, []

    def keep(body: str) -> dict[str, Any]:
        envelopes.append(read(body))
        return envelopes[-1]

    monkeypatch.setattr(brand_module, "_read", keep)
    await listen(sandbox, brand)
    assert set(envelopes[0]) == {"AppId", "Encrypt"}


async def test_a_notice_that_is_not_answered_with_success_comes_again(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    brand.answer = "ok"
    happened = await sandbox.act(PERSON, "authorize_component", account="oa")
    assert (happened["delivered"][0]["status"], happened["delivered"][0]["attempts"]) == ("failed", 4)
    brand.answer = "success"
    happened = await sandbox.act(PERSON, "authorize_component", account="oa")
    assert happened["delivered"][0]["status"] == "delivered"


async def test_the_page_leads_back_with_a_code_that_gives_tokens(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    query = {
        "component_appid": component_id(sandbox),
        "pre_auth_code": await pre_auth_code(sandbox),
        "redirect_uri": BACK + "?tenant=7",
        "auth_type": "1",
    }
    shown = await sandbox.client.get(PAGE, params=query)
    assert "全域好物" in shown.text
    assert "全域商城" not in shown.text
    led = await sandbox.client.get(PAGE, params={**query, "authorize": sandbox.account("oa").app_id})
    assert led.headers["location"].startswith(BACK + "?tenant=7&auth_code=")
    code = parse_qs(urlsplit(led.headers["location"]).query)["auth_code"][0]
    info = (await as_component(sandbox, "api_query_auth", authorization_code=code))["authorization_info"]
    assert info["authorizer_appid"] == sandbox.account("oa").app_id
    assert (await _call(sandbox, "GET", USERS, info["authorizer_access_token"]))["total"] > 0
    await sandbox.simulation.drained()
    notice = _notices(brand, "authorized")
    assert notice[0]["AuthorizationCode"] == code
    assert notice[0]["PreAuthCode"] == query["pre_auth_code"]


async def test_a_code_gives_tokens_once(sandbox: Sandbox) -> None:
    happened = await sandbox.act(PERSON, "authorize_component", account="oa")
    answers = [await as_component(sandbox, "api_query_auth", authorization_code=happened["auth_code"]) for _ in range(2)]
    assert "authorization_info" in answers[0]
    assert answers[1]["errcode"] == 61009


async def test_a_platforms_token_and_the_accounts_own_do_not_disturb_each_other(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"token_overlap_wall_seconds": 0})
    own = await sandbox.token("oa")
    through = (await authorized(sandbox))["authorizer_access_token"]
    await sandbox.new_token("mp")
    assert "total" in await _call(sandbox, "GET", USERS, own)
    assert "total" in await _call(sandbox, "GET", USERS, through)


async def test_a_refresh_token_serves_until_the_next_authorisation(sandbox: Sandbox) -> None:
    info = await authorized(sandbox)
    named = {"authorizer_appid": info["authorizer_appid"], "authorizer_refresh_token": info["authorizer_refresh_token"]}
    fresh = await as_component(sandbox, "api_authorizer_token", **named)
    assert fresh["authorizer_access_token"] != info["authorizer_access_token"]
    assert "total" in await _call(sandbox, "GET", USERS, fresh["authorizer_access_token"])
    await authorized(sandbox)
    assert (await as_component(sandbox, "api_authorizer_token", **named))["errcode"] == 61023


async def test_a_platform_does_only_what_it_was_let_do(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    token = (await authorized(sandbox, func_ids=[2]))["authorizer_access_token"]
    assert "total" in await _call(sandbox, "GET", USERS, token)
    assert (await _call(sandbox, "POST", QR, token, A_CODE))["errcode"] == 61007
    await sandbox.act(PERSON, "authorize_component", account="oa", func_ids=[2, 3])
    assert "ticket" in await _call(sandbox, "POST", QR, token, A_CODE)
    assert len(_notices(brand, "updateauthorized")) == 1


async def test_a_platform_that_is_shut_out_can_do_nothing(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    info = await authorized(sandbox)
    await sandbox.act(PERSON, "revoke_component", account="oa")
    assert _notices(brand, "unauthorized")[0]["AuthorizerAppid"] == info["authorizer_appid"]
    assert (await _call(sandbox, "GET", USERS, info["authorizer_access_token"]))["errcode"] == 61003
    named = {"authorizer_appid": info["authorizer_appid"], "authorizer_refresh_token": info["authorizer_refresh_token"]}
    assert (await as_component(sandbox, "api_authorizer_token", **named))["errcode"] == 61003
    assert (await as_component(sandbox, "api_get_authorizer_list", offset=0, count=10))["total_count"] == 0


async def test_an_accounts_token_is_not_a_platforms(sandbox: Sandbox) -> None:
    params = {"component_access_token": await sandbox.token("oa")}
    body = {"component_appid": component_id(sandbox)}
    path = f"{API}/cgi-bin/component/api_create_preauthcode"
    assert (await sandbox.client.post(path, params=params, json=body)).json()["errcode"] == 61014
    assert (await _call(sandbox, "GET", USERS, await component_token(sandbox)))["errcode"] == 48001


async def test_a_platform_hears_what_an_account_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand, event_url=f"{BRAND_URL}/callback/component?app=$APPID$")
    person = sandbox.stranger()
    await sandbox.act(person, "follow")
    assert len(brand.named("subscribe")) == 1
    await authorized(sandbox)
    await sandbox.act(person, "text", content="在吗")
    heard = brand.named("text")
    assert [message["ToUserName"] for message in heard] == [sandbox.account("oa").original_id] * 2
    assert {message["Content"] for message in heard} == {"在吗"}


async def test_what_a_platform_answers_reaches_the_person(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand, event_url=f"{BRAND_URL}/callback/component")
    await authorized(sandbox)
    sandbox.world.accounts.change(sandbox.account("oa"), {"callback_url": ""})
    component, person = sandbox.account("component"), sandbox.follower()
    reply = xml.write({"MsgType": "text", "Content": "您好，我是平台"})
    brand.answer = xml.write({"Encrypt": crypto.encrypt(component.aes_key, component.app_id, reply)})
    await sandbox.act(person, "text", content="在吗")
    (answer,) = await sandbox.messages(person)
    assert (answer["account"], answer["content"]["text"]["content"]) == ("oa", "您好，我是平台")


async def test_a_platform_without_the_message_set_hears_nothing(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand, event_url=f"{BRAND_URL}/callback/component")
    await authorized(sandbox, func_ids=[2])
    await sandbox.act(sandbox.stranger(), "follow")
    assert len(brand.named("subscribe")) == 1


async def test_a_platform_reads_a_mini_programs_events_in_xml(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand, event_url=f"{BRAND_URL}/callback/component")
    await authorized(sandbox, "mp")
    await sandbox.act(PERSON, "accept_subscription")
    in_json, in_xml = sorted(brand.named("subscribe_msg_popup_event"), key=lambda message: "List" not in message)
    assert len(in_json["List"]) == 2
    assert "accept" in in_xml["SubscribeMsgPopupEvent"]


async def test_a_platform_logs_people_in_to_a_mini_program(sandbox: Sandbox) -> None:
    info = await authorized(sandbox, "mp")
    code = (await sandbox.act(PERSON, "get_login_code"))["code"]
    params = {
        "component_access_token": await component_token(sandbox),
        "component_appid": component_id(sandbox),
        "appid": info["authorizer_appid"],
        "js_code": code,
        "grant_type": "authorization_code",
    }
    session = (await sandbox.client.get(f"{API}/sns/component/jscode2session", params=params)).json()
    assert session["openid"] == sandbox.openid("mp", PERSON)


async def test_options_are_kept(sandbox: Sandbox) -> None:
    info = await authorized(sandbox)
    named = {"authorizer_appid": info["authorizer_appid"], "option_name": "location_report"}
    await as_component(sandbox, "api_set_authorizer_option", **named, option_value="2")
    assert (await as_component(sandbox, "api_get_authorizer_option", **named))["option_value"] == "2"


async def test_time_does_not_stop_for_tickets(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    before = sandbox.world.now()
    await sandbox.advance(DAY / 24)
    assert sandbox.world.now() == before + DAY / 24


async def listen(sandbox: Sandbox, brand: Brand, **more: str) -> None:
    """Let the brand's server be the platform's; the first ticket comes at once."""
    change = {"callback_url": f"{BRAND_URL}/callback/component", "more": more}
    brand.accounts["component"] = sandbox.world.accounts.change(sandbox.account("component"), change)
    await tick(sandbox)


async def tick(sandbox: Sandbox) -> None:
    """Let the platform look at the wall clock, and its notices arrive."""
    await asyncio.sleep(0.03)
    await sandbox.simulation.drained()


def _notices(brand: Brand, info_type: str) -> list[dict[str, Any]]:
    return [message for message in brand.callbacks if message.get("InfoType") == info_type]


async def _call(sandbox: Sandbox, method: str, path: str, token: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    response = await sandbox.client.request(method, API + path, params={"access_token": token}, json=body)
    answer: dict[str, Any] = response.json()
    return answer
