"""T2: a Mini Program's rules, and what the phones of its visitors tell the brand."""

from pathlib import Path

from brand import Brand
from rig import ARRIVED, DAY, MEMBERS, Sandbox, running
from starlette.responses import PlainTextResponse
from wechat_sandbox.pictures import qr_png
from wechat_sandbox.store import FILE

PHONE = "/wxa/business/getuserphonenumber"


async def test_one_accept_is_one_message(sandbox: Sandbox) -> None:
    assert (await sandbox.send_subscribe(3))["errcode"] == 43101
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    assert [(await sandbox.send_subscribe(3))["errcode"] for _ in range(3)] == [0, 0, 43101]
    assert [message["kind"] for message in await sandbox.messages(3)] == ["subscribe"] * 2


async def test_a_refusal_gives_no_consent(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED], refuse=[ARRIVED])
    assert (await sandbox.send_subscribe(3))["errcode"] == 43101
    assert brand.named("subscribe_msg_popup_event")[0]["List"]["SubscribeStatusString"] == "reject"


async def test_a_refused_message_keeps_the_consent(sandbox: Sandbox) -> None:
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    assert (await sandbox.send_subscribe(3, data={"thing1": {"value": "草莓"}}))["errcode"] == 47003
    assert (await sandbox.send_subscribe(3, page="/pages/index"))["errcode"] == 41030
    assert (await sandbox.send_subscribe(3, template_id="unknown"))["errcode"] == 40037
    assert (await sandbox.send_subscribe(3))["errcode"] == 0


async def test_one_answer_is_an_object_and_several_are_a_list(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    await sandbox.act(3, "accept_subscription")
    one, several = brand.named("subscribe_msg_popup_event")
    assert isinstance(one["List"], dict)
    assert isinstance(several["List"], list)


async def test_a_list_may_always_be_an_array(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"subscribe_list_shape": "array"})
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    assert len(brand.named("subscribe_msg_popup_event")[0]["List"]) == 1


async def test_a_template_switched_off_takes_no_message_until_it_is_on_and_accepted_again(
    sandbox: Sandbox, brand: Brand
) -> None:
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    await sandbox.act(3, "refuse_subscription", template_ids=[ARRIVED])
    assert brand.named("subscribe_msg_change_event")[0]["List"] == {
        "TemplateId": ARRIVED,
        "SubscribeStatusString": "reject",
    }
    await sandbox.act(3, "accept_subscription", template_ids=[ARRIVED])
    assert (await sandbox.send_subscribe(3))["errcode"] == 43101
    await sandbox.act(3, "allow_subscription", template_ids=[ARRIVED])
    assert (await sandbox.send_subscribe(3))["errcode"] == 0


async def test_people_take_back_what_they_gave(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(3, "change_profile")
    await sandbox.act(3, "revoke_authorization", info="201")
    account, openid = sandbox.account("mp"), sandbox.openid("mp", 3)
    changed, revoked = brand.named("user_info_modified")[0], brand.named("user_authorization_revoke")[0]
    assert (changed["openid"], changed["appid"]) == (openid, account.app_id)
    assert (revoked["OpenID"], revoked["AppID"], revoked["RevokeInfo"]) == (openid, account.app_id, "201")


async def test_reviewers_tell_what_they_decided(sandbox: Sandbox, brand: Brand) -> None:
    for result in ("success", "fail", "delay"):
        await sandbox.act(3, "version_is_reviewed", result=result, reason="页面打不开")
    await sandbox.act(3, "privacy_is_reviewed", granted=False)
    assert "SuccTime" in brand.named("weapp_audit_success")[0]
    assert brand.named("weapp_audit_fail")[0]["Reason"] == "页面打不开"
    assert "DelayTime" in brand.named("weapp_audit_delay")[0]
    assert brand.named("wxa_privacy_apply")[0]["result_info"]["status"] == "2"


async def test_the_library_gives_templates(sandbox: Sandbox) -> None:
    body = {"tid": "1001", "kidList": [1, 4], "sceneDesc": "开团提醒"}
    added = await sandbox.post("mp", "/wxaapi/newtmpl/addtemplate", body)
    listed = (await sandbox.get("mp", "/wxaapi/newtmpl/gettemplate"))["data"]
    assert listed[-1]["priTmplId"] == added["priTmplId"]
    assert listed[-1]["content"] == "商品名称:{{thing1.DATA}}\n时间:{{time4.DATA}}\n"
    assert listed[-1]["title"] == "订单状态通知"
    assert (await sandbox.post("mp", "/wxaapi/newtmpl/addtemplate", {**body, "kidList": [99]}))["errcode"] == 200020


async def test_a_login_code_tells_who_it_is_once(sandbox: Sandbox) -> None:
    code = (await sandbox.act(5, "get_login_code"))["code"]
    session, again = await _session(sandbox, code), await _session(sandbox, code)
    assert session["openid"] == sandbox.openid("mp", 5)
    assert session["unionid"] == sandbox.world.people.unionid(sandbox.account("oa"), 5)
    assert again["errcode"] == 40163
    assert (await _session(sandbox, "made up"))["errcode"] == 40029


async def test_a_login_code_ages(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"js_code_wall_seconds": 0})
    code = (await sandbox.act(5, "get_login_code"))["code"]
    assert (await _session(sandbox, code))["errcode"] == 40029


