"""The words of Tencent Ads errors, by code: in English and in Chinese, as its envelope carries both.

Codes to 12000 are the documented ones. Of those for arguments no list was seen; 12001, 12002 and the 1800x stand in for them,
so that software under test should tell such refusals by their words, not by these numbers.
"""

BUSY = 10000
TOKEN_EXPIRED, BAD_TOKEN, NO_TOKEN, BAD_CLIENT = 11000, 11002, 11005, 11007
CODE_EXPIRED, BAD_REFRESH, BAD_CODE, REFRESH_EXPIRED, CODE_USED = 11009, 11010, 11011, 11012, 11013
NO_SCOPE, TOO_OFTEN, DAY_SPENT = 11014, 11017, 11018
MISSING_GLOBAL, BAD_TIMESTAMP, NONCE_USED = 12000, 12001, 12002
BAD_ARGUMENT, NOT_FOUND, NAME_TAKEN, NO_FUNDS = 18001, 18002, 18003, 18004

ADS_WORDS: dict[int, tuple[str, str]] = {
    BUSY: ("We are unable to process your request at this time. Please retry your request.", "系统繁忙，请稍后重试"),
    TOKEN_EXPIRED: ("Access token is expired.", "您的 access_token 已过期"),
    BAD_TOKEN: ("Access token is invalid.", "您的 access_token 无效"),
    NO_TOKEN: ("Access token is empty.", "access_token 为必填字段"),
    BAD_CLIENT: ("The client_id is invalid.", "应用 id 无效"),
    CODE_EXPIRED: ("Authorization code is expired.", "授权码过期，请重新发起授权流程"),
    BAD_REFRESH: ("Refresh token is malformed.", "refresh_token 格式错误"),
    BAD_CODE: ("Authorization code is malformed.", "授权码格式错误"),
    REFRESH_EXPIRED: ("Refresh token is expired.", "refresh_token 过期，请重新发起授权流程"),
    CODE_USED: ("Authorization code can only be used once.", "授权码只能使用一次"),
    NO_SCOPE: ("The API you requested is out of the scope of authority.", "您请求的接口超出了授权范围"),
    TOO_OFTEN: ("Application has reached the request limit per minute.", "应用请求已达分钟频次上限"),
    DAY_SPENT: ("Application has reached the request limit per day.", "应用请求已达天频次上限"),
    MISSING_GLOBAL: (
        "Your request is missing a required parameter which is one of access_token, timestamp and nonce.",
        "缺少必填的全局参数 access_token、timestamp 或 nonce",
    ),
    BAD_TIMESTAMP: ("The timestamp is out of range.", "时间戳超出允许的误差"),
    NONCE_USED: ("The nonce has been used.", "随机字串已被使用"),
    BAD_ARGUMENT: ("A parameter is invalid.", "参数错误"),
    NOT_FOUND: ("The object does not exist or does not belong to this account.", "对象不存在或不属于该账号"),
    NAME_TAKEN: ("The name is taken.", "名称已存在"),
    NO_FUNDS: ("The balance is insufficient.", "账户余额不足"),
}
