"""What WeChat says when it refuses a call: the code, its words, and the rule behind it."""

from collections.abc import Mapping

from wechat_sandbox.errors.official import OFFICIAL_WORDS
from wechat_sandbox.errors.wecom import WECOM_WORDS


class ApiError(Exception):
    """A call that a platform answers with an error code.

    Args:
        code: the errcode, or for a platform that has words instead of numbers (Pay) its word.
        rule: which documented rule refused it; shown in the request log, never to the caller.
        status: the HTTP status, for platforms that use it.
        more: fields that stand beside errcode and errmsg in the answer.
        mark: how sure one may be that this code answers such a call, where another than its usual one stands in.
    """

    def __init__(
        self, code: int | str, rule: str = "", status: int = 200, more: Mapping[str, object] | None = None, mark: str = ""
    ) -> None:
        super().__init__(f"{code} {rule}")
        self.code = code
        self.rule = rule
        self.status = status
        self.more = more or {}
        self.mark = mark


def official_message(code: int | str, rid: str) -> str:
    """Word an Official Account or Mini Program error the way api.weixin.qq.com does."""
    return f"{OFFICIAL_WORDS.get(int(code), 'unknown error')} rid: {rid}"


def wecom_message(code: int | str, hint: str) -> str:
    """Word a WeCom error the way qyapi.weixin.qq.com does."""
    words = WECOM_WORDS.get(int(code), "unknown error")
    page = f"https://open.work.weixin.qq.com/devtool/query?e={code}"
    return f"{words}, hint: [{hint}], from ip: 127.0.0.1, more info at {page}"