async def test_a_phone_number_is_given_once(sandbox: Sandbox) -> None:
    code = (await sandbox.act(5, "give_phone"))["code"]
    answer = await sandbox.post("mp", PHONE, {"code": code})
    assert answer["phone_info"]["phoneNumber"] == sandbox.world.people.phone(5)
    assert (await sandbox.post("mp", PHONE, {"code": code}))["errcode"] == 40163


async def test_customer_service_allows_two_on_entering_and_five_after_writing(sandbox: Sandbox, brand: Brand) -> None:
    openid = sandbox.openid("mp", 5)
    message = {"touser": openid, "msgtype": "text", "text": {"content": "您好"}}
    assert (await sandbox.post("mp", "/cgi-bin/message/custom/send", message))["errcode"] == 45015
    await sandbox.act(5, "ask_customer_service", content="在吗")
    codes = [(await sandbox.post("mp", "/cgi-bin/message/custom/send", message))["errcode"] for _ in range(6)]
    assert codes == [0] * 5 + [45047]
    assert [m["FromUserName"] for m in brand.named("user_enter_tempsession") + brand.named("text")] == [openid] * 2


async def test_customer_service_takes_the_kinds_of_a_mini_program(sandbox: Sandbox) -> None:
    await sandbox.act(5, "ask_customer_service", content="在吗")
    picture = {"media": ("thumb.png", qr_png("thumb"), "image/png")}
    uploaded = (await sandbox.call("mp", "POST", "/cgi-bin/media/upload", {"type": "image"}, files=picture)).json()
    kinds = {
        "image": {"media_id": uploaded["media_id"]},
        "link": {"title": "门店", "description": "地址", "url": "https://example.com", "thumb_url": ""},
        "miniprogrampage": {"title": "订单", "pagepath": "pages/index/index", "thumb_media_id": uploaded["media_id"]},
        "news": {"articles": [{"title": "x"}]},
        "voice": {"media_id": "m1"},
    }
    answers = {}
    for kind, content in kinds.items():
        message = {"touser": sandbox.openid("mp", 5), "msgtype": kind, kind: content}
        answers[kind] = (await sandbox.post("mp", "/cgi-bin/message/custom/send", message))["errcode"] == 0
    assert [kind for kind, taken in answers.items() if not taken] == ["news", "voice"]


async def test_a_visit_logs_in_and_reports_what_happened(sandbox: Sandbox, brand: Brand) -> None:
    bought = await sandbox.act(8, "buy", path="pages/product/detail?item_id=b001", query={"utm_source": "x"})
    events = brand.events_heard
    assert brand.logins[0]["app_id"] == sandbox.account("mp").app_id
    assert brand.logins[0]["anonymous_id"] == events[0]["ids"]["anonymous_id"]
    assert events[0]["event"] == "mp_launch"
    assert events[0]["properties"]["query"] == "item_id=b001&utm_source=x"
    assert set(events[0]["ids"]) == {"anonymous_id"}
    assert {"page_view", "exposure", "click", "add_to_cart", "order_paid"} <= {event["event"] for event in events}
    paid = events[-1]
    assert paid["id"] == f"order_paid:{bought['order']['order_id']}"
    assert paid["ids"]["openid"] == sandbox.openid("mp", 8)
    assert paid["properties"]["amount_fen"] == bought["order"]["amount_fen"]
    assert paid["properties"]["amount_fen"] == sum(i["price_fen"] * i["quantity"] for i in paid["properties"]["items"])
    times = [event["at"] for event in events]
    assert times == sorted(times)


async def test_a_login_lasts_some_days(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"login_life_sim_days": 3})
    await sandbox.act(8, "browse")
    await sandbox.act(8, "browse")
    assert len(brand.logins) == 1
    await sandbox.simulation.jump(sandbox.world.now() + 4 * DAY)
    await sandbox.act(8, "browse")
    assert len(brand.logins) == 2


