"""WeCom: customers, live codes, tags, acquisition links, words and products."""

from typing import Any

from rig import Sandbox

from table import GONE, Case, Good
from table.wecom_scenes import EC, OK, add, call_page, corp_case, customer, picture, post, query

WAY = {"type": 1, "scene": 2, "user": ["linxiao"], "state": "店铺一"}
DEPARTMENTS = {"user_list": [str], "department_list": [int]}
FOLLOW = {
    "userid": str,
    "remark": str,
    "description": str,
    "createtime": int,
    "remark_mobiles": [str],
    "remark_corp_name?": str,
    "wechat_channels?": {"nickname": str, "source": int},
    "add_way": int,
    "oper_userid": str,
    "state": str,
}
CONTACT = {"external_userid": str, "name": str, "avatar": str, "type": int, "gender": int, "unionid?": str}
TAG = {"id": str, "name": str, "create_time": int, "order": int}
TAG_GROUP = {"group_id": str, "group_name": str, "create_time": int, "order": int, "tag": [TAG]}


async def a_way(sandbox: Sandbox) -> Good:
    return Good(dict(WAY))


async def a_made_way(sandbox: Sandbox, **more: Any) -> Good:
    made = await post(sandbox, "add_contact_way", {**WAY, **more})
    return Good({"config_id": made["config_id"]})


async def no_user(sandbox: Sandbox) -> Any:
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "linxiao", "enable": 0})
    answer = await sandbox.post("corp", f"{EC}/add_contact_way", WAY)
    await sandbox.post("corp", "/cgi-bin/user/update", {"userid": "linxiao", "enable": 1})
    return answer["errcode"]


async def one_way_too_many(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"contact_ways": 0})
    return (await sandbox.post("corp", f"{EC}/add_contact_way", WAY))["errcode"]


async def a_temporary_chat(sandbox: Sandbox) -> Good:
    conclusions = {"text": {"content": "感谢咨询"}}
    way = await a_made_way(sandbox, is_temp=True, expires_in=86_400, chat_expires_in=86_400, conclusions=conclusions)
    await sandbox.act(3, "add_staff", config_id=way.body["config_id"])
    return Good({"userid": "linxiao", "external_userid": sandbox.openid("corp", 3)})


async def a_customer_to_see(sandbox: Sandbox) -> Good:
    return Good(query={"external_userid": await customer(sandbox)})


async def of_linxiao(sandbox: Sandbox) -> Good:
    await add(sandbox)
    return Good(query={"userid": "linxiao"})


async def customers_of_members(sandbox: Sandbox) -> Good:
    await add(sandbox)
    return Good({"userid_list": ["linxiao", "chenyu"], "cursor": "", "limit": 100})


async def a_remark(sandbox: Sandbox) -> Good:
    body = {"userid": "linxiao", "external_userid": await customer(sandbox), "remark": "老客户"}
    return Good({**body, "description": "喜欢面膜", "remark_company": "全域", "remark_mobiles": ["13800000001"]})


def _newcomer(sandbox: Sandbox) -> int:
    """Somebody who has added nobody yet."""
    return 20 + sandbox.world.store.count("contact", "corp")


async def a_welcome(sandbox: Sandbox) -> Good:
    code = (await sandbox.act(_newcomer(sandbox), "add_staff", userid="linxiao"))["welcome_code"]
    file = await picture(sandbox)
    attachments = [
        {"msgtype": "image", "image": {"media_id": file}},
        {"msgtype": "link", "link": {"title": "新品", "url": "https://brand.example/new"}},
    ]
    return Good({"welcome_code": code, "text": {"content": "欢迎"}, "attachments": attachments})


async def a_used_code(sandbox: Sandbox) -> Any:
    good = await a_welcome(sandbox)
    await sandbox.post("corp", f"{EC}/send_welcome_msg", good.body)
    return (await sandbox.post("corp", f"{EC}/send_welcome_msg", good.body))["errcode"]


async def talking_already(sandbox: Sandbox) -> Any:
    good = await a_welcome(sandbox)
    await sandbox.act(_newcomer(sandbox) - 1, "chat_with_staff")
    return (await sandbox.post("corp", f"{EC}/send_welcome_msg", good.body))["errcode"]


async def new_tags(sandbox: Sandbox) -> Good:
    return Good({"group_name": "价值", "order": 1, "tag": [{"name": "高", "order": 2}, {"name": "低", "order": 1}]})


async def tag(sandbox: Sandbox, name: str = "高") -> dict[str, Any]:
    held = (await post(sandbox, "get_corp_tag_list", {}))["tag_group"]
    made = (
        held[0] if held else (await post(sandbox, "add_corp_tag", {"group_name": "价值", "tag": [{"name": name}]}))["tag_group"]
    )
    group: dict[str, Any] = made
    return group


