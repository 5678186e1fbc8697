"""WeCom: tokens and tickets, the corp's own people, ids, visitors of pages, the message archive."""

from typing import Any

from rig import Sandbox

from table import GONE, Case, Change, Good
from table.wecom_scenes import EC, OK, add, call_page, corp_case, customer, group, query

ADDRESSES = {"ip_list": [str]}
MEMBER = {
    "userid": str,
    "name": str,
    "department": [int],
    "order": [int],
    "position": str,
    "is_leader_in_dept": [int],
    "direct_leader": [str],
    "telephone": str,
    "alias": str,
    "status": int,
    "main_department": int,
    "isleader": int,
    "enable": int,
}
DEPARTMENT = {"id": int, "name": str, "parentid": int, "order": int}


async def a_secret(sandbox: Sandbox) -> Good:
    account = sandbox.account("corp")
    return Good(query={"corpid": account.app_id, "corpsecret": account.secret})


async def a_guessing_address(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"wrong_secrets_borne": 2})
    asked = {"corpid": sandbox.account("corp").app_id, "corpsecret": "wrong"}
    codes = [(await sandbox.call("corp", "GET", "/cgi-bin/gettoken", asked)).json()["errcode"] for _ in range(4)]
    assert codes[0] == 40001
    return codes[3]


async def a_new_member(sandbox: Sandbox) -> Good:
    return Good({"userid": "newbie", "name": "新人", "department": [1], "mobile": "13800000009", "position": "顾问"})


async def a_taken_mobile(sandbox: Sandbox) -> Any:
    body = (await a_new_member(sandbox)).body
    await sandbox.post("corp", "/cgi-bin/user/create", body)
    return (await sandbox.post("corp", "/cgi-bin/user/create", {**body, "userid": "other"}))["errcode"]


async def a_changed_member(sandbox: Sandbox) -> Good:
    return Good({"userid": "linxiao", "name": "林小晓", "position": "店长"})


async def leavers(sandbox: Sandbox) -> Good:
    return Good({"useridlist": ["linxiao", "chenyu"]})


async def a_department(sandbox: Sandbox) -> Good:
    return Good({"name": "华东门店", "parentid": 1, "order": 3, "id": 7})


async def a_made_department(sandbox: Sandbox) -> Good:
    await sandbox.post("corp", "/cgi-bin/department/create", (await a_department(sandbox)).body)
    return Good(query={"id": "7"})


async def a_changed_department(sandbox: Sandbox) -> Good:
    await a_made_department(sandbox)
    return Good({"id": 7, "name": "华南门店", "parentid": 1})


async def a_taken_department(sandbox: Sandbox) -> Any:
    await a_made_department(sandbox)
    return (await sandbox.post("corp", "/cgi-bin/department/create", {"name": "华东门店", "parentid": 1}))["errcode"]


async def a_full_department(sandbox: Sandbox) -> Any:
    await a_made_department(sandbox)
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "linxiao", "department": [7]})
    answer = await sandbox.get("corp", "/cgi-bin/department/delete", id="7")
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "linxiao", "department": [1]})
    return answer["errcode"]


async def a_department_above_others(sandbox: Sandbox) -> Any:
    await a_made_department(sandbox)
    await sandbox.post("corp", "/cgi-bin/department/create", {"name": "上海", "parentid": 7})
    return (await sandbox.get("corp", "/cgi-bin/department/delete", id="7"))["errcode"]


async def a_customer_id(sandbox: Sandbox) -> Good:
    return Good({"external_userid": await customer(sandbox)})


async def a_member_id(sandbox: Sandbox) -> Good:
    return Good({"userid": "linxiao"})


async def an_openid(sandbox: Sandbox) -> Good:
    made = await sandbox.post("corp", "/cgi-bin/user/convert_to_openid", {"userid": "linxiao"})
    return Good({"openid": made["openid"]})


async def everybody(sandbox: Sandbox) -> Good:
    await group(sandbox)
    return Good({"limit": 1000})


async def a_passing_id(sandbox: Sandbox) -> Good:
    await add(sandbox)
    listed = (await sandbox.post("corp", f"{EC}/contact_list", {}))["info_list"]
    return Good({"business_type": 1, "user_type": 1, "tmp_external_userid_list": [listed[0]["tmp_openid"], "wo"]})


async def a_visit(sandbox: Sandbox) -> Good:
    return Good(query={"code": (await sandbox.act(1, "visit_work_page", userid="linxiao", scope="snsapi_privateinfo"))["code"]})


