"""The cases of the Official Account: tokens, followers, codes and menus."""

from typing import Any

import press
from rig import DAY, Sandbox

from table import GONE, Body, Case, Good
from table.official_scenes import (
    BUTTON,
    FAN,
    MENU,
    OK,
    Errors,
    call_page,
    code_after,
    follower,
    nothing,
    openid_query,
    stable_token,
    token,
)


async def _rid(sandbox: Sandbox) -> Good:
    refused = await sandbox.post("oa", "/cgi-bin/tags/create", {})
    return Good({"rid": refused["errmsg"].rpartition("rid: ")[2]})


async def _old_rid(sandbox: Sandbox) -> Any:
    good = await _rid(sandbox)
    await sandbox.simulation.jump(sandbox.world.now() + 8 * DAY)
    return (await sandbox.post("oa", "/cgi-bin/openapi/rid/get", good.body))["errcode"]


async def _clear(sandbox: Sandbox) -> Good:
    return Good({"appid": sandbox.account("oa").app_id})


async def _clear_eleven_times(sandbox: Sandbox) -> Any:
    body = (await _clear(sandbox)).body
    return [(await sandbox.post("oa", "/cgi-bin/clear_quota", body))["errcode"] for _ in range(11)][-1]


async def _clear_by_secret(sandbox: Sandbox) -> Good:
    account = sandbox.account("oa")
    return Good({"appid": account.app_id, "appsecret": account.secret})


async def _checked_callback(sandbox: Sandbox) -> Good:
    return Good({"action": "all", "check_operator": "DEFAULT"})


async def _quota(sandbox: Sandbox) -> Good:
    return Good({"cgi_path": "/cgi-bin/menu/create"})


async def _long_data(sandbox: Sandbox) -> Good:
    return Good({"long_data": "loveChina!@#$%^&*()_+", "expire_seconds": 86_400})


async def _short_key(sandbox: Sandbox) -> Good:
    made = await sandbox.post("oa", "/cgi-bin/shorten/gen", (await _long_data(sandbox)).body)
    return Good({"short_key": made["short_key"]})


GROUND = [
    Case(
        "/cgi-bin/token",
        token,
        {"access_token": str, "expires_in": int},
        {
            40002: {"grant_type": "x"},
            40013: {"appid": "wx0"},
            40125: {"secret": "x"},
            41002: {"appid": GONE},
            41004: {"secret": GONE},
        },
        "GET",
    ),
    Case(
        "/cgi-bin/stable_token",
        stable_token,
        {"access_token": str, "expires_in": int},
        {40002: {"grant_type": "x"}, 40013: {"appid": "wx0"}, 40125: {"secret": "x"}, 47001: {"force_refresh": 1}},
    ),
    Case("/cgi-bin/getcallbackip", nothing, {"ip_list": [str]}, method="GET"),
    Case("/cgi-bin/get_api_domain_ip", nothing, {"ip_list": [str]}, method="GET"),
    Case(
        "/cgi-bin/callback/check",
        _checked_callback,
        {
            "dns?": [{"ip": str, "real_operator": str}],
            "ping?": [{"ip": str, "from_operator": str, "package_loss": str, "time": str}],
        },
        {40035: {"action": "guess"}},
    ),
    Case(
        "/cgi-bin/openapi/quota/get",
        _quota,
        {**OK, "quota": {"daily_limit": int, "used": int, "remain": int}},
        {76021: {"cgi_path": "/no/such"}},
    ),
    Case("/cgi-bin/clear_quota", _clear, OK, {40013: {"appid": "wx0"}, 48006: _clear_eleven_times}, quota=False),
    Case("/cgi-bin/clear_quota/v2", _clear_by_secret, OK, {40125: {"appsecret": "x"}, 41004: {"appsecret": GONE}}, quota=False),
    Case(
        "/cgi-bin/openapi/rid/get",
        _rid,
        {
            **OK,
            "request": {
                "invoke_time": int,
                "cost_in_ms": int,
                "request_url": str,
                "request_body": str,
                "response_body": str,
                "client_ip": str,
            },
        },
        {76003: {"rid": "unknown"}, 76004: _old_rid},
    ),
    Case(
        "/cgi-bin/shorten/gen",
        _long_data,
        {**OK, "short_key": str},
        {44002: {"long_data": ""}, 45002: {"long_data": "字" * 2000}, 40035: {"expire_seconds": 2_592_001}},
    ),
    Case(
        "/cgi-bin/shorten/fetch",
        _short_key,
        {**OK, "long_data": str, "create_time": int, "expire_seconds": int},
        {40035: {"short_key": "unknown"}},
    ),
]


