"""WeCom: mass messages, moments, messages to members, files."""

from typing import Any

from rig import DAY, Sandbox

from table import GONE, Case, Good
from table.wecom_scenes import EC, OK, PNG, at_once, corp_case, customer, mass_message, moment, picture, post

AGENT = 1000002
TEXT = {"touser": "linxiao|nobody", "msgtype": "text", "agentid": AGENT, "text": {"content": "有新客户"}}
CARD = {"card_type": "button_interaction", "task_id": "task1", "main_title": {"title": "处理客户"}}
SENT = {"invaliduser": str, "invalidparty?": str, "invalidtag?": str, "msgid": str, "response_code?": str}


async def a_message(sandbox: Sandbox) -> Good:
    await at_once(sandbox)
    external = await customer(sandbox)
    file = await picture(sandbox)
    attachments = [{"msgtype": "image", "image": {"media_id": file}}]
    body = {"chat_type": "single", "external_userid": [external], "sender": "linxiao", "allow_select": True}
    return Good({**body, "text": {"content": "新品到店"}, "attachments": attachments})


async def a_made_message(sandbox: Sandbox) -> Good:
    return Good({"msgid": await mass_message(sandbox), "userid": "linxiao", "limit": 50})


async def a_message_to_remind_of(sandbox: Sandbox) -> Good:
    return Good({"msgid": await mass_message(sandbox)})


async def messages_of_a_month(sandbox: Sandbox) -> Good:
    await mass_message(sandbox)
    now = int(sandbox.world.now())
    return Good({"chat_type": "single", "start_time": now - DAY, "end_time": now + DAY, "filter_type": 2, "limit": 50})


async def dispatching(sandbox: Sandbox, path: str) -> Any:
    good = await a_made_message(sandbox)
    await sandbox.admin("PATCH", "/settings", {"dispatch_wall_seconds": 60})
    return (await sandbox.post("corp", f"{EC}/{path}", good.body))["errcode"]


async def results_of_dispatching(sandbox: Sandbox) -> Any:
    return await dispatching(sandbox, "get_groupmsg_send_result")


async def tasks_of_dispatching(sandbox: Sandbox) -> Any:
    return await dispatching(sandbox, "get_groupmsg_task")


async def cancelled(sandbox: Sandbox) -> Any:
    good = await a_message_to_remind_of(sandbox)
    await post(sandbox, "cancel_groupmsg_send", good.body)
    return (await sandbox.post("corp", f"{EC}/remind_groupmsg_send", good.body))["errcode"]


async def reminded_too_often(sandbox: Sandbox) -> Any:
    good = await a_message_to_remind_of(sandbox)
    codes = [(await sandbox.post("corp", f"{EC}/remind_groupmsg_send", good.body))["errcode"] for _ in range(4)]
    assert codes[:3] == [0, 0, 0]
    return codes[3]


async def a_moment_task(sandbox: Sandbox) -> Good:
    await at_once(sandbox)
    file = await picture(sandbox, use="1")
    attachments = [{"msgtype": "image", "image": {"media_id": file}}]
    senders = {"sender_list": {"user_list": ["linxiao", "nobody"], "department_list": []}}
    return Good({"text": {"content": "新品到店"}, "attachments": attachments, "visible_range": senders})


async def a_job(sandbox: Sandbox) -> Good:
    return Good(query={"jobid": (await post(sandbox, "add_moment_task", (await a_moment_task(sandbox)).body))["jobid"]})


async def an_old_job(sandbox: Sandbox) -> Any:
    good = await a_job(sandbox)
    await sandbox.admin("PATCH", "/settings", {"moment_job_sim_seconds": 0})
    await sandbox.advance(60)
    return (await sandbox.get("corp", f"{EC}/get_moment_task_result", **good.query))["errcode"]


async def too_many_jobs(sandbox: Sandbox) -> Any:
    body = {"text": {"content": "a"}}
    await sandbox.admin("PATCH", "/settings", {"moment_jobs": 1, "moment_job_wall_seconds": 60})
    await post(sandbox, "add_moment_task", body)
    return (await sandbox.post("corp", f"{EC}/add_moment_task", body))["errcode"]


async def a_moment(sandbox: Sandbox) -> Good:
    return Good({"moment_id": await moment(sandbox), "limit": 10})


