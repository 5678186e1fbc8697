"""Every API as its users see it: a good call, the shape of its answer, and the errors it documents.

One module for each surface holds a list `CASES`. `test_every_endpoint.py` runs them all and fails when an API that is
offered has no case.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rig import Sandbox

Body = dict[str, Any]
Change = Mapping[str, Any] | Callable[[Sandbox], Awaitable[Any]]
GONE = object()
"""In a change: this field is left out."""


@dataclass(frozen=True)
class Good:
    """A call that succeeds. `params` fill the braces of the path; `files` are name: (filename, bytes, media type)."""

    body: Body = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    params: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back, as far as the tests look: `code` is the errcode or the platform's word, 0 or "" for success."""

    status: int
    code: int | str
    body: Any


Caller = Callable[["Case", Sandbox, Good], Awaitable[Answer]]


async def call_weixin(case: "Case", sandbox: Sandbox, good: Good) -> Answer:
    """Call an API of api.weixin.qq.com or qyapi.weixin.qq.com with the account's token."""
    response = await sandbox.call(case.account, case.method, case.path, good.query, good.body, good.files)
    if "json" not in response.headers["content-type"]:
        return Answer(response.status_code, 0, response.content)
    body = response.json()
    return Answer(response.status_code, body.get("errcode", 0), body)


@dataclass(frozen=True)
class Case:
    """One API.

    Args:
        path: as it is registered, with its braces.
        good: makes what a good call needs, and the call.
        shape: of the answer: a type, a tuple of alternatives, `[shape]` for a list, or a dict whose keys may end in `?`
            for optional fields. Fields that are not named here are a failure. `bytes` stands for a picture or file.
        errors: for each documented error the change to the good call's body (or for a GET its query) that brings it
            about, or a function that makes the call itself and returns the code.
        account: the id of the account that calls.
        caller: how this platform is called.
        quota: False for an API without a daily ceiling.
    """

    path: str
    good: Callable[[Sandbox], Awaitable[Good]]
    shape: Any
    errors: Mapping[int | str, Change] = field(default_factory=dict)
    method: str = "POST"
    account: str = "oa"
    caller: Caller = call_weixin
    quota: bool = True


def changed(given: Body, change: Mapping[str, Any]) -> Body:
    """Return a body or query with some fields set or left out."""
    return {name: value for name, value in {**given, **change}.items() if value is not GONE}


def mismatch(value: Any, shape: Any, place: str = "answer") -> str:
    """Say where a value differs from a shape, empty when it fits."""
    if shape is Any:
        return ""
    if isinstance(shape, tuple):
        return "" if any(not mismatch(value, one, place) for one in shape) else f"{place}: {value!r} is none of {shape}"
    if isinstance(shape, list):
        if not isinstance(value, list):
            return f"{place}: {value!r} is not a list"
        return next((found for n, item in enumerate(value) if (found := mismatch(item, shape[0], f"{place}[{n}]"))), "")
    if isinstance(shape, dict):
        return _mismatch_of_object(value, shape, place)
    if type(value) is not shape and not (shape is float and type(value) is int):
        return f"{place}: {value!r} is not {shape.__name__}"
    return ""


def _mismatch_of_object(value: Any, shape: dict[str, Any], place: str) -> str:
    if not isinstance(value, dict):
        return f"{place}: {value!r} is not an object"
    known = {name.removesuffix("?"): inner for name, inner in shape.items()}
    if unknown := set(value) - set(known):
        return f"{place}: {', '.join(sorted(unknown))} not documented"
    if missing := {name for name in shape if not name.endswith("?")} - set(value):
        return f"{place}: {', '.join(sorted(missing))} missing"
    return next((found for name in value if (found := mismatch(value[name], known[name], f"{place}.{name}"))), "")
