"""T1: an Official Account's rules: windows, templates, codes, followers, tags, menu."""

from brand import Brand
from rig import DAY, SHIPPED, Sandbox


async def test_a_follow_allows_three_messages_within_the_minute(sandbox: Sandbox) -> None:
    person = sandbox.stranger()
    assert (await sandbox.say(person))["errcode"] == 45015
    await sandbox.act(person, "follow")
    assert [(await sandbox.say(person))["errcode"] for _ in range(4)] == [0, 0, 0, 45047]


async def test_the_minute_after_a_follow_ends(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"touch_window_wall_seconds": 0})
    person = sandbox.stranger()
    await sandbox.act(person, "follow")
    assert (await sandbox.say(person))["errcode"] == 45015


async def test_a_written_message_allows_five_for_two_simulated_days(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    await sandbox.act(person, "text", content="在吗")
    assert [(await sandbox.say(person))["errcode"] for _ in range(6)] == [0] * 5 + [45047]


async def test_the_two_days_end(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    await sandbox.act(person, "text")
    later = sandbox.world.now() + 2 * DAY + 5
    await sandbox.simulation.jump(later)
    assert (await sandbox.say(person))["errcode"] == 45015


async def test_a_new_message_sets_the_allowance_again(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    await sandbox.act(person, "text")
    for _ in range(5):
        await sandbox.say(person)
    await sandbox.act(person, "text")
    assert (await sandbox.say(person))["errcode"] == 0


async def test_who_left_cannot_be_written_to(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    await sandbox.act(person, "text")
    await sandbox.act(person, "unfollow")
    assert (await sandbox.say(person))["errcode"] == 45015
    assert (await sandbox.send_template(person))["errcode"] == 43004


async def test_a_template_message_reaches_a_follower_and_its_end_is_told(sandbox: Sandbox) -> None:
    person = _without_blocks(sandbox)
    sent = await sandbox.send_template(person, client_msg_id="c1")
    message = (await sandbox.messages(person))[-1]
    assert (message["kind"], message["client_id"], message["msgid"]) == ("template", "c1", str(sent["msgid"]))
    assert "玫瑰保湿面膜" in message["content"]["text"]


async def test_the_same_client_id_reaches_a_person_once(sandbox: Sandbox) -> None:
    person = _without_blocks(sandbox)
    first, second = [await sandbox.send_template(person, client_msg_id="same") for _ in range(2)]
    assert first["msgid"] == second["msgid"]
    log = await sandbox.admin("GET", "/messages?client_id=same")
    assert log["total"] == len(log["items"]) == 1


async def test_a_template_message_that_does_not_fit_is_refused(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    good = {
        "character_string1": {"value": "1"},
        "thing2": {"value": "面膜"},
        "time3": {"value": "2026年1月1日 10:00"},
    }
    for changes in (
        {"thing2": {"value": "字" * 21}},
        {"thing2": {"value": ""}},
        {"thing2": "面膜"},
        {"time3": {"value": "明天"}},
        {"character_string1": {"value": "订单"}},
    ):
        assert (await sandbox.send_template(person, data={**good, **changes}))["errcode"] == 47003
    assert (await sandbox.send_template(person, data=[]))["errcode"] == 47003
    assert (await sandbox.send_template(person, data=good))["errcode"] == 0
    assert (await sandbox.send_template(person, template_id="unknown"))["errcode"] == 40037
    assert (await sandbox.send_template(person, touser="oNobody"))["errcode"] == 40003


async def test_someone_who_blocks_templates_gets_none_and_the_brand_is_told(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"blocks_templates": 1})
    person = sandbox.follower()
    assert (await sandbox.send_template(person))["errcode"] == 0
    assert await sandbox.messages(person) == []
    await sandbox.simulation.drained()
    assert [told["Status"] for told in brand.named("TEMPLATESENDJOBFINISH")] == ["failed:user block"]


async def test_templates_are_added_listed_and_removed(sandbox: Sandbox) -> None:
    body = {"template_id_short": "OPENTM1", "keyword_name_list": ["订单", "时间"]}
    added = await sandbox.post("oa", "/cgi-bin/template/api_add_template", body)
    listed = (await sandbox.get("oa", "/cgi-bin/template/get_all_private_template"))["template_list"]
    assert [t["template_id"] for t in listed][-1] == added["template_id"]
    assert "{{time2.DATA}}" in listed[-1]["content"]
    await sandbox.post("oa", "/cgi-bin/template/del_private_template", {"template_id": SHIPPED})
    assert (await sandbox.send_template(sandbox.follower()))["errcode"] == 40037


async def test_a_code_tells_new_followers_from_old(sandbox: Sandbox) -> None:
    new, old = sandbox.stranger(), sandbox.follower()
    scene = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": "store_1"}}}
    code = await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    first = await sandbox.act(new, "scan", ticket=code["ticket"])
    second = await sandbox.act(old, "scan", scene="store_1")
    assert (first["event"], second["event"]) == ("subscribe", "SCAN")
    info = await sandbox.get("oa", "/cgi-bin/user/info", openid=sandbox.openid("oa", new))
    assert (info["subscribe_scene"], info["qr_scene_str"]) == ("ADD_SCENE_QR_CODE", "store_1")
    picture = await sandbox.client.get("/mp.weixin.qq.com/cgi-bin/showqrcode", params={"ticket": code["ticket"]})
    assert picture.content.startswith(b"\x89PNG")


async def test_a_temporary_code_ends(sandbox: Sandbox) -> None:
    scene = {"action_name": "QR_SCENE", "expire_seconds": 60, "action_info": {"scene": {"scene_id": 5}}}
    await sandbox.post("oa", "/cgi-bin/qrcode/create", scene)
    await sandbox.simulation.jump(sandbox.world.now() + 120)
    refused = await sandbox.client.post("/_sandbox/people/1/act", json={"action": "scan"})
    assert refused.status_code == 422


async def test_codes_are_checked(sandbox: Sandbox) -> None:
    for body, errcode in (
        ({"action_name": "QR_X"}, 40053),
        ({"action_name": "QR_SCENE"}, 40053),
        ({"action_name": "QR_SCENE", "action_info": {"scene": {"scene_id": 0}}}, 40169),
        ({"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "x" * 65}}}, 40169),
    ):
        assert (await sandbox.post("oa", "/cgi-bin/qrcode/create", body))["errcode"] == errcode


async def test_followers_are_listed_in_order_and_told_about(sandbox: Sandbox) -> None:
    page = await sandbox.get("oa", "/cgi-bin/user/get")
    openids = page["data"]["openid"]
    assert page["total"] == page["count"] == len(set(openids))
    rest = await sandbox.get("oa", "/cgi-bin/user/get", next_openid=openids[4])
    assert rest["data"]["openid"] == openids[5:]
    body = {"user_list": [{"openid": openid} for openid in openids[:3]]}
    infos = (await sandbox.post("oa", "/cgi-bin/user/info/batchget", body))["user_info_list"]
    assert [info["openid"] for info in infos] == openids[:3]
    since = [info["subscribe_time"] for info in infos]
    assert since == sorted(since)
    stranger = await sandbox.get("oa", "/cgi-bin/user/info", openid=sandbox.openid("oa", sandbox.stranger()))
    assert set(stranger) == {"subscribe", "openid", "unionid"}


async def test_tags_follow_their_rules(sandbox: Sandbox) -> None:
    openid = sandbox.openid("oa", sandbox.follower())
    await sandbox.admin("PATCH", "/settings", {"tags_per_account": 3, "tags_per_person": 2})
    made = [await sandbox.post("oa", "/cgi-bin/tags/create", {"tag": {"name": n}}) for n in "abc"]
    ids = [answer["tag"]["id"] for answer in made]
    assert (await sandbox.post("oa", "/cgi-bin/tags/create", {"tag": {"name": "d"}}))["errcode"] == 45056
    tagging = "/cgi-bin/tags/members/batchtagging"
    marks = [await sandbox.post("oa", tagging, {"openid_list": [openid], "tagid": n}) for n in ids]
    assert [mark["errcode"] for mark in marks] == [0, 0, 45059]
    assert (await sandbox.post("oa", "/cgi-bin/tags/getidlist", {"openid": openid}))["tagid_list"] == ids[:2]
    await sandbox.post("oa", "/cgi-bin/tags/members/batchuntagging", {"openid_list": [openid], "tagid": ids[0]})
    assert (await sandbox.post("oa", "/cgi-bin/tags/update", {"tag": {"id": ids[1], "name": "a"}}))["errcode"] == 45157
    assert (await sandbox.post("oa", "/cgi-bin/tags/delete", {"tag": {"id": 2}}))["errcode"] == 45058
    await sandbox.post("oa", "/cgi-bin/tags/delete", {"tag": {"id": ids[1]}})
    assert (await sandbox.post("oa", "/cgi-bin/tags/getidlist", {"openid": openid}))["tagid_list"] == []
    many = {"openid_list": [openid] * 51, "tagid": ids[0]}
    assert (await sandbox.post("oa", tagging, many))["errcode"] == 40032


async def test_a_menu_is_set_pressed_and_removed(sandbox: Sandbox) -> None:
    person = sandbox.follower()
    menu = {
        "button": [
            {"type": "click", "name": "今日优惠", "key": "TODAY"},
            {"name": "更多", "sub_button": [{"type": "view", "name": "官网", "url": "http://localhost/page"}]},
        ]
    }
    assert (await sandbox.get("oa", "/cgi-bin/menu/get"))["errcode"] == 46003
    assert (await sandbox.post("oa", "/cgi-bin/menu/create", menu))["errcode"] == 0
    assert (await sandbox.get("oa", "/cgi-bin/menu/get"))["menu"] == menu
    assert (await sandbox.act(person, "click_menu", button="TODAY"))["event"] == "CLICK"
    assert (await sandbox.act(person, "click_menu", button="官网"))["event"] == "VIEW"
    assert (await sandbox.say(person))["errcode"] == 0
    four = {"button": [menu["button"][0]] * 4}
    assert (await sandbox.post("oa", "/cgi-bin/menu/create", four))["errcode"] == 40016
    await sandbox.get("oa", "/cgi-bin/menu/delete")
    assert (await sandbox.get("oa", "/cgi-bin/menu/get"))["errcode"] == 46003


def _without_blocks(sandbox: Sandbox) -> int:
    sandbox.world.settings.change({"blocks_templates": 0})
    return sandbox.follower()
