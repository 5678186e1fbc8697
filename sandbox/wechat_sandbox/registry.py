"""The two lists that grow: the APIs WeChat offers, and what people can do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wechat_sandbox.errors import ApiError

if TYPE_CHECKING:
    from wechat_sandbox.accounts import Account
    from wechat_sandbox.world import World

API = "api.weixin.qq.com"
WORK = "qyapi.weixin.qq.com"
PAGES = "mp.weixin.qq.com"
HOSTS = (API, WORK, PAGES)

Json = dict[str, Any]
OK: Json = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Image:
    """An answer that is a picture."""

    body: bytes
    media_type: str = "image/png"


@dataclass
class Call:
    """One call of an API that has passed the door: who calls and with what."""

    world: "World"
    account: "Account"
    query: dict[str, str]
    body: Json

    def text(self, name: str, missing: int, longest: int = 512) -> str:
        """Read a text from the body, refusing with `missing` when there is none."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value or len(value) > longest:
            raise ApiError(missing, f"{name} is a text of 1 to {longest} characters")
        return value

    def texts(self, name: str, bad: int, most: int) -> list[str]:
        """Read a list of 1 to `most` texts from the body."""
        value = self.body.get(name)
        if not isinstance(value, list) or not 1 <= len(value) <= most:
            raise ApiError(bad, f"{name} is a list of 1 to {most}")
        if not all(isinstance(item, str) for item in value):
            raise ApiError(bad, f"{name} holds texts")
        return value

    def some_texts(self, name: str, bad: int, most: int) -> list[str]:
        """Read a list of texts that may be missing or empty."""
        return self.texts(name, bad, most) if self.body.get(name) else []

    def cursor(self) -> int:
        """Read where the next page begins, 0 for the first."""
        text = self.body.get("cursor") or "0"
        if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 18:
            raise ApiError(40058, "cursor is the next_cursor of a page")
        return int(text)

    def number(self, name: str, bad: int, default: int | None = None) -> int:
        """Read a whole number from the body."""
        value = self.body.get(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ApiError(bad, f"{name} is a number")
        return value


Handler = Callable[[Call], "Json | Image"]


@dataclass(frozen=True)
class Endpoint:
    """One API: where it is, who may call it, how often in a day, and what answers."""

    host: str
    method: str
    path: str
    kinds: tuple[str, ...]
    handler: Handler
    daily: int
    token: bool


ENDPOINTS: dict[tuple[str, str], Endpoint] = {}


def endpoint(
    host: str, method: str, path: str, *kinds: str, daily: int = 5_000_000, token: bool = True
) -> Callable[[Handler], Handler]:
    """Offer a function as an API.

    Args:
        daily: calls allowed in one simulated day, 0 for no ceiling.
        token: whether an access token says who calls.
    """

    def register(handler: Handler) -> Handler:
        ENDPOINTS[host, path] = Endpoint(host, method, path, kinds, handler, daily, token)
        return handler

    return register


@dataclass(frozen=True)
class Act:
    """Something a person does at a moment of simulated time."""

    at: float
    person: int
    action: str
    params: Json


class ActError(Exception):
    """A person cannot do this: an unknown account, nobody to talk to, a missing parameter."""


Action = Callable[["World", Act], Json]
ACTIONS: dict[str, Action] = {}


def action(name: str) -> Callable[[Action], Action]:
    """Let people do something. The answer says what happened."""

    def register(function: Action) -> Action:
        ACTIONS[name] = function
        return function

    return register


@dataclass(frozen=True)
class Slot:
    """A short stretch of simulated time, numbered from 1970."""

    start: float
    end: float

    @property
    def tick(self) -> int:
        """The number that draws of this slot are made with."""
        return int(self.start)

    @property
    def days(self) -> float:
        """How much of a day this is."""
        return (self.end - self.start) / 86_400


Habit = Callable[["World", Slot], list[Act]]
HABITS: list[Habit] = []


def habit(function: Habit) -> Habit:
    """Let people do things of their own accord: asked once for each slot who does what."""
    HABITS.append(function)
    return function
