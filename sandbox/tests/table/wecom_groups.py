"""WeCom: customer groups, and customers given to other members."""

from typing import Any

from rig import DAY, Sandbox

from table import GONE, Good
from table.wecom_scenes import EC, OK, add, corp_case, customer, group, post

DATA = dict.fromkeys(
    (
        "new_chat_cnt",
        "chat_total",
        "chat_has_msg",
        "new_member_cnt",
        "member_total",
        "member_has_msg",
        "msg_total",
        "migrate_trainee_chat_cnt",
    ),
    int,
)
CARD = {
    "userid": str,
    "type": int,
    "unionid?": str,
    "join_time": int,
    "join_scene": int,
    "state?": str,
    "invitor?": {"userid": str},
    "group_nickname": str,
    "name?": str,
}
FAILED = {"failed_chat_list": [{"chat_id": str, "errcode": int, "errmsg": str}]}
MOVED = {"customer": [{"external_userid": str, "status": int, "takeover_time": int}], "next_cursor": str}


async def groups(sandbox: Sandbox) -> Good:
    await group(sandbox)
    return Good({"status_filter": 0, "owner_filter": {"userid_list": ["linxiao"]}, "limit": 10})


async def a_group(sandbox: Sandbox) -> Good:
    return Good({"chat_id": await group(sandbox), "need_name": 1})


async def an_opengid(sandbox: Sandbox) -> Good:
    made = await sandbox.act(3, "create_group", owner="linxiao")
    return Good({"opengid": made["opengid"]})


async def a_join_way(sandbox: Sandbox) -> Good:
    more = {"auto_create_room": 1, "room_base_name": "福利群", "room_base_id": 10, "remark": "门店", "state": "s1"}
    return Good({"scene": 2, "chat_id_list": [await group(sandbox)], **more})


async def a_made_join_way(sandbox: Sandbox) -> Good:
    body = (await a_join_way(sandbox)).body
    made = await post(sandbox, "groupchat/add_join_way", body)
    return Good({"config_id": made["config_id"]})


async def a_changed_join_way(sandbox: Sandbox) -> Good:
    body = (await a_join_way(sandbox)).body
    made = await post(sandbox, "groupchat/add_join_way", body)
    return Good({**body, "config_id": made["config_id"], "state": "s2"})


async def no_room_for_ways(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"contact_ways": 0})
    return (await sandbox.post("corp", f"{EC}/groupchat/add_join_way", (await a_join_way(sandbox)).body))["errcode"]


async def some_days(sandbox: Sandbox) -> Good:
    await group(sandbox)
    now = int(sandbox.world.now())
    days = {"day_begin_time": now - DAY, "day_end_time": now}
    return Good({**days, "owner_filter": {"userid_list": ["linxiao"]}, "order_by": 2, "order_asc": 0, "offset": 0, "limit": 10})


async def each_day(sandbox: Sandbox) -> Good:
    good = await some_days(sandbox)
    return Good({name: good.body[name] for name in ("day_begin_time", "day_end_time", "owner_filter")})


async def a_group_of_who_left(sandbox: Sandbox) -> Good:
    chat_id = await group(sandbox)
    await sandbox.act(1, "member_leaves", userid="linxiao")
    return Good({"chat_id_list": [chat_id, "wr"], "new_owner": "chenyu"})


async def a_group_to_give(sandbox: Sandbox) -> Good:
    return Good({"chat_id_list": [await group(sandbox), "wr"], "new_owner": "chenyu"})


async def a_group_welcome(sandbox: Sandbox) -> Good:
    link = {"title": "新品", "url": "https://brand.example/new", "desc": "看看", "picurl": "https://brand.example/a.png"}
    return Good({"text": {"content": "欢迎%NICKNAME%"}, "link": link, "agentid": 1000002, "notify": 1})


async def a_made_group_welcome(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "group_welcome_template/add", (await a_group_welcome(sandbox)).body)
    return Good({"template_id": made["template_id"]})


async def a_changed_group_welcome(sandbox: Sandbox) -> Good:
    return Good({**(await a_made_group_welcome(sandbox)).body, "text": {"content": "你好"}})


async def no_room_for_welcomes(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"group_welcomes": 0})
    body = (await a_group_welcome(sandbox)).body
    return (await sandbox.post("corp", f"{EC}/group_welcome_template/add", body))["errcode"]


async def a_transfer(sandbox: Sandbox) -> Good:
    external = await customer(sandbox)
    giving = {"handover_userid": "linxiao", "takeover_userid": "chenyu"}
    return Good({**giving, "external_userid": [external], "transfer_success_msg": "您好，后续由同事为您服务"})


async def a_begun_transfer(sandbox: Sandbox) -> Good:
    body = (await a_transfer(sandbox)).body
    await post(sandbox, "transfer_customer", body)
    return Good({name: body[name] for name in ("handover_userid", "takeover_userid")})


async def a_transfer_of_who_left(sandbox: Sandbox) -> Good:
    good = await a_transfer(sandbox)
    await sandbox.act(1, "member_leaves", userid="linxiao")
    return Good({name: value for name, value in good.body.items() if name != "transfer_success_msg"})


async def a_begun_transfer_of_who_left(sandbox: Sandbox) -> Good:
    body = (await a_transfer_of_who_left(sandbox)).body
    await post(sandbox, "resigned/transfer_customer", body)
    return Good({name: body[name] for name in ("handover_userid", "takeover_userid")})


async def unassigned(sandbox: Sandbox) -> Good:
    await a_transfer_of_who_left(sandbox)
    return Good({"page_id": 0, "cursor": "", "page_size": 100})


