"""The APIs and pages of third-party platforms."""

from collections.abc import Awaitable, Callable
from typing import Any

from rig import API, Sandbox
from wechat_sandbox.official_account.web_pages import new_code

from table import GONE, Case, Good
from table.platform_scenes import (
    BACK,
    COMPONENT,
    OK,
    PERSON,
    as_component,
    authorized,
    call_component,
    call_page,
    call_without_token,
    component_id,
    component_ticket,
    component_token,
    pre_auth_code,
)


def names_component(**more: Any) -> Callable[[Sandbox], Awaitable[Good]]:
    async def good(sandbox: Sandbox) -> Good:
        return Good(body={"component_appid": component_id(sandbox), **more})

    return good


async def _start(sandbox: Sandbox) -> Good:
    component = sandbox.account("component")
    return Good(body={"component_appid": component.app_id, "component_secret": component.secret})


async def _token(sandbox: Sandbox) -> Good:
    component = sandbox.account("component")
    secret = {"component_appid": component.app_id, "component_appsecret": component.secret}
    return Good(body={**secret, "component_verify_ticket": await component_ticket(sandbox)})


async def _old_ticket(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"component_ticket_wall_seconds": 0})
    good = await _token(sandbox)
    return int((await sandbox.client.post(f"{API}{COMPONENT}/api_component_token", json=good.body)).json()["errcode"])


async def _query_auth(sandbox: Sandbox) -> Good:
    happened = await sandbox.act(PERSON, "authorize_component", account="oa")
    return Good(body={"component_appid": component_id(sandbox), "authorization_code": happened["auth_code"]})


async def _old_code(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"authorization_code_wall_seconds": 0})
    happened = await sandbox.act(PERSON, "authorize_component", account="oa")
    return int((await as_component(sandbox, "api_query_auth", authorization_code=happened["auth_code"]))["errcode"])


async def _refresh(sandbox: Sandbox) -> Good:
    info = await authorized(sandbox)
    named = {"component_appid": component_id(sandbox), "authorizer_appid": info["authorizer_appid"]}
    return Good(body={**named, "authorizer_refresh_token": info["authorizer_refresh_token"]})


def of_authorizer(**more: Any) -> Callable[[Sandbox], Awaitable[Good]]:
    async def good(sandbox: Sandbox) -> Good:
        info = await authorized(sandbox, "mp")
        named = {"component_appid": component_id(sandbox), "authorizer_appid": info["authorizer_appid"]}
        return Good(body={**named, **more})

    return good


async def _page(sandbox: Sandbox) -> Good:
    code = await pre_auth_code(sandbox)
    query = {"component_appid": component_id(sandbox), "pre_auth_code": code, "redirect_uri": BACK, "auth_type": "3"}
    return Good(query=query)


async def _web_code(sandbox: Sandbox) -> Good:
    info = await authorized(sandbox)
    account = sandbox.account("oa")
    code = new_code(sandbox.world, account, PERSON, "snsapi_userinfo")
    query = {"appid": info["authorizer_appid"], "code": code, "component_appid": component_id(sandbox)}
    return Good(query={**query, "grant_type": "authorization_code"})


async def _web_refresh(sandbox: Sandbox) -> Good:
    query = {**(await _web_code(sandbox)).query, "component_access_token": await component_token(sandbox)}
    given = (await sandbox.client.get(f"{API}/sns/oauth2/component/access_token", params=query)).json()
    named = {name: query[name] for name in ("appid", "component_appid")}
    return Good(query={**named, "grant_type": "refresh_token", "refresh_token": given["refresh_token"]})


async def _login_code(sandbox: Sandbox) -> Good:
    info = await authorized(sandbox, "mp")
    code = (await sandbox.act(PERSON, "get_login_code"))["code"]
    query = {"appid": info["authorizer_appid"], "js_code": code, "component_appid": component_id(sandbox)}
    return Good(query={**query, "grant_type": "authorization_code"})


_WEB_TOKEN = {
    "access_token": str,
    "expires_in": int,
    "refresh_token": str,
    "openid": str,
    "scope": str,
    "unionid?": str,
    "is_snapshotuser?": int,
}
_FUNC_INFO = [{"funcscope_category": {"id": int}}]


_TOKENS = {"authorizer_access_token": str, "expires_in": int, "authorizer_refresh_token": str}

_OTHER_COMPONENT: dict[int | str, Any] = {61011: {"component_appid": "wx0000000000000000"}}

_STRANGER: dict[int | str, Any] = {61003: {"authorizer_appid": "wx0000000000000000"}}

_MP_NETWORK = {
    name: [str] for name in ("RequestDomain", "WsRequestDomain", "UploadDomain", "DownloadDomain", "BizDomain", "UDPDomain")
}