async def taken_tag(sandbox: Sandbox) -> Any:
    await tag(sandbox)
    return (await sandbox.post("corp", f"{EC}/add_corp_tag", {"group_name": "价值", "tag": [{"name": "高"}]}))["errcode"]


async def one_tag_too_many(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"corp_tags": 1})
    body = {"group_name": "渠道", "tag": [{"name": "直播"}, {"name": "门店"}]}
    return (await sandbox.post("corp", f"{EC}/add_corp_tag", body))["errcode"]


async def all_tags(sandbox: Sandbox) -> Good:
    group = await tag(sandbox)
    return Good({"group_id": [group["group_id"]]})


async def a_tag_to_edit(sandbox: Sandbox) -> Good:
    return Good({"id": (await tag(sandbox))["tag"][0]["id"], "name": "中", "order": 5})


async def a_tag_to_delete(sandbox: Sandbox) -> Good:
    return Good({"tag_id": [(await tag(sandbox))["tag"][0]["id"]]})


async def a_mark(sandbox: Sandbox) -> Good:
    external = await customer(sandbox)
    return Good({"userid": "linxiao", "external_userid": external, "add_tag": [(await tag(sandbox))["tag"][0]["id"]]})


LINK = {"link_name": "直播间引流", "range": {"user_list": ["linxiao"], "department_list": [1]}, "skip_verify": True}


async def a_link(sandbox: Sandbox) -> Good:
    return Good({**LINK, "priority_option": {"priority_type": 2, "priority_userid_list": ["linxiao"]}})


async def a_made_link(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "customer_acquisition/create_link", LINK)
    await sandbox.act(11, "add_by_link", link_id=made["link"]["link_id"], customer_channel="A")
    return Good({"link_id": made["link"]["link_id"]})


async def a_changed_link(sandbox: Sandbox) -> Good:
    return Good({**(await a_made_link(sandbox)).body, "link_name": "新名字"})


async def a_link_to_count(sandbox: Sandbox) -> Good:
    now = int(sandbox.world.now())
    return Good({**(await a_made_link(sandbox)).body, "start_time": now - 86_400, "end_time": now + 86_400})


async def one_link_too_many(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"acquisition_links": 0})
    return (await sandbox.post("corp", f"{EC}/customer_acquisition/create_link", LINK))["errcode"]


RULE = {
    "rule_name": "禁语",
    "word_list": ["返现"],
    "semantics_list": [1, 2],
    "intercept_type": 1,
    "applicable_range": {"user_list": ["linxiao"], "department_list": [1]},
}


async def a_rule(sandbox: Sandbox) -> Good:
    return Good(dict(RULE))


async def a_made_rule(sandbox: Sandbox) -> Good:
    body = {**RULE, "rule_name": f"禁语{sandbox.world.store.count('intercept rule', 'corp')}"}
    return Good({"rule_id": (await post(sandbox, "add_intercept_rule", body))["rule_id"]})


async def a_changed_rule(sandbox: Sandbox) -> Good:
    more = {"word_list": ["返利"], "remove_applicable_range": {"department_list": [1]}, "extra_rule": {"semantics_list": [3]}}
    return Good({**(await a_made_rule(sandbox)).body, **more})


async def one_rule_too_many(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"intercept_rules": 0})
    answer = await sandbox.post("corp", f"{EC}/add_intercept_rule", {**RULE, "rule_name": "另一条"})
    await sandbox.admin("PATCH", "/settings", {"intercept_rules": 100})
    return answer["errcode"]


async def a_taken_rule_name(sandbox: Sandbox) -> Any:
    return [(await sandbox.post("corp", f"{EC}/add_intercept_rule", RULE))["errcode"] for _ in range(2)][1]


async def a_product(sandbox: Sandbox) -> Good:
    file = await picture(sandbox, use="2")
    attachments = [{"type": "image", "image": {"media_id": file}}]
    return Good({"description": "玫瑰保湿面膜", "price": 30_000, "product_sn": "SN1", "attachments": attachments})


async def a_made_product(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "add_product_album", (await a_product(sandbox)).body)
    return Good({"product_id": made["product_id"]})


async def a_changed_product(sandbox: Sandbox) -> Good:
    return Good({**(await a_made_product(sandbox)).body, "price": 1})


async def products(sandbox: Sandbox) -> Good:
    await a_made_product(sandbox)
    return Good({"limit": 50})


PICTURES = [{"type": str, "image": {"media_id": str}}]
PRODUCT = {"product_id": str, "description": str, "price": int, "product_sn": str, "attachments": PICTURES}
WAY_SHAPE = {
    "config_id": str,
    "type": int,
    "scene": int,
    "style": int,
    "remark": str,
    "state": str,
    "skip_verify": bool,
    "is_temp": bool,
    "is_exclusive": bool,
    "mark_source": bool,
    "user": [str],
    "party": [int],
    "qr_code?": str,
    "conclusions": dict,
}
query_nothing = query()
NO_WAY = {41043: {"config_id": GONE}, 41044: {"config_id": "nothing"}}
NO_LINK = {40058: {"link_id": "ca"}}


