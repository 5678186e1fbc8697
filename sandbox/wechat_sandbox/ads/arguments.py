"""Reading what a call of Tencent Ads is given, and writing lists page by page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import Call, Json
from wechat_sandbox.store import Doc

LARGEST = 2**53
_DEFAULT_PAGE, _LARGEST_PAGE, _LAST_PAGE = 10, 100, 99_999


def whole(given: Mapping[str, Any], name: str, default: int | None = None, low: int = 0, high: int = LARGEST) -> int:
    """Read a whole number between two bounds."""
    value = given.get(name, default)
    if type(value) is not int or not low <= value <= high:
        raise ApiError(ads.BAD_ARGUMENT, f"{name} is a number from {low} to {high}")
    return value


def text(given: Mapping[str, Any], name: str, longest: int, default: str | None = None) -> str:
    """Read a text of 1 to `longest` characters."""
    value = given.get(name, default)
    if default is not None and value == default:
        return default
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise ApiError(ads.BAD_ARGUMENT, f"{name} is a text of 1 to {longest} characters")
    return value


def choice(given: Mapping[str, Any], name: str, choices: Sequence[str], default: str | None = None) -> str:
    """Read one of the platform's words."""
    value = given.get(name, default)
    if not isinstance(value, str) or value not in choices:
        raise ApiError(ads.BAD_ARGUMENT, f"{name} is one of {', '.join(choices)}")
    return value


def wholes(given: Mapping[str, Any], name: str, most: int) -> list[int]:
    """Read a list of numbers that may be missing."""
    value = given.get(name) or []
    if not isinstance(value, list) or len(value) > most or not all(type(one) is int for one in value):
        raise ApiError(ads.BAD_ARGUMENT, f"{name} is a list of at most {most} numbers")
    return value


def filters(call: Call, *names: str) -> Callable[[Doc], bool]:
    """Read `filtering`: which documents are wanted, by fields that equal or are in a list of values."""
    given = call.body.get("filtering") or []
    if not isinstance(given, list) or len(given) > 40 or not all(isinstance(one, dict) for one in given):
        raise ApiError(ads.BAD_ARGUMENT, "filtering is a list of conditions")
    wanted: list[tuple[str, list[str]]] = []
    for one in given:
        values = one.get("values")
        if one.get("field") not in names or one.get("operator") not in ("EQUALS", "IN") or not isinstance(values, list):
            raise ApiError(ads.BAD_ARGUMENT, f"a condition has field ({', '.join(names)}), operator EQUALS or IN, values")
        wanted.append((str(one["field"]), [str(value) for value in values]))
    return lambda doc: all(str(doc.get(field)) in values for field, values in wanted)


def paged(call: Call, items: Sequence[Any]) -> Json:
    """Write one page of a list."""
    number = whole(call.body, "page", 1, 1, _LAST_PAGE)
    size = whole(call.body, "page_size", _DEFAULT_PAGE, 1, _LARGEST_PAGE)
    pages = max(-(-len(items) // size), 1)
    info = {"page": number, "page_size": size, "total_number": len(items), "total_page": pages}
    return {"list": list(items[(number - 1) * size : number * size]), "page_info": info}
