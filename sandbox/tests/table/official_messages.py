"""The cases of the Official Account: messages to one person and to many."""

import itertools
from typing import Any

import press
from rig import SHIPPED, Sandbox
from wechat_sandbox.official_account.subscribe_notices import NOTICE

from table import GONE, Body, Case, Good
from table.official_scenes import OK, call_page, code_after, follower, nothing, talker


async def _custom(sandbox: Sandbox) -> Good:
    return Good({"touser": await talker(sandbox), "msgtype": "text", "text": {"content": "您好"}})


def _custom_code(*, blacklisted: bool = False, times: int = 1, **message: Any) -> Any:
    async def change(sandbox: Sandbox) -> Any:
        body = {**(await _custom(sandbox)).body, **message}
        if blacklisted:
            await sandbox.post("oa", "/cgi-bin/tags/members/batchblacklist", {"openid_list": [body["touser"]]})
        return [(await sandbox.post("oa", "/cgi-bin/message/custom/send", body))["errcode"] for _ in range(times)][-1]

    return change


async def _to_a_stranger(sandbox: Sandbox) -> Any:
    return (await sandbox.say(sandbox.stranger()))["errcode"]


async def _typing(sandbox: Sandbox) -> Good:
    return Good({"touser": await talker(sandbox), "command": "Typing"})


async def _typing_into_silence(sandbox: Sandbox) -> Any:
    good = await _typing(sandbox)
    await sandbox.admin("PATCH", "/settings", {"typing_gap_wall_seconds": 0})
    return (await sandbox.post("oa", "/cgi-bin/message/custom/typing", good.body))["errcode"]


async def _typing_twice(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"typing_gap_wall_seconds": 30})
    good = await _typing(sandbox)
    return [(await sandbox.post("oa", "/cgi-bin/message/custom/typing", good.body))["errcode"] for _ in range(2)][-1]


async def _template(sandbox: Sandbox) -> Good:
    data = {"character_string1": {"value": "1"}, "thing2": {"value": "面膜"}, "time3": {"value": "2026-01-01 10:00"}}
    return Good({"touser": await follower(sandbox), "template_id": SHIPPED, "data": data})


async def _as_subscription(sandbox: Sandbox, path: str, good: Good) -> Any:
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {"level": "subscription"}})
    code = (await sandbox.post("oa", path, good.body))["errcode"]
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {}})
    return code


async def _template_of_subscription(sandbox: Sandbox) -> Any:
    return await _as_subscription(sandbox, "/cgi-bin/message/template/send", await _template(sandbox))


async def _template_to_a_stranger(sandbox: Sandbox) -> Any:
    return (await sandbox.send_template(sandbox.stranger()))["errcode"]


async def _new_template(sandbox: Sandbox) -> Good:
    return Good({"template_id_short": "OPENTM1", "keyword_name_list": ["订单", "时间"]})


async def _shipped(sandbox: Sandbox) -> Good:
    return Good({"template_id": SHIPPED})


async def _one_private_template(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"private_templates": 1})
    return (await sandbox.post("oa", "/cgi-bin/template/api_add_template", {"template_id_short": "OPENTM2"}))["errcode"]


async def _industries(sandbox: Sandbox) -> Good:
    return Good({"industry_id1": "1", "industry_id2": "39"})


async def _notice(sandbox: Sandbox) -> Good:
    person = sandbox.follower()
    await sandbox.act(person, "answer_notice")
    data = {"thing1": {"value": "面膜"}, "thing5": {"value": "已上架"}}
    return Good({"touser": sandbox.openid("oa", person), "template_id": NOTICE["priTmplId"], "page": "", "data": data})


async def _notice_without_consent(sandbox: Sandbox) -> Any:
    body = {**(await _notice(sandbox)).body, "touser": sandbox.openid("oa", sandbox.stranger())}
    return (await sandbox.post("oa", "/cgi-bin/message/subscribe/bizsend", body))["errcode"]


async def _one_time_template(sandbox: Sandbox) -> str:
    account = await sandbox.admin("GET", "/accounts/oa")
    return str(account["more"]["one_time_template"])