async def a_moment_of_a_member(sandbox: Sandbox) -> Good:
    return Good({"moment_id": await moment(sandbox, published=True), "userid": "linxiao"})


async def unpublished(sandbox: Sandbox) -> Any:
    body = {"moment_id": await moment(sandbox), "userid": "linxiao"}
    codes = [
        (await sandbox.post("corp", f"{EC}/{path}", body))["errcode"]
        for path in ("get_moment_send_result", "get_moment_comments")
    ]
    assert codes[0] == codes[1]
    return codes[0]


async def an_own_moment(sandbox: Sandbox) -> Any:
    posted = await sandbox.act(1, "post_moment", userid="linxiao", content="今天天气真好")
    return (await sandbox.post("corp", f"{EC}/get_moment_task", {"moment_id": posted["moment_id"]}))["errcode"]


async def moments_of_a_month(sandbox: Sandbox) -> Good:
    await moment(sandbox)
    now = int(sandbox.world.now())
    return Good({"start_time": now - DAY, "end_time": now + DAY, "filter_type": 2, "limit": 10})


async def to_members(sandbox: Sandbox) -> Good:
    return Good(dict(TEXT))


async def too_many_a_day(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"app_messages_per_member_sim_day": 0})
    return (await sandbox.post("corp", "/cgi-bin/message/send", TEXT))["errcode"]


async def a_sent_message(sandbox: Sandbox) -> Good:
    return Good({"msgid": (await sandbox.post("corp", "/cgi-bin/message/send", TEXT))["msgid"]})


async def a_card(sandbox: Sandbox) -> Good:
    body = {"touser": "linxiao", "agentid": AGENT, "msgtype": "template_card", "template_card": CARD}
    sent = await sandbox.post("corp", "/cgi-bin/message/send", body)
    changed = {"replace_name": "已处理"}
    return Good({"userids": ["linxiao", "chenyu"], "agentid": AGENT, "response_code": sent["response_code"], "button": changed})


async def a_card_changed_already(sandbox: Sandbox) -> Any:
    body = (await a_card(sandbox)).body
    return [(await sandbox.post("corp", "/cgi-bin/message/update_template_card", body))["errcode"] for _ in range(2)][1]


async def a_chat(sandbox: Sandbox) -> Good:
    return Good({"name": "门店", "owner": "linxiao", "userlist": ["linxiao", "chenyu"], "chatid": "CHAT1"})


async def a_taken_chat(sandbox: Sandbox) -> Any:
    body = (await a_chat(sandbox)).body
    return [(await sandbox.post("corp", "/cgi-bin/appchat/create", body))["errcode"] for _ in range(2)][1]


async def a_made_chat(sandbox: Sandbox) -> Good:
    await sandbox.post("corp", "/cgi-bin/appchat/create", (await a_chat(sandbox)).body)
    return Good(query={"chatid": "CHAT1"})


async def a_changed_chat(sandbox: Sandbox) -> Good:
    await a_made_chat(sandbox)
    return Good({"chatid": "CHAT1", "name": "新店", "add_user_list": ["wangjing"], "del_user_list": ["chenyu"]})


async def a_message_to_a_chat(sandbox: Sandbox) -> Good:
    await a_made_chat(sandbox)
    return Good({"chatid": "CHAT1", "msgtype": "text", "text": {"content": "早会"}})


async def a_file(sandbox: Sandbox) -> Good:
    return Good(query={"type": "image"}, files={"media": ("a.png", PNG, "image/png")})


async def an_attachment(sandbox: Sandbox) -> Good:
    asked = {"media_type": "image", "attachment_type": "1"}
    return Good(query=asked, files={"media": ("a.png", PNG, "image/png")})


async def a_picture(sandbox: Sandbox) -> Good:
    return Good(files={"media": ("a.png", PNG, "image/png")})


async def an_uploaded_file(sandbox: Sandbox) -> Good:
    return Good(query={"media_id": await picture(sandbox)})


async def a_wrong_kind(sandbox: Sandbox) -> Any:
    files = {"media": ("a.png", PNG, "image/png")}
    return (await sandbox.call("corp", "POST", "/cgi-bin/media/upload", {"type": "gif"}, files=files)).json()["errcode"]


