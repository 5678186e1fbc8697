"""WeChat customer service: sessions, windows, codes, what is read, who answers, and people who ask and lose patience."""

from pathlib import Path
from typing import Any

from brand import Brand
from rig import DAY, Sandbox, running
from table.kf import new_account
from wechat_sandbox.kf.questions import INTENTS, question

KF = "/cgi-bin/kf"
PERSON = 5
HELLO = {"msgtype": "text", "text": {"content": "您好"}}
CALM = {
    "kf_answers_menu": 0,
    "kf_satisfied": 1,
    "kf_thanks": 0,
    "kf_asks_for_human": 0,
    "kf_send_fails": 0,
    "kf_recalls": 0,
    "kf_open_per_day": 0,
}


async def test_opening_a_link_tells_its_scene_and_gives_a_welcome_code(sandbox: Sandbox, brand: Brand) -> None:
    open_kfid = await new_account(sandbox)
    link = await sandbox.post("corp", f"{KF}/add_contact_way", {"open_kfid": open_kfid, "scene": "menu_1"})
    await sandbox.act(PERSON, "open_kf", url=link["url"] + "&scene_param=spring%20sale")
    told = brand.named("kf_msg_or_event")[-1]
    assert told["OpenKfId"] == open_kfid
    read = await sandbox.post("corp", f"{KF}/sync_msg", {"token": told["Token"], "open_kfid": open_kfid})
    event = read["msg_list"][-1]["event"]
    assert (event["event_type"], event["scene"], event["scene_param"]) == ("enter_session", "menu_1", "spring%20sale")
    assert event["external_userid"] == sandbox.openid("corp", PERSON)
    sent = await sandbox.post("corp", f"{KF}/send_msg_on_event", {"code": event["welcome_code"], **HELLO})
    assert sent["errcode"] == 0
    assert [m["kind"] for m in await sandbox.messages(PERSON)] == ["kf"]
    again = await sandbox.act(PERSON, "open_kf", open_kfid=open_kfid)
    assert "welcome_code" not in again


async def test_a_welcome_code_lives_for_seconds_of_wall_clock_time(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"kf_welcome_wall_seconds": 0})
    opened = await sandbox.act(PERSON, "open_kf", open_kfid=await new_account(sandbox))
    answer = await sandbox.post("corp", f"{KF}/send_msg_on_event", {"code": opened["welcome_code"], **HELLO})
    assert answer["errcode"] == 95007


async def test_messages_are_read_page_by_page_and_only_once(sandbox: Sandbox) -> None:
    open_kfid = await new_account(sandbox)
    for person in range(7):
        await sandbox.act(person, "ask_kf", open_kfid=open_kfid, content=f"第{person}个问题")
    seen, cursor, pages = [], "", 0
    while True:
        body = {"open_kfid": open_kfid, "limit": 3, "cursor": cursor}
        page = await sandbox.post("corp", f"{KF}/sync_msg", body)
        seen += [item["text"]["content"] for item in page["msg_list"] if item["origin"] == 3]
        cursor, pages = page["next_cursor"], pages + 1
        if not page["has_more"]:
            break
    assert seen == [f"第{person}个问题" for person in range(7)]
    assert pages == 3
    assert (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid, "cursor": cursor}))["msg_list"] == []


async def test_messages_are_forgotten_after_three_days(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_patience_sim_minutes": 1e6})
    open_kfid = await _asked(sandbox)
    await sandbox.advance(4 * DAY)
    await sandbox.act(6, "ask_kf", open_kfid=open_kfid, content="新的")
    read = await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid})
    assert [item["text"]["content"] for item in read["msg_list"] if item["origin"] == 3] == ["新的"]