async def a_login_page(sandbox: Sandbox) -> Good:
    corp = sandbox.account("corp")
    asked = {"appid": corp.app_id, "agentid": str(corp.agent_id), "redirect_uri": "https://brand.example/in", "state": "s"}
    return Good(query={**asked, "sandbox_member": "linxiao"})


async def a_used_code(sandbox: Sandbox) -> Any:
    good = await a_visit(sandbox)
    return [(await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", **good.query))["errcode"] for _ in range(2)][1]


async def a_user_ticket(sandbox: Sandbox) -> Good:
    visit = await a_visit(sandbox)
    return Good({"user_ticket": (await sandbox.get("corp", "/cgi-bin/auth/getuserinfo", **visit.query))["user_ticket"]})


async def a_login(sandbox: Sandbox) -> Good:
    code = (await sandbox.act(1, "get_member_login_code", userid="linxiao"))["code"]
    return Good(query={"js_code": code, "grant_type": "authorization_code"})


async def a_pair(sandbox: Sandbox) -> Good:
    return Good({"info": [{"userid": "linxiao", "exteranalopenid": await customer(sandbox)}]})


async def a_room(sandbox: Sandbox) -> Good:
    return Good({"roomid": await group(sandbox)})


async def an_inner_room(sandbox: Sandbox) -> Good:
    return Good({"roomid": (await sandbox.act(5, "create_group", owner="linxiao"))["chat_id"]})


async def a_room_with_customers(sandbox: Sandbox) -> Any:
    good = await a_room(sandbox)
    return (await sandbox.post("corp", "/cgi-bin/msgaudit/groupchat/get", good.body))["errcode"]


async def no_archive(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"message_archive": 0})
    return (await sandbox.post("corp", "/cgi-bin/msgaudit/get_permit_user_list", {"type": 1}))["errcode"]


async def permitted(sandbox: Sandbox) -> Good:
    return Good({"type": 1})


async def tickets_asked_too_often(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"agent_tickets_per_wall_hour": 1})
    asked = [await sandbox.get("corp", "/cgi-bin/ticket/get", type="agent_config") for _ in range(2)]
    return asked[1]["errcode"]


async def a_member_tag(sandbox: Sandbox) -> Good:
    return Good({"tagname": f"标签{sandbox.world.store.count('member tag', 'corp')}"})


async def a_made_member_tag(sandbox: Sandbox) -> int:
    made = await sandbox.post("corp", "/cgi-bin/tag/create", (await a_member_tag(sandbox)).body)
    return int(made["tagid"])


async def a_member_tag_to_rename(sandbox: Sandbox) -> Good:
    return Good({"tagid": await a_made_member_tag(sandbox), "tagname": "新标签"})


async def a_member_tag_to_read(sandbox: Sandbox) -> Good:
    return Good(query={"tagid": str(await a_made_member_tag(sandbox))})


async def bearers_of_a_tag(sandbox: Sandbox) -> Good:
    users = ["linxiao", "nobody"]
    return Good({"tagid": await a_made_member_tag(sandbox), "userlist": users, "partylist": [1, 9]})


async def a_taken_tag_name(sandbox: Sandbox) -> Any:
    return [(await sandbox.post("corp", "/cgi-bin/tag/create", {"tagname": "同名"}))["errcode"] for _ in range(2)][1]


async def the_agent(sandbox: Sandbox) -> Good:
    return Good({"agentid": sandbox.account("corp").agent_id, "name": "客户助手", "redirect_domain": "brand.example"})


NO_MEMBER = {60111: {"userid": "nobody"}}
PASSING = {
    "is_customer": bool,
    "tmp_openid": str,
    "external_userid?": str,
    "name?": str,
    "follow_userid?": str,
    "chat_id?": str,
    "chat_name?": str,
    "add_time": int,
}
DETAIL = dict.fromkeys(("userid", "gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"), str)

AGENT = {
    "agentid": int,
    "name": str,
    "square_logo_url": str,
    "description": str,
    "redirect_domain": str,
    "home_url": str,
    "allow_userinfos": {"user": [{"userid": str}]},
    "allow_partys": {"partyid": [int]},
    "allow_tags": {"tagid": [int]},
    "close": int,
    "report_location_flag": int,
    "isreportenter": int,
}
CHANGED_TAG = {"invalidlist?": str, "invalidparty?": [int]}