async def a_large_file(sandbox: Sandbox) -> Any:
    files = {"media": ("a.amr", b"0" * (2 * 1024 * 1024 + 1), "audio/amr")}
    return (await sandbox.call("corp", "POST", "/cgi-bin/media/upload", {"type": "voice"}, files=files)).json()["errcode"]


async def no_file(sandbox: Sandbox) -> Any:
    return (await sandbox.call("corp", "POST", "/cgi-bin/media/uploadimg", {}, {})).json()["errcode"]


async def an_expired_file(sandbox: Sandbox) -> Any:
    good = await an_uploaded_file(sandbox)
    await sandbox.admin("PATCH", "/settings", {"media_sim_seconds": 10})
    await sandbox.advance(60)
    return (await sandbox.call("corp", "GET", "/cgi-bin/media/get", good.query)).json()["errcode"]


LISTED = {
    "msgid": str,
    "creator?": str,
    "create_time": int,
    "create_type": int,
    "text?": {"content": str},
    "attachments?": [dict],
}
LISTED_MOMENT = {
    "moment_id": str,
    "creator?": str,
    "create_time": int,
    "create_type": int,
    "visible_type": int,
    "text?": {"content": str},
    "image?": [{"media_id": str}],
    "video?": {"media_id": str, "thumb_media_id": str},
    "link?": {"title": str, "url": str},
}
RESULT = {
    "errcode": int,
    "errmsg": str,
    "moment_id": str,
    "invalid_sender_list": {"user_list": [str], "department_list": [int]},
    "invalid_external_contact_list": {"tag_list": [str]},
}
NO_MESSAGE = {41046: {"msgid": GONE}, 41047: {"msgid": "msg"}}
NO_MOMENT = {41059: {"moment_id": GONE}, 41060: {"moment_id": "mom"}}
SOMEBODYS = [{"external_userid?": str, "userid?": str, "create_time": int}]