async def test_five_answers_and_then_the_customer_must_write(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    assert [await _send(sandbox, open_kfid) for _ in range(6)] == [0, 0, 0, 0, 0, 95001]
    await sandbox.act(PERSON, "ask_kf", open_kfid=open_kfid, content="还有一个问题")
    assert await _send(sandbox, open_kfid) == 0


async def test_two_days_after_the_last_message_it_is_too_late(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_patience_sim_minutes": 1e6})
    open_kfid = await _asked(sandbox)
    await sandbox.advance(2 * DAY + 60)
    assert await _send(sandbox, open_kfid) == 95002
    state = await sandbox.post("corp", f"{KF}/service_state/get", _named(sandbox, open_kfid))
    assert state["service_state"] == 4


async def test_the_same_msgid_reaches_a_customer_once(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    assert [await _send(sandbox, open_kfid, msgid="answer-1") for _ in range(3)] == [0, 0, 0]
    assert [m["msgid"] for m in await sandbox.messages(PERSON)] == ["answer-1"]


async def test_a_session_moves_only_as_it_may(sandbox: Sandbox) -> None:
    legal = {"01", "02", "03", "04", "12", "13", "14", "23", "24", "33", "34"}
    reach = {"0": [], "1": [1], "2": [2], "3": [3], "4": [4]}
    for start, finish in ((a, b) for a in "01234" for b in "01234"):
        open_kfid = await _asked(sandbox)
        for state in reach[start]:
            await _move(sandbox, open_kfid, state)
        code = await _move(sandbox, open_kfid, int(finish))
        expected = 0 if start + finish in legal else 95013 if start == "4" else 95016
        assert code == expected, start + finish


async def test_nobody_may_send_while_people_are_in_charge(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    assert await _move(sandbox, open_kfid, 1) == 0
    assert await _send(sandbox, open_kfid) == 0
    assert await _move(sandbox, open_kfid, 2) == 0
    assert await _send(sandbox, open_kfid) == 95018
    assert await _move(sandbox, open_kfid, 4) == 0
    assert await _send(sandbox, open_kfid) == 95013


async def test_a_goodbye_follows_the_end_with_its_code(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    body = {**_named(sandbox, open_kfid), "service_state": 4}
    code = (await sandbox.post("corp", f"{KF}/service_state/trans", body))["msg_code"]
    menu = {"head_content": "满意吗", "list": [{"type": "click", "click": {"id": "1", "content": "满意"}}]}
    answer = {"code": code, "msgtype": "msgmenu", "msgmenu": menu}
    assert [(await sandbox.post("corp", f"{KF}/send_msg_on_event", answer))["errcode"] for _ in range(2)] == [0, 95007]


async def test_servicers_take_answer_and_end_and_each_step_is_told(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_patience_sim_minutes": 1e6})
    open_kfid = await _asked(sandbox)
    assert await _move(sandbox, open_kfid, 2) == 0
    await sandbox.advance(3 * 3600)
    items = (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["msg_list"]
    changes = [item["event"]["change_type"] for item in items if item["msgtype"] == "event"]
    answers = [item for item in items if item["origin"] == 5]
    assert changes == [1, 3]
    assert {item["servicer_userid"] for item in answers} == {"linxiao"}
    assert answers[0]["text"]["content"] in [m["content"]["text"]["content"] for m in await sandbox.messages(PERSON)]
    period = {"start_time": int(sandbox.world.now()) - DAY, "end_time": int(sandbox.world.now())}
    days = await sandbox.post("corp", f"{KF}/get_servicer_statistic", {"servicer_userid": "linxiao", **period})
    assert sum(day["statistic"]["session_cnt"] for day in days["statistic_list"]) == 1
    replied = [day["statistic"] for day in days["statistic_list"] if day["statistic"]["session_cnt"]]
    assert (replied[0]["reply_rate"], replied[0]["first_reply_average_sec"] > 0) == (1.0, True)


async def test_a_servicer_who_stops_receiving_gets_nobody(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    await sandbox.act(0, "servicer_status", open_kfid=open_kfid, userid="linxiao", receives=False)
    listed = await sandbox.get("corp", f"{KF}/servicer/list", open_kfid=open_kfid)
    assert listed["servicer_list"][0]["status"] == 1
    body = {**_named(sandbox, open_kfid), "service_state": 3, "servicer_userid": "linxiao"}
    assert (await sandbox.post("corp", f"{KF}/service_state/trans", body))["errcode"] == 95014


async def test_people_answer_a_menu_with_the_id_of_its_item(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_answers_menu": 1})
    open_kfid = await _asked(sandbox)
    items = [{"type": "click", "click": {"id": name, "content": f"选{name}"}} for name in ("a", "b")]
    menu = {"msgtype": "msgmenu", "msgmenu": {"head_content": "请选择", "list": items}}
    await sandbox.post("corp", f"{KF}/send_msg", {"touser": sandbox.openid("corp", PERSON), "open_kfid": open_kfid, **menu})
    await sandbox.advance(600)
    chosen = [text["menu_id"] for text in await _texts(sandbox, open_kfid) if "menu_id" in text]
    assert len(chosen) == 1
    assert chosen[0] in ("a", "b")


async def test_who_is_answered_well_stops_asking(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", CALM)
    open_kfid = await _asked(sandbox)
    await _send(sandbox, open_kfid)
    await sandbox.advance(3600)
    assert len(await _texts(sandbox, open_kfid)) == 1
    assert sandbox.world.store.size("complaints", PERSON) == 0


async def test_who_is_not_answered_asks_again_then_complains_and_refuses(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_complains": 1, "kf_refuses_after_complaint": 1})
    open_kfid = await _asked(sandbox)
    await sandbox.advance(3600)
    assert len(await _texts(sandbox, open_kfid)) == 3
    assert sandbox.world.store.size("complaints", PERSON) == 1
    assert await _send(sandbox, open_kfid) == 0
    items = (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["msg_list"]
    failed = [item["event"] for item in items if item["msgtype"] == "event"]
    assert [event["fail_type"] for event in failed if event["event_type"] == "msg_send_fail"] == [10]
    assert await sandbox.messages(PERSON) == []


async def test_a_message_that_is_taken_back_is_told(sandbox: Sandbox) -> None:
    open_kfid = await new_account(sandbox)
    asked = await sandbox.act(PERSON, "ask_kf", open_kfid=open_kfid, content="发错了")
    await sandbox.act(PERSON, "recall", open_kfid=open_kfid, msgid=asked["msgid"])
    items = (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["msg_list"]
    assert items[-1]["event"]["event_type"] == "user_recall_msg"
    assert items[-1]["event"]["recall_msgid"] == items[0]["msgid"]


async def test_a_picture_that_somebody_sent_is_downloaded(sandbox: Sandbox) -> None:
    open_kfid = await new_account(sandbox)
    asked = await sandbox.act(PERSON, "ask_kf", open_kfid=open_kfid, msgtype="image")
    media_id = asked["content"]["image"]["media_id"]
    file = await sandbox.call("corp", "GET", "/cgi-bin/media/get", {"media_id": media_id})
    assert file.content.startswith(b"\x89PNG")


async def test_what_a_servicer_takes_back_or_refuses_is_told(sandbox: Sandbox) -> None:
    open_kfid = await _asked(sandbox)
    assert await _move(sandbox, open_kfid, 3) == 0
    said = await sandbox.act(PERSON, "answered_by_servicer", open_kfid=open_kfid, content="稍等")
    await sandbox.act(PERSON, "answer_recalled_by_servicer", open_kfid=open_kfid, msgid=said["msgid"])
    await sandbox.act(PERSON, "refused_by_servicer", open_kfid=open_kfid)
    items = (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["msg_list"]
    told = {item["event"]["event_type"]: item["event"] for item in items if item["msgtype"] == "event"}
    assert told["servicer_recall_msg"]["recall_msgid"] == said["msgid"]
    assert told["reject_customer_msg_switch_change"]["reject_switch"] == 1


async def test_what_questions_truly_mean_is_told_beside_the_api(sandbox: Sandbox) -> None:
    asked = await sandbox.act(PERSON, "ask_kf", open_kfid=await new_account(sandbox), intent="coupons")
    truth = (await sandbox.admin("GET", "/kf_questions"))["items"]
    assert [(row["msgid"], row["intent"], row["person"]) for row in truth] == [(asked["msgid"], "coupons", PERSON)]


async def test_statistics_count_what_happened(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", CALM)
    open_kfid = await new_account(sandbox)
    for person in (1, 2, 2, 3):
        await sandbox.act(person, "ask_kf", open_kfid=open_kfid, content="你好")
    await _move(sandbox, open_kfid, 1, person=1)
    await _move(sandbox, open_kfid, 2, person=1)
    now = int(sandbox.world.now())
    body = {"open_kfid": open_kfid, "start_time": now, "end_time": now}
    counted = (await sandbox.post("corp", f"{KF}/get_corp_statistic", body))["statistic_list"][0]["statistic"]
    assert (counted["session_cnt"], counted["customer_cnt"], counted["customer_msg_cnt"]) == (3, 3, 4)
    assert (counted["ai_session_reply_cnt"], counted["ai_transfer_rate"]) == (1, 1.0)


async def test_the_context_tells_how_a_customer_came(sandbox: Sandbox) -> None:
    open_kfid = await new_account(sandbox)
    await sandbox.act(PERSON, "open_kf", open_kfid=open_kfid, scene="shelf", scene_param="7")
    body = {"external_userid_list": [sandbox.openid("corp", PERSON)], "need_enter_session_context": 1}
    card = (await sandbox.post("corp", f"{KF}/customer/batchget", body))["customer_list"][0]
    assert card["enter_session_context"] == {"scene": "shelf", "scene_param": "7"}
    assert card["unionid"] == sandbox.world.people.unionid(sandbox.account("corp"), PERSON)


async def test_a_restart_forgets_no_session_message_or_code(tmp_path: Path) -> None:
    async with running(tmp_path, Brand()) as before:
        open_kfid = await _asked(before)
        welcome = (await before.act(6, "open_kf", open_kfid=open_kfid))["welcome_code"]
        cursor = (await before.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["next_cursor"]
        await before.act(PERSON, "ask_kf", open_kfid=open_kfid, content="还在吗")
        assert await _send(before, open_kfid, msgid="answer-1") == 0
    async with running(tmp_path, Brand()) as after:
        read = await after.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid, "cursor": cursor})
        assert [item["text"]["content"] for item in read["msg_list"]] == ["还在吗"]
        assert [await _send(after, open_kfid, msgid=f"answer-{n}") for n in (1, 2, 3, 4, 5, 6)] == [0, 0, 0, 0, 0, 95001]
        assert (await after.post("corp", f"{KF}/send_msg_on_event", {"code": welcome, **HELLO}))["errcode"] == 0


async def test_people_come_and_ask_of_their_own_accord(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {**CALM, "kf_open_per_day": 2})
    open_kfid = await new_account(sandbox)
    await sandbox.post("corp", f"{KF}/add_contact_way", {"open_kfid": open_kfid, "scene": "home"})
    await sandbox.advance(DAY)
    asked = {text["content"] for text in await _texts(sandbox, open_kfid)}
    assert len(asked) > 20


async def test_questions_are_many_and_mean_what_they_say(sandbox: Sandbox) -> None:
    items = [item.name for item in sandbox.world.items]
    asked = [question(sandbox.world.dice, items, person, 1) for person in range(3000)]
    assert len({one.text for one in asked}) > 1500
    assert {one.intent for one in asked} == set(INTENTS)
    assert len(INTENTS) >= 10
    assert not any("{" in one.text for one in asked)
    assert question(sandbox.world.dice, items, 1, 1) == asked[1]


async def _asked(sandbox: Sandbox) -> str:
    open_kfid = await new_account(sandbox)
    await sandbox.act(PERSON, "ask_kf", open_kfid=open_kfid, content="怎么查订单")
    return open_kfid


def _named(sandbox: Sandbox, open_kfid: str, person: int = PERSON) -> dict[str, Any]:
    return {"open_kfid": open_kfid, "external_userid": sandbox.openid("corp", person)}


async def _send(sandbox: Sandbox, open_kfid: str, **more: Any) -> int:
    body = {"touser": sandbox.openid("corp", PERSON), "open_kfid": open_kfid, **HELLO, **more}
    return int((await sandbox.post("corp", f"{KF}/send_msg", body))["errcode"])


async def _move(sandbox: Sandbox, open_kfid: str, state: int, person: int = PERSON) -> int:
    body = {**_named(sandbox, open_kfid, person), "service_state": state, "servicer_userid": "linxiao"}
    return int((await sandbox.post("corp", f"{KF}/service_state/trans", body))["errcode"])


async def _texts(sandbox: Sandbox, open_kfid: str) -> list[dict[str, Any]]:
    items = (await sandbox.post("corp", f"{KF}/sync_msg", {"open_kfid": open_kfid}))["msg_list"]
    return [item["text"] for item in items if item["origin"] == 3 and item["msgtype"] == "text"]