async def test_members_tell_their_number_at_the_first_or_second_visit(sandbox: Sandbox, brand: Brand) -> None:
    members = sandbox.world.people.member_numbers
    assert sorted(members.values()) == MEMBERS
    person = next(iter(members))
    for _ in range(3):
        await sandbox.act(person, "browse")
    told = [event for event in brand.events_heard if event["event"] == "member_login"]
    assert [event["ids"]["member_no"] for event in told] == [members[person]]
    owner = sandbox.world.people.traits.households.phone_owner(person)
    assert told[0]["ids"]["phone"] == sandbox.world.people.phone(owner)
    assert brand.events_heard[-1]["ids"]["member_no"] == members[person]


async def test_a_batch_that_fails_is_sent_again_with_the_same_ids(sandbox: Sandbox, brand: Brand) -> None:
    brand.fail_events = [
        PlainTextResponse("down", 503, {"retry-after": "0"}),
        PlainTextResponse("slow down", 429, {"retry-after": "0.01"}),
    ]
    await sandbox.act(8, "browse")
    uploads = [u for u in (await sandbox.admin("GET", "/uploads"))["items"] if u["kind"] == "events"]
    assert [upload["http_status"] for upload in uploads] == [503, 429, 200]
    assert len({event["id"] for event in brand.events_heard}) == uploads[0]["events"] == len(brand.events_heard)


async def test_a_batch_that_can_never_pass_is_given_up_and_counted(sandbox: Sandbox, brand: Brand) -> None:
    brand.fail_events = [PlainTextResponse("bad", 422)]
    visit = await sandbox.act(8, "browse")
    assert brand.batches == []
    assert (await sandbox.admin("GET", "/totals"))["events_lost"] == visit["events"]


async def test_a_batch_too_large_is_sent_in_parts(sandbox: Sandbox, brand: Brand) -> None:
    brand.fail_events = [PlainTextResponse("too large", 413)] * 2
    visit = await sandbox.act(8, "browse")
    assert len(brand.batches[0]) == visit["events"] // 2 // 2
    assert len(brand.events_heard) == visit["events"]


async def test_what_a_killed_process_had_not_reported_is_reported_with_the_same_ids(
    sandbox: Sandbox, brand: Brand, tmp_path: Path
) -> None:
    member = next(iter(sandbox.world.people.member_numbers))
    await sandbox.act(member, "browse")
    await sandbox.act(member, "browse")
    known = len(brand.events_heard)
    brand.fail_events = [PlainTextResponse("down", 503, {"retry-after": "0.2"})] * 2
    for action in ("buy", "browse"):
        await sandbox.admin("POST", f"/people/{member}/act", {"action": action, "query": "utm_source=海报"})
    left = tmp_path / "left"
    left.mkdir()
    sandbox.world.store.copy_to(left / FILE)
    await sandbox.simulation.drained()
    another = Brand()
    async with running(left, another) as again:
        await again.simulation.drained()
    assert another.events_heard == brand.events_heard[known:]
    assert {"mp_launch", "order_paid"} <= {event["event"] for event in another.events_heard}
    assert {"anonymous_id", "openid", "member_no"} == another.events_heard[-1]["ids"].keys()


async def test_a_refund_follows_its_order(sandbox: Sandbox, brand: Brand) -> None:
    order_id = (await sandbox.act(8, "buy"))["order"]["order_id"]
    await sandbox.act(8, "refund", order_id=order_id)
    await sandbox.simulation.drained()
    assert brand.events_heard[-1]["id"] == f"order_refunded:{order_id}"
    again = await sandbox.client.post("/_sandbox/people/8/act", json={"action": "refund", "order_id": order_id})
    assert again.status_code == 422


async def test_a_message_leads_where_it_points(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"blocks_templates": 0})
    person, program = sandbox.follower(), sandbox.account("mp").app_id
    target = {"appid": program, "pagepath": "pages/index/index?m=42"}
    await sandbox.send_template(person, miniprogram=target)
    await sandbox.act(person, "click_message", then="buy")
    await sandbox.simulation.drained()
    launch = next(event for event in brand.events_heard if event["event"] == "mp_launch")
    assert (launch["properties"]["query"], launch["properties"]["scene"]) == ("m=42", 1043)
    assert brand.events_heard[-1]["event"] == "order_paid"


async def test_a_link_to_this_machine_is_opened_in_a_browser(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"blocks_templates": 0})
    person = sandbox.follower()
    for url in ("http://[::1", "https://example.com/page", "http://localhost/page?r=1"):
        await sandbox.send_template(person, url=url)
        await sandbox.act(person, "click_message")
    await sandbox.simulation.drained()
    uploads = (await sandbox.admin("GET", "/uploads"))["items"]
    assert [upload["kind"] for upload in uploads] == ["page"]


async def _session(sandbox: Sandbox, code: str) -> dict[str, object]:
    account = sandbox.account("mp")
    params = {
        "appid": account.app_id,
        "secret": account.secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    response = await sandbox.client.get("/api.weixin.qq.com/sns/jscode2session", params=params)
    answer: dict[str, object] = response.json()
    return answer