async def _user_list(sandbox: Sandbox) -> Good:
    return Good({"user_list": [{"openid": await follower(sandbox), "lang": "zh_CN"}]})


async def _remark(sandbox: Sandbox) -> Good:
    return Good({"openid": await follower(sandbox), "remark": "老顾客"})


async def _openids(sandbox: Sandbox) -> Good:
    return Good({"openid_list": [await follower(sandbox)]})


async def _blacklisted(sandbox: Sandbox) -> Good:
    good = await _openids(sandbox)
    await sandbox.post("oa", "/cgi-bin/tags/members/batchblacklist", good.body)
    return Good({"begin_openid": ""})


async def _new_tag(sandbox: Sandbox) -> Good:
    return Good({"tag": {"name": "会员"}})


async def _tag(sandbox: Sandbox) -> Good:
    return Good({"tag": {"id": await press.tag(sandbox), "name": "老会员"}})


async def _popular_tag(sandbox: Sandbox) -> Any:
    number = await press.tag(sandbox, "新会员", sandbox.follower())
    await sandbox.admin("PATCH", "/settings", {"tag_deletable_fans": 0})
    return (await sandbox.post("oa", "/cgi-bin/tags/delete", {"tag": {"id": number}}))["errcode"]


async def _tagging(sandbox: Sandbox) -> Good:
    return Good({"tagid": await press.tag(sandbox), "openid_list": [await follower(sandbox)]})


async def _tagged(sandbox: Sandbox) -> Good:
    return Good({"tagid": await press.tag(sandbox, "新会员", sandbox.follower()), "next_openid": ""})


async def _one_openid(sandbox: Sandbox) -> Good:
    return Good({"openid": await follower(sandbox)})


FANS = [
    Case(
        "/cgi-bin/user/get",
        nothing,
        {"total": int, "count": int, "data?": {"openid": [str]}, "next_openid": str},
        {40003: {"next_openid": "unknown"}},
        "GET",
    ),
    Case("/cgi-bin/user/info", openid_query, FAN, {40003: {"openid": "unknown"}, 41009: {"openid": GONE}}, "GET"),
    Case(
        "/cgi-bin/user/info/batchget",
        _user_list,
        {"user_info_list": [FAN]},
        {40032: {"user_list": []}, 40003: {"user_list": [{"openid": "x"}]}},
    ),
    Case("/cgi-bin/user/info/updateremark", _remark, OK, {40003: {"openid": "x"}, 40035: {"remark": "字" * 31}}),
    Case(
        "/cgi-bin/tags/members/batchblacklist",
        _openids,
        OK,
        {40003: {"openid_list": ["unknown"]}, 40032: {"openid_list": ["x"] * 21}},
    ),
    Case(
        "/cgi-bin/tags/members/batchunblacklist",
        _openids,
        OK,
        {40003: {"openid_list": ["unknown"]}, 40032: {"openid_list": []}},
    ),
    Case(
        "/cgi-bin/tags/members/getblacklist",
        _blacklisted,
        {"total": int, "count": int, "data?": {"openid": [str]}, "next_openid": str},
        {40003: {"begin_openid": "unknown"}},
    ),
    Case(
        "/cgi-bin/tags/create",
        _new_tag,
        {"tag": {"id": int, "name": str}},
        {
            45157: {"tag": {"name": " "}},
            45158: {"tag": {"name": "字" * 11}},
            45056: code_after("/cgi-bin/tags/create", {"tag": {"name": "多"}}, tags_per_account=0),
        },
    ),
    Case("/cgi-bin/tags/get", nothing, {"tags": [{"id": int, "name": str, "count": int}]}, method="GET"),
    Case("/cgi-bin/tags/update", _tag, OK, {45058: {"tag": {"id": 2, "name": "x"}}, 45159: {"tag": {"id": 9, "name": "x"}}}),
    Case("/cgi-bin/tags/delete", _tag, OK, {45058: {"tag": {"id": 0}}, 45159: {"tag": {"id": 9}}, 45057: _popular_tag}),
    Case(
        "/cgi-bin/tags/members/batchtagging",
        _tagging,
        OK,
        {45159: {"tagid": 9}, 40032: {"openid_list": ["x"] * 51}, 40003: {"openid_list": ["unknown"]}},
    ),
    Case(
        "/cgi-bin/tags/members/batchuntagging",
        _tagging,
        OK,
        {45159: {"tagid": 9}, 40032: {"openid_list": []}, 40003: {"openid_list": ["unknown"]}},
    ),
    Case("/cgi-bin/tags/getidlist", _one_openid, {"tagid_list": [int]}, {40003: {"openid": "x"}, 41009: {"openid": GONE}}),
    Case(
        "/cgi-bin/user/tag/get",
        _tagged,
        {"count": int, "data?": {"openid": [str]}, "next_openid": str},
        {45159: {"tagid": 9}},
    ),
]


