"""What all sendings share: content checked before the call, and a failure turned into its meaning."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from typing import Any

from quanyu.touchpoints.calls import CallFailed
from quanyu.touchpoints.types import Sent

ARGUMENT_RULES: Mapping[str, re.Pattern[str]] = {
    "thing": re.compile(r"[^\n]{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "character_string": re.compile(r"[\x20-\x7e]{1,32}"),
    "number": re.compile(r"-?\d{1,32}(\.\d{1,32})?"),
    "letter": re.compile(r"[A-Za-z]{1,32}"),
    "amount": re.compile(r"[¥￥$]?-?\d{1,10}(\.\d{1,2})?元?"),
    "phone_number": re.compile(r"[\d+\- ]{1,17}"),
}
"""What a template's arguments may be, by the word before the argument's number. Other words hold any text."""

LONGEST_ARGUMENT = 200
MOST_ARGUMENTS = 30


class BadContent(ValueError):
    """A message that the platform would refuse, found before it was asked."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.sent = Sent("refused", code=code, reason=reason)


async def outcome_of(call: Awaitable[Mapping[str, Any]]) -> Sent:
    """How a sending call ended."""
    try:
        answer = await call
    except CallFailed as failure:
        return failure.sent
    return Sent("sent", platform_id=str(answer.get("msgid") or ""))


def part(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a message's content that is an object; empty when it is not there."""
    value = content.get(name)
    return value if isinstance(value, Mapping) else {}


def words(content: Mapping[str, Any], name: str) -> str:
    """A text that must be there.

    Raises:
        BadContent: it is not.
    """
    value = content.get(name)
    if not isinstance(value, str) or not value:
        raise BadContent("content", f"{name} is missing")
    return value


def template_data(content: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The arguments of a template message as WeChat takes them.

    Raises:
        BadContent: no arguments, or one that WeChat's rule for its kind does not allow.
    """
    given = part(content, "data")
    if not 0 < len(given) <= MOST_ARGUMENTS:
        raise BadContent("47003", f"a template message has 1 to {MOST_ARGUMENTS} arguments")
    data = {}
    for name, value in given.items():
        text = str(value.get("value", "") if isinstance(value, Mapping) else value)
        rule = ARGUMENT_RULES.get(re.sub(r"\d+$", "", name))
        if not 0 < len(text) <= LONGEST_ARGUMENT or (rule is not None and not rule.fullmatch(text)):
            raise BadContent("47003", f"the value of {name} does not fit its rule")
        data[name] = {"value": text}
    return data


def without_empty(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body without its empty parts."""
    return {name: value for name, value in body.items() if value not in ("", None, [], {})}
