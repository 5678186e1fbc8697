"""What WeCom members send: mass messages, moments, and what the application tells them."""

from typing import Any

import pytest
from brand import Brand
from rig import DAY, Sandbox

EC = "/cgi-bin/externalcontact"
QUIET = {
    "add_staff_per_day": 0,
    "delete_staff_per_day": 0,
    "chat_per_customer_per_day": 0,
    "messages_a_day_borne": 99,
    "dispatch_wall_seconds": 0,
    "moment_job_wall_seconds": 0,
    "staff_confirms": 1,
}


@pytest.fixture
async def quiet(sandbox: Sandbox) -> Sandbox:
    """A sandbox in which nobody does anything of their own accord that these tests count."""
    await sandbox.admin("PATCH", "/settings", QUIET)
    return sandbox


async def test_a_mass_message_waits_for_the_member(quiet: Sandbox) -> None:
    sent = await _mass(quiet, (1, 2, 3), gone=3)
    assert sent["fail_list"] == [quiet.openid("corp", 3)]
    assert await _statuses(quiet, sent["msgid"]) == [0, 0]
    await quiet.advance(DAY)
    assert await _statuses(quiet, sent["msgid"]) == [1, 1]
    task = await quiet.post("corp", f"{EC}/get_groupmsg_task", {"msgid": sent["msgid"]})
    assert task["task_list"][0]["status"] == 2
    assert [m["content"]["text"] for m in await quiet.messages(1) if m["kind"] == "group_message"] == ["新品到店"]


async def test_a_member_who_never_confirms_sends_nothing(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"staff_confirms": 0})
    sent = await _mass(quiet, (1,))
    await quiet.advance(DAY)
    task = await quiet.post("corp", f"{EC}/get_groupmsg_task", {"msgid": sent["msgid"]})
    assert task["task_list"] == [{"userid": "linxiao", "status": 0}]
    assert await quiet.messages(1) == []


async def test_results_cannot_be_read_while_a_message_is_dispatched(quiet: Sandbox) -> None:
    sent = await _mass(quiet, (1,))
    await quiet.admin("PATCH", "/settings", {"dispatch_wall_seconds": 60})
    asked = {"msgid": sent["msgid"], "userid": "linxiao"}
    assert (await quiet.post("corp", f"{EC}/get_groupmsg_send_result", asked))["errcode"] == 41063


async def test_a_customer_who_left_since_and_one_who_had_enough_get_nothing(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"group_message_cap": "day"})
    first = await _mass(quiet, (1,))
    await _confirm(quiet, first)
    second = await _mass(quiet, (1, 2))
    await quiet.act(2, "delete_staff")
    await _confirm(quiet, second)
    assert await _statuses(quiet, second["msgid"]) == [3, 2]


async def test_the_cap_of_a_week_is_seven(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"group_message_cap": "week"})
    for _ in range(8):
        sent = await _mass(quiet, (1,))
        await _confirm(quiet, sent)
    assert await _statuses(quiet, sent["msgid"]) == [3]
    assert len([m for m in await quiet.messages(1) if m["kind"] == "group_message"]) == 7


async def test_a_member_may_choose_whom_to_write_to(quiet: Sandbox) -> None:
    sent = await _mass(quiet, (1, 2), allow_select=True)
    await quiet.act(0, "staff_confirms", task=f"{sent['msgid']}:linxiao", choose=[quiet.openid("corp", 2)])
    assert await _statuses(quiet, sent["msgid"]) == [0, 1]


async def test_a_message_that_a_member_put_away_or_the_corp_took_back_is_not_sent(quiet: Sandbox) -> None:
    away, back = await _mass(quiet, (1,)), await _mass(quiet, (1,))
    await quiet.act(0, "staff_refuses", task=f"{away['msgid']}:linxiao")
    await quiet.post("corp", f"{EC}/cancel_groupmsg_send", {"msgid": back["msgid"]})
    await quiet.advance(DAY)
    assert [await _statuses(quiet, sent["msgid"]) for sent in (away, back)] == [[0], [0]]
    assert (await quiet.post("corp", f"{EC}/cancel_groupmsg_send", {"msgid": back["msgid"]}))["errcode"] == 41093


async def test_a_reminder_makes_a_member_think_again(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"staff_confirms": 0})
    sent = await _mass(quiet, (1,))
    await quiet.admin("PATCH", "/settings", {"staff_confirms": 1})
    await quiet.post("corp", f"{EC}/remind_groupmsg_send", {"msgid": sent["msgid"]})
    await quiet.advance(DAY)
    assert await _statuses(quiet, sent["msgid"]) == [1]


