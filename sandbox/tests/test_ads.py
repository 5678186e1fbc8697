"""Tencent Ads: consent, people who see ads and click them, what that costs, what it truly does, and what reports say."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from brand import Brand
from rig import DAY, Sandbox
from table.ads import (
    HOST,
    LANDING,
    call,
    consent,
    get,
    leading_to,
    new_audience,
    new_set,
    number,
    old_set,
    post,
    running_ad,
    upload,
)
from wechat_sandbox.ads import audiences, tokens
from wechat_sandbox.ads.clicks import phone_hash

# Everybody sees an ad several times a day, and every third time clicks it.
BUSY = {f"ads_impressions_per_day_{place}": 6 for place in ("moments", "articles", "channels")} | {
    f"ads_click_rate_{place}": 0.3 for place in ("moments", "articles", "channels")
}
ELSEWHERE = leading_to("PAGE_TYPE_H5", "h5_spec", page_url="https://example.com/sale")
WEEK = {"start_date": "2026-01-01", "end_date": "2026-01-07"}


async def test_an_advertiser_is_asked_before_an_application_may_act(sandbox: Sandbox) -> None:
    account = sandbox.account("ads")
    who = {"client_id": tokens.client_id(account), "redirect_uri": "http://localhost/back", "state": "a b"}
    asked = await sandbox.client.get(f"{HOST}/oauth/authorize", params=who)
    assert "同意" in asked.text
    back = await consent(sandbox)
    assert back["state"] == "s"
    secret = {"client_id": who["client_id"], "client_secret": account.secret}
    query = {**secret, "grant_type": "authorization_code", "authorization_code": back["authorization_code"]}
    first = (await sandbox.client.get(f"{HOST}/oauth/token", params=query)).json()["data"]
    query = {**secret, "grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = (await sandbox.client.get(f"{HOST}/oauth/token", params=query)).json()["data"]
    assert first["authorizer_info"]["account_id"] == number(sandbox)
    for one in (first, second):
        answer = await call(
            sandbox, "GET", "/v3.0/funds/get", {"account_id": number(sandbox)}, None, access_token=one["access_token"]
        )
        assert answer.json()["code"] == 0


async def test_people_see_an_ad_and_each_thousand_impressions_costs_the_bid(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    before = (await get(sandbox, "/v3.0/funds/get"))["list"][0]["balance"]
    await running_ad(sandbox, ELSEWHERE, bid_mode="BID_MODE_CPM", bid_amount=20_000)
    await sandbox.advance(DAY)
    day = (await _report(sandbox))[0]
    assert 400 <= day["view_count"] <= 900
    assert 0.2 <= day["ctr"] <= 0.4
    assert day["cost"] == day["view_count"] * 20_000 // 1000
    after = (await get(sandbox, "/v3.0/funds/get"))["list"][0]["balance"]
    assert 0 <= before - after - day["cost"] <= 1


async def test_hours_add_up_to_the_day(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    await running_ad(sandbox, ELSEWHERE)
    await sandbox.advance(DAY)
    day = (await _report(sandbox))[0]
    asked = {"level": "REPORT_LEVEL_ADGROUP", "date_range": WEEK, "page_size": 100}
    hours = (await get(sandbox, "/v3.0/hourly_reports/get", **asked))["list"]
    assert len(hours) > 12
    for name in ("view_count", "valid_click_count"):
        assert sum(hour[name] for hour in hours) == day[name]


async def test_no_day_costs_more_than_its_budget(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    per_view = await running_ad(sandbox, ELSEWHERE, bid_mode="BID_MODE_CPM", bid_amount=50_000, daily_budget=5000)
    per_click = await running_ad(sandbox, ELSEWHERE, bid_mode="BID_MODE_CPC", bid_amount=300, daily_budget=6000)
    await sandbox.advance(2 * DAY)
    spent = {(row["adgroup_id"], row["date"]): row["cost"] for row in await _report(sandbox)}
    assert [spent[per_view, day] for day in ("2026-01-01", "2026-01-02")] == [5000, 5000]
    assert all(spent[per_click, day] <= 6000 for day in ("2026-01-01", "2026-01-02"))
    assert spent[per_click, "2026-01-01"] >= 5700


async def test_a_campaign_holds_its_ad_groups_to_one_budget_and_one_switch(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    kind = {"campaign_type": "CAMPAIGN_TYPE_NORMAL"}
    made = await post(sandbox, "/v1.3/campaigns/add", campaign_name="春季", daily_budget=7000, **kind)
    for _ in range(2):
        await running_ad(sandbox, ELSEWHERE, bid_mode="BID_MODE_CPM", bid_amount=50_000, campaign_id=made["campaign_id"])
    await sandbox.advance(DAY)
    assert sum(row["cost"] for row in await _report(sandbox)) == 7000
    await post(sandbox, "/v1.3/campaigns/update", campaign_id=made["campaign_id"], configured_status="AD_STATUS_SUSPEND")
    await sandbox.advance(DAY)
    assert {row["date"] for row in await _report(sandbox)} == {"2026-01-01"}


async def test_without_money_nothing_is_shown(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**BUSY, "ads_opening_balance_fen": 0})
    await running_ad(sandbox, ELSEWHERE)
    await sandbox.advance(DAY)
    assert await _report(sandbox) == []
    await sandbox.act(0, "recharge_ads", fen=10_000)
    await sandbox.advance(DAY)
    assert sum(row["cost"] for row in await _report(sandbox)) > 0


async def test_a_suspended_ad_rests(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    adgroup = await running_ad(sandbox, ELSEWHERE)
    await post(sandbox, "/v3.0/adgroups/update", adgroup_id=adgroup, configured_status="AD_STATUS_SUSPEND")
    await sandbox.advance(DAY)
    assert await _report(sandbox) == []


async def test_the_landing_page_is_opened_with_the_id_of_the_click(sandbox: Sandbox, brand: Brand) -> None:
    adgroup = await running_ad(sandbox)
    clicked = await sandbox.act(3, "click_ad", adgroup_id=adgroup)
    await sandbox.simulation.drained()
    assert brand.pages == [f"{LANDING}?gdt_vid={clicked['click_id']}"]


async def test_a_click_leads_into_the_mini_program_with_its_id(sandbox: Sandbox, brand: Brand) -> None:
    spec = {"mini_program_id": sandbox.account("mp").original_id, "mini_program_path": "pages/index/index?from=ad"}
    landing = leading_to("PAGE_TYPE_WECHAT_MINI_PROGRAM", "wechat_mini_program_spec", **spec)
    clicked = await sandbox.act(3, "click_ad", adgroup_id=await running_ad(sandbox, landing))
    await sandbox.simulation.drained()
    launched = next(event for event in brand.events_heard if event["event"] == "mp_launch")
    assert parse_qs(launched["properties"]["query"]) == {"from": ["ad"], "gdt_vid": [clicked["click_id"]]}
    assert launched["properties"]["scene"] == 1045


async def test_a_click_may_end_in_following(sandbox: Sandbox, brand: Brand) -> None:
    landing = leading_to(
        "PAGE_TYPE_WECHAT_OFFICIAL_ACCOUNT_DETAIL",
        "wechat_official_account_detail_spec",
        app_id=sandbox.account("oa").app_id,
    )
    adgroup = await running_ad(sandbox, landing)
    stranger = sandbox.stranger()
    await sandbox.act(stranger, "click_ad", adgroup_id=adgroup, converts=False)
    assert brand.named("subscribe") == []
    await sandbox.act(stranger, "click_ad", adgroup_id=adgroup, converts=True)
    assert brand.named("subscribe")[0]["FromUserName"] == sandbox.openid("oa", stranger)


async def test_a_click_may_end_in_adding_staff_by_a_link_of_the_advertiser(sandbox: Sandbox, brand: Brand) -> None:
    corp = sandbox.account("corp").app_id
    made = await post(
        sandbox, "/v3.0/wecom_customer_acquisition_link/add", corp_id=corp, link_name="加企微", user_id_list=["linxiao"]
    )
    landing = leading_to("PAGE_TYPE_H5", "h5_spec", page_url=made["link"]["link_url"])
    clicked = await sandbox.act(3, "click_ad", adgroup_id=await running_ad(sandbox, landing), converts=True)
    told = brand.named("add_external_contact")[0]
    assert (told["UserID"], told["State"]) == ("linxiao", clicked["click_id"])
    body = {"link_id": made["link"]["link_id"]}
    listed = await sandbox.post("corp", "/cgi-bin/externalcontact/customer_acquisition/customer", body)
    assert [one["external_userid"] for one in listed["customer_list"]] == [sandbox.openid("corp", 3)]


async def test_who_clicks_an_ad_knows_the_brand(sandbox: Sandbox) -> None:
    stranger = next(n for n in range(100) if not sandbox.world.people.array("aware", bool)[n])
    await sandbox.act(stranger, "click_ad", adgroup_id=await running_ad(sandbox, ELSEWHERE))
    assert (await sandbox.admin("GET", f"/people/{stranger}"))["aware"]


async def test_who_is_left_out_never_sees_the_ad_and_who_is_chosen_does(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", BUSY)
    chosen, left_out = await new_audience(sandbox, *range(40)), await new_audience(sandbox, *range(10))
    targeting = {"custom_audience": [chosen], "excluded_custom_audience": [left_out]}
    await running_ad(sandbox, ELSEWHERE, targeting=targeting)
    await sandbox.advance(2 * DAY)
    clicked = {doc["person"] for doc in _truth(sandbox)}
    assert clicked <= set(range(10, 40))
    assert len(clicked) >= 20


async def test_an_audience_is_filled_by_hashes_and_openids_and_emptied_again(sandbox: Sandbox) -> None:
    audience = await new_audience(sandbox, 1, 2, 3)
    assert await _size(sandbox, audience) == 3
    await upload(sandbox, audience, 2, 99, operation_type="REDUCE")
    await sandbox.advance(3600)
    assert await _size(sandbox, audience) == 2
    oa = sandbox.account("oa")
    fields = {"user_id_type": "WECHAT_OPENID", "open_app_id": oa.app_id, "audience_id": str(audience)}
    lines = f"{sandbox.openid('oa', 7)}\nnonsense\n".encode()
    files = {"file": ("openids.txt", lines, "text/plain")}
    await call(sandbox, "POST", "/v3.0/custom_audience_files/add", {"account_id": str(number(sandbox)), **fields}, files)
    await sandbox.advance(3600)
    assert await _size(sandbox, audience) == 3
    found = await get(sandbox, "/v3.0/custom_audience_files/get", audience_id=audience)
    assert [(one["line_count"], one["user_count"]) for one in found["list"]] == [(3, 3), (2, 2), (2, 1)]


async def test_an_audience_grows_by_people_like_its_own(sandbox: Sandbox) -> None:
    people = sandbox.world.people
    alike = [person for person in range(100) if people.taste[person] == 0][:10]
    seeds = await new_audience(sandbox, *alike)
    spec = {"lookalike_spec": {"seed_audience_id": seeds, "expand_user_count": 15}}
    made = await post(sandbox, "/v3.0/custom_audiences/add", name="像老客", type="LOOKALIKE", audience_spec=spec)
    await sandbox.advance(3600)
    found = audiences.members(sandbox.world, sandbox.account("ads"), made["audience_id"])
    assert found.sum() == 15
    assert not found[alike].any()
    assert (people.taste[found] == 0).sum() >= 12


async def test_an_action_is_counted_as_the_conversion_of_its_click_once(sandbox: Sandbox) -> None:
    adgroup, source = await running_ad(sandbox), await new_set(sandbox)
    clicked = await sandbox.act(3, "click_ad", adgroup_id=adgroup)
    await sandbox.advance(3600)
    action = {"action_time": int(sandbox.world.now()), "action_type": "COMPLETE_ORDER", "action_param": {"value": 19_900}}
    traced = {**action, "trace": {"click_id": clicked["click_id"]}, "outer_action_id": "order-1"}
    for _ in range(3):
        await post(sandbox, "/v3.0/user_actions/add", user_action_set_id=source, actions=[traced])
    assert await _conversions(sandbox) == (1, 19_900)
    phone = {"hash_phone": phone_hash(sandbox.world.people.phone(3))}
    await post(sandbox, "/v3.0/user_actions/add", user_action_set_id=source, actions=[{**action, "user_id": phone}])
    nobody = {"hash_phone": phone_hash("13300000000")}
    await post(sandbox, "/v3.0/user_actions/add", user_action_set_id=source, actions=[{**action, "user_id": nobody}])
    assert await _conversions(sandbox) == (2, 2 * 19_900)


async def test_a_conversion_long_after_the_click_is_not_its_own(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"ads_attribution_sim_days": 0.5})
    adgroup, source = await running_ad(sandbox), await new_set(sandbox)
    clicked = await sandbox.act(3, "click_ad", adgroup_id=adgroup)
    await sandbox.advance(DAY)
    action = {"action_type": "REGISTER", "trace": {"click_id": clicked["click_id"]}}
    await post(sandbox, "/v3.0/user_actions/add", user_action_set_id=source, actions=[action])
    assert await _conversions(sandbox) == (0, 0)


async def test_a_wechat_source_needs_wechat_ids(sandbox: Sandbox) -> None:
    oa = sandbox.account("oa").app_id
    source = await new_set(sandbox, "WECHAT", wechat_app_id=oa)
    body = {"account_id": number(sandbox), "user_action_set_id": source}
    codes = []
    for user in ({"hash_phone": "x"}, {"wechat_openid": sandbox.openid("oa", 3)}, {"wechat_unionid": "u", "wechat_app_id": oa}):
        given = {**body, "actions": [{"action_type": "REGISTER", "user_id": user}]}
        codes.append((await call(sandbox, "POST", "/v3.0/user_actions/add", given)).json()["code"])
    assert codes == [18001, 18001, 0]


async def test_too_much_at_once_is_refused(sandbox: Sandbox) -> None:
    action = {"action_type": "REGISTER", "trace": {"click_id": "c"}, "url": "x" * 2000}
    body = {"account_id": number(sandbox), "user_action_set_id": await new_set(sandbox)}
    codes = [
        (await call(sandbox, "POST", "/v3.0/user_actions/add", {**body, "actions": [action] * n})).json()["code"]
        for n in (1, 30)
    ]
    assert codes == [0, 18001]


async def test_an_application_may_call_an_api_only_so_often_in_a_minute(sandbox: Sandbox) -> None:
    await get(sandbox, "/v3.0/adgroups/get")
    await sandbox.admin("PATCH", "/settings", {"ads_calls_per_wall_minute": 3})
    given = {"account_id": number(sandbox)}
    # Twice as many and more, for the minute may end between two of them.
    answers = [(await call(sandbox, "GET", "/v3.0/funds/get", given)).json() for _ in range(8)]
    refused = [answer for answer in answers if answer["code"]]
    assert {answer["code"] for answer in refused} == {11017}
    assert refused[0]["message_cn"].startswith("应用请求已达分钟频次上限")


async def test_the_older_api_counts_for_the_same_click(sandbox: Sandbox) -> None:
    adgroup = await running_ad(sandbox)
    await sandbox.act(3, "click_ad", adgroup_id=adgroup)
    await sandbox.advance(3600)
    user = {"wechat_app_id": sandbox.account("oa").app_id, "wechat_openid": sandbox.openid("oa", 3)}
    action = {"user_action_set_id": await old_set(sandbox), "action_type": "COMPLETE_ORDER", "user_id": user}
    done = await sandbox.post("oa", "/marketing/user_actions/add", {"actions": [action]})
    assert done["errcode"] == 0
    assert await _conversions(sandbox) == (1, 0)


async def test_places_work_as_differently_as_their_settings_say(sandbox: Sandbox) -> None:
    true = {"ads_converts": 0.4, "ads_effect_moments": 1.0, "ads_effect_articles": 0.5}
    places = {f"ads_{what}_{place}": 12 for what in ("impressions_per_day",) for place in ("moments", "articles")}
    rates = {f"ads_click_rate_{place}": 1 for place in ("moments", "articles")}
    await sandbox.admin("PATCH", "/settings", {**true, **places, **rates})
    await running_ad(sandbox, ELSEWHERE, site_set=["SITE_SET_MOMENTS", "SITE_SET_WECHAT"], bid_amount=100)
    await sandbox.advance(DAY)
    happened: dict[str, list[bool]] = {}
    for doc in _truth(sandbox):
        happened.setdefault(doc["site"], []).append(doc["converts"])
    share = {site: sum(converts) / len(converts) for site, converts in happened.items()}
    assert min(len(converts) for converts in happened.values()) > 600
    assert abs(share["SITE_SET_MOMENTS"] - 0.4) < 0.06
    assert abs(share["SITE_SET_WECHAT"] - 0.2) < 0.06


async def test_some_buy_because_of_a_click_and_the_truth_tells_who(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**BUSY, "effect_ad": 8})
    await running_ad(sandbox, ELSEWHERE)
    await sandbox.advance(DAY)
    bought = [doc for doc in _truth(sandbox) if doc["buys_because_of_it"]]
    assert bought
    caused = {doc["source"] for _, doc in sandbox.world.store.entries("influences", 0, 10_000) if doc["kind"] == "ad"}
    assert {f"ad {doc['click_id']}" for doc in bought} <= caused


async def test_a_click_id_in_a_landing_address_with_a_query_is_appended(sandbox: Sandbox, brand: Brand) -> None:
    landing = leading_to("PAGE_TYPE_H5", "h5_spec", page_url=f"{LANDING}?utm=1")
    clicked = await sandbox.act(3, "click_ad", adgroup_id=await running_ad(sandbox, landing), site="SITE_SET_CHANNELS")
    await sandbox.simulation.drained()
    assert parse_qs(urlsplit(brand.pages[0]).query) == {"utm": ["1"], "qz_gdt": [clicked["click_id"]]}


async def _report(sandbox: Sandbox) -> list[dict[str, Any]]:
    asked = {"level": "REPORT_LEVEL_ADGROUP", "date_range": WEEK, "page_size": 100}
    found: list[dict[str, Any]] = (await get(sandbox, "/v3.0/daily_reports/get", **asked))["list"]
    return found


async def _conversions(sandbox: Sandbox) -> tuple[int, int]:
    rows = await _report(sandbox)
    return sum(row["conversions_count"] for row in rows), sum(row["order_amount"] for row in rows)


async def _size(sandbox: Sandbox, audience: int) -> int:
    found = await get(sandbox, "/v3.0/custom_audiences/get", audience_id=audience)
    return int(found["list"][0]["user_count"])


def _truth(sandbox: Sandbox) -> list[dict[str, Any]]:
    return [doc for _, doc in sandbox.world.store.entries("ad truth", 0, 100_000)]
