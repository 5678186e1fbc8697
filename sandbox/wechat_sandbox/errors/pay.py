"""What WeChat Pay says when it refuses: the HTTP status and the words of each code."""

from typing import Any

from wechat_sandbox.errors import ApiError

PAY_ERRORS: dict[str, tuple[int, str]] = {
    "PARAM_ERROR": (400, "参数错误"),
    "INVALID_REQUEST": (400, "请求不符合业务规则"),
    "APPID_MCHID_NOT_MATCH": (400, "appid和mchid不匹配"),
    "ORDER_CLOSED": (400, "订单已关闭"),
    "NO_STATEMENT_EXIST": (400, "账单文件不存在"),
    "STATEMENT_CREATING": (400, "账单生成中"),
    "SIGN_ERROR": (401, "签名错误"),
    "NO_AUTH": (403, "商户无权限"),
    "OUT_TRADE_NO_USED": (403, "商户订单号重复"),
    "NOT_ENOUGH": (403, "余额不足"),
    "RULE_LIMIT": (403, "业务规则限制"),
    "RULELIMIT": (403, "发券超过规则限制"),
    "TRADE_ERROR": (403, "交易错误"),
    "USER_ACCOUNT_ABNORMAL": (403, "用户账号异常"),
    "ACCOUNT_ERROR": (403, "账号异常"),
    "ORDER_NOT_EXIST": (404, "订单不存在"),
    "RESOURCE_NOT_EXISTS": (404, "查询的资源不存在"),
    "MCH_NOT_EXISTS": (404, "商户号不存在"),
    "FREQUENCY_LIMITED": (429, "频率超限"),
    "SYSTEM_ERROR": (500, "系统错误"),
    "BANK_ERROR": (502, "银行系统异常"),
}

V2_WORDS: dict[str, str] = {
    "SIGN_ERROR": "签名错误",
    "XML_ERROR": "输入xml参数格式错误",
    "PARAM_ERROR": "参数错误",
    "NO_AUTH": "没有权限",
    "OPENID_ERROR": "openid和appid不匹配",
    "NOTENOUGH": "帐号余额不足，请到商户平台充值后再重试",
    "MONEY_LIMIT": "红包金额发放限制",
    "SENDNUM_LIMIT": "该用户今日领取红包个数超过限制",
    "FREQ_LIMIT": "超过频率限制，请稍后再试",
    "FATAL_ERROR": "重复请求参数与原单不一致",
    "NOT_FOUND": "指定单号数据不存在",
    "SYSTEMERROR": "请求已受理，请稍后使用原单号查询发放结果",
}

# What the sandbox's own gateway counts or is told by a fault, in the words of Pay.
_BY_NUMBER = {
    -1: "SYSTEM_ERROR",
    45002: "PARAM_ERROR",
    45009: "FREQUENCY_LIMITED",
    45011: "FREQUENCY_LIMITED",
    47001: "PARAM_ERROR",
    403: "NO_AUTH",
    429: "FREQUENCY_LIMITED",
    502: "BANK_ERROR",
}
_BY_NUMBER_V2 = {45009: "FREQ_LIMIT", 45011: "FREQ_LIMIT", 429: "FREQ_LIMIT", 403: "NO_AUTH"}


class PayError(ApiError):
    """A call that WeChat Pay refuses; `field` names the part of the request that is wrong."""

    def __init__(self, code: str, rule: str, field: str = "") -> None:
        super().__init__(code, rule, PAY_ERRORS[code][0])
        self.field = field


def pay_code(error: ApiError) -> str:
    """Return the word of a refusal; a number, as a fault may give, becomes the nearest word."""
    if isinstance(error.code, str):
        return error.code
    return _BY_NUMBER.get(error.code, "SYSTEM_ERROR")


def pay_refusal(error: ApiError) -> tuple[int, dict[str, Any]]:
    """Write the status and body of a v3 refusal."""
    code = pay_code(error)
    status, words = PAY_ERRORS.get(code, (500, "系统错误"))
    body: dict[str, Any] = {"code": code, "message": words}
    if isinstance(error, PayError) and error.field:
        body["detail"] = {"field": error.field, "issue": error.rule, "location": "body"}
    return (error.status if error.status >= 400 else status), body


def v2_code(error: ApiError) -> str:
    """Return the err_code of a v2 refusal."""
    return error.code if isinstance(error.code, str) else _BY_NUMBER_V2.get(error.code, "SYSTEMERROR")
