"""The APIs and pages of third-party platforms and WeCom providers."""

from collections.abc import Awaitable, Callable
from typing import Any

from rig import API, WORK, Sandbox
from wechat_sandbox.official_account.web_pages import new_code
from wechat_sandbox.open_platform import tickets

from table import GONE, Answer, Body, Case, Good

OK = {"errcode": int, "errmsg": str}
PERSON = 8
COMPONENT, SUITE = "/cgi-bin/component", "/cgi-bin/service"
EC, CONVERT = "/cgi-bin/externalcontact", "/cgi-bin/idconvert"
BACK = "https://platform.example/back"


# Third-party platforms


def component_id(sandbox: Sandbox) -> str:
    return sandbox.account("component").app_id


async def component_ticket(sandbox: Sandbox) -> str:
    """Have a ticket pushed and read it."""
    component = sandbox.account("component")
    body = {"component_appid": component.app_id, "component_secret": component.secret}
    await sandbox.client.post(f"{API}{COMPONENT}/api_start_push_ticket", json=body)
    return last_ticket(sandbox, "component")


def last_ticket(sandbox: Sandbox, provider: str) -> str:
    pushed = sandbox.world.store.get("ticket pushed", provider, "last")
    assert pushed is not None
    return str(pushed["ticket"])


async def component_token(sandbox: Sandbox) -> str:
    """A token of the platform, asked for once."""
    if "component" not in sandbox.tokens:
        component = sandbox.account("component")
        body = {
            "component_appid": component.app_id,
            "component_appsecret": component.secret,
            "component_verify_ticket": await component_ticket(sandbox),
        }
        response = await sandbox.client.post(f"{API}{COMPONENT}/api_component_token", json=body)
        sandbox.tokens["component"] = response.json()["component_access_token"]
    return sandbox.tokens["component"]


async def as_component(sandbox: Sandbox, name: str, **body: Any) -> Body:
    """Call one of the platform's APIs with its token."""
    params = {"component_access_token": await component_token(sandbox)}
    given = {"component_appid": component_id(sandbox), **body}
    answer: Body = (await sandbox.client.post(f"{API}{COMPONENT}/{name}", params=params, json=given)).json()
    return answer


async def authorized(sandbox: Sandbox, account_id: str = "oa", **params: Any) -> Body:
    """Let an account in and exchange the code; return authorization_info."""
    happened = await sandbox.act(PERSON, "authorize_component", account=account_id, **params)
    answer = await as_component(sandbox, "api_query_auth", authorization_code=happened["auth_code"])
    info: Body = answer["authorization_info"]
    return info


