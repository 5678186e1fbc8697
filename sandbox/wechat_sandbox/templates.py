"""Message templates: which keywords one has, and whether the values given fit them."""

import re

from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Json

_KEYWORD = re.compile(r"\{\{(\w+)\.DATA\}\}")
_TIME = re.compile(r"(\d{4}(-\d{1,2}-\d{1,2}|年\d{1,2}月\d{1,2}日)\s*)?([0-2]?\d:[0-5]\d(:[0-5]\d)?)?")

# The rule of each kind of keyword; kinds not listed here hold any text.
_FITS = {
    "thing": re.compile(r"[^\n]{1,20}"),
    "number": re.compile(r"-?\d{1,32}(\.\d{1,32})?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "symbol": re.compile(r"\W{1,5}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "time": _TIME,
    "date": _TIME,
    "amount": re.compile(r"[¥￥$]?-?\d{1,10}(\.\d{1,2})?元?"),
    "phone_number": re.compile(r"[\d+\- ]{1,17}"),
    "name": re.compile(r"[\u4e00-\u9fff·]{1,10}|[A-Za-z .·]{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "const": re.compile(r".{1,20}"),
}


def keywords(content: str) -> list[str]:
    """List a template's keywords in order."""
    return _KEYWORD.findall(content)


def check(content: str, data: object) -> None:
    """Check that each keyword has a value that fits its kind.

    Raises:
        ApiError: 47003, naming the keyword.
    """
    if not isinstance(data, dict):
        raise ApiError(47003, "data is an object of {keyword: {value}}")
    for keyword in keywords(content):
        given = data.get(keyword)
        value = given.get("value") if isinstance(given, dict) else None
        if keyword in ("first", "remark") and value is None:
            continue
        if not isinstance(value, (str, int, float)) or str(value) == "":
            raise ApiError(47003, f"data.{keyword}.value is missing or empty")
        rule = _FITS.get(re.sub(r"\d+$", "", keyword))
        if rule is not None and not rule.fullmatch(str(value)):
            raise ApiError(47003, f"data.{keyword}.value does not fit")


def rendered(content: str, data: Json) -> str:
    """Write the message as the person sees it."""
    return _KEYWORD.sub(lambda match: str((data.get(match[1]) or {}).get("value", "")), content)
