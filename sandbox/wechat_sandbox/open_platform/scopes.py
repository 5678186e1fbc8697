"""What an account may let a third-party platform do for it: the permission sets, and which API needs which.

The numbers are WeChat's; which API belongs to which set is, where pages do not say it, the likely one.
"""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT

OFFICIAL = {
    1: "消息管理",
    2: "用户管理",
    3: "帐号服务",
    4: "网页服务",
    7: "群发与通知",
    11: "素材管理",
    15: "自定义菜单",
    24: "开放平台帐号管理",
}
PROGRAM = {
    17: "小程序帐号管理",
    18: "小程序开发与数据分析",
    19: "小程序客服管理",
    25: "开放平台帐号管理",
    30: "小程序基本信息管理",
    45: "小程序直播管理",
    57: "页面推送管理",
}
SETS = {OFFICIAL_ACCOUNT: OFFICIAL, MINI_PROGRAM: PROGRAM}

# The first that fits an API's path decides.
_OFFICIAL_PATHS = (
    ("/cgi-bin/message/custom/", 1),
    ("/cgi-bin/customservice/", 1),
    ("/cgi-bin/message/mass/", 7),
    ("/cgi-bin/message/", 7),
    ("/cgi-bin/template/", 7),
    ("/wxaapi/newtmpl/", 7),
    ("/cgi-bin/user/", 2),
    ("/cgi-bin/tags/", 2),
    ("/cgi-bin/qrcode/", 3),
    ("/cgi-bin/shorten/", 3),
    ("/datacube/", 3),
    ("/cgi-bin/ticket/", 4),
    ("/cgi-bin/media/", 11),
    ("/cgi-bin/material/", 11),
    ("/cgi-bin/draft/", 11),
    ("/cgi-bin/freepublish/", 11),
    ("/cgi-bin/comment/", 11),
    ("/cgi-bin/menu/", 15),
    ("/cgi-bin/get_current_selfmenu_info", 15),
)
_PROGRAM_PATHS = (
    ("/cgi-bin/message/custom/", 19),
    ("/cgi-bin/media/", 19),
    ("/wxaapi/broadcast/", 45),
    ("/wxa/business/getliveinfo", 45),
    ("/wxa/search/", 57),
    ("/wxa/sitesearch", 57),
    ("/wxa/", 18),
    ("/wxaapi/", 18),
    ("/datacube/", 18),
    ("/cgi-bin/message/", 18),
    ("/cgi-bin/wxaapp/", 18),
)
_PATHS = {OFFICIAL_ACCOUNT: _OFFICIAL_PATHS, MINI_PROGRAM: _PROGRAM_PATHS}


def needed(kind: str, path: str) -> int | None:
    """Return the permission set that an API needs, None for APIs that every platform may call."""
    return next((number for start, number in _PATHS.get(kind, ()) if path.startswith(start)), None)