async def _scene(sandbox: Sandbox) -> Good:
    info = {"scene": {"scene_str": "store_1"}}
    return Good({"action_name": "QR_STR_SCENE", "expire_seconds": 600, "action_info": info})


async def _ticket(sandbox: Sandbox) -> Good:
    made = await sandbox.post("oa", "/cgi-bin/qrcode/create", (await _scene(sandbox)).body)
    return Good(query={"ticket": made["ticket"]})


async def _menu(sandbox: Sandbox) -> Good:
    return Good(MENU)


async def _with_menu(sandbox: Sandbox) -> Good:
    await sandbox.post("oa", "/cgi-bin/menu/create", MENU)
    return Good()


async def _without_menu(sandbox: Sandbox) -> Any:
    await sandbox.get("oa", "/cgi-bin/menu/delete")
    return (await sandbox.get("oa", "/cgi-bin/menu/get"))["errcode"]


async def _conditional(sandbox: Sandbox) -> Good:
    await _with_menu(sandbox)
    return Good({**MENU, "matchrule": {"client_platform_type": "2"}})


async def _conditional_without_menu(sandbox: Sandbox) -> Any:
    body = (await _conditional(sandbox)).body
    await sandbox.get("oa", "/cgi-bin/menu/delete")
    return (await sandbox.post("oa", "/cgi-bin/menu/addconditional", body))["errcode"]


async def _menu_id(sandbox: Sandbox) -> Good:
    made = await sandbox.post("oa", "/cgi-bin/menu/addconditional", (await _conditional(sandbox)).body)
    return Good({"menuid": made["menuid"]})


async def _matched(sandbox: Sandbox) -> Good:
    await _with_menu(sandbox)
    return Good({"user_id": await follower(sandbox)})


def _button(**changes: Any) -> Body:
    return {"button": [{**MENU["button"][0], **changes}]}


MENU_ERRORS: Errors = {
    40016: {"button": []},
    40017: _button(type="x"),
    40018: _button(name="字" * 6),
    40019: _button(key="k" * 129),
    40020: _button(type="view", url=""),
    40023: _button(sub_button=MENU["button"] * 6),
    40007: _button(type="media_id", media_id="unknown"),
    53600: _button(type="article_id", article_id="unknown"),
}

MENUS = [
    Case(
        "/cgi-bin/qrcode/create",
        _scene,
        {"ticket": str, "expire_seconds?": int, "url": str},
        {40053: {"action_name": "x"}, 40169: {"action_info": {"scene": {"scene_str": ""}}}, 40035: {"expire_seconds": "x"}},
    ),
    Case("/cgi-bin/showqrcode", _ticket, bytes, {40013: {"ticket": "x"}}, "GET", caller=call_page, quota=False),
    Case("/cgi-bin/menu/create", _menu, OK, MENU_ERRORS),
    Case(
        "/cgi-bin/menu/get",
        _with_menu,
        {"menu": {"button": [BUTTON], "menuid?": int}, "conditionalmenu?": [dict]},
        {46003: _without_menu},
        "GET",
    ),
    Case("/cgi-bin/menu/delete", _with_menu, OK, method="GET"),
    Case(
        "/cgi-bin/get_current_selfmenu_info",
        _with_menu,
        {"is_menu_open": int, "selfmenu_info": {"button": [BUTTON]}},
        method="GET",
    ),
    Case(
        "/cgi-bin/menu/addconditional",
        _conditional,
        {"menuid": str},
        {
            **MENU_ERRORS,
            65303: _conditional_without_menu,
            65304: {"matchrule": {}},
            65306: {"matchrule": {"client_platform_type": "9"}},
            45159: {"matchrule": {"tag_id": "9"}},
        },
    ),
    Case("/cgi-bin/menu/delconditional", _menu_id, OK, {65301: {"menuid": "9"}}),
    Case("/cgi-bin/menu/trymatch", _matched, {"button": [BUTTON]}, {65302: {"user_id": "unknown"}}),
]


CASES = [*GROUND, *FANS, *MENUS]