CASES = [
    corp_case(
        f"{EC}/add_msg_template",
        a_message,
        {"fail_list": [str], "msgid": str},
        {
            40058: {"chat_type": "both"},
            41064: {"attachments": [{"msgtype": "image", "image": {"pic_url": "https://a.example"}}] * 10},
            40007: {"attachments": [{"msgtype": "file", "file": {"media_id": "3x"}}]},
            60111: {"sender": "nobody"},
            41048: {"sender": "chenyu"},
            40068: {"tag_filter": {"group_list": [{"tag_list": ["et"]}]}},
        },
    ),
    corp_case(
        f"{EC}/get_groupmsg_list_v2",
        messages_of_a_month,
        {"group_msg_list": [LISTED], "next_cursor": str},
        {40058: {"start_time": 0}},
    ),
    corp_case(
        f"{EC}/get_groupmsg_task",
        a_made_message,
        {"task_list": [{"userid": str, "status": int, "send_time?": int}], "next_cursor": str},
        {**NO_MESSAGE, 41063: tasks_of_dispatching},
    ),
    corp_case(
        f"{EC}/get_groupmsg_send_result",
        a_made_message,
        {
            "send_list": [{"external_userid?": str, "chat_id?": str, "userid": str, "status": int, "send_time?": int}],
            "next_cursor": str,
        },
        {**NO_MESSAGE, 60111: {"userid": "chenyu"}, 41063: results_of_dispatching},
    ),
    corp_case(
        f"{EC}/remind_groupmsg_send", a_message_to_remind_of, OK, {**NO_MESSAGE, 41093: cancelled, 41094: reminded_too_often}
    ),
    corp_case(f"{EC}/cancel_groupmsg_send", a_message_to_remind_of, OK, NO_MESSAGE),
    corp_case(
        f"{EC}/add_moment_task",
        a_moment_task,
        {"jobid": str},
        {
            41089: {"text": GONE, "attachments": []},
            41064: {"attachments": [{"msgtype": "link", "link": {"url": "https://a.example"}}] * 2},
            41065: {"attachments": [{"msgtype": "miniprogram", "miniprogram": {}}]},
            40007: {"attachments": [{"msgtype": "image", "image": {"media_id": "3x"}}]},
            40058: {"text": {"content": "长" * 2001}},
            41078: too_many_jobs,
        },
    ),
    corp_case(
        f"{EC}/get_moment_task_result",
        a_job,
        {"status": int, "type": str, "result?": RESULT},
        {40088: {"jobid": "x"}, 40089: an_old_job},
        "GET",
    ),
    corp_case(
        f"{EC}/get_moment_list",
        moments_of_a_month,
        {"moment_list": [LISTED_MOMENT], "next_cursor": str},
        {40058: {"limit": 21}},
    ),
    corp_case(
        f"{EC}/get_moment_task",
        a_moment,
        {"task_list": [{"userid": str, "publish_status": int}], "next_cursor": str},
        {**NO_MOMENT, 41067: an_own_moment},
    ),
    corp_case(
        f"{EC}/get_moment_customer_list",
        a_moment_of_a_member,
        {"customer_list": [{"userid": str, "external_userid": str}], "next_cursor": str},
        {**NO_MOMENT, 41061: {"userid": "nobody"}},
    ),
    corp_case(
        f"{EC}/get_moment_send_result",
        a_moment_of_a_member,
        {"customer_list": [{"external_userid": str}], "next_cursor": str},
        {**NO_MOMENT, 41061: {"userid": "nobody"}, 41062: unpublished},
    ),
    corp_case(
        f"{EC}/get_moment_comments",
        a_moment_of_a_member,
        {"comment_list": SOMEBODYS, "like_list": SOMEBODYS},
        {**NO_MOMENT, 41061: {"userid": "nobody"}},
    ),
    corp_case(f"{EC}/cancel_moment_task", a_moment, OK, NO_MOMENT),
    corp_case(
        "/cgi-bin/message/send",
        to_members,
        SENT,
        {
            40056: {"agentid": 1},
            40008: {"msgtype": "song"},
            40063: {"text": GONE},
            44004: {"text": {"content": ""}},
            45002: {"text": {"content": "长" * 700}},
            82001: {"touser": ""},
            81013: {"touser": "nobody"},
            82004: {"msgtype": "template_card", "template_card": {**CARD, "card_type": "x"}},
            45008: {"msgtype": "news", "news": {"articles": [{"title": "a"}] * 9}},
            40007: {"msgtype": "image", "image": {"media_id": "3x"}},
            45009: too_many_a_day,
        },
    ),
    corp_case(
        "/cgi-bin/message/update_template_card",
        a_card,
        {"invaliduser": [str]},
        {40056: {"agentid": 1}, 40063: {"button": GONE}, 40031: {"userids": []}, 60140: a_card_changed_already},
    ),
    corp_case("/cgi-bin/message/recall", a_sent_message, OK, {40058: {"msgid": "x"}}),
    corp_case(
        "/cgi-bin/appchat/create",
        a_chat,
        {"chatid": str},
        {
            86001: {"chatid": "聊"},
            86006: {"userlist": ["linxiao"]},
            86207: {"owner": "wangjing"},
            86216: {"userlist": ["linxiao", "nobody"]},
            86215: a_taken_chat,
        },
    ),
    corp_case(
        "/cgi-bin/appchat/get",
        a_made_chat,
        {"chat_info": {"chatid": str, "name": str, "owner": str, "userlist": [str]}},
        {86003: {"chatid": "x"}, 86001: {"chatid": ""}},
        "GET",
    ),
    corp_case(
        "/cgi-bin/appchat/update", a_changed_chat, OK, {86003: {"chatid": "x"}, 86006: {"del_user_list": ["linxiao", "chenyu"]}}
    ),
    corp_case(
        "/cgi-bin/appchat/send",
        a_message_to_a_chat,
        OK,
        {86003: {"chatid": "x"}, 40008: {"msgtype": "template_card", "template_card": CARD}},
    ),
    corp_case(
        "/cgi-bin/media/upload",
        a_file,
        {"type": str, "media_id": str, "created_at": str},
        {40004: a_wrong_kind, 45001: a_large_file},
    ),
    corp_case("/cgi-bin/media/upload_attachment", an_attachment, {"type": str, "media_id": str, "created_at": int}),
    corp_case("/cgi-bin/media/uploadimg", a_picture, {"url": str}, {44001: no_file}),
    Case("/cgi-bin/media/get", an_uploaded_file, bytes, {41006: {"media_id": ""}, 40007: {"media_id": "3"}}, "GET", "corp"),
]
