"""What WeChat says when it refuses a call: the code, its words, and the rule behind it."""

OFFICIAL_WORDS: dict[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40003: "invalid openid",
    40013: "invalid appid",
    40014: "invalid access_token",
    40029: "invalid code",
    40032: "invalid openid list size",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "invalid parameters",
    40037: "invalid template_id",
    40053: "invalid action info",
    40066: "invalid url",
    40125: "invalid appsecret",
    40163: "code been used",
    40164: "invalid ip, not in whitelist",
    40169: "invalid length for scene, or the data is not json string",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41008: "missing code",
    41009: "missing openid",
    41030: "page path error",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    43004: "require subscribe",
    43101: "user refuse to accept the msg",
    44002: "empty post data",
    44004: "empty content",
    45002: "content size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit, must slower, retry next minute",
    45015: "response out of time limit or subscription is canceled",
    45029: "qrcode count out of limit",
    45047: "out of response count limit",
    45056: "invalid tag num, exceed 100",
    45057: "can't delete the tag that has too many fans",
    45058: "can't modify sys tag",
    45059: "can not tag one user with more than 20 tags",
    45064: "no permission to use weapp in menu",
    45157: "invalid tag name",
    45158: "tag name too long",
    45159: "invalid tag",
    46003: "menu no exist",
    46004: "user no exist",
    47001: "data format error",
    47003: "argument invalid!",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    76021: "cgi_path not found",
    200014: "exceed max template number",
    200020: "title ids invalid",
}

WECOM_WORDS: dict[int, str] = {
    -1: "system error",
    40001: "invalid credential",
    40003: "invalid userid",
    40013: "invalid corpid",
    40014: "invalid access_token",
    40033: "invalid charset",
    40056: "invalid agentid",
    40058: "invalid Request Parameter",
    40068: "invalid tag id",
    40071: "tag name already existed",
    40096: "invalid external userid",
    40126: "corp tag count out of limit",
    41001: "access_token missing",
    41002: "corpid missing",
    41004: "corpsecret missing",
    41037: "contact way type missing",
    41041: "too many users in contact way",
    41044: "invalid config_id",
    41045: "contact way count out of limit",
    41047: "invalid msgid",
    41048: "no customer to send",
    41050: "welcome code has been used or expired",
    41051: "the customer has already started chatting",
    41063: "the group message is still being dispatched",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44002: "empty post data",
    45009: "api freq out of limit",
    45033: "api concurrent out of limit",
    47001: "data format error",
    48002: "api forbidden",
    60011: "no privilege to access/modify contact/party/agent",
    60020: "not allow to access from your ip",
    60111: "userid not found",
    81013: "user & party & tag all invalid",
    84061: "not external contact relation",
}


class ApiError(Exception):
    """A call that WeChat answers with an error code.

    Args:
        code: the errcode.
        rule: which documented rule refused it; shown in the request log, never to the caller.
    """

    def __init__(self, code: int, rule: str = "") -> None:
        super().__init__(f"{code} {rule}")
        self.code = code
        self.rule = rule


def official_message(code: int, rid: str) -> str:
    """Word an Official Account or Mini Program error the way api.weixin.qq.com does."""
    return f"{OFFICIAL_WORDS.get(code, 'unknown error')} rid: {rid}"


def wecom_message(code: int, hint: str) -> str:
    """Word a WeCom error the way qyapi.weixin.qq.com does."""
    words = WECOM_WORDS.get(code, "unknown error")
    page = f"https://open.work.weixin.qq.com/devtool/query?e={code}"
    return f"{words}, hint: [{hint}], from ip: 127.0.0.1, more info at {page}"
