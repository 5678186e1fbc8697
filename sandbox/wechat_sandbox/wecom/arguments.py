"""What many WeCom calls ask for in the same way: members, pages, stretches of days."""

from collections.abc import Sequence
from typing import Any

from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Json
from wechat_sandbox.store import Doc

EC = "/cgi-bin/externalcontact"
# Callbacks about the corp itself belong to nobody; they share one lane.
NOBODY = 0


def member(call: Call, userid: object) -> str:
    """Return the id of a member.

    Raises:
        ApiError: 60111 when nobody has it.
    """
    if not isinstance(userid, str) or call.world.store.get("staff", call.account.id, userid) is None:
        raise ApiError(60111, "no such member")
    return userid


def named_members(call: Call, name: str, most: int, missing: int = 40058) -> list[str]:
    """Read a list of members from the body; 60111 when one does not exist."""
    return [member(call, userid) for userid in call.texts(name, missing, most)]


def document(call: Call, kind: str, name: str, missing: int, unknown: int) -> Doc:
    """Return what the body names by its id.

    Raises:
        ApiError: `missing` without an id, `unknown` when there is no such thing.
    """
    found = call.world.store.get(kind, call.account.id, call.text(name, missing))
    if found is None:
        raise ApiError(unknown, f"no {kind} has this {name}")
    return found


def limit(call: Call, default: int, most: int) -> int:
    """Read how many items a page may have."""
    asked = call.number("limit", 40058, default)
    if not 1 <= asked <= most:
        raise ApiError(40058, f"limit is 1 to {most}")
    return asked


def page_of(call: Call, items: Sequence[Any], name: str, default: int, most: int) -> Json:
    """Answer with the page of a list that cursor and limit ask for."""
    asked, start = limit(call, default, most), call.cursor()
    more = start + asked < len(items)
    return {name: list(items[start : start + asked]), "next_cursor": str(start + asked) if more else ""}


def choice(call: Call, name: str, among: Sequence[object], bad: int = 40058, default: object = None) -> Any:
    """Read one of a few values."""
    given = call.body.get(name, default)
    # True equals 1 in Python, in JSON it does not.
    if isinstance(given, (bool, list, dict)) or given not in among:
        raise ApiError(bad, f"{name} is one of {', '.join(str(one) for one in among)}")
    return given


def short_text(call: Call, name: str, longest: int, bad: int = 40058) -> str:
    """Read a text that may be missing."""
    given = call.body.get(name, "")
    if not isinstance(given, str) or len(given) > longest:
        raise ApiError(bad, f"{name} is a text of at most {longest} characters")
    return given


def numbers(given: object, bad: int, what: str) -> list[int]:
    """Read a list of numbers that may be missing."""
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(n, int) and not isinstance(n, bool) for n in given):
        raise ApiError(bad, f"{what} is a list of numbers")
    return given


def stretch(call: Call, longest_days: int, first: str = "start_time", last: str = "end_time") -> tuple[int, int]:
    """Read the two ends of a stretch of time.

    Raises:
        ApiError: 40058 for an end before the beginning, too long a stretch, or statistics too old.
    """
    start, end = call.number(first, 40058), call.number(last, 40058)
    if not 0 <= start <= end <= start + longest_days * DAY:
        raise ApiError(40058, f"{first} to {last} is at most {longest_days} days")
    return start, end
