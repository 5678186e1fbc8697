"""The Mini Program's APIs: codes and links."""

from rig import Sandbox

from table import Case, Good
from table.mini_program import OK, says


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


CASES = [*LINKS]