async def _asked_once(sandbox: Sandbox) -> Good:
    query = {
        "action": "get_confirm",
        "appid": sandbox.account("oa").app_id,
        "scene": "1",
        "template_id": await _one_time_template(sandbox),
        "redirect_url": "http://localhost/page",
        "reserved": "r",
    }
    return Good(query=query)


async def _once(sandbox: Sandbox) -> Good:
    query = {**(await _asked_once(sandbox)).query, "sandbox_person": "3", "sandbox_consent": "allow"}
    await sandbox.client.get("/mp.weixin.qq.com/mp/subscribemsg", params=query)
    body = {"touser": sandbox.openid("oa", 3), "template_id": query["template_id"], "url": None, "scene": 1, "title": "提醒"}
    return Good({**body, "data": {"content": {"value": "您想要的商品到货了", "color": "#000000"}}})


MESSAGES = [
    Case(
        "/cgi-bin/message/custom/send",
        _custom,
        OK,
        {
            40003: {"touser": "unknown"},
            40035: {"msgtype": "x"},
            44004: {"text": {}},
            45002: {"text": {"content": "字" * 700}},
            40007: _custom_code(msgtype="image", image={"media_id": "unknown"}),
            45008: _custom_code(msgtype="news", news={"articles": [{}, {}]}),
            53600: _custom_code(msgtype="mpnewsarticle", mpnewsarticle={"article_id": "x"}),
            45015: _to_a_stranger,
            45047: _custom_code(times=6),
            43019: _custom_code(blacklisted=True),
        },
    ),
    Case(
        "/cgi-bin/message/custom/typing",
        _typing,
        OK,
        {40003: {"touser": "x"}, 40035: {"command": "x"}, 45080: _typing_into_silence, 45081: _typing_twice},
    ),
    Case(
        "/cgi-bin/message/template/send",
        _template,
        {**OK, "msgid": int},
        {
            40003: {"touser": "unknown"},
            40037: {"template_id": "unknown"},
            47003: {"data": {}},
            43004: _template_to_a_stranger,
            48001: _template_of_subscription,
        },
    ),
    Case(
        "/cgi-bin/template/get_all_private_template",
        nothing,
        {
            "template_list": [
                {
                    "template_id": str,
                    "title": str,
                    "primary_industry": str,
                    "deputy_industry": str,
                    "content": str,
                    "example": str,
                }
            ]
        },
        method="GET",
    ),
    Case(
        "/cgi-bin/template/api_add_template",
        _new_template,
        {**OK, "template_id": str},
        {40037: {"template_id_short": ""}, 40035: {"keyword_name_list": [1]}, 200014: _one_private_template},
    ),
    Case("/cgi-bin/template/del_private_template", _shipped, OK, {40037: {"template_id": "unknown"}}),
    Case(
        "/cgi-bin/template/get_industry",
        nothing,
        {
            "primary_industry": {"first_class": str, "second_class": str},
            "secondary_industry": {"first_class": str, "second_class": str},
        },
        method="GET",
    ),
    Case(
        "/cgi-bin/template/api_set_industry",
        _industries,
        OK,
        {
            40035: {"industry_id1": "999"},
            43100: code_after(
                "/cgi-bin/template/api_set_industry", {"industry_id1": "1", "industry_id2": "2"}, industry_changes_per_month=1
            ),
        },
    ),
    Case(
        "/cgi-bin/message/subscribe/bizsend",
        _notice,
        OK,
        {
            40003: {"touser": "unknown"},
            40037: {"template_id": "unknown"},
            41030: {"page": 1},
            47003: {"data": {}},
            43101: _notice_without_consent,
        },
    ),
    Case(
        "/cgi-bin/message/template/subscribe",
        _once,
        OK,
        {
            40003: {"touser": "unknown"},
            40037: {"template_id": "unknown"},
            47003: {"title": "字" * 16},
            40035: {"scene": 10_001},
            43101: {"scene": 2},
        },
    ),
    Case(
        "/mp/subscribemsg",
        _asked_once,
        bytes,
        {
            40013: {"appid": "wx0"},
            40035: {"action": "x"},
            40037: {"template_id": "x"},
            10003: {"redirect_url": "javascript:alert(1)"},
            40003: {"sandbox_person": "100"},
        },
        "GET",
        caller=call_page,
        quota=False,
    ),
]


