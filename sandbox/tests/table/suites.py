"""The APIs and pages of WeCom providers."""

from collections.abc import Awaitable, Callable
from typing import Any

from rig import WORK, Sandbox
from wechat_sandbox.wecom import groups

from table import Case, Good
from table.platform_scenes import (
    BACK,
    CONVERT,
    EC,
    OK,
    PERSON,
    SUITE,
    as_suite,
    call_page,
    call_provider,
    call_suite,
    call_through,
    call_without_token,
    corp_token,
    ids,
    installed,
    suite_pre_auth_code,
    suite_secret,
    through_suite,
)


async def _provider_secret(sandbox: Sandbox) -> Good:
    more = sandbox.account("suite").more
    return Good(body={"corpid": more["provider_corpid"], "provider_secret": more["provider_secret"]})


async def _nothing(sandbox: Sandbox) -> Good:
    return Good()


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
    external = sandbox.openid("corp", PERSON)
    group = groups.make(sandbox.world, sandbox.account("corp"), "linxiao", "老客户群", [external], sandbox.world.now())
    return Good(body={"chat_id": group["chat_id"], "external_userid_list": [external]})


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
        suite_secret,
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
    _convert_case(f"{EC}/groupchat/get_new_external_userid", _group, _MIGRATED, {40050: {"chat_id": ""}}),
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


CASES = [*SUITES]
