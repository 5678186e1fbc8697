"""The Mini Program's APIs: sessions and messages."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rig import ARRIVED, Sandbox
from wechat_sandbox.mini_program import sessions

from table import GONE, Answer, Body, Case, Good

OK = {"errcode": int, "errmsg": str}

PERSON = 8

CUSTOM, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"


def says(body: Body, **query: str) -> Callable[[Sandbox], Awaitable[Good]]:
    """A good call that needs nothing before."""

    async def good(sandbox: Sandbox) -> Good:
        return Good(body=dict(body), query=dict(query))

    return good


async def present(sandbox: Sandbox) -> str:
    """Let a person be in the Mini Program; return the openid."""
    await sandbox.act(PERSON, "browse")
    return sandbox.openid("mp", PERSON)


def signed(sandbox: Sandbox) -> dict[str, str]:
    key = sessions.key(sandbox.world, sandbox.account("mp"), PERSON)
    signature = hmac.new(key.encode(), b"", hashlib.sha256).hexdigest()
    return {"openid": sandbox.openid("mp", PERSON), "signature": signature, "sig_method": "hmac_sha256"}


async def _login(sandbox: Sandbox) -> Good:
    code = (await sandbox.act(PERSON, "get_login_code"))["code"]
    return Good(query={**_credentials(sandbox), "js_code": code, "grant_type": "authorization_code"})


def _credentials(sandbox: Sandbox) -> dict[str, str]:
    account = sandbox.account("mp")
    return {"appid": account.app_id, "secret": account.secret}


async def call_by_secret(case: Case, sandbox: Sandbox, good: Good) -> Answer:
    """Call an API that takes app id and secret."""
    response = await sandbox.client.get("/api.weixin.qq.com" + case.path, params=good.query)
    body = response.json()
    return Answer(response.status_code, body.get("errcode", 0), body)


async def _used_code(sandbox: Sandbox) -> int | str:
    good = await _login(sandbox)
    await call_by_secret(LOGIN, sandbox, good)
    return (await call_by_secret(LOGIN, sandbox, good)).code


async def _too_many_logins(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"logins_per_person_wall_minute": 0})
    return (await call_by_secret(LOGIN, sandbox, await _login(sandbox))).code


async def _risky_login(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"login_refused_from_risk": 0})
    return (await call_by_secret(LOGIN, sandbox, await _login(sandbox))).code


LOGIN = Case(
    "/sns/jscode2session",
    _login,
    {"openid": str, "session_key": str, "unionid?": str},
    {
        40002: {"grant_type": "client_credential"},
        41008: {"js_code": GONE},
        40029: {"js_code": "made up"},
        40013: {"appid": "wx0000000000000000"},
        40125: {"secret": "wrong"},
        41002: {"appid": GONE},
        41004: {"secret": GONE},
        40163: _used_code,
        40226: _risky_login,
        45011: _too_many_logins,
    },
    method="GET",
    account="mp",
    caller=call_by_secret,
    quota=False,
)


async def _session(sandbox: Sandbox) -> Good:
    return Good(query=signed(sandbox))


async def _encrypt_keys(sandbox: Sandbox) -> Good:
    return Good(body=signed(sandbox))


async def _phone(sandbox: Sandbox) -> Good:
    code = (await sandbox.act(PERSON, "give_phone"))["code"]
    return Good(body={"code": code, "openid": sandbox.openid("mp", PERSON)})


async def _sealed(sandbox: Sandbox) -> Good:
    data = await sandbox.act(PERSON, "get_user_data")
    return Good(body={"encrypted_msg_hash": hashlib.sha256(data["encryptedData"].encode()).hexdigest()})


_SIGNATURE_ERRORS: dict[int | str, Any] = {
    40003: {"openid": "nobody"},
    87008: {"sig_method": "md5"},
    87009: {"signature": "0" * 64},
}

SESSIONS = [
    LOGIN,
    Case("/wxa/checksession", _session, OK, _SIGNATURE_ERRORS, method="GET", account="mp"),
    Case(
        "/wxa/resetusersessionkey",
        _session,
        {**OK, "openid": str, "session_key": str},
        _SIGNATURE_ERRORS,
        method="GET",
        account="mp",
    ),
    Case(
        "/wxa/business/getuserencryptkey",
        _encrypt_keys,
        {
            **OK,
            "key_info_list": [{"encrypt_key": str, "version": int, "expire_in": int, "iv": str, "create_time": int}],
        },
        _SIGNATURE_ERRORS,
        account="mp",
    ),
    Case(
        "/wxa/business/getuserphonenumber",
        _phone,
        {
            **OK,
            "phone_info": {
                "phoneNumber": str,
                "purePhoneNumber": str,
                "countryCode": str,
                "watermark": {"timestamp": int, "appid": str},
            },
        },
        {40029: {"code": "made up"}, 40003: {"openid": "another"}},
        account="mp",
    ),
    Case(
        "/wxa/business/checkencryptedmsg",
        _sealed,
        {**OK, "vaild": bool, "create_time": int},
        {40097: {"encrypted_msg_hash": "short"}},
        account="mp",
    ),
]


async def _subscribe(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "accept_subscription", template_ids=[ARRIVED])
    data = {"thing1": {"value": "冻干草莓"}, "thing2": {"value": "您想要的商品到货了"}}
    body = {
        "touser": sandbox.openid("mp", PERSON),
        "template_id": ARRIVED,
        "page": "pages/index/index",
        "miniprogram_state": "formal",
        "lang": "zh_CN",
        "data": data,
    }
    return Good(body=body)


async def _no_consent(sandbox: Sandbox) -> int | str:
    answer = await sandbox.send_subscribe(PERSON)
    return int(answer["errcode"])


async def _old_template(sandbox: Sandbox) -> Good:
    added = await sandbox.post("mp", "/wxaapi/newtmpl/addtemplate", _NEW_TEMPLATE)
    return Good(body={"priTmplId": added["priTmplId"]})


async def _too_many_templates(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"mini_program_templates": 2})
    return int((await sandbox.post("mp", "/wxaapi/newtmpl/addtemplate", _NEW_TEMPLATE))["errcode"])


async def _chat(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "ask_customer_service", content="在吗")
    return Good(body={"touser": sandbox.openid("mp", PERSON), "msgtype": "text", "text": {"content": "您好"}})


async def _typing(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "ask_customer_service", content="在吗")
    return Good(body={"touser": sandbox.openid("mp", PERSON), "command": "Typing"})


async def _no_window(sandbox: Sandbox) -> int | str:
    body = {"touser": sandbox.openid("mp", PERSON), "msgtype": "text", "text": {"content": "您好"}}
    return int((await sandbox.post("mp", CUSTOM, body))["errcode"])


_NEW_TEMPLATE = {"tid": "1004", "kidList": [1, 2], "sceneDesc": "到货提醒"}

MESSAGES = [
    Case(
        "/cgi-bin/message/subscribe/send",
        _subscribe,
        {**OK, "msgid": int},
        {
            43101: _no_consent,
            40003: {"touser": "nobody"},
            40037: {"template_id": "unknown"},
            41030: {"page": "/pages/index/index"},
            40097: {"lang": "fr_FR"},
            47003: {"data": {"thing1": {"value": "草莓"}}},
        },
        account="mp",
    ),
    Case(
        "/wxaapi/newtmpl/gettemplate",
        says({}),
        {**OK, "data": [{"priTmplId": str, "title": str, "content": str, "example": str, "type": int}]},
        method="GET",
        account="mp",
    ),
    Case(
        "/wxaapi/newtmpl/addtemplate",
        says(_NEW_TEMPLATE),
        {**OK, "priTmplId": str},
        {
            200014: {"tid": "7"},
            200020: {"kidList": [99]},
            200021: {"sceneDesc": "说" * 16},
            200012: _too_many_templates,
        },
        account="mp",
    ),
    Case("/wxaapi/newtmpl/deltemplate", _old_template, OK, {40037: {"priTmplId": "unknown"}}, account="mp"),
    Case(
        "/wxaapi/newtmpl/getcategory",
        says({}),
        {**OK, "data": [{"id": int, "name": str}]},
        method="GET",
        account="mp",
    ),
    Case(
        "/wxaapi/newtmpl/getpubtemplatetitles",
        says({}, ids="616,617", start="0", limit="5"),
        {**OK, "count": int, "data": [{"tid": int, "title": str, "type": int, "categoryId": str}]},
        {200018: {"ids": GONE}, 200019: {"ids": "1"}, 200016: {"start": "-1"}, 200017: {"limit": "31"}},
        method="GET",
        account="mp",
    ),
    Case(
        "/wxaapi/newtmpl/getpubtemplatekeywords",
        says({}, tid="1001"),
        {**OK, "count": int, "data": [{"kid": int, "name": str, "example": str, "rule": str}]},
        {200014: {"tid": "7"}},
        method="GET",
        account="mp",
    ),
    Case(
        CUSTOM,
        _chat,
        OK,
        {45015: _no_window, 40003: {"touser": "nobody"}, 44004: {"text": {"content": ""}}},
        account="mp",
    ),
    Case(TYPING, _typing, OK, {40003: {"touser": "nobody"}}, account="mp"),
]


def after(settings: Body, path: str, good: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """A good call under other settings."""

    async def call(sandbox: Sandbox) -> int | str:
        await sandbox.admin("PATCH", "/settings", settings)
        given = await good(sandbox)
        response = await sandbox.call("mp", "POST", path, given.query, given.body, given.files)
        return int(response.json()["errcode"])

    return call


CASES = [*SESSIONS, *MESSAGES]