_CARD = {
    "nick_name": str,
    "head_img": str,
    "service_type_info": {"id": int},
    "verify_type_info": {"id": int},
    "user_name": str,
    "principal_name": str,
    "business_info": {"open_store": int, "open_scan": int, "open_pay": int, "open_card": int, "open_shake": int},
    "alias": str,
    "qrcode_url": str,
    "signature": str,
    "MiniProgramInfo?": {
        "network": _MP_NETWORK,
        "categories": [{"first": str, "second": str}],
        "visit_status": int,
    },
}


def _component_case(name: str, good: Any, shape: Any, errors: dict[int | str, Any]) -> Case:
    documented: dict[int | str, Any] = {**_OTHER_COMPONENT, **errors}
    return Case(f"{COMPONENT}/{name}", good, shape, documented, account="component", caller=call_component)


COMPONENTS = [
    Case(
        f"{COMPONENT}/api_start_push_ticket",
        _start,
        OK,
        {
            40125: {"component_secret": "wrong"},
            40013: {"component_appid": "wx0000000000000000"},
            41002: {"component_appid": GONE},
        },
        account="component",
        caller=call_without_token,
    ),
    Case(
        f"{COMPONENT}/api_component_token",
        _token,
        {"component_access_token": str, "expires_in": int},
        {
            40125: {"component_appsecret": "wrong"},
            41004: {"component_appsecret": GONE},
            61006: {"component_verify_ticket": "made up"},
            61005: _old_ticket,
        },
        account="component",
        caller=call_without_token,
    ),
    _component_case("api_create_preauthcode", names_component(), {"pre_auth_code": str, "expires_in": int}, {}),
    _component_case(
        "api_query_auth",
        _query_auth,
        {"authorization_info": {"authorizer_appid": str, **_TOKENS, "func_info": _FUNC_INFO}},
        {61009: {"authorization_code": "made up"}, 61010: _old_code},
    ),
    _component_case(
        "api_authorizer_token",
        _refresh,
        _TOKENS,
        {**_STRANGER, 61023: {"authorizer_refresh_token": "made up"}},
    ),
    _component_case(
        "api_get_authorizer_info",
        of_authorizer(),
        {
            "authorizer_info": _CARD,
            "authorization_info": {"authorizer_appid": str, "authorizer_refresh_token": str, "func_info": _FUNC_INFO},
        },
        {**_STRANGER},
    ),
    _component_case(
        "api_get_authorizer_list",
        names_component(offset=0, count=100),
        {"total_count": int, "list": [{"authorizer_appid": str, "refresh_token": str, "auth_time": int}]},
        {40097: {"count": 501}},
    ),
    _component_case(
        "api_get_authorizer_option",
        of_authorizer(option_name="voice_recognize"),
        {"authorizer_appid": str, "option_name": str, "option_value": str},
        {**_STRANGER, 61012: {"option_name": "colour"}},
    ),
    _component_case(
        "api_set_authorizer_option",
        of_authorizer(option_name="voice_recognize", option_value="1"),
        OK,
        {**_STRANGER, 61012: {"option_name": "colour"}, 61013: {"option_value": "9"}},
    ),
    Case(
        "/cgi-bin/componentloginpage",
        _page,
        bytes,
        {
            61011: {"component_appid": "wx0000000000000000"},
            61009: {"pre_auth_code": "made up"},
            10003: {"redirect_uri": "javascript:alert(1)"},
            40013: {"authorize": "wx0000000000000000"},
        },
        method="GET",
        account="component",
        caller=call_page,
        quota=False,
    ),
    Case(
        "/safe/bindcomponent",
        _page,
        bytes,
        {61009: {"pre_auth_code": "made up"}},
        method="GET",
        account="component",
        caller=call_page,
        quota=False,
    ),
    Case(
        "/sns/oauth2/component/refresh_token",
        _web_refresh,
        _WEB_TOKEN,
        {61003: {"appid": "wx0000000000000000"}, 40002: {"grant_type": "x"}, 40030: {"refresh_token": "made up"}},
        method="GET",
        account="component",
        caller=call_component,
        quota=False,
    ),
    Case(
        "/sns/oauth2/component/access_token",
        _web_code,
        _WEB_TOKEN,
        {
            61011: {"component_appid": "wx0000000000000000"},
            40002: {"grant_type": "refresh_token"},
            61003: {"appid": "wx0000000000000000"},
            41008: {"code": GONE},
            40029: {"code": "made up"},
        },
        method="GET",
        account="component",
        caller=call_component,
        quota=False,
    ),
    Case(
        "/sns/component/jscode2session",
        _login_code,
        {"openid": str, "session_key": str, "unionid?": str},
        {
            61011: {"component_appid": "wx0000000000000000"},
            40002: {"grant_type": "refresh_token"},
            61003: {"appid": "wx0000000000000000"},
            40029: {"js_code": "made up"},
        },
        method="GET",
        account="component",
        caller=call_component,
        quota=False,
    ),
]


CASES = [*COMPONENTS]
