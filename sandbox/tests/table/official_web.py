"""The cases of the Official Account: web authorisation, JS-SDK, statistics, the service desk."""

from typing import Any

from rig import DAY, Sandbox

from table import GONE, Case, Good
from table.official_scenes import OK, READINGS, TWO_DAYS_AGO, Errors, app_id_and_secret, call_page, follower, openid_query


async def _page(sandbox: Sandbox) -> Good:
    query = {"appid": sandbox.account("oa").app_id, "redirect_uri": "http://localhost/page", "response_type": "code"}
    return Good(query={**query, "scope": "snsapi_base", "state": "s"})


async def _login_page(sandbox: Sandbox) -> Good:
    good = await _page(sandbox)
    return Good(query={**good.query, "scope": "snsapi_login"})


async def _web_code(sandbox: Sandbox) -> Good:
    code = (await sandbox.act(3, "authorize_web"))["code"]
    return Good(query={**await app_id_and_secret(sandbox), "code": code, "grant_type": "authorization_code"})


async def _used_code(sandbox: Sandbox) -> Any:
    query = (await _web_code(sandbox)).query
    return [(await sandbox.get("oa", "/sns/oauth2/access_token", **query)).get("errcode") for _ in range(2)][-1]


async def _granted(sandbox: Sandbox, scope: str = "snsapi_userinfo") -> dict[str, Any]:
    code = (await sandbox.act(3, "authorize_web", scope=scope))["code"]
    query = {**await app_id_and_secret(sandbox), "code": code, "grant_type": "authorization_code"}
    response = await sandbox.client.get("/api.weixin.qq.com/sns/oauth2/access_token", params=query)
    answer: dict[str, Any] = response.json()
    return answer


async def _refresh(sandbox: Sandbox) -> Good:
    granted = await _granted(sandbox)
    query = {"appid": sandbox.account("oa").app_id, "refresh_token": granted["refresh_token"]}
    return Good(query={**query, "grant_type": "refresh_token"})


async def _old_refresh(sandbox: Sandbox) -> Any:
    query = (await _refresh(sandbox)).query
    await sandbox.simulation.jump(sandbox.world.now() + 31 * DAY)
    return (await sandbox.get("oa", "/sns/oauth2/refresh_token", **query))["errcode"]


async def _web_token(sandbox: Sandbox) -> Good:
    granted = await _granted(sandbox)
    return Good(query={"access_token": granted["access_token"], "openid": granted["openid"], "lang": "zh_CN"})


async def _old_web_token(sandbox: Sandbox) -> Any:
    await sandbox.admin("PATCH", "/settings", {"oauth_token_wall_seconds": 0})
    query = (await _web_token(sandbox)).query
    return (await sandbox.get("oa", "/sns/auth", **query))["errcode"]


async def _base_only(sandbox: Sandbox) -> Any:
    granted = await _granted(sandbox, "snsapi_base")
    query = {"access_token": granted["access_token"], "openid": granted["openid"]}
    return (await sandbox.get("oa", "/sns/userinfo", **query))["errcode"]


async def _ticket_type(sandbox: Sandbox) -> Good:
    return Good(query={"type": "jsapi"})


GRANTED = {
    "access_token": str,
    "expires_in": int,
    "refresh_token": str,
    "openid": str,
    "scope": str,
    "unionid?": str,
    "is_snapshotuser?": int,
}
PAGE_ERRORS: dict[int | str, Any] = {
    40013: {"appid": "wx0"},
    10003: {"redirect_uri": "/page"},
    10016: {"response_type": "token"},
    10005: {"scope": "x"},
    40003: {"sandbox_person": "x"},
}

WEB = [
    Case("/connect/oauth2/authorize", _page, bytes, PAGE_ERRORS, "GET", caller=call_page, quota=False),
    Case("/connect/qrconnect", _login_page, bytes, PAGE_ERRORS, "GET", caller=call_page, quota=False),
    Case(
        "/sns/oauth2/access_token",
        _web_code,
        GRANTED,
        {
            40002: {"grant_type": "x"},
            40029: {"code": "x"},
            40163: _used_code,
            40125: {"secret": "x"},
            41008: {"code": GONE},
            40013: {"appid": "wx0"},
        },
        "GET",
        quota=False,
    ),
    Case(
        "/sns/oauth2/refresh_token",
        _refresh,
        GRANTED,
        {
            40002: {"grant_type": "x"},
            40013: {"appid": "wx0"},
            41002: {"appid": GONE},
            40030: {"refresh_token": "x"},
            42002: _old_refresh,
        },
        "GET",
        quota=False,
    ),
    Case(
        "/sns/userinfo",
        _web_token,
        {
            "openid": str,
            "nickname": str,
            "sex": int,
            "language": str,
            "city": str,
            "province": str,
            "country": str,
            "headimgurl": str,
            "privilege": [str],
            "unionid?": str,
        },
        {40001: {"access_token": "x"}, 40003: {"openid": "x"}, 48001: _base_only},
        "GET",
        quota=False,
    ),
    Case(
        "/sns/auth",
        _web_token,
        OK,
        {40001: {"access_token": "x"}, 40003: {"openid": "x"}, 42001: _old_web_token},
        "GET",
        quota=False,
    ),
    Case("/cgi-bin/ticket/getticket", _ticket_type, {**OK, "ticket": str, "expires_in": int}, {40097: {"type": "x"}}, "GET"),
]


async def _day(sandbox: Sandbox) -> Good:
    return Good(TWO_DAYS_AGO)