async def a_picture_of_a_code(sandbox: Sandbox) -> Good:
    made = await post(sandbox, "add_contact_way", WAY)
    return Good(params={"name": made["qr_code"].split("/")[4]})


async def no_picture(sandbox: Sandbox) -> Any:
    response = await sandbox.client.get("/wework.qpic.cn/wwpic/nothing/0")
    return 40035 if response.status_code == 404 and "errcode 40035" in response.text else response.text


CASES = [
    Case("/wwpic/{name}/0", a_picture_of_a_code, bytes, {40035: no_picture}, "GET", "corp", call_page),
    corp_case(
        f"{EC}/add_contact_way",
        a_way,
        {"config_id": str, "qr_code?": str},
        {
            41037: {"type": GONE},
            41039: {"type": 3},
            41038: {"scene": GONE},
            41040: {"scene": 3},
            41041: {"type": 2, "user": ["linxiao"] * 101},
            41042: {"style": 9},
            40058: {"state": "长" * 31},
            60111: {"user": ["nobody"]},
            60003: {"type": 2, "party": [99]},
            41054: no_user,
            41045: one_way_too_many,
        },
    ),
    corp_case(f"{EC}/get_contact_way", a_made_way, {"contact_way": WAY_SHAPE}, NO_WAY),
    corp_case(
        f"{EC}/list_contact_way",
        a_made_way,
        {"contact_way": [{"config_id": str}], "next_cursor": str},
        {40058: {"limit": 1001}},
    ),
    corp_case(
        f"{EC}/update_contact_way", a_made_way, OK, {**NO_WAY, 40058: {"remark": "长" * 31}, 60111: {"user": ["nobody"]}}
    ),
    corp_case(f"{EC}/del_contact_way", a_made_way, OK, NO_WAY),
    corp_case(
        f"{EC}/close_temp_chat",
        a_temporary_chat,
        OK,
        {41009: {"userid": GONE}, 41035: {"external_userid": GONE}, 84061: {"userid": "chenyu"}},
    ),
    corp_case(f"{EC}/get_follow_user_list", query_nothing, {"follow_user": [str]}, method="GET"),
    corp_case(
        f"{EC}/list", of_linxiao, {"external_userid": [str]}, {60111: {"userid": "nobody"}, 84061: {"userid": "chenyu"}}, "GET"
    ),
    corp_case(
        f"{EC}/get",
        a_customer_to_see,
        {
            "external_contact": CONTACT,
            "follow_user": [{**FOLLOW, "tags": [{"group_name": str, "tag_name": str, "tag_id": str, "type": int}]}],
            "next_cursor?": str,
        },
        {40096: {"external_userid": "wm"}, 40058: {"cursor": "x"}},
        "GET",
    ),
    corp_case(
        f"{EC}/batch/get_by_user",
        customers_of_members,
        {
            "external_contact_list": [{"external_contact": CONTACT, "follow_info": {**FOLLOW, "tag_id": [str]}}],
            "next_cursor": str,
        },
        {40058: {"userid_list": ["linxiao"] * 101}, 60111: {"userid_list": ["nobody"]}},
    ),
    corp_case(
        f"{EC}/remark",
        a_remark,
        OK,
        {40058: {"remark": "长" * 21}, 40096: {"external_userid": "wm"}, 60111: {"userid": "x"}, 84061: {"userid": "chenyu"}},
    ),
    corp_case(
        f"{EC}/send_welcome_msg",
        a_welcome,
        OK,
        {
            41049: {"welcome_code": GONE},
            41050: a_used_code,
            41051: talking_already,
            40058: {"text": GONE, "attachments": []},
            41064: {"attachments": [{"msgtype": "image", "image": {"pic_url": "https://a.example"}}] * 10},
            41065: {"attachments": [{"msgtype": "voice", "voice": {}}]},
            40007: {"attachments": [{"msgtype": "image", "image": {"media_id": "3x"}}]},
            41006: {"attachments": [{"msgtype": "video", "video": {}}]},
            90207: {"attachments": [{"msgtype": "miniprogram", "miniprogram": {"title": "商城", "appid": "wx1", "page": "a"}}]},
        },
    ),
    corp_case(f"{EC}/get_corp_tag_list", all_tags, {"tag_group": [TAG_GROUP]}, {40058: {"tag_id": "et"}}),
    corp_case(
        f"{EC}/add_corp_tag",
        new_tags,
        {"tag_group": TAG_GROUP},
        {
            40058: {"tag": []},
            40072: {"tag": [{"name": "长" * 31}]},
            40068: {"group_id": "et"},
            40071: taken_tag,
            40126: one_tag_too_many,
        },
    ),
    corp_case(f"{EC}/edit_corp_tag", a_tag_to_edit, OK, {40068: {"id": "et"}, 40058: {"order": -1}}),
    corp_case(f"{EC}/del_corp_tag", a_tag_to_delete, OK, {40068: {"tag_id": ["et"]}}),
    corp_case(
        f"{EC}/mark_tag",
        a_mark,
        OK,
        {
            60111: {"userid": "nobody"},
            40096: {"external_userid": "wm"},
            84061: {"userid": "chenyu"},
            40068: {"add_tag": ["et"]},
            40058: {"add_tag": []},
        },
    ),
    corp_case(
        f"{EC}/customer_acquisition/create_link",
        a_link,
        {"link": {"link_id": str, "link_name": str, "url": str, "create_time": int}},
        {40058: {"link_name": ""}, 60111: {"range": {"user_list": ["nobody"]}}, 41095: one_link_too_many},
    ),
    corp_case(f"{EC}/customer_acquisition/update_link", a_changed_link, OK, NO_LINK),
    corp_case(f"{EC}/customer_acquisition/delete_link", a_made_link, OK, NO_LINK),
    corp_case(
        f"{EC}/customer_acquisition/list_link",
        query_nothing,
        {"link_id_list": [str], "next_cursor": str},
        {40058: {"limit": 101}},
    ),
    corp_case(
        f"{EC}/customer_acquisition/get",
        a_made_link,
        {
            "link": {"link_name": str, "url": str, "create_time": int, "skip_verify": bool, "mark_source": bool},
            "range": DEPARTMENTS,
            "priority_option": dict,
        },
        NO_LINK,
    ),
    corp_case(
        f"{EC}/customer_acquisition/customer",
        a_made_link,
        {
            "customer_list": [{"external_userid": str, "userid": str, "chat_status": int, "state": str}],
            "next_cursor": str,
        },
        NO_LINK,
    ),
    corp_case(
        f"{EC}/customer_acquisition/statistic",
        a_link_to_count,
        {"click_link_customer_cnt": int, "new_customer_cnt": int},
        {40058: {"start_time": 0}},
    ),
    corp_case(
        f"{EC}/customer_acquisition_quota",
        query_nothing,
        {"total": int, "balance": int, "quota_list": [{"expire_date": int, "balance": int}]},
        method="GET",
    ),
    corp_case(
        f"{EC}/add_intercept_rule",
        a_rule,
        {"rule_id": str},
        {
            40058: {"intercept_type": 3},
            41068: {"word_list": ["词"] * 301},
            41083: {"word_list": ["长" * 20]},
            41084: {"semantics_list": [4]},
            41069: one_rule_too_many,
            60111: {"applicable_range": {"user_list": ["nobody"]}},
            41077: a_taken_rule_name,
        },
    ),
    corp_case(
        f"{EC}/get_intercept_rule_list",
        query_nothing,
        {"rule_list": [{"rule_id": str, "rule_name": str, "create_time": int}]},
        method="GET",
    ),
    corp_case(
        f"{EC}/get_intercept_rule",
        a_made_rule,
        {
            "rule": {
                "rule_id": str,
                "rule_name": str,
                "word_list": [str],
                "extra_rule": {"semantics_list": [int]},
                "intercept_type": int,
                "applicable_range": DEPARTMENTS,
            }
        },
        {41070: {"rule_id": "x"}},
    ),
    corp_case(f"{EC}/update_intercept_rule", a_changed_rule, OK, {41070: {"rule_id": "x"}, 41068: {"word_list": ["词"] * 301}}),
    corp_case(f"{EC}/del_intercept_rule", a_made_rule, OK, {41070: {"rule_id": "x"}}),
    corp_case(
        f"{EC}/add_product_album",
        a_product,
        {"product_id": str},
        {
            41087: {"description": ""},
            41086: {"price": -1},
            41085: {"product_sn": "号"},
            41088: {"attachments": []},
            41065: {"attachments": [{"type": "video"}]},
            40007: {"attachments": [{"type": "image", "image": {"media_id": "3x"}}]},
        },
    ),
    corp_case(
        f"{EC}/get_product_album", a_made_product, {"product": {**PRODUCT, "create_time": int}}, {41075: {"product_id": "x"}}
    ),
    corp_case(f"{EC}/get_product_album_list", products, {"product_list": [PRODUCT], "next_cursor": str}, {40058: {"limit": 0}}),
    corp_case(f"{EC}/update_product_album", a_changed_product, OK, {41075: {"product_id": "x"}, 41086: {"price": "1"}}),
    corp_case(f"{EC}/delete_product_album", a_made_product, OK, {41075: {"product_id": "x"}}),
]
