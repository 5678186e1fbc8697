"""WeCom's rules: live codes, welcome messages, customers, tags, members."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from brand import Brand
from rig import DAY, Sandbox

EC = "/cgi-bin/externalcontact"


async def test_a_live_code_brings_a_customer_with_its_state(sandbox: Sandbox, brand: Brand) -> None:
    way = await _code(sandbox, "store_1")
    added = await sandbox.act(4, "add_staff", config_id=way)
    told = brand.named("add_external_contact")[0]
    assert (told["State"], told["UserID"], told["WelcomeCode"]) == ("store_1", "linxiao", added["welcome_code"])
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=told["ExternalUserID"])
    assert detail["follow_user"][0]["state"] == "store_1"
    assert detail["external_contact"]["unionid"] == sandbox.world.people.unionid(sandbox.account("mp"), 4)
    listed = await sandbox.get("corp", f"{EC}/list", userid="linxiao")
    assert listed["external_userid"] == [told["ExternalUserID"]]
    assert (await sandbox.get("corp", f"{EC}/list", userid="chenyu"))["errcode"] == 84061


async def test_a_welcome_message_is_sent_once(sandbox: Sandbox) -> None:
    await _code(sandbox)
    code = (await sandbox.act(4, "add_staff"))["welcome_code"]
    assert [await _welcome(sandbox, code) for _ in range(2)] == [0, 41050]
    assert [message["kind"] for message in await sandbox.messages(4)] == ["welcome"]


async def test_a_welcome_message_comes_too_late(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"welcome_code_wall_seconds": 0})
    await _code(sandbox)
    assert await _welcome(sandbox, (await sandbox.act(4, "add_staff"))["welcome_code"]) == 41050


async def test_no_welcome_message_once_they_are_talking(sandbox: Sandbox) -> None:
    await _code(sandbox)
    code = (await sandbox.act(4, "add_staff"))["welcome_code"]
    await sandbox.act(4, "chat_with_staff")
    assert await _welcome(sandbox, code) == 41051


async def test_a_customer_who_left_is_no_contact_any_more(sandbox: Sandbox, brand: Brand) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    await sandbox.act(4, "delete_staff")
    external = sandbox.openid("corp", 4)
    assert brand.named("del_follow_user")[0]["ExternalUserID"] == external
    assert (await sandbox.get("corp", f"{EC}/get", external_userid=external))["errcode"] == 84061
    mark = {"userid": "linxiao", "external_userid": external, "add_tag": ["et"]}
    assert (await sandbox.post("corp", f"{EC}/mark_tag", mark))["errcode"] == 84061
    assert (await sandbox.get("corp", f"{EC}/get", external_userid="wmNobody"))["errcode"] == 40096


async def test_live_codes_are_checked_changed_and_removed(sandbox: Sandbox) -> None:
    good = {"type": 1, "scene": 2, "user": ["linxiao"], "state": "a"}
    for changes, errcode in (
        ({"type": 3}, 41039),
        ({"user": ["nobody"]}, 60111),
        ({"user": ["linxiao", "chenyu"]}, 41041),
        ({"state": "x" * 31}, 40058),
        ({"user": []}, 40058),
    ):
        assert (await sandbox.post("corp", f"{EC}/add_contact_way", {**good, **changes}))["errcode"] == errcode
    made = await sandbox.post("corp", f"{EC}/add_contact_way", good)
    change = {"config_id": made["config_id"], "state": "b"}
    await sandbox.post("corp", f"{EC}/update_contact_way", change)
    shown = await sandbox.post("corp", f"{EC}/get_contact_way", {"config_id": made["config_id"]})
    assert (shown["contact_way"]["state"], shown["contact_way"]["user"]) == ("b", ["linxiao"])
    listed = await sandbox.post("corp", f"{EC}/list_contact_way", {"limit": 10})
    assert listed["contact_way"] == [{"config_id": made["config_id"]}]
    await sandbox.post("corp", f"{EC}/del_contact_way", {"config_id": made["config_id"]})
    assert (await sandbox.post("corp", f"{EC}/get_contact_way", {"config_id": made["config_id"]}))["errcode"] == 41044


async def test_tags_are_made_marked_and_removed_and_each_step_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    external = sandbox.openid("corp", 4)
    body = {"group_name": "价值", "tag": [{"name": "高"}, {"name": "低"}]}
    group = (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["tag_group"]
    assert (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["errcode"] == 40071
    tag = group["tag"][0]["id"]
    mark = {"userid": "linxiao", "external_userid": external, "add_tag": [tag]}
    assert (await sandbox.post("corp", f"{EC}/mark_tag", mark))["errcode"] == 0
    assert (await sandbox.post("corp", f"{EC}/mark_tag", {**mark, "add_tag": ["unknown"]}))["errcode"] == 40068
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=external)
    assert [tag["tag_name"] for tag in detail["follow_user"][0]["tags"]] == ["高"]
    await sandbox.post("corp", f"{EC}/del_corp_tag", {"tag_id": [tag]})
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=external)
    assert detail["follow_user"][0]["tags"] == []
    listed = await sandbox.post("corp", f"{EC}/get_corp_tag_list", {"group_id": [group["group_id"]]})
    assert [tag["name"] for tag in listed["tag_group"][0]["tag"]] == ["低"]
    await sandbox.simulation.drained()
    told = [(m["ChangeType"], m["TagType"]) for m in brand.named("change_external_tag")]
    assert told == [("create", "tag_group"), ("create", "tag"), ("create", "tag"), ("delete", "tag")]
    assert brand.named("edit_external_contact")[0]["ExternalUserID"] == external


async def test_customers_are_read_page_by_page(sandbox: Sandbox) -> None:
    await _code(sandbox)
    for person in range(5):
        await sandbox.act(person, "add_staff")
    seen, cursor = [], ""
    while True:
        body = {"userid_list": ["linxiao"], "limit": 2, "cursor": cursor}
        page = await sandbox.post("corp", f"{EC}/batch/get_by_user", body)
        seen += [item["external_contact"]["external_userid"] for item in page["external_contact_list"]]
        if not (cursor := page["next_cursor"]):
            break
    assert seen == [sandbox.openid("corp", person) for person in range(5)]


async def test_a_remark_is_kept(sandbox: Sandbox) -> None:
    await _code(sandbox)
    await sandbox.act(4, "add_staff")
    body = {"userid": "linxiao", "external_userid": sandbox.openid("corp", 4), "remark": "老客户"}
    assert (await sandbox.post("corp", f"{EC}/remark", body))["errcode"] == 0
    detail = await sandbox.get("corp", f"{EC}/get", external_userid=body["external_userid"])
    assert detail["follow_user"][0]["remark"] == "老客户"
    assert (await sandbox.post("corp", f"{EC}/remark", {**body, "remark": "长" * 21}))["errcode"] == 40058


async def test_members_are_listed_and_written_to(sandbox: Sandbox) -> None:
    listed = await sandbox.get("corp", "/cgi-bin/user/list", department_id="1")
    assert len(listed["userlist"]) == 6
    body = {"touser": "linxiao|nobody", "msgtype": "text", "agentid": 1000002, "text": {"content": "有新客户"}}
    assert (await sandbox.post("corp", "/cgi-bin/message/send", body))["invaliduser"] == "nobody"
    assert (await sandbox.post("corp", "/cgi-bin/message/send", {**body, "touser": "nobody"}))["errcode"] == 81013
    assert (await sandbox.post("corp", "/cgi-bin/message/send", {**body, "agentid": 1}))["errcode"] == 40056
    log = await sandbox.admin("GET", "/staff_messages")
    assert [item["userid"] for item in log["items"]] == ["linxiao"]


async def test_a_member_on_one_side_is_no_contact_until_they_return_it(sandbox: Sandbox, brand: Brand) -> None:
    added = await sandbox.act(4, "add_staff", userid="linxiao", one_sided=True)
    external = sandbox.openid("corp", 4)
    assert brand.named("add_half_external_contact")[0]["WelcomeCode"] == added["welcome_code"]
    assert (await sandbox.get("corp", f"{EC}/get", external_userid=external))["errcode"] == 84061
    await sandbox.act(4, "member_accepts", userid="linxiao")
    assert brand.named("add_external_contact")[0]["ExternalUserID"] == external
    assert (await sandbox.get("corp", f"{EC}/get", external_userid=external))["errcode"] == 0


async def test_a_code_that_asks_for_consent_waits_for_the_member(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"member_accepts": 1, "reply_sim_minutes": 1})
    body = {"type": 1, "scene": 2, "user": ["linxiao"], "skip_verify": False, "state": "asks"}
    way = await sandbox.post("corp", f"{EC}/add_contact_way", body)
    assert (await sandbox.act(4, "add_staff", config_id=way["config_id"]))["added"] is False
    assert brand.named("add_external_contact") == []
    await sandbox.advance(3600)
    assert brand.named("add_external_contact")[0]["State"] == "asks"


async def test_an_exclusive_code_leads_to_the_member_one_has(sandbox: Sandbox) -> None:
    await sandbox.act(4, "add_staff", userid="chenyu")
    body = {"type": 2, "scene": 2, "user": ["linxiao", "wangjing"], "is_exclusive": True}
    way = await sandbox.post("corp", f"{EC}/add_contact_way", body)
    added = await sandbox.act(4, "add_staff", config_id=way["config_id"])
    assert (added["added"], added["userid"]) == (False, "chenyu")


async def test_a_code_of_a_department_leads_to_its_members(sandbox: Sandbox) -> None:
    await sandbox.post("corp", "/cgi-bin/department/create", {"name": "门店", "parentid": 1, "id": 5})
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "wangjing", "department": [5]})
    way = await sandbox.post("corp", f"{EC}/add_contact_way", {"type": 2, "scene": 2, "party": [5]})
    assert (await sandbox.act(4, "add_staff", config_id=way["config_id"]))["userid"] == "wangjing"


async def test_a_temporary_conversation_ends_with_closing_words(sandbox: Sandbox) -> None:
    lives = {"is_temp": True, "expires_in": 3600, "chat_expires_in": 1800}
    body = {"type": 1, "scene": 2, "user": ["linxiao"], **lives, "conclusions": {"text": {"content": "感谢咨询"}}}
    way = await sandbox.post("corp", f"{EC}/add_contact_way", body)
    assert (await sandbox.post("corp", f"{EC}/list_contact_way", {}))["contact_way"] == []
    await sandbox.act(4, "add_staff", config_id=way["config_id"])
    await sandbox.advance(3700)
    assert (await sandbox.get("corp", f"{EC}/get", external_userid=sandbox.openid("corp", 4)))["errcode"] == 84061
    said = [message["content"].get("text") for message in await sandbox.messages(4)]
    assert {"content": "感谢咨询"} in said
    too_late = {"action": "add_staff", "config_id": way["config_id"]}
    assert (await sandbox.client.post("/_sandbox/people/5/act", json=too_late)).status_code == 422


async def test_no_welcome_code_comes_where_the_console_greets(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"members_greeted_in_console": "chenyu linxiao"})
    await sandbox.act(4, "add_staff", userid="linxiao")
    assert "WelcomeCode" not in brand.named("add_external_contact")[0]


async def test_an_acquisition_link_brings_customers_with_their_channel(sandbox: Sandbox, brand: Brand) -> None:
    body = {"link_name": "直播", "range": {"user_list": ["linxiao"]}}
    link = (await sandbox.post("corp", f"{EC}/customer_acquisition/create_link", body))["link"]
    await sandbox.admin("PATCH", "/settings", {"acquisition_quota": 2, "acquisition_low": 2})
    await sandbox.act(4, "add_by_link", url=f"{link['url']}?customer_channel=douyin")
    assert brand.named("add_external_contact")[0]["State"] == "douyin"
    await sandbox.act(4, "chat_with_staff")
    await sandbox.act(5, "add_by_link", link_id=link["link_id"])
    await sandbox.act(6, "add_by_link", link_id=link["link_id"])
    await sandbox.simulation.drained()
    told = [message["ChangeType"] for message in brand.callbacks if message.get("Event") == "customer_acquisition"]
    assert sorted(told) == sorted(
        ["friend_request", "balance_low", "customer_start_chat", "friend_request", "balance_exhausted", "link_unavailable"]
    )
    asked = {"link_id": link["link_id"]}
    came = (await sandbox.post("corp", f"{EC}/customer_acquisition/customer", asked))["customer_list"]
    assert [(one["state"], one["chat_status"]) for one in came] == [("douyin", 1), ("", 0)]
    now = int(sandbox.world.now())
    days = {**asked, "start_time": now - DAY, "end_time": now + DAY}
    counted = await sandbox.post("corp", f"{EC}/customer_acquisition/statistic", days)
    assert (counted["click_link_customer_cnt"], counted["new_customer_cnt"]) == (3, 2)
    assert (await sandbox.get("corp", f"{EC}/customer_acquisition_quota"))["balance"] == 0
    await sandbox.act(0, "recharge_links", customers=5)
    quota = await sandbox.get("corp", f"{EC}/customer_acquisition_quota")
    assert (quota["total"], quota["balance"]) == (7, 5)
    assert brand.named("balance_increased")


async def test_tags_stand_in_their_order_and_a_shuffle_is_told(sandbox: Sandbox, brand: Brand) -> None:
    body = {"group_name": "价值", "tag": [{"name": "低", "order": 9}, {"name": "高", "order": 1}]}
    group = (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["tag_group"]
    assert [tag["name"] for tag in await _tags(sandbox)] == ["低", "高"]
    await sandbox.act(0, "shuffle_tags", group_id=group["group_id"])
    assert [tag["name"] for tag in await _tags(sandbox)] == ["高", "低"]
    assert brand.named("shuffle")[0]["Id"] == group["group_id"]
    low = next(tag["id"] for tag in group["tag"] if tag["name"] == "低")
    await sandbox.post("corp", f"{EC}/edit_corp_tag", {"id": low, "order": 99})
    assert [tag["name"] for tag in await _tags(sandbox)] == ["低", "高"]


async def test_deleting_a_group_of_tags_takes_them_off_customers(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(4, "add_staff", userid="linxiao")
    external = sandbox.openid("corp", 4)
    body = {"group_name": "价值", "tag": [{"name": "高"}]}
    group = (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["tag_group"]
    mark = {"userid": "linxiao", "external_userid": external, "add_tag": [group["tag"][0]["id"]]}
    await sandbox.post("corp", f"{EC}/mark_tag", mark)
    await sandbox.post("corp", f"{EC}/del_corp_tag", {"group_id": [group["group_id"]]})
    batch = await sandbox.post("corp", f"{EC}/batch/get_by_user", {"userid_list": ["linxiao"]})
    assert batch["external_contact_list"][0]["follow_info"]["tag_id"] == []
    await sandbox.simulation.drained()
    assert [m["TagType"] for m in brand.named("delete")] == ["tag", "tag_group"]


async def test_members_come_change_and_go_and_each_step_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.post("corp", "/cgi-bin/department/create", {"name": "门店", "parentid": 1, "id": 5})
    await sandbox.post("corp", "/cgi-bin/user/create", {"userid": "newbie", "name": "新人", "department": [5]})
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "newbie", "name": "小新"})
    listed = await sandbox.get("corp", "/cgi-bin/user/simplelist", department_id="5")
    assert [member["name"] for member in listed["userlist"]] == ["小新"]
    everybody = await sandbox.get("corp", "/cgi-bin/user/list", department_id="1", fetch_child="1")
    assert len(everybody["userlist"]) == 7
    await sandbox.get("corp", "/cgi-bin/user/delete", userid="newbie")
    await sandbox.get("corp", "/cgi-bin/department/delete", id="5")
    await sandbox.simulation.drained()
    told = [m["ChangeType"] for m in brand.callbacks if m.get("Event") == "change_contact"]
    assert told == ["create_party", "create_user", "update_user", "delete_user", "delete_party"]


async def test_statistics_tell_what_members_did(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"member_replies": 0})
    for person in (4, 5):
        await sandbox.act(person, "add_staff", userid="linxiao")
        await sandbox.act(person, "chat_with_staff")
    external = sandbox.openid("corp", 4)
    await sandbox.act(4, "staff_writes", userid="linxiao", external_userid=external, content="在的")
    await sandbox.act(5, "delete_staff")
    now = int(sandbox.world.now())
    body = {"userid": ["linxiao"], "start_time": now, "end_time": now}
    day = (await sandbox.post("corp", f"{EC}/get_user_behavior_data", body))["behavior_data"][0]
    assert (day["new_apply_cnt"], day["new_contact_cnt"], day["negative_feedback_cnt"]) == (2, 2, 1)
    assert (day["chat_cnt"], day["message_cnt"], day["reply_percentage"]) == (2, 1, 50)


async def test_a_rule_keeps_members_from_writing_a_word(sandbox: Sandbox) -> None:
    range_ = {"user_list": ["linxiao"]}
    body = {"rule_name": "禁语", "word_list": ["返现"], "intercept_type": 1, "applicable_range": range_}
    await sandbox.post("corp", f"{EC}/add_intercept_rule", body)
    await sandbox.act(4, "add_staff", userid="linxiao")
    said = {"action": "staff_writes", "userid": "linxiao", "external_userid": sandbox.openid("corp", 4)}
    assert (await sandbox.client.post("/_sandbox/people/4/act", json={**said, "content": "给您返现"})).status_code == 422
    assert (await sandbox.client.post("/_sandbox/people/4/act", json={**said, "content": "您好"})).status_code == 200


async def test_the_archive_needs_the_customers_consent(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"agrees_to_archive": 0})
    await sandbox.act(4, "add_staff", userid="linxiao")
    pair = {"info": [{"userid": "linxiao", "exteranalopenid": sandbox.openid("corp", 4)}]}
    before = await sandbox.post("corp", "/cgi-bin/msgaudit/check_single_agree", pair)
    await sandbox.act(4, "answer_archive")
    after = await sandbox.post("corp", "/cgi-bin/msgaudit/check_single_agree", pair)
    assert [one["agreeinfo"][0]["agree_status"] for one in (before, after)] == ["Disagree", "Agree"]
    assert brand.named("msg_audit_approved")[0]["UserID"] == "linxiao"


async def test_a_page_learns_who_visits_it(sandbox: Sandbox) -> None:
    corp = sandbox.account("corp")
    asked = {"appid": corp.app_id, "redirect_uri": "https://brand.example/h5?a=1", "response_type": "code", "state": "s"}
    query = {**asked, "scope": "snsapi_base", "agentid": str(corp.agent_id)}
    page = "/open.weixin.qq.com/connect/oauth2/authorize"
    choosing = await sandbox.client.get(page, params=query)
    assert "林晓" in choosing.text
    member = await sandbox.client.get(page, params={**query, "sandbox_member": "linxiao"})
    assert member.status_code == 302
    assert member.headers["location"].startswith("https://brand.example/h5?a=1&code=")
    told = await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", code=_code_in(member.headers["location"]))
    assert told["userid"] == "linxiao"
    stranger = await sandbox.client.get(page, params={**query, "sandbox_person": "4"})
    told = await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", code=_code_in(stranger.headers["location"]))
    assert "external_userid" not in told
    await sandbox.act(4, "add_staff", userid="linxiao")
    customer = await sandbox.client.get(page, params={**query, "sandbox_person": "4"})
    told = await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", code=_code_in(customer.headers["location"]))
    assert told["external_userid"] == sandbox.openid("corp", 4)
    paid = await sandbox.post("corp", f"{EC}/convert_to_openid", {"external_userid": told["external_userid"]})
    assert paid["openid"] == told["openid"]


async def test_a_member_logs_in_at_a_computer(sandbox: Sandbox) -> None:
    corp = sandbox.account("corp")
    query = {"appid": corp.app_id, "agentid": str(corp.agent_id), "redirect_uri": "https://brand.example/in", "state": "s"}
    page = "/login.work.weixin.qq.com/wwlogin/sso/login"
    choosing = (await sandbox.client.get(page, params=query)).text
    assert "林晓" in choosing
    assert "外部联系人" not in choosing
    led = await sandbox.client.get(page, params={**query, "sandbox_member": "linxiao"})
    assert led.headers["location"].endswith("&state=s")
    told = await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", code=_code_in(led.headers["location"]))
    assert told["userid"] == "linxiao"


async def test_an_address_that_calls_too_often_is_locked_out(sandbox: Sandbox) -> None:
    await sandbox.token("corp")
    await sandbox.admin("PATCH", "/settings", {"wecom_calls_per_address_wall_minute": 2})
    codes = [(await sandbox.get("corp", "/cgi-bin/department/list"))["errcode"] for _ in range(3)]
    assert codes[-1] == 45009
    await sandbox.admin("PATCH", "/settings", {"wecom_calls_per_address_wall_minute": 20_000})
    assert (await sandbox.get("corp", "/cgi-bin/getcallbackip"))["errcode"] == 45009


async def _tags(sandbox: Sandbox) -> list[dict[str, Any]]:
    listed = await sandbox.post("corp", f"{EC}/get_corp_tag_list", {})
    tags: list[dict[str, Any]] = listed["tag_group"][0]["tag"]
    return tags


def _code_in(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


async def _code(sandbox: Sandbox, state: str = "") -> str:
    body = {"type": 1, "scene": 2, "user": ["linxiao"], "state": state}
    return str((await sandbox.post("corp", f"{EC}/add_contact_way", body))["config_id"])


async def _welcome(sandbox: Sandbox, code: str) -> int:
    body = {"welcome_code": code, "text": {"content": "欢迎"}}
    return int((await sandbox.post("corp", f"{EC}/send_welcome_msg", body))["errcode"])
