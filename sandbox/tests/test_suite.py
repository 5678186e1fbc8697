"""A WeCom provider acts for corps: suites, their codes, their tokens, and one person's many ids."""

import asyncio
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from brand import Brand
from rig import BRAND_URL, DAY, WORK, Sandbox
from table.platform_scenes import (
    BACK,
    CONVERT,
    EC,
    PERSON,
    SUITE,
    as_suite,
    corp_token,
    ids,
    installed,
    suite_pre_auth_code,
    through_suite,
)

FOLLOWERS = f"{EC}/get_follow_user_list"
FROM_UNIONID = f"{CONVERT}/unionid_to_external_userid"
TO_PENDING = f"{CONVERT}/batch/external_userid_to_pending_id"
EVERYWHERE = "/cgi-bin/service/externalcontact/unionid_to_external_userid_3rd"


async def test_a_ticket_is_pushed_and_gives_a_token(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    ticket = _notices(brand, "suite_ticket")[0]
    suite = sandbox.account("suite")
    assert ticket["SuiteId"] == suite.app_id
    body = {"suite_id": suite.app_id, "suite_secret": suite.secret, "suite_ticket": ticket["SuiteTicket"]}
    answers = [(await sandbox.client.post(f"{WORK}{SUITE}/get_suite_token", json=body)).json() for _ in range(2)]
    assert answers[0]["suite_access_token"] == answers[1]["suite_access_token"]


async def test_the_data_url_is_verified_in_the_name_of_the_providers_corp(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    corpid = sandbox.account("suite").more["provider_corpid"]
    brand.accounts["data"] = replace(brand.accounts["suite"], kind="wecom", app_id=corpid)
    assert await sandbox.admin("POST", "/accounts/suite/verify", {}) == {"ok": True}


async def test_installing_gives_a_code_that_gives_the_permanent_one_and_a_token(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    happened = await sandbox.act(PERSON, "install_suite", state="s7")
    notice = _notices(brand, "create_auth")[0]
    assert (notice["AuthCode"], notice["State"]) == (happened["auth_code"], "s7")
    answer = await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=notice["AuthCode"])
    again = await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=notice["AuthCode"])
    assert answer["auth_corp_info"]["corpid"] == sandbox.account("corp").app_id
    assert again["errcode"] == 84071
    assert "linxiao" in (await _ask(sandbox, FOLLOWERS, answer["access_token"]))["follow_user"]


async def test_the_page_leads_back_with_a_code(sandbox: Sandbox) -> None:
    query = {
        "suite_id": sandbox.account("suite").app_id,
        "pre_auth_code": await suite_pre_auth_code(sandbox),
        "redirect_uri": BACK,
        "state": "s7",
    }
    page = "/open.work.weixin.qq.com/3rdapp/install"
    assert "全域品牌公司" in (await sandbox.client.get(page, params=query)).text
    led = await sandbox.client.get(page, params={**query, "install": sandbox.account("corp").app_id})
    back = parse_qs(urlsplit(led.headers["location"]).query)
    assert back["state"] == ["s7"]
    answer = await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=back["auth_code"][0])
    assert answer["errcode"] == 0


async def test_the_corps_own_token_and_the_suites_are_two(sandbox: Sandbox) -> None:
    own, through = await sandbox.token("corp"), await corp_token(sandbox)
    assert own != through
    assert [(await _ask(sandbox, FOLLOWERS, token))["errcode"] for token in (own, through)] == [0, 0]


async def test_an_application_made_for_a_corp_takes_its_permanent_code_to_gettoken(sandbox: Sandbox) -> None:
    answer = await installed(sandbox)
    query = {"corpid": sandbox.account("corp").app_id, "corpsecret": answer["permanent_code"]}
    given = (await sandbox.client.get(f"{WORK}/cgi-bin/gettoken", params=query)).json()
    assert given["access_token"] == answer["access_token"]
    await sandbox.act(PERSON, "uninstall_suite")
    refused = (await sandbox.client.get(f"{WORK}/cgi-bin/gettoken", params=query)).json()
    assert refused["errcode"] == 40001


