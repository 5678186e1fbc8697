"""The two lists that grow: the APIs WeChat offers, and what people can do."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from wechat_sandbox.errors import ApiError

if TYPE_CHECKING:
    from wechat_sandbox.accounts import Account
    from wechat_sandbox.world import World

API = "api.weixin.qq.com"
WORK = "qyapi.weixin.qq.com"
PAGES = "mp.weixin.qq.com"
OPEN = "open.weixin.qq.com"
PAY = "api.mch.weixin.qq.com"
ADS = "api.e.qq.com"
SMS = "sms.sandbox"
OPEN_WORK = "open.work.weixin.qq.com"
IMAGES = "mmbiz.qpic.cn"
WORK_IMAGES = "wework.qpic.cn"
LOGIN_WORK = "login.work.weixin.qq.com"
HOSTS = (API, WORK, PAGES, OPEN, PAY, ADS, SMS, OPEN_WORK, IMAGES, WORK_IMAGES, LOGIN_WORK)

Json = dict[str, Any]
OK: Json = {"errcode": 0, "errmsg": "ok"}


@dataclass(frozen=True)
class Reply:
    """An answer as it goes over the wire. Handlers give one when theirs is not a JSON object with status 200."""

    body: bytes = b""
    media_type: str = "text/plain; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def picture(body: bytes, media_type: str = "image/png") -> Reply:
    """Answer with a picture."""
    return Reply(body, media_type)


def page(html: str) -> Reply:
    """Answer with a web page."""
    return Reply(html.encode(), "text/html; charset=utf-8")


def redirect(url: str) -> Reply:
    """Send the browser elsewhere."""
    return Reply(status=302, headers={"location": url})


@dataclass(frozen=True)
class Upload:
    """A file of a multipart form."""

    name: str
    media_type: str
    body: bytes


@dataclass(frozen=True)
class Incoming:
    """A call as it came: `target` is path and query as they were written, without the host."""

    method: str
    host: str
    path: str
    target: str
    query: dict[str, str]
    headers: Mapping[str, str]
    raw: bytes
    address: str
    params: dict[str, str]


@dataclass
class Call:
    """One call of an API that has passed the door: who calls and with what."""

    world: "World"
    account: "Account"
    query: dict[str, str]
    body: Json
    incoming: Incoming
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def params(self) -> dict[str, str]:
        """The parts of the path that the endpoint's template names."""
        return self.incoming.params

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


Handler = Callable[[Call], "Json | Reply"]


class Door(Protocol):
    """How a platform is called: who the caller is, what the body holds, and how answers and refusals look."""

    def admit(self, world: "World", endpoint: "Endpoint", incoming: Incoming) -> Call:
        """Tell who calls and with what, or raise ApiError."""

    def success(self, call: Call, answer: "Json | Reply") -> Reply:
        """Write an answer."""

    def refusal(self, world: "World", incoming: Incoming, error: ApiError, rid: str) -> Reply:
        """Write a refusal."""


@dataclass(frozen=True)
class Endpoint:
    """One API: where it is, who may call it, how often in a day, and what answers.

    `path` may hold `{name}` for a part that varies. `bearer` is the query parameter that says who calls, empty when
    app id and secret do, or something else that the door understands.
    """

    host: str
    methods: tuple[str, ...]
    path: str
    kinds: tuple[str, ...]
    handler: Handler
    daily: int
    minute: int
    bearer: str
    door: Door | None


class Endpoints:
    """Every API on offer, found by host and path."""

    def __init__(self) -> None:
        self._exact: dict[tuple[str, str], list[Endpoint]] = {}
        self._templates: list[tuple[str, re.Pattern[str], str]] = []

    def __iter__(self) -> Iterator[Endpoint]:
        return (endpoint for offered in self._exact.values() for endpoint in offered)

    def offer(self, endpoint: Endpoint) -> None:
        """Add one.

        Raises:
            ValueError: another has this host, path and method.
        """
        offered = self._exact.setdefault((endpoint.host, endpoint.path), [])
        if any(set(endpoint.methods) & set(other.methods) for other in offered):
            raise ValueError(f"{endpoint.host}{endpoint.path} is offered twice")
        if "{" in endpoint.path and not offered:
            pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", endpoint.path))
            self._templates.append((endpoint.host, pattern, endpoint.path))
        offered.append(endpoint)

    def at(self, host: str, path: str) -> tuple[list[Endpoint], dict[str, str]]:
        """Return what is offered at a path, one for each method, and the parts of the path."""
        if offered := self._exact.get((host, path)):
            return offered, {}
        for its_host, pattern, template in self._templates:
            if its_host == host and (match := pattern.fullmatch(path)):
                return self._exact[host, template], match.groupdict()
        return [], {}


ENDPOINTS = Endpoints()


def endpoint(
    host: str,
    method: str,
    path: str,
    *kinds: str,
    daily: int = 5_000_000,
    minute: int = 0,
    bearer: str = "access_token",
    door: Door | None = None,
) -> Callable[[Handler], Handler]:
    """Offer a function as an API.

    Args:
        method: GET, POST …, or several with a blank between.
        kinds: which kinds of account may call it.
        daily: calls allowed in one simulated day, 0 for no ceiling.
        minute: calls allowed in one wall-clock minute, 0 for no ceiling.
        bearer: the query parameter that says who calls; empty for app id and secret.
        door: how this platform is called; the one of Official Accounts, Mini Programs and WeCom unless given.
    """

    def register(handler: Handler) -> Handler:
        methods = tuple(method.split())
        ENDPOINTS.offer(Endpoint(host, methods, path, kinds, handler, daily, minute, bearer, door))
        return handler

    return register


class Act(NamedTuple):
    """Something a person does at a moment of simulated time."""

    at: float
    person: int
    action: str
    params: Json

    def only(self, *names: str) -> Json:
        """Return those of the named parameters that were given, to hand them on."""
        return {name: self.params[name] for name in names if name in self.params}


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
    """An hour of simulated time or the rest of one, numbered from 1970."""

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


Seed = Callable[["World"], None]
SEEDS: dict[str, Seed] = {}


def seed(function: Seed) -> Seed:
    """Let a function furnish every world once, at the first start that knows it: accounts, templates, staff."""
    SEEDS[f"{function.__module__}.{function.__name__}"] = function
    return function


Habit = Callable[["World", Slot], list[Act]]
HABITS: list[Habit] = []


def habit(function: Habit) -> Habit:
    """Let people do things of their own accord: asked once for each slot who does what."""
    HABITS.append(function)
    return function


Relay = Callable[["World", "Account", int, Json, float], list[int]]
RELAYS: list[Relay] = []


def relay(function: Relay) -> Relay:
    """Let a function tell others what an account is told: a provider whom it lets act for it. Returns deliveries."""
    RELAYS.append(function)
    return function


Guard = Callable[["World", Endpoint, "Account", str], None]
GUARDS: list[Guard] = []


def guard(function: Guard) -> Guard:
    """Let a function refuse a call that its token does not cover: world, API, whose token, and the token."""
    GUARDS.append(function)
    return function


Tick = Callable[["World"], None]
TICKS: list[Tick] = []


def tick(function: Tick) -> Tick:
    """Let a function look at the wall clock many times a second, for what the platform does by it. It must be quick."""
    TICKS.append(function)
    return function