async def _to_all(sandbox: Sandbox) -> Good:
    body = {"filter": {"is_to_all": True}, "msgtype": "mpnews", "mpnews": {"media_id": await press.draft(sandbox)}}
    return Good({**body, "send_ignore_reprint": 0})


def _mass_code(*calls: Body, **settings: Any) -> Any:
    """Send to all, once for each change to a usual text, and return the last errcode."""

    async def change(sandbox: Sandbox) -> Any:
        await sandbox.admin("PATCH", "/settings", {"mass_same_client_id_gap_wall_seconds": 60, **settings})
        return [(await press.sent_to_all(sandbox, **body))["errcode"] for body in calls][-1]

    return change


async def _to_list(sandbox: Sandbox) -> Good:
    listed = (await sandbox.get("oa", "/cgi-bin/user/get"))["data"]["openid"]
    return Good({"touser": listed[:3], "msgtype": "text", "text": {"content": "您好"}})


async def _previewed(sandbox: Sandbox) -> Good:
    return Good({"touser": await follower(sandbox), "msgtype": "text", "text": {"content": "您好"}})


async def _mass_id(sandbox: Sandbox) -> Good:
    await sandbox.admin("PATCH", "/settings", {"mass_to_all_per_day": 99, "mass_to_all_per_month": 99})
    sent = await press.sent_to_all(sandbox, clientmsgid=f"m{next(_NUMBERS)}")
    return Good({"msg_id": sent["msg_id"]})


async def _speed(sandbox: Sandbox) -> Good:
    return Good({"speed": 1})


_NUMBERS = itertools.count(1)
SUBMITTED = {**OK, "msg_id": int, "msg_data_id?": int}
SPEED = {"speed": int, "realspeed": int}

MASS = [
    Case(
        "/cgi-bin/message/mass/sendall",
        _to_all,
        SUBMITTED,
        {
            40035: {"msgtype": "x"},
            40007: {"mpnews": {"media_id": "x"}},
            45159: {"filter": {"is_to_all": False, "tag_id": 9}},
            44004: {"msgtype": "text", "text": {"content": ""}},
            45002: {"msgtype": "text", "text": {"content": "字" * 700}},
            45067: {"clientmsgid": "x" * 65},
            45066: _mass_code({}, {}, mass_to_all_per_day=9),
            45065: _mass_code({"clientmsgid": "a"}, {"clientmsgid": "a"}, mass_same_client_id_gap_wall_seconds=0),
            45028: _mass_code({"clientmsgid": "b"}, {"clientmsgid": "c"}, mass_to_all_per_day=1),
        },
    ),
    Case(
        "/cgi-bin/message/mass/send",
        _to_list,
        SUBMITTED,
        {40032: {"touser": ["x"]}, 40003: {"touser": ["x", "y"]}, 40035: {"msgtype": "x"}},
    ),
    Case(
        "/cgi-bin/message/mass/preview",
        _previewed,
        {**OK, "msg_id": int},
        {40003: {"touser": "x"}, 40035: {"msgtype": "x"}},
    ),
    Case("/cgi-bin/message/mass/get", _mass_id, {"msg_id": int, "msg_status": str}, {40059: {"msg_id": 1}}),
    Case("/cgi-bin/message/mass/delete", _mass_id, OK, {40059: {"msg_id": 1}, 40114: {"article_idx": 9}}),
    Case("/cgi-bin/message/mass/speed/get", _speed, SPEED),
    Case("/cgi-bin/message/mass/speed/get", nothing, SPEED, method="GET"),
    Case("/cgi-bin/message/mass/speed/set", _speed, OK, {45083: {"speed": 5}, 45084: {"speed": GONE}}),
]


CASES = [*MESSAGES, *MASS]
