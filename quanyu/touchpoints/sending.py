"""What all sendings share: content checked before the call, and a failure turned into its meaning."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from typing import Any

from quanyu.touchpoints.calls import CallFailed
from quanyu.touchpoints.types import Sent

ARGUMENT_LIMITS: Mapping[str, int] = {
    "thing": 20, "phrase": 5, "character_string": 32, "number": 32, "letter": 32, "symbol": 5, "phone_number": 17,
    "car_number": 8, "name": 20,
}  # fmt: skip
"""The longest values of a template's arguments, by the word before the argument's number."""

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
        BadContent: no arguments, or one longer than its rule allows.
    """
    given = part(content, "data")
    if not 0 < len(given) <= MOST_ARGUMENTS:
        raise BadContent("47003", f"a template message has 1 to {MOST_ARGUMENTS} arguments")
    data = {}
    for name, value in given.items():
        text = str(value.get("value", "") if isinstance(value, Mapping) else value)
        longest = ARGUMENT_LIMITS.get(re.sub(r"\d+$", "", name), LONGEST_ARGUMENT)
        if not 0 < len(text) <= longest:
            raise BadContent("47003", f"{name} has 1 to {longest} characters")
        data[name] = {"value": text}
    return data


def without_empty(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body without its empty parts."""
    return {name: value for name, value in body.items() if value not in ("", None, [], {})}