async def test_tags_choose_who_gets_a_mass_message(quiet: Sandbox) -> None:
    await quiet.act(1, "add_staff", userid="linxiao")
    await quiet.act(2, "add_staff", userid="linxiao")
    made = await quiet.post("corp", f"{EC}/add_corp_tag", {"group_name": "价值", "tag": [{"name": "高"}]})
    tag = made["tag_group"]["tag"][0]["id"]
    mark = {"userid": "linxiao", "external_userid": quiet.openid("corp", 2), "add_tag": [tag]}
    await quiet.post("corp", f"{EC}/mark_tag", mark)
    body = {"sender": "linxiao", "text": {"content": "a"}, "tag_filter": {"group_list": [{"tag_list": [tag]}]}}
    sent = await quiet.post("corp", f"{EC}/add_msg_template", body)
    asked = {"msgid": sent["msgid"], "userid": "linxiao"}
    listed = (await quiet.post("corp", f"{EC}/get_groupmsg_send_result", asked))["send_list"]
    assert [one["external_userid"] for one in listed] == [quiet.openid("corp", 2)]


async def test_a_group_message_reaches_the_customers_of_the_group(quiet: Sandbox) -> None:
    await quiet.act(1, "add_staff", userid="linxiao")
    chat_id = (await quiet.act(1, "create_group", owner="linxiao"))["chat_id"]
    body = {"chat_type": "group", "sender": "linxiao", "text": {"content": "群里见"}}
    sent = await quiet.post("corp", f"{EC}/add_msg_template", body)
    await _confirm(quiet, sent)
    asked = {"msgid": sent["msgid"], "userid": "linxiao"}
    listed = (await quiet.post("corp", f"{EC}/get_groupmsg_send_result", asked))["send_list"]
    assert [(one["chat_id"], one["status"]) for one in listed] == [(chat_id, 1)]
    assert [m["content"]["chat_id"] for m in await quiet.messages(1)] == [chat_id]


async def test_a_members_own_message_is_one_a_day_and_stands_in_the_list(quiet: Sandbox) -> None:
    await quiet.act(1, "add_staff", userid="linxiao")
    sent = [(await quiet.act(0, "member_broadcast", userid="linxiao", content="早上好"))["sent"] for _ in range(2)]
    assert sent == [1, 0]
    now = int(quiet.world.now())
    asked = {"chat_type": "single", "start_time": now - DAY, "end_time": now + DAY, "filter_type": 1}
    listed = (await quiet.post("corp", f"{EC}/get_groupmsg_list_v2", asked))["group_msg_list"]
    assert [(one["creator"], one["create_type"]) for one in listed] == [("linxiao", 1)] * 2


async def test_a_moment_is_published_seen_liked_and_commented(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"sees_moment": 1, "likes_moment": 1, "comments_moment": 1})
    await quiet.act(1, "add_staff", userid="linxiao")
    senders = {"sender_list": {"user_list": ["linxiao", "chenyu"]}}
    moment_id = await _moment(quiet, visible_range=senders)
    tasks = await quiet.post("corp", f"{EC}/get_moment_task", {"moment_id": moment_id})
    assert [task["publish_status"] for task in tasks["task_list"]] == [0, 0]
    await quiet.advance(2 * DAY)
    asked = {"moment_id": moment_id, "userid": "linxiao"}
    seen = await quiet.post("corp", f"{EC}/get_moment_send_result", asked)
    assert [one["external_userid"] for one in seen["customer_list"]] == [quiet.openid("corp", 1)]
    said = await quiet.post("corp", f"{EC}/get_moment_comments", asked)
    assert [len(said[name]) for name in ("comment_list", "like_list")] == [1, 1]
    assert [m["content"]["text"] for m in await quiet.messages(1) if m["kind"] == "moment"] == ["新品到店"]


async def test_a_moment_for_tags_is_seen_by_who_bears_them_and_few_times_a_month(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"moments_per_month": 1})
    for person in (1, 2):
        await quiet.act(person, "add_staff", userid="linxiao")
    made = await quiet.post("corp", f"{EC}/add_corp_tag", {"group_name": "价值", "tag": [{"name": "高"}]})
    tag = made["tag_group"]["tag"][0]["id"]
    mark = {"userid": "linxiao", "external_userid": quiet.openid("corp", 2), "add_tag": [tag]}
    await quiet.post("corp", f"{EC}/mark_tag", mark)
    for expected in ([quiet.openid("corp", 2)], []):
        moment_id = await _moment(quiet, visible_range={"external_contact_list": {"tag_list": [tag]}})
        await quiet.act(0, "confirm_moment", moment=f"{moment_id}:linxiao")
        asked = {"moment_id": moment_id, "userid": "linxiao"}
        seen = await quiet.post("corp", f"{EC}/get_moment_send_result", asked)
        assert [one["external_userid"] for one in seen["customer_list"]] == expected


async def test_a_job_is_started_before_it_is_done(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"moment_job_wall_seconds": 60})
    jobid = (await quiet.post("corp", f"{EC}/add_moment_task", {"text": {"content": "a"}}))["jobid"]
    assert (await quiet.get("corp", f"{EC}/get_moment_task_result", jobid=jobid))["status"] == 1
    await quiet.admin("PATCH", "/settings", {"moment_job_wall_seconds": 0})
    assert (await quiet.get("corp", f"{EC}/get_moment_task_result", jobid=jobid))["status"] == 3


