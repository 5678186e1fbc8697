"""Reading what a call asks for: ids that come as text or number, times, pages."""

from typing import Any

from wechat_sandbox.channels.refusals import BAD, NO_OPENID
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import Call, Json

_LONGEST = 200
_LARGEST = 2**53


def identity(call: Call, name: str) -> str:
    """Read an id, which the samples write as a text or as a number."""
    value = call.body.get(name)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return str(value)
    return call.text(name, BAD, _LONGEST)


def count(call: Call, name: str, least: int, most: int, default: int | None = None) -> int:
    """Read a whole number within bounds."""
    return bounded(call.number(name, BAD, default), name, least, most)


def bounded(value: Any, name: str, least: int, most: int) -> int:
    """Check a whole number."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ApiError(BAD, f"{name} is a number from {least} to {most}")
    return value


def stretch(given: Any, name: str, longest: float) -> tuple[int, int] | None:
    """Read `{start_time, end_time}`, None when it is not given.

    Raises:
        ApiError: not two times in order, or further apart than `longest` seconds.
    """
    if given is None:
        return None
    if not isinstance(given, dict):
        raise ApiError(BAD, f"{name} is an object")
    start, end = (bounded(given.get(side), f"{name}.{side}", 0, _LARGEST) for side in ("start_time", "end_time"))
    if not start <= end <= start + longest:
        raise ApiError(BAD, f"{name} runs forward, over at most {longest:g} seconds")
    return start, end


def times(call: Call, start: str, end: str, longest: float) -> tuple[int, int]:
    """Read two times of the body, in order and not further apart than `longest` seconds."""
    given = stretch({"start_time": call.body.get(start), "end_time": call.body.get(end)}, f"{start} to {end}", longest)
    assert given is not None
    return given


def after(call: Call, name: str) -> int:
    """Read where the next page begins, 0 for the first."""
    text = call.body.get(name) or "0"
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise ApiError(BAD, f"{name} is what the page before gave")
    return int(text)


def thing(call: Call, name: str) -> Json:
    """Read an object."""
    value = call.body.get(name)
    if not isinstance(value, dict):
        raise ApiError(BAD, f"{name} is an object")
    return value


def things(given: Any, name: str, most: int) -> list[Json]:
    """Read a list of 1 to `most` objects."""
    if not isinstance(given, list) or not 1 <= len(given) <= most or not all(isinstance(one, dict) for one in given):
        raise ApiError(BAD, f"{name} is a list of 1 to {most} objects")
    return given


def person(call: Call, name: str = "openid") -> int:
    """Read an openid; return who it is."""
    value = call.body.get(name)
    found = call.world.people.find(call.account, value) if isinstance(value, str) else None
    if found is None:
        raise ApiError(NO_OPENID, f"{name} is one of this store's")
    return found


def day(call: Call) -> str:
    """Read a day of China's calendar, as 20240520 in a text or a number, that may be looked at."""
    value = call.body.get("ds")
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        raise ApiError(BAD, "ds is a day such as 20240520")
    return text
