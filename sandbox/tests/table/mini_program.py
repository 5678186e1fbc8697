"""The Mini Program's APIs."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rig import ARRIVED, DAY, Sandbox
from wechat_sandbox.mini_program import sessions
from wechat_sandbox.pictures import qr_png

from table import GONE, Answer, Body, Case, Good

OK = {"errcode": int, "errmsg": str}
PERSON = 8
PNG = qr_png("picture")
SINGLE_DAY = {"begin_date": "20260101", "end_date": "20260101"}
CUSTOM, TYPING = "/cgi-bin/message/custom/send", "/cgi-bin/message/custom/typing"
UPLOAD = "/wxa/sec/order/upload_shipping_info"


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


# Messages


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


# Codes and links


async def _with_pages(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/accounts/mp", {"more": {"pages": ["pages/index/index"]}})
    body = {"scene": "s=1", "page": "pages/other/index"}
    return int((await sandbox.post("mp", "/wxa/getwxacodeunlimit", body))["errcode"])


async def _too_many_codes(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"limited_codes": 1})
    await sandbox.post_raw("mp", "/wxa/getwxacode", b'{"path":"pages/index/index"}')
    return int((await sandbox.post("mp", "/cgi-bin/wxaapp/createwxaqrcode", {"path": "pages/index/index"}))["errcode"])


async def _too_many_links(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"links_per_day": 1})
    await sandbox.post("mp", "/wxa/generate_urllink", {"path": ""})
    return int((await sandbox.post("mp", "/wxa/generatescheme", {"jump_wxa": {}}))["errcode"])


async def _too_many_short_links(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"permanent_short_links": 0})
    body = {"page_url": "pages/index/index", "page_title": "首页", "is_permanent": True}
    return int((await sandbox.post("mp", "/wxa/genwxashortlink", body))["errcode"])


async def _a_scheme(sandbox: Sandbox) -> Good:
    made = await sandbox.post("mp", "/wxa/generatescheme", {"jump_wxa": {"path": "pages/index/index"}})
    return Good(body={"scheme": made["openlink"]})


async def _a_link(sandbox: Sandbox) -> Good:
    made = await sandbox.post("mp", "/wxa/generate_urllink", {"path": "pages/index/index"})
    return Good(body={"url_link": made["url_link"]})


_LINK_INFO = {
    "appid": str,
    "path": str,
    "query": str,
    "create_time": int,
    "expire_time": int,
    "env_version": str,
}
_QUOTA = {"remain_visit_quota": int}
_CLOUD = {"env": str, "domain": str, "path": str, "query": str, "resource_appid": str}

LINKS = [
    Case(
        "/wxa/getwxacodeunlimit",
        says({"scene": "s=1", "page": "pages/index/index", "check_path": True, "env_version": "release", "width": 430}),
        bytes,
        {
            40169: {"scene": "x" * 33},
            41030: _with_pages,
            40097: {"env_version": "beta"},
        },
        account="mp",
    ),
    Case(
        "/wxa/getwxacode",
        says({"path": "pages/index/index?a=1", "width": 430}),
        bytes,
        {40159: {"path": "x" * 1025}, 40097: {"env_version": "beta"}},
        account="mp",
    ),
    Case(
        "/cgi-bin/wxaapp/createwxaqrcode",
        says({"path": "pages/index/index", "width": 430}),
        bytes,
        {40159: {"path": "x" * 129}, 45029: _too_many_codes},
        account="mp",
    ),
    Case(
        "/wxa/generatescheme",
        says({"jump_wxa": {"path": "/pages/index/index", "query": "a=1"}, "is_expire": True, "expire_interval": 30}),
        {**OK, "openlink": str},
        {
            40165: {"jump_wxa": {"path": "https://example.com"}},
            40212: {"jump_wxa": {"query": "中文"}},
            85401: {"expire_interval": 31},
            85402: {"jump_wxa": {"env_version": "beta"}},
            45009: _too_many_links,
        },
        account="mp",
    ),
    Case(
        "/wxa/queryscheme",
        _a_scheme,
        {**OK, "scheme_info": _LINK_INFO, "quota_info": _QUOTA},
        {40097: {"scheme": "weixin://dl/business/?t=unknown"}},
        account="mp",
    ),
    Case(
        "/wxa/generate_urllink",
        says({"path": "/pages/index/index", "query": "a=1", "expire_type": 1, "expire_interval": 30}),
        {**OK, "url_link": str},
        {
            40165: {"path": "https://example.com"},
            40212: {"query": "x" * 1025},
            85401: {"expire_interval": 31},
            40097: {"cloud_base": "x"},
        },
        account="mp",
    ),
    Case(
        "/wxa/query_urllink",
        _a_link,
        {**OK, "url_link_info": {**_LINK_INFO, "cloud_base": _CLOUD}, "quota_info": _QUOTA},
        {40097: {"url_link": "https://wxaurl.cn/unknown"}},
        account="mp",
    ),
    Case(
        "/wxa/genwxashortlink",
        says({"page_url": "pages/index/index?a=1", "page_title": "首页", "is_permanent": False}),
        {**OK, "link": str},
        {40225: {"page_url": "https://example.com"}, 85400: _too_many_short_links},
        account="mp",
    ),
]


# Content and risk


async def _text(sandbox: Sandbox) -> Good:
    body = {"openid": await present(sandbox), "version": 2, "scene": 2, "content": "好吃", "title": "评价"}
    return Good(body=body)


async def _media(sandbox: Sandbox) -> Good:
    body = {"openid": await present(sandbox), "version": 2, "scene": 1, "media_type": 2, "media_url": "https://x.cn/1.png"}
    return Good(body=body)


async def _picture(sandbox: Sandbox) -> Good:
    return Good(files={"media": ("cat.png", PNG, "image/png")})


async def _risk(sandbox: Sandbox) -> Good:
    body = {"appid": sandbox.account("mp").app_id, "openid": await present(sandbox), "scene": 1, "client_ip": "10.0.0.1"}
    return Good(body=body)


def long_gone(path: str, good: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """The person has not been there for more than two hours."""

    async def call(sandbox: Sandbox) -> int | str:
        given = await good(sandbox)
        await sandbox.simulation.jump(sandbox.world.now() + 8000)
        return int((await sandbox.post("mp", path, given.body))["errcode"])

    return call


def after(settings: Body, path: str, good: Callable[[Sandbox], Awaitable[Good]]) -> Callable[[Sandbox], Awaitable[int | str]]:
    """A good call under other settings."""

    async def call(sandbox: Sandbox) -> int | str:
        await sandbox.admin("PATCH", "/settings", settings)
        given = await good(sandbox)
        response = await sandbox.call("mp", "POST", path, given.query, given.body, given.files)
        return int(response.json()["errcode"])

    return call


async def _risky_picture(sandbox: Sandbox) -> int | str:
    files = {"media": ("porn.png", PNG, "image/png")}
    return int((await sandbox.call("mp", "POST", "/wxa/img_sec_check", files=files)).json()["errcode"])


TEXT_CHECK, MEDIA_CHECK, RISK = "/wxa/msg_sec_check", "/wxa/media_check_async", "/wxa/getuserriskrank"
_FINDING = {
    "strategy": str,
    "errcode": int,
    "suggest": str,
    "label": int,
    "prob?": int,
    "level?": int,
    "keyword?": str,
}

CONTENT = [
    Case(
        TEXT_CHECK,
        _text,
        {**OK, "result": {"suggest": str, "label": int}, "detail": [_FINDING], "trace_id": str},
        {
            47001: {"content": "字" * 2501},
            40129: {"scene": 5},
            40097: {"version": 3},
            40003: {"openid": "nobody"},
            87014: {"version": GONE, "content": "裸聊"},
            61010: long_gone(TEXT_CHECK, _text),
            44991: after({"text_checks_per_wall_minute": 0}, TEXT_CHECK, _text),
            45009: after({"text_checks_per_wall_minute": 4000, "text_checks_per_day": 0}, TEXT_CHECK, _text),
        },
        account="mp",
        quota=False,
    ),
    Case(
        MEDIA_CHECK,
        _media,
        {**OK, "trace_id": str},
        {
            40097: {"media_url": "x"},
            40129: {"scene": 5},
            61010: long_gone(MEDIA_CHECK, _media),
            44991: after({"media_checks_per_wall_minute": 0}, MEDIA_CHECK, _media),
            45009: after({"media_checks_per_wall_minute": 2000, "media_checks_per_day": 0}, MEDIA_CHECK, _media),
        },
        account="mp",
        quota=False,
    ),
    Case(
        "/wxa/img_sec_check",
        _picture,
        OK,
        {87014: _risky_picture, 40006: after({"checked_picture_bytes": 1}, "/wxa/img_sec_check", _picture)},
        account="mp",
    ),
    Case(
        RISK,
        _risk,
        {**OK, "risk_rank": int, "unoin_id": int},
        {
            40013: {"appid": "wx0000000000000000"},
            40003: {"openid": "nobody"},
            40129: {"scene": 2},
            47001: {"client_ip": "here"},
            61010: long_gone(RISK, _risk),
        },
        account="mp",
    ),
]


# Orders


async def bought(sandbox: Sandbox) -> Body:
    """Let a person buy; return the payment as the order pages show it."""
    await sandbox.act(PERSON, "buy")
    listed = await sandbox.post("mp", "/wxa/sec/order/get_order_list", {"openid": sandbox.openid("mp", PERSON)})
    order: Body = listed["order_list"][-1]
    return order


def sent(order: Body, **more: Any) -> Body:
    parcel = {"tracking_no": "SF1234567890", "express_company": "SF", "item_desc": "玫瑰保湿面膜*1"}
    return {
        "order_key": {"order_number_type": 2, "transaction_id": order["transaction_id"]},
        "logistics_type": 1,
        "delivery_mode": 1,
        "shipping_list": [parcel],
        "upload_time": "2026-01-01T13:29:35.120+08:00",
        "payer": {"openid": order["openid"]},
        **more,
    }


async def _upload(sandbox: Sandbox) -> Good:
    return Good(body=sent(await bought(sandbox)))


async def _again(sandbox: Sandbox) -> int | str:
    body = sent(await bought(sandbox))
    await sandbox.post("mp", UPLOAD, body)
    return int((await sandbox.post("mp", UPLOAD, body))["errcode"])


async def _refunded(sandbox: Sandbox) -> int | str:
    order = await bought(sandbox)
    await sandbox.act(PERSON, "refund", order_id=order["merchant_trade_no"])
    return int((await sandbox.post("mp", UPLOAD, sent(order)))["errcode"])


async def _order(sandbox: Sandbox) -> Good:
    order = await bought(sandbox)
    await sandbox.post("mp", UPLOAD, sent(order))
    return Good(body={"transaction_id": order["transaction_id"]})


async def _orders(sandbox: Sandbox) -> Good:
    await bought(sandbox)
    return Good(body={"pay_time_range": {"begin_time": 0, "end_time": 2**40}, "page_size": 2, "last_index": ""})


_PARCEL = {"tracking_no": str, "express_company": str, "goods_desc": str, "upload_time": int}
_ORDER = {
    "transaction_id": str,
    "merchant_trade_no": str,
    "merchant_id": str,
    "sub_merchant_id": str,
    "description": str,
    "paid_amount": int,
    "openid": str,
    "trade_create_time": int,
    "pay_time": int,
    "order_state": int,
    "in_complaint": bool,
    "shipping": {
        "delivery_mode?": int,
        "logistics_type?": int,
        "finish_shipping?": bool,
        "goods_desc?": str,
        "finish_shipping_count?": int,
        "shipping_list?": [_PARCEL],
    },
}

ORDERS = [
    Case(
        UPLOAD,
        _upload,
        OK,
        {
            10060001: {"order_key": {"order_number_type": 2, "transaction_id": "unknown"}},
            10060014: {"order_key": {"order_number_type": 3}},
            10060031: {"payer": {"openid": "another"}},
            10060005: {"logistics_type": 9},
            10060006: {"delivery_mode": 2, "logistics_type": 3},
            10060007: {"delivery_mode": 2},
            10060024: {"shipping_list": []},
            10060025: {"shipping_list": [{"item_desc": "面膜"}]},
            10060008: {"shipping_list": [{"tracking_no": "1", "express_company": "SF"}]},
            268485216: {"upload_time": "2026-01-01"},
            10060002: _again,
            10060004: _refunded,
        },
        account="mp",
    ),
    Case("/wxa/sec/order/get_order", _order, {**OK, "order": _ORDER}, {10060001: {"transaction_id": "unknown"}}, account="mp"),
    Case(
        "/wxa/sec/order/get_order_list",
        _orders,
        {**OK, "order_list": [_ORDER], "last_index": str, "has_more": bool},
        {10060014: {"page_size": 0}},
        account="mp",
    ),
]


# Reports, live rooms, search


async def _a_day_later(sandbox: Sandbox) -> Good:
    await sandbox.act(PERSON, "browse")
    await sandbox.simulation.jump(sandbox.world.now() + DAY)
    return Good(body=dict(SINGLE_DAY))


async def _room(sandbox: Sandbox) -> Good:
    now = int(sandbox.world.now())
    body = {
        "name": "新春护肤直播",
        "coverImg": "media-1",
        "startTime": now + 3600,
        "endTime": now + 7200,
        "anchorName": "小美主播",
        "anchorWechat": "xiaomei",
        "shareImg": "media-2",
        "feedsImg": "media-3",
        "type": 0,
        "closeLike": 0,
    }
    return Good(body=body)


async def _rooms(sandbox: Sandbox) -> Good:
    await sandbox.post("mp", "/wxaapi/broadcast/room/create", (await _room(sandbox)).body)
    return Good(body={"start": 0, "limit": 10})


async def _no_rooms(sandbox: Sandbox) -> int | str:
    return int((await sandbox.post("mp", "/wxa/business/getliveinfo", {"start": 0, "limit": 10}))["errcode"])


async def _too_many_pages(sandbox: Sandbox) -> int | str:
    await sandbox.admin("PATCH", "/settings", {"submitted_pages_per_day": 0})
    pages = {"pages": [{"path": "pages/index/index"}]}
    return int((await sandbox.post("mp", "/wxa/search/wxaapi_submitpages", pages))["errcode"])


_MEASURE = [{"id": int, "name": str, "value": int}]
_PORTRAIT = {
    "province": _MEASURE,
    "city": _MEASURE,
    "genders": _MEASURE,
    "platforms": _MEASURE,
    "devices": [{"name": str, "value": int}],
    "ages": _MEASURE,
}
_DATE_ERRORS: dict[int | str, Any] = {61500: {"begin_date": "2026-01-01"}, 61501: {"end_date": "20260102"}}
_ROOM = {
    "name": str,
    "roomid": int,
    "start_time": int,
    "end_time": int,
    "anchor_name": str,
    "cover_img": str,
    "share_img": str,
    "feeds_img": str,
    "live_status": int,
    "goods": [dict],
    "live_type": int,
    "close_like": int,
    "close_goods": int,
    "close_comment": int,
    "close_kf": int,
    "close_replay": int,
    "is_feeds_public": int,
    "creater_openid": str,
}

REPORTS = [
    Case(
        "/datacube/getweanalysisappiddailysummarytrend",
        _a_day_later,
        {"list": [{"ref_date": str, "visit_total": int, "share_pv": int, "share_uv": int}]},
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappiddailyvisittrend",
        _a_day_later,
        {
            "list": [
                {
                    "ref_date": str,
                    "session_cnt": int,
                    "visit_pv": int,
                    "visit_uv": int,
                    "visit_uv_new": int,
                    "stay_time_uv": float,
                    "stay_time_session": float,
                    "visit_depth": float,
                }
            ]
        },
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappidvisitpage",
        _a_day_later,
        {
            "ref_date": str,
            "list": [
                {
                    "page_path": str,
                    "page_visit_pv": int,
                    "page_visit_uv": int,
                    "page_staytime_pv": float,
                    "entrypage_pv": int,
                    "exitpage_pv": int,
                    "page_share_pv": int,
                    "page_share_uv": int,
                }
            ],
        },
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/datacube/getweanalysisappiduserportrait",
        _a_day_later,
        {"ref_date": str, "visit_uv_new": _PORTRAIT, "visit_uv": _PORTRAIT},
        _DATE_ERRORS,
        account="mp",
    ),
    Case(
        "/wxaapi/broadcast/room/create",
        _room,
        {**OK, "roomId": int, "qrcode_url": str},
        {
            300002: {"name": "短"},
            300034: {"anchorName": "x"},
            300030: {"anchorWechat": ""},
            300006: {"coverImg": ""},
            40097: {"startTime": 0},
        },
        account="mp",
    ),
    Case(
        "/wxa/business/getliveinfo",
        _rooms,
        {**OK, "room_info": [_ROOM], "total": int},
        {9410000: _no_rooms, 40097: {"limit": 0}},
        account="mp",
    ),
    Case(
        "/wxa/search/wxaapi_submitpages",
        says({"pages": [{"path": "pages/product/detail", "query": "item_id=b001"}]}),
        OK,
        {
            40219: {"pages": []},
            40210: {"pages": [{"path": ""}]},
            40212: {"pages": [{"path": "pages/index/index", "query": "中文"}]},
            47004: {"pages": [{"path": "pages/index/index"}] * 1001},
            47006: _too_many_pages,
        },
        account="mp",
    ),
    Case(
        "/wxa/sitesearch",
        says({"keyword": "面膜", "next_page_info": ""}),
        {
            **OK,
            "items": [{"title": str, "description": str, "image": str, "path": str}],
            "has_next_page": int,
            "hit_count": int,
            "next_page_info": str,
        },
        {40205: {"keyword": ""}, 47102: {"next_page_info": "x"}},
        account="mp",
    ),
]

CASES = [*SESSIONS, *MESSAGES, *LINKS, *CONTENT, *ORDERS, *REPORTS]