async def test_attachments_of_a_strange_shape_are_refused(quiet: Sandbox) -> None:
    strange: list[Any] = [{"msgtype": {}}, {"msgtype": ["image"]}, None, {"msgtype": "image", "image": []}]
    for attachment in strange:
        body = {"attachments": [attachment]}
        assert (await quiet.post("corp", f"{EC}/add_moment_task", body))["errcode"] in (40058, 41065)
        assert (await quiet.post("corp", f"{EC}/add_msg_template", {**body, "sender": "linxiao"}))["errcode"] in (40058, 41065)


async def test_a_moment_taken_back_is_not_published(quiet: Sandbox) -> None:
    moment_id = await _moment(quiet)
    await quiet.post("corp", f"{EC}/cancel_moment_task", {"moment_id": moment_id})
    await quiet.advance(DAY)
    tasks = await quiet.post("corp", f"{EC}/get_moment_task", {"moment_id": moment_id})
    assert {task["publish_status"] for task in tasks["task_list"]} == {0}


async def test_what_is_sent_twice_within_the_interval_is_shown_once(quiet: Sandbox) -> None:
    body = {**_told("有新客户"), "enable_duplicate_check": 1, "duplicate_check_interval": 600}
    for _ in range(2):
        assert (await quiet.post("corp", "/cgi-bin/message/send", body))["errcode"] == 0
    assert len((await quiet.admin("GET", "/staff_messages"))["items"]) == 1


async def test_more_than_a_member_may_get_in_a_minute_is_dropped_without_a_word(quiet: Sandbox) -> None:
    await quiet.admin("PATCH", "/settings", {"app_messages_per_member_wall_minute": 2})
    codes = [(await quiet.post("corp", "/cgi-bin/message/send", _told(f"{n}")))["errcode"] for n in range(3)]
    assert codes == [0, 0, 0]
    assert len((await quiet.admin("GET", "/staff_messages"))["items"]) == 2


async def test_a_message_taken_back_is_marked(quiet: Sandbox) -> None:
    msgid = (await quiet.post("corp", "/cgi-bin/message/send", _told("错了")))["msgid"]
    await quiet.post("corp", "/cgi-bin/message/recall", {"msgid": msgid})
    assert (await quiet.admin("GET", "/staff_messages"))["items"][0]["recalled"] is True


async def test_a_card_pressed_is_told_with_its_response_code(quiet: Sandbox, brand: Brand) -> None:
    card = {"card_type": "button_interaction", "task_id": "t1", "main_title": {"title": "跟进客户"}}
    body = {"touser": "linxiao", "agentid": 1000002, "msgtype": "template_card", "template_card": card}
    sent = await quiet.post("corp", "/cgi-bin/message/send", body)
    await quiet.act(0, "press_card", userid="linxiao", msgid=sent["msgid"], key="done")
    told = brand.named("template_card_event")[0]
    assert (told["FromUserName"], told["EventKey"], told["TaskId"]) == ("linxiao", "done", "t1")
    assert told["ResponseCode"] == sent["response_code"]


async def test_a_member_writes_to_the_application(quiet: Sandbox, brand: Brand) -> None:
    await quiet.act(0, "write_to_agent", userid="linxiao", content="帮我查客户")
    told = brand.callbacks[-1]
    assert (told["FromUserName"], told["MsgType"], told["Content"]) == ("linxiao", "text", "帮我查客户")


async def _mass(sandbox: Sandbox, people: tuple[int, ...], gone: int = -1, **more: Any) -> dict[str, Any]:
    """Ask 林晓 to write to people who have added her; one of them may be gone again."""
    for person in people:
        await sandbox.act(person, "add_staff", userid="linxiao")
    if gone >= 0:
        await sandbox.act(gone, "delete_staff")
    body = {"external_userid": [sandbox.openid("corp", person) for person in people], "text": {"content": "新品到店"}}
    return await sandbox.post("corp", f"{EC}/add_msg_template", {**body, **more})


async def _confirm(sandbox: Sandbox, sent: dict[str, Any]) -> None:
    await sandbox.act(0, "staff_confirms", task=f"{sent['msgid']}:linxiao")


async def _statuses(sandbox: Sandbox, msgid: str) -> list[int]:
    asked = {"msgid": msgid, "userid": "linxiao"}
    listed = (await sandbox.post("corp", f"{EC}/get_groupmsg_send_result", asked))["send_list"]
    return [one["status"] for one in listed]


async def _moment(sandbox: Sandbox, **more: Any) -> str:
    jobid = (await sandbox.post("corp", f"{EC}/add_moment_task", {"text": {"content": "新品到店"}, **more}))["jobid"]
    made = await sandbox.get("corp", f"{EC}/get_moment_task_result", jobid=jobid)
    return str(made["result"]["moment_id"])


def _told(words: str) -> dict[str, Any]:
    return {"touser": "linxiao", "msgtype": "text", "agentid": 1000002, "text": {"content": words}}