async def behaviour(sandbox: Sandbox) -> Good:
    await add(sandbox)
    await sandbox.act(3, "chat_with_staff")
    await sandbox.act(3, "staff_writes", userid="linxiao", external_userid=sandbox.openid("corp", 3), content="在的")
    now = int(sandbox.world.now())
    return Good({"userid": ["linxiao"], "partyid": [1], "start_time": now - DAY, "end_time": now})


NO_WAY = {41043: {"config_id": GONE}, 41044: {"config_id": "x"}}
WAY = {
    "config_id": str,
    "scene": int,
    "remark": str,
    "auto_create_room": int,
    "room_base_name": str,
    "room_base_id": int,
    "chat_id_list": [str],
    "qr_code": str,
    "state": str,
    "mark_source": bool,
}
DAY_OF_MEMBERS = {
    "stat_time": int,
    "chat_cnt": int,
    "message_cnt": int,
    "reply_percentage?": float,
    "avg_reply_time?": int,
    "negative_feedback_cnt": int,
    "new_apply_cnt": int,
    "new_contact_cnt": int,
}

CASES = [
    corp_case(
        f"{EC}/groupchat/list",
        groups,
        {"group_chat_list": [{"chat_id": str, "status": int}], "next_cursor": str},
        {40058: {"status_filter": 9}},
    ),
    corp_case(
        f"{EC}/groupchat/get",
        a_group,
        {
            "group_chat": {
                "chat_id": str,
                "name": str,
                "owner": str,
                "create_time": int,
                "notice?": str,
                "member_list": [CARD],
                "admin_list": [{"userid": str}],
                "member_version": str,
            }
        },
        {40050: {"chat_id": "wr"}, 40058: {"need_name": 2}},
    ),
    corp_case(f"{EC}/opengid_to_chatid", an_opengid, {"chat_id": str}, {90511: {"opengid": "o"}}),
    corp_case(
        f"{EC}/groupchat/add_join_way",
        a_join_way,
        {"config_id": str, "qr_code?": str},
        {
            41091: {"chat_id_list": ["wr"] * 6},
            40050: {"chat_id_list": ["wr"]},
            40058: {"scene": 3},
            41045: no_room_for_ways,
        },
    ),
    corp_case(f"{EC}/groupchat/get_join_way", a_made_join_way, {"join_way": WAY}, NO_WAY),
    corp_case(f"{EC}/groupchat/update_join_way", a_changed_join_way, OK, {**NO_WAY, 41091: {"chat_id_list": ["wr"] * 6}}),
    corp_case(f"{EC}/groupchat/del_join_way", a_made_join_way, OK, NO_WAY),
    corp_case(
        f"{EC}/groupchat/statistic",
        some_days,
        {"total": int, "next_offset": int, "items": [{"owner": str, "data": DATA}]},
        {40058: {"day_begin_time": 0}},
    ),
    corp_case(
        f"{EC}/groupchat/statistic_group_by_day",
        each_day,
        {"items": [{"stat_time": int, "data": DATA}]},
        {40058: {"day_end_time": 0}},
    ),
    corp_case(
        f"{EC}/groupchat/transfer", a_group_of_who_left, FAILED, {60111: {"new_owner": "nobody"}, 40058: {"chat_id_list": []}}
    ),
    corp_case(f"{EC}/groupchat/onjob_transfer", a_group_to_give, FAILED, {60111: {"new_owner": "nobody"}}),
    corp_case(
        f"{EC}/group_welcome_template/add",
        a_group_welcome,
        {"template_id": str},
        {
            40056: {"agentid": 1},
            40058: {"text": GONE, "link": GONE},
            40007: {"image": {"media_id": "3x"}},
            41055: no_room_for_welcomes,
        },
    ),
    corp_case(
        f"{EC}/group_welcome_template/get",
        a_made_group_welcome,
        {"text?": {"content": str}, "link?": dict, "image?": dict, "miniprogram?": dict, "file?": dict, "video?": dict},
        {40058: {"template_id": "x"}},
    ),
    corp_case(f"{EC}/group_welcome_template/edit", a_changed_group_welcome, OK, {40058: {"template_id": "x"}}),
    corp_case(f"{EC}/group_welcome_template/del", a_made_group_welcome, OK, {40058: {"template_id": "x"}}),
    corp_case(
        f"{EC}/transfer_customer",
        a_transfer,
        {"customer": [{"external_userid": str, "errcode": int}]},
        {60111: {"takeover_userid": "nobody"}, 40058: {"external_userid": ["wm"] * 101}},
    ),
    corp_case(f"{EC}/transfer_result", a_begun_transfer, MOVED, {41009: {"handover_userid": GONE}}),
    corp_case(
        f"{EC}/resigned/transfer_customer",
        a_transfer_of_who_left,
        {"customer": [{"external_userid": str, "errcode": int}]},
        {40097: {"handover_userid": "chenyu"}, 60111: {"handover_userid": "nobody"}},
    ),
    corp_case(f"{EC}/resigned/transfer_result", a_begun_transfer_of_who_left, MOVED, {41009: {"takeover_userid": GONE}}),
    corp_case(
        f"{EC}/get_unassigned_list",
        unassigned,
        {
            "info": [{"handover_userid": str, "external_userid": str, "dimission_time": int}],
            "is_last": bool,
            "next_cursor": str,
        },
        {40058: {"page_size": 1001}},
    ),
    corp_case(
        f"{EC}/get_user_behavior_data",
        behaviour,
        {"behavior_data": [DAY_OF_MEMBERS]},
        {40058: {"start_time": 0}, 60111: {"userid": ["nobody"]}, 60003: {"partyid": [9]}},
    ),
]