async def test_a_removed_suite_can_do_nothing(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    answer = await installed(sandbox)
    await sandbox.act(PERSON, "uninstall_suite")
    corpid = sandbox.account("corp").app_id
    assert _notices(brand, "cancel_auth")[0]["AuthCorpId"] == corpid
    assert (await _ask(sandbox, FOLLOWERS, answer["access_token"]))["errcode"] == 48004
    named = {"auth_corpid": corpid, "permanent_code": answer["permanent_code"]}
    assert (await as_suite(sandbox, f"{SUITE}/get_corp_token", **named))["errcode"] == 48004


async def test_a_reset_permanent_code_replaces_the_old_one(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    old = (await installed(sandbox))["permanent_code"]
    await sandbox.act(PERSON, "reset_suite_code")
    code = _notices(brand, "reset_permanent_code")[0]["AuthCode"]
    new = (await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=code))["permanent_code"]
    corpid = sandbox.account("corp").app_id
    asked = [await as_suite(sandbox, f"{SUITE}/get_corp_token", auth_corpid=corpid, permanent_code=one) for one in (old, new)]
    assert [answer["errcode"] for answer in asked] == [40084, 0]


async def test_a_change_of_what_the_suite_may_see_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    await installed(sandbox)
    await sandbox.act(PERSON, "change_suite")
    assert _notices(brand, "change_auth")[0]["AuthCorpId"] == sandbox.account("corp").app_id


async def test_a_corps_events_reach_its_provider_as_notices(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    await sandbox.act(9, "add_staff", userid="linxiao")
    assert _notices(brand, "change_external_contact") == []
    await installed(sandbox)
    await sandbox.act(PERSON, "add_staff", userid="linxiao", state="door")
    corp = sandbox.account("corp")
    notice = _notices(brand, "change_external_contact")[0]
    assert (notice["SuiteId"], notice["AuthCorpId"]) == (sandbox.account("suite").app_id, corp.app_id)
    assert (notice["ChangeType"], notice["UserID"], notice["State"]) == ("add_external_contact", "linxiao", "door")
    assert notice["ExternalUserID"] == sandbox.openid("corp", PERSON)
    assert {"ToUserName", "Event", "MsgType"}.isdisjoint(notice)


async def test_other_events_reach_the_data_url_sealed_for_the_corp(sandbox: Sandbox, brand: Brand) -> None:
    await listen(sandbox, brand)
    corp = sandbox.account("corp")
    brand.accounts["data"] = replace(brand.accounts["suite"], kind="wecom", app_id=corp.app_id)
    await installed(sandbox)
    for delivery in sandbox.world.callback(corp, PERSON, sandbox.world.now(), Event="enter_agent", AgentID=1000002):
        await sandbox.world.callbacks.settled(delivery)
    assert [message["ToUserName"] for message in brand.named("enter_agent")] == [corp.app_id] * 2


async def test_a_visitor_becomes_a_customer_under_the_id_given_before(sandbox: Sandbox) -> None:
    before = await through_suite(sandbox, FROM_UNIONID, ids(sandbox))
    await sandbox.act(PERSON, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", PERSON)
    joined = await through_suite(sandbox, TO_PENDING, {"external_userid": [external]})
    assert joined["result"] == [{"external_userid": external, "pending_id": before["pending_id"]}]
    assert (await through_suite(sandbox, FROM_UNIONID, ids(sandbox)))["external_userid"] == external


async def test_a_pending_id_lives_ninety_days(sandbox: Sandbox) -> None:
    await through_suite(sandbox, FROM_UNIONID, ids(sandbox))
    await sandbox.simulation.jump(sandbox.world.now() + 90 * DAY)
    answer = await through_suite(sandbox, TO_PENDING, {"external_userid": [sandbox.openid("corp", PERSON)]})
    assert answer["result"] == []


async def test_the_providers_own_application_knows_customers_by_other_ids(sandbox: Sandbox) -> None:
    await corp_token(sandbox)
    await sandbox.act(PERSON, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", PERSON)
    found = (await as_suite(sandbox, EVERYWHERE, **ids(sandbox)))["external_userid_info"]
    assert [one["corpid"] for one in found] == [sandbox.account("corp").app_id]
    service = found[0]["external_userid"]
    assert service != external
    turned = await through_suite(sandbox, f"{EC}/to_service_external_userid", {"external_userid": external})
    moved = await through_suite(sandbox, f"{EC}/get_new_external_userid", {"external_userid_list": [external, "gone"]})
    known = await through_suite(sandbox, f"{EC}/unionid_to_external_userid", ids(sandbox))
    assert turned["external_userid"] == known["external_userid"] == service
    assert moved["items"] == [{"external_userid": external, "new_external_userid": service}]


async def test_a_unionid_and_an_openid_are_of_one_person(sandbox: Sandbox) -> None:
    mixed = {**ids(sandbox), "openid": sandbox.openid("mp", 9)}
    assert (await through_suite(sandbox, FROM_UNIONID, mixed))["errcode"] == 40003


async def test_conversions_end_for_the_hour_and_go_on_in_the_next(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"unionid_conversions_per_hour": 1})
    codes = [(await through_suite(sandbox, FROM_UNIONID, ids(sandbox)))["errcode"] for _ in range(2)]
    await sandbox.simulation.jump(sandbox.world.now() + 3600)
    codes.append((await through_suite(sandbox, FROM_UNIONID, ids(sandbox)))["errcode"])
    assert codes == [0, 45009, 0]


async def listen(sandbox: Sandbox, brand: Brand) -> None:
    """Let the brand's server be the provider's; the first ticket comes at once."""
    suite = sandbox.account("suite")
    more = {**suite.more, "data_url": f"{BRAND_URL}/callback/data"}
    change = {"callback_url": f"{BRAND_URL}/callback/suite", "more": more}
    brand.accounts["suite"] = sandbox.world.accounts.change(suite, change)
    await asyncio.sleep(0.03)
    await sandbox.simulation.drained()


def _notices(brand: Brand, info_type: str) -> list[dict[str, Any]]:
    return [message for message in brand.callbacks if message.get("InfoType") == info_type]


async def _ask(sandbox: Sandbox, path: str, token: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await sandbox.client.get(WORK + path, params={"access_token": token})).json()
    return answer