LOGIN_ERRORS: dict[int | str, Change] = {
    40013: {"appid": "ww"},
    40056: {"agentid": "1"},
    10003: {"redirect_uri": "x"},
    60111: {"sandbox_member": "x"},
}

CASES = [
    Case("/wwopen/sso/qrConnect", a_login_page, bytes, LOGIN_ERRORS, "GET", "corp", call_page),
    Case("/wwlogin/sso/login", a_login_page, bytes, LOGIN_ERRORS, "GET", "corp", call_page),
    corp_case("/cgi-bin/agent/get", query(agentid="1000002"), AGENT, {301002: {"agentid": "1"}}, "GET"),
    corp_case(
        "/cgi-bin/agent/list", query(), {"agentlist": [{"agentid": int, "name": str, "square_logo_url": str}]}, method="GET"
    ),
    corp_case("/cgi-bin/agent/set", the_agent, OK, {301002: {"agentid": 1}, 40058: {"name": "长" * 33}}),
    corp_case("/cgi-bin/tag/create", a_member_tag, {"tagid": int}, {41018: {"tagname": GONE}, 40071: a_taken_tag_name}),
    corp_case("/cgi-bin/tag/update", a_member_tag_to_rename, OK, {40068: {"tagid": 99}}),
    corp_case("/cgi-bin/tag/delete", a_member_tag_to_read, OK, {40068: {"tagid": "99"}}, "GET"),
    corp_case(
        "/cgi-bin/tag/get",
        a_member_tag_to_read,
        {"tagname": str, "userlist": [{"userid": str, "name": str}], "partylist": [int]},
        {40068: {"tagid": "99"}},
        "GET",
    ),
    corp_case("/cgi-bin/tag/list", query(), {"taglist": [{"tagid": int, "tagname": str}]}, method="GET"),
    corp_case(
        "/cgi-bin/tag/addtagusers",
        bearers_of_a_tag,
        CHANGED_TAG,
        {40068: {"tagid": 99}, 40070: {"userlist": ["nobody"], "partylist": []}, 40063: {"userlist": GONE, "partylist": GONE}},
    ),
    corp_case("/cgi-bin/tag/deltagusers", bearers_of_a_tag, CHANGED_TAG, {40068: {"tagid": 99}}),
    corp_case(
        "/cgi-bin/gettoken",
        a_secret,
        {"access_token": str, "expires_in": int},
        {
            41002: {"corpid": GONE},
            41004: {"corpsecret": GONE},
            40013: {"corpid": "ww"},
            40001: {"corpsecret": "x"},
            45009: a_guessing_address,
        },
        "GET",
    ),
    corp_case("/cgi-bin/getcallbackip", query(), ADDRESSES, method="GET"),
    corp_case("/cgi-bin/get_api_domain_ip", query(), ADDRESSES, method="GET"),
    corp_case("/cgi-bin/get_jsapi_ticket", query(), {"ticket": str, "expires_in": int}, method="GET"),
    corp_case(
        "/cgi-bin/ticket/get",
        query(type="agent_config"),
        {"ticket": str, "expires_in": int},
        {91040: {"type": "jsapi"}, 45009: tickets_asked_too_often},
        "GET",
    ),
    corp_case("/cgi-bin/user/get", query(userid="linxiao"), MEMBER, {**NO_MEMBER, 41009: {"userid": GONE}}, "GET"),
    corp_case(
        "/cgi-bin/user/list",
        query(department_id="1", fetch_child="1"),
        {"userlist": [MEMBER]},
        {60003: {"department_id": "9"}, 60123: {"department_id": "x"}},
        "GET",
    ),
    corp_case(
        "/cgi-bin/user/simplelist",
        query(department_id="1"),
        {"userlist": [{"userid": str, "name": str, "department": [int]}]},
        {60003: {"department_id": "9"}},
        "GET",
    ),
    corp_case(
        "/cgi-bin/user/list_id",
        query(),
        {"dept_user": [{"userid": str, "department": int}], "next_cursor": str},
        {40058: {"limit": 0}},
    ),
    corp_case(
        "/cgi-bin/user/create",
        a_new_member,
        OK,
        {
            41009: {"userid": GONE},
            40003: {"userid": "新"},
            60102: {"userid": "LinXiao"},
            60112: {"name": GONE},
            60003: {"department": [9]},
            40066: {"department": []},
            60103: {"mobile": "x"},
            60104: a_taken_mobile,
        },
    ),
    corp_case("/cgi-bin/user/update", a_changed_member, OK, {**NO_MEMBER, 60112: {"name": ""}}),
    corp_case("/cgi-bin/user/delete", query(userid="linxiao"), OK, NO_MEMBER, "GET"),
    corp_case("/cgi-bin/user/batchdelete", leavers, OK, {60111: {"useridlist": ["nobody"]}, 40031: {"useridlist": []}}),
    corp_case("/cgi-bin/department/list", query(id="1"), {"department": [DEPARTMENT]}, {60003: {"id": "9"}}, "GET"),
    corp_case(
        "/cgi-bin/department/simplelist",
        query(),
        {"department_id": [{"id": int, "parentid": int, "order": int}]},
        {60003: {"id": "9"}},
        "GET",
    ),
    corp_case("/cgi-bin/department/get", query(id="1"), {"department": DEPARTMENT}, {60123: {"id": GONE}}, "GET"),
    corp_case(
        "/cgi-bin/department/create",
        a_department,
        {"id": int},
        {
            60001: {"name": "长" * 65},
            60009: {"name": "a?b"},
            60004: {"parentid": 9},
            60123: {"id": -1},
            60008: a_taken_department,
        },
    ),
    corp_case(
        "/cgi-bin/department/update",
        a_changed_department,
        OK,
        {60003: {"id": 9}, 60010: {"parentid": 7}, 60004: {"parentid": 99}},
    ),
    corp_case(
        "/cgi-bin/department/delete",
        a_made_department,
        OK,
        {60007: {"id": "1"}, 60003: {"id": "9"}, 60005: a_full_department, 60006: a_department_above_others},
        "GET",
    ),
    corp_case(
        f"{EC}/convert_to_openid",
        a_customer_id,
        {"openid": str},
        {41035: {"external_userid": GONE}, 40096: {"external_userid": "wm"}},
    ),
    corp_case("/cgi-bin/user/convert_to_openid", a_member_id, {"openid": str}, NO_MEMBER),
    corp_case("/cgi-bin/user/convert_to_userid", an_openid, {"userid": str}, {40073: {"openid": "o"}}),
    corp_case(f"{EC}/contact_list", everybody, {"info_list": [PASSING], "next_cursor": str}, {40058: {"limit": 1001}}),
    corp_case(
        "/cgi-bin/idconvert/convert_tmp_external_userid",
        a_passing_id,
        {
            "results": [{"tmp_external_userid": str, "external_userid": str, "corpid": str}],
            "invalid_tmp_external_userid_list": [str],
        },
        {40058: {"business_type": 9}},
    ),
    corp_case(
        "/cgi-bin/auth/getuserinfo",
        a_visit,
        {"userid?": str, "user_ticket?": str, "openid?": str, "external_userid?": str},
        {40029: a_used_code},
        "GET",
    ),
    corp_case("/cgi-bin/user/getuserinfo", a_visit, {"UserId": str, "DeviceId": str}, {40029: {"code": "x"}}, "GET"),
    corp_case("/cgi-bin/auth/getuserdetail", a_user_ticket, DETAIL, {40078: {"user_ticket": "x"}}),
    corp_case(
        "/cgi-bin/miniprogram/jscode2session",
        a_login,
        {"corpid": str, "userid": str, "session_key": str},
        {40029: {"js_code": "x"}, 40058: {"grant_type": "x"}},
        "GET",
    ),
    corp_case("/cgi-bin/msgaudit/get_permit_user_list", permitted, {"ids": [str]}, {40058: {"type": 9}, 301053: no_archive}),
    corp_case(
        "/cgi-bin/msgaudit/check_single_agree",
        a_pair,
        {"agreeinfo": [{"status_change_time": int, "userid": str, "exteranalopenid": str, "agree_status": str}]},
        {301060: {"info": [{}] * 101}, 301061: {"info": [{"userid": "nobody", "exteranalopenid": "wm"}]}, 40058: {"info": []}},
    ),
    corp_case(
        "/cgi-bin/msgaudit/check_room_agree",
        a_room,
        {"agreeinfo": [{"status_change_time": int, "exteranalopenid": str, "agree_status": str}]},
        {40058: {"roomid": "wr"}},
    ),
    corp_case(
        "/cgi-bin/msgaudit/groupchat/get",
        an_inner_room,
        {
            "roomname": str,
            "creator": str,
            "room_create_time": int,
            "notice": str,
            "members": [{"memberid": str, "jointime": int}],
        },
        {40058: {"roomid": "wr"}, 301059: a_room_with_customers},
    ),
]