DATE_ERRORS: Errors = {61500: {"begin_date": "x"}, 61501: {"end_date": "2026-01-01"}}
SUMMARY = {"ref_date": str, "msgid": str, "title": str}


def _statistics(path: str, item: Any) -> Case:
    return Case(path, _day, {"list": [item]}, DATE_ERRORS)


async def _agent(sandbox: Sandbox) -> Good:
    return Good({"kf_account": "lin@gh", "nickname": "林晓"})


async def _same_agent(sandbox: Sandbox) -> Any:
    body = {"kf_account": "twice@gh", "nickname": "林晓"}
    return [(await sandbox.post("oa", "/customservice/kfaccount/add", body))["errcode"] for _ in range(2)][-1]


async def _known_agent(sandbox: Sandbox) -> Good:
    good = await _agent(sandbox)
    await sandbox.post("oa", "/customservice/kfaccount/add", good.body)
    return good


async def _agent_query(sandbox: Sandbox) -> Good:
    await _known_agent(sandbox)
    return Good(query={"kf_account": "lin@gh"})


async def _session(sandbox: Sandbox) -> Good:
    await _known_agent(sandbox)
    return Good({"kf_account": "lin@gh", "openid": await follower(sandbox)})


async def _open_session(sandbox: Sandbox) -> Good:
    good = await _session(sandbox)
    await sandbox.post("oa", "/customservice/kfsession/create", good.body)
    return good


async def _taken_session(sandbox: Sandbox) -> Any:
    good = await _open_session(sandbox)
    await sandbox.post("oa", "/customservice/kfaccount/add", {"kf_account": "chen@gh", "nickname": "陈宇"})
    body = {**good.body, "kf_account": "chen@gh"}
    return (await sandbox.post("oa", "/customservice/kfsession/create", body))["errcode"]


async def _no_session(sandbox: Sandbox) -> Any:
    good = await _open_session(sandbox)
    body = {**good.body, "openid": sandbox.openid("oa", sandbox.stranger())}
    return (await sandbox.post("oa", "/customservice/kfsession/close", body))["errcode"]


async def _guide(sandbox: Sandbox) -> Good:
    await sandbox.admin("PATCH", "/accounts/oa", {"more": {"guide": True}})
    body = {"guide_account": "linxiao", "guide_nickname": "林晓"}
    await sandbox.post("oa", "/cgi-bin/guide/addguideacct", body)
    return Good(body)


def _closed_guide(path: str) -> Any:
    async def change(sandbox: Sandbox) -> Any:
        await sandbox.admin("PATCH", "/accounts/oa", {"more": {}})
        return (await sandbox.post("oa", path, {"guide_account": "linxiao"}))["errcode"]

    return change


REST = [
    _statistics("/datacube/getusersummary", {"ref_date": str, "user_source": int, "new_user": int, "cancel_user": int}),
    _statistics("/datacube/getusercumulate", {"ref_date": str, "user_source": int, "cumulate_user": int}),
    _statistics("/datacube/getarticlesummary", {**SUMMARY, **READINGS}),
    _statistics("/datacube/getarticletotal", {**SUMMARY, "details": [dict]}),
    _statistics("/datacube/getuserread", {"ref_date": str, "user_source": int, **READINGS}),
    _statistics("/datacube/getusershare", {"ref_date": str, "share_scene": int, "share_count": int, "share_user": int}),
    _statistics("/datacube/getupstreammsg", {"ref_date": str, "msg_type": int, "msg_user": int, "msg_count": int}),
    Case("/customservice/kfaccount/add", _agent, OK, {61453: _same_agent, 61451: {"nickname": ""}}),
    Case("/customservice/kfaccount/update", _known_agent, OK, {61453: {"kf_account": "x"}, 61451: {"nickname": ""}}),
    Case("/customservice/kfaccount/del", _agent_query, OK, {61453: {"kf_account": "x"}}, "GET"),
    Case(
        "/cgi-bin/customservice/getkflist",
        _agent_query,
        {"kf_list": [{"kf_account": str, "kf_nick": str, "kf_id": str, "kf_headimgurl": str}]},
        method="GET",
    ),
    Case(
        "/cgi-bin/customservice/getonlinekflist",
        _agent_query,
        {"kf_online_list": [{"kf_account": str, "kf_id": str, "status": int, "accepted_case": int}]},
        method="GET",
    ),
    Case(
        "/customservice/kfsession/create",
        _session,
        OK,
        {61453: {"kf_account": "x"}, 40003: {"openid": "x"}, 61458: _taken_session},
    ),
    Case(
        "/customservice/kfsession/close",
        _open_session,
        OK,
        {61453: {"kf_account": "x"}, 40003: {"openid": "x"}, 61451: _no_session},
    ),
    Case(
        "/customservice/kfsession/getsession",
        openid_query,
        {"kf_account": str, "createtime": int},
        {40003: {"openid": "x"}},
        "GET",
    ),
    Case(
        "/customservice/kfsession/getsessionlist",
        _agent_query,
        {"sessionlist": [{"openid": str, "createtime": int}]},
        {61453: {"kf_account": "x"}},
        "GET",
    ),
    Case(
        "/cgi-bin/guide/addguideacct",
        _guide,
        OK,
        {40035: {"guide_account": ""}, 48001: _closed_guide("/cgi-bin/guide/addguideacct")},
    ),
    Case(
        "/cgi-bin/guide/getguideacct",
        _guide,
        {**OK, "guide_account": str, "guide_nickname": str, "status": int},
        {40035: {"guide_account": "x"}, 48001: _closed_guide("/cgi-bin/guide/getguideacct")},
    ),
]


CASES = [*WEB, *REST]