async def call_component(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the platform with its token."""
    query = {"component_access_token": await component_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, API, query, good.body))


async def call_without_token(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API that takes an id and a secret."""
    host = WORK if case.account == "suite" else API
    return _read(await _request(case, sandbox, host, good.query, good.body))


async def call_page(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Open a page, as a browser does."""
    host = "/open.work.weixin.qq.com" if case.account == "suite" else "/mp.weixin.qq.com"
    response = await sandbox.client.get(host + case.path, params=good.query)
    refused = response.status_code >= 400
    code = int(response.text.partition("errcode ")[2].partition(" ")[0]) if refused else 0
    return Answer(response.status_code, code, response.content)


async def _request(case: Case, sandbox: Sandbox, host: str, query: dict[str, str], body: Body) -> Any:
    given = None if case.method == "GET" else body
    return await sandbox.client.request(case.method, host + case.path, params=query, json=given)


def _read(response: Any) -> Answer:
    body = response.json()
    return Answer(response.status_code, body.get("errcode", 0), body)


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


async def pre_auth_code(sandbox: Sandbox) -> str:
    return str((await as_component(sandbox, "api_create_preauthcode"))["pre_auth_code"])


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


async def _login_code(sandbox: Sandbox) -> Good:
    info = await authorized(sandbox, "mp")
    code = (await sandbox.act(PERSON, "get_login_code"))["code"]
    query = {"appid": info["authorizer_appid"], "js_code": code, "component_appid": component_id(sandbox)}
    return Good(query={**query, "grant_type": "authorization_code"})


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
        "/sns/oauth2/component/access_token",
        _web_code,
        {
            "access_token": str,
            "expires_in": int,
            "refresh_token": str,
            "openid": str,
            "scope": str,
            "unionid?": str,
            "is_snapshotuser?": int,
        },
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


# WeCom providers


async def suite_ticket(sandbox: Sandbox) -> str:
    """Have a ticket made and read it; a suite cannot ask for one."""
    tickets.push(sandbox.world, sandbox.account("suite"))
    return last_ticket(sandbox, "suite")


async def suite_token(sandbox: Sandbox) -> str:
    """A token of the suite, asked for once."""
    if "suite" not in sandbox.tokens:
        good = await _suite_secret(sandbox)
        response = await sandbox.client.post(f"{WORK}{SUITE}/get_suite_token", json=good.body)
        sandbox.tokens["suite"] = response.json()["suite_access_token"]
    return sandbox.tokens["suite"]


async def as_suite(sandbox: Sandbox, path: str, **body: Any) -> Body:
    """Call one of the suite's APIs with its token."""
    params = {"suite_access_token": await suite_token(sandbox)}
    answer: Body = (await sandbox.client.post(WORK + path, params=params, json=body)).json()
    return answer


async def installed(sandbox: Sandbox) -> Body:
    """Install the suite in the corp and exchange the code; return the answer."""
    happened = await sandbox.act(PERSON, "install_suite")
    return await as_suite(sandbox, f"{SUITE}/get_permanent_code", auth_code=happened["auth_code"])


async def through_suite(sandbox: Sandbox, path: str, body: Body) -> Body:
    """Call an API of WeCom as the suite that acts for the corp."""
    params = {"access_token": await corp_token(sandbox)}
    answer: Body = (await sandbox.client.post(WORK + path, params=params, json=body)).json()
    return answer


async def corp_token(sandbox: Sandbox) -> str:
    """A token of the corp that the suite was given, asked for once."""
    if "corp through suite" not in sandbox.tokens:
        sandbox.tokens["corp through suite"] = (await installed(sandbox))["access_token"]
    return sandbox.tokens["corp through suite"]


async def provider_token(sandbox: Sandbox) -> str:
    more = sandbox.account("suite").more
    body = {"corpid": more["provider_corpid"], "provider_secret": more["provider_secret"]}
    answer = (await sandbox.client.post(f"{WORK}{SUITE}/get_provider_token", json=body)).json()
    return str(answer["provider_access_token"])


async def call_suite(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the suite with its token."""
    query = {"suite_access_token": await suite_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def call_provider(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of the provider with its token."""
    query = {"provider_access_token": await provider_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def call_through(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of WeCom as the suite that acts for the corp."""
    query = {"access_token": await corp_token(sandbox), **good.query}
    return _read(await _request(case, sandbox, WORK, query, good.body))


async def _suite_secret(sandbox: Sandbox) -> Good:
    suite = sandbox.account("suite")
    secret = {"suite_id": suite.app_id, "suite_secret": suite.secret}
    return Good(body={**secret, "suite_ticket": await suite_ticket(sandbox)})


async def _provider_secret(sandbox: Sandbox) -> Good:
    more = sandbox.account("suite").more
    return Good(body={"corpid": more["provider_corpid"], "provider_secret": more["provider_secret"]})


async def _nothing(sandbox: Sandbox) -> Good:
    return Good()


async def suite_pre_auth_code(sandbox: Sandbox) -> str:
    params = {"suite_access_token": await suite_token(sandbox)}
    answer = (await sandbox.client.get(f"{WORK}{SUITE}/get_pre_auth_code", params=params)).json()
    return str(answer["pre_auth_code"])


async def _session(sandbox: Sandbox) -> Good:
    return Good(body={"pre_auth_code": await suite_pre_auth_code(sandbox), "session_info": {"auth_type": 1}})


async def _auth_code(sandbox: Sandbox) -> Good:
    return Good(body={"auth_code": (await sandbox.act(PERSON, "install_suite"))["auth_code"]})


async def _old_auth_code(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"suite_auth_code_wall_seconds": 0})
    good = await _auth_code(sandbox)
    return int((await as_suite(sandbox, f"{SUITE}/get_permanent_code", **good.body))["errcode"])


async def _with_permanent_code(sandbox: Sandbox) -> Good:
    answer = await installed(sandbox)
    return Good(body={"auth_corpid": answer["auth_corp_info"]["corpid"], "permanent_code": answer["permanent_code"]})


async def _admins(sandbox: Sandbox) -> Good:
    corp = sandbox.account("corp")
    await installed(sandbox)
    return Good(body={"auth_corpid": corp.app_id, "agentid": corp.agent_id})


async def _install_page(sandbox: Sandbox) -> Good:
    query = {
        "suite_id": sandbox.account("suite").app_id,
        "pre_auth_code": await suite_pre_auth_code(sandbox),
        "redirect_uri": BACK,
        "state": "s1",
    }
    return Good(query=query)


def ids(sandbox: Sandbox, person: int = PERSON) -> Body:
    """The ids under which a Mini Program knows a person."""
    unionid = sandbox.world.people.unionid(sandbox.account("mp"), person)
    return {"unionid": unionid, "openid": sandbox.openid("mp", person)}


async def _visitor(sandbox: Sandbox) -> Good:
    return Good(body={**ids(sandbox), "subject_type": 0})


async def _customer(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "add_staff", userid="linxiao")
    return Good(body=ids(sandbox))


async def _stranger_to_corp(sandbox: Sandbox) -> int | str:
    return int((await through_suite(sandbox, f"{EC}/unionid_to_external_userid", ids(sandbox, 9)))["errcode"])


async def _everywhere(sandbox: Sandbox) -> Good:
    await corp_token(sandbox)
    return Good(body={**(await _customer(sandbox)).body, "corpid": sandbox.account("corp").app_id})


async def _pending(sandbox: Sandbox) -> Good:
    await through_suite(sandbox, f"{CONVERT}/unionid_to_external_userid", ids(sandbox))
    return Good(body={"external_userid": [sandbox.openid("corp", PERSON)]})


async def _one_external(sandbox: Sandbox) -> Good:
    return Good(body={"external_userid": sandbox.openid("corp", PERSON)})


async def _many_externals(sandbox: Sandbox) -> Good:
    return Good(body={"external_userid_list": [sandbox.openid("corp", PERSON), "unknown"]})


async def _group(sandbox: Sandbox) -> Good:
    return Good(body={"chat_id": "wr1", "external_userid_list": [sandbox.openid("corp", PERSON)]})


async def _finish(sandbox: Sandbox) -> Good:
    await corp_token(sandbox)
    return Good(body={"corpid": sandbox.account("corp").app_id})


def own_token(path: str, body: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """The corp's own token converts nothing."""

    async def call(sandbox: Sandbox) -> int | str:
        return int((await sandbox.post("corp", path, (await body(sandbox)).body))["errcode"])

    return call


def spent(setting: str, path: str, good: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """A ceiling of conversions."""

    async def call(sandbox: Sandbox) -> int | str:
        given = await good(sandbox)
        await sandbox.admin("PATCH", "/settings", {setting: 0})
        send = as_suite(sandbox, path, **given.body) if "3rd" in path else through_suite(sandbox, path, given.body)
        return int((await send)["errcode"])

    return call


_CORP = {
    "corpid": str,
    "corp_name": str,
    "corp_type": str,
    "corp_square_logo_url": str,
    "corp_user_max": int,
    "corp_full_name": str,
    "verified_end_time": int,
    "subject_type": int,
    "corp_wxqrcode": str,
    "corp_scale": str,
    "corp_industry": str,
    "corp_sub_industry": str,
    "location": str,
}
_PRIVILEGE = {
    "level": int,
    "allow_party": [int],
    "allow_user": [str],
    "allow_tag": [int],
    "extra_party": [int],
    "extra_user": [str],
    "extra_tag": [int],
}
_AGENT = {
    "agentid": int,
    "name": str,
    "round_logo_url": str,
    "square_logo_url": str,
    "appid": int,
    "auth_mode": int,
    "privilege": _PRIVILEGE,
}
_AUTH = {"auth_corp_info": _CORP, "auth_info": {"agent": [_AGENT]}}
_NOT_INSTALLED = {"auth_corpid": "ww0000000000000000"}
_MIGRATED = {**OK, "items": [{"external_userid": str, "new_external_userid": str}]}
_UNIONID, _PENDING_ID = f"{CONVERT}/unionid_to_external_userid", f"{CONVERT}/batch/external_userid_to_pending_id"
_THIRD = "/cgi-bin/service/externalcontact/unionid_to_external_userid_3rd"


def _suite_case(name: str, good: Any, shape: Any, errors: dict[int | str, Any], method: str = "POST") -> Case:
    documented: dict[int | str, Any] = {**errors, 40082: no_suite_token(f"{SUITE}/{name}", method)}
    return Case(f"{SUITE}/{name}", good, {**OK, **shape}, documented, method, "suite", call_suite, quota=False)


def no_suite_token(path: str, method: str) -> Callable[[Sandbox], Awaitable[int | str]]:
    async def call(sandbox: Sandbox) -> int | str:
        given = None if method == "GET" else {"a": 1}
        response = await sandbox.client.request(method, WORK + path, params={"suite_access_token": "made up"}, json=given)
        return int(response.json()["errcode"])

    return call


def _convert_case(path: str, good: Any, shape: Any, errors: dict[int | str, Any]) -> Case:
    documented: dict[int | str, Any] = {48002: own_token(path, good), **errors}
    return Case(path, good, {**OK, **shape}, documented, account="corp", caller=call_through)


SUITES = [
    Case(
        f"{SUITE}/get_suite_token",
        _suite_secret,
        {**OK, "suite_access_token": str, "expires_in": int},
        {40083: {"suite_id": "ww0"}, 40080: {"suite_secret": "wrong"}, 40085: {"suite_ticket": "made up"}},
        account="suite",
        caller=call_without_token,
        quota=False,
    ),
    Case(
        f"{SUITE}/get_provider_token",
        _provider_secret,
        {**OK, "provider_access_token": str, "expires_in": int},
        {40013: {"corpid": "ww0"}, 40001: {"provider_secret": "wrong"}},
        account="suite",
        caller=call_without_token,
        quota=False,
    ),
    _suite_case("get_pre_auth_code", _nothing, {"pre_auth_code": str, "expires_in": int}, {}, "GET"),
    _suite_case(
        "set_session_info",
        _session,
        {},
        {42007: {"pre_auth_code": "made up"}, 40058: {"session_info": {"auth_type": 2}}},
    ),
    _suite_case(
        "get_permanent_code",
        _auth_code,
        {
            "access_token": str,
            "expires_in": int,
            "permanent_code": str,
            **_AUTH,
            "auth_user_info": {"userid": str, "open_userid": str, "name": str, "avatar": str},
        },
        {84071: {"auth_code": "made up"}, 84075: _old_auth_code},
    ),
    _suite_case("get_auth_info", _with_permanent_code, _AUTH, {40084: {"permanent_code": "made up"}, 48004: _NOT_INSTALLED}),
    _suite_case(
        "get_corp_token",
        _with_permanent_code,
        {"access_token": str, "expires_in": int},
        {40084: {"permanent_code": "made up"}, 48004: _NOT_INSTALLED},
    ),
    _suite_case(
        "get_admin_list",
        _admins,
        {"admin": [{"userid": str, "open_userid": str, "auth_type": int}]},
        {40056: {"agentid": 1}, 48004: _NOT_INSTALLED},
    ),
    Case(
        "/3rdapp/install",
        _install_page,
        bytes,
        {
            40083: {"suite_id": "ww0"},
            42007: {"pre_auth_code": "made up"},
            50001: {"redirect_uri": "javascript:alert(1)"},
            40013: {"install": "ww0"},
        },
        method="GET",
        account="suite",
        caller=call_page,
        quota=False,
    ),
    _convert_case(
        _UNIONID,
        _visitor,
        {"external_userid?": str, "pending_id?": str},
        {
            40058: {"unionid": "made up"},
            40003: {"openid": "another"},
            45009: spent("unionid_conversions_per_hour", _UNIONID, _visitor),
        },
    ),
    _convert_case(
        _PENDING_ID,
        _pending,
        {"result": [{"external_userid": str, "pending_id": str}]},
        {40058: {"external_userid": []}, 40096: {"external_userid": ["unknown"]}},
    ),
    Case(
        _THIRD,
        _everywhere,
        {**OK, "external_userid_info": [{"corpid": str, "external_userid": str}]},
        {
            48004: {"corpid": "ww0"},
            40058: {"unionid": "made up"},
            40003: {"openid": "another"},
            45009: spent("unionid_conversions_3rd_per_hour", _THIRD, _everywhere),
        },
        account="suite",
        caller=call_suite,
        quota=False,
    ),
    _convert_case(
        f"{EC}/unionid_to_external_userid",
        _customer,
        {"external_userid": str},
        {40058: {"unionid": "made up"}, 84061: _stranger_to_corp},
    ),
    _convert_case(
        f"{EC}/to_service_external_userid", _one_external, {"external_userid": str}, {40096: {"external_userid": "unknown"}}
    ),
    _convert_case(f"{EC}/get_new_external_userid", _many_externals, _MIGRATED, {40058: {"external_userid_list": []}}),
    _convert_case(f"{EC}/groupchat/get_new_external_userid", _group, _MIGRATED, {40058: {"chat_id": ""}}),
    Case(
        "/cgi-bin/service/externalcontact/finish_external_userid_migration",
        _finish,
        OK,
        {48004: {"corpid": "ww0"}},
        account="suite",
        caller=call_provider,
        quota=False,
    ),
]

CASES = [*COMPONENTS, *SUITES]
