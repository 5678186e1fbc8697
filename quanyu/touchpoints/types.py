"""Values that cross the door: an account, what comes in from it, what goes out by it, and what a touchpoint is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

if TYPE_CHECKING:
    from quanyu.touchpoints.calls import Calls


@dataclass(frozen=True)
class Account:
    """One account of a brand, with its secrets open. ``app_id`` is the corp id for WeCom."""

    id: UUID
    workspace_id: UUID
    kind: str
    name: str
    app_id: str
    secret: str = field(repr=False)
    base_url: str
    token: str = field(default="", repr=False)
    aes_key: str = field(default="", repr=False)
    agent_id: str = ""
    state: str = "active"


@dataclass(frozen=True)
class SourceEvent:
    """What a callback says has happened.

    Args:
        id: the same for every re-sending of the callback, different for everything else.
        ids: kind → value of the person's ids (openid, unionid, external_userid …).
        context: short-lived secrets of the callback, such as ``welcome_code``. Never logged, never in the event log.
    """

    id: str
    event: str
    at: datetime
    ids: Mapping[str, str]
    properties: Mapping[str, Any]
    context: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Outgoing:
    """One message for one person (or one change to their tags).

    ``content`` by ``kind``:

    - template, subscription: ``{"data": {"thing1": "text"}, "url"?, "page"?, "mini_program"?: {"app_id", "page"}}``
    - customer_service: ``{"text"}`` or ``{"link": {"title", "url", "description"?, "image_url"?}}`` or
      ``{"mini_program": {"title", "app_id", "page", "media_id"}}``
    - welcome: ``{"text"?, "attachments"?: [{"link": …} | {"mini_program": …} | {"image": {"url"}}]}``,
      ``context["welcome_code"]``
    - tag: ``{"add"?: [ids], "remove"?: [ids]}``, ``context["user_id"]``
    - staff: ``{"text"}``; ``to`` is a member of staff
    """

    id: UUID
    kind: str
    to: str
    content: Mapping[str, Any]
    template_id: str = ""
    context: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Sent:
    """How a sending ended.

    refused: this person cannot have it, do not try again. later: back off ``retry_after_seconds``. stop: nothing goes by
    this account until a person has looked. unclear: it may or may not have left.
    """

    outcome: Literal["sent", "refused", "later", "stop", "unclear"]
    platform_id: str = ""
    code: str = ""
    reason: str = ""
    retry_after_seconds: float = 0


@dataclass(frozen=True)
class Callback:
    """A callback as it came: the query of its address, its body, its headers by lower-case name."""

    query: Mapping[str, str]
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A field of an account that a person fills in. ``name`` is one of the account's columns."""

    name: str
    label_zh: str
    label_en: str
    secret: bool = False
    required: bool = True


@dataclass(frozen=True)
class Window:
    """What the platform allows after something a person does: so many messages in so long."""

    after: str
    messages: int
    lasts: timedelta


@dataclass(frozen=True)
class Finding:
    """One thing that a check of an account found out, in words for a person."""

    code: str
    level: Literal["ok", "warning", "error"]
    zh: str
    en: str


@dataclass(frozen=True)
class Template:
    """A message template of the account. ``fields`` are the names that a message must fill."""

    id: str
    title: str
    content: str
    example: str
    fields: Sequence[str]


@dataclass(frozen=True)
class CodeRequest:
    """A code to make. ``scene`` comes back with everybody who scans it; ``staff`` are the members it leads to."""

    name: str
    scene: str
    staff: Sequence[str] = ()
    remark: str = ""
    lasts: timedelta | None = None


@dataclass(frozen=True)
class MadeCode:
    """A code that the platform made. ``reference`` is its name there, needed to change it."""

    reference: str
    content_url: str
    image_url: str


Verify = Callable[[Account, Callback, datetime, timedelta], str]
Open = Callable[[Account, Callback, datetime, timedelta], Mapping[str, Any]]
EventsOf = Callable[[Account, Mapping[str, Any]], list[SourceEvent]]
Send = Callable[["Calls", Account, Outgoing], Awaitable[Sent]]
Check = Callable[["Calls", Account], Awaitable[list[Finding]]]
Templates = Callable[["Calls", Account], Awaitable[list[Template]]]
MakeCode = Callable[["Calls", Account, CodeRequest], Awaitable[MadeCode]]
UnionIds = Callable[["Calls", Account, Sequence[str]], Awaitable[Mapping[str, str]]]


@dataclass(frozen=True)
class Touchpoint:
    """A kind of account: what a person fills in, and the functions that speak its language.

    Args:
        sends: kinds of ``Outgoing`` it takes, each with whether the platform drops a repeat of the same id.
        verify: the answer to the platform's handshake; raises ``CallbackRefused``.
        open: a callback, checked and decrypted, as a plain dictionary; raises ``CallbackRefused``.
        events_of: what it says has happened. Pure.
        union_ids: person's id here → unionid, for those that the platform knows.
        person_id: the kind of id by which this platform names a person.
        scenes: the events by which a code's scene comes back, each with the property that holds it.
        daily_limits: documented calls a day by API.
    """

    kind: str
    label_zh: str
    label_en: str
    fields: Sequence[Field]
    base_url: str = ""
    person_id: str = ""
    sends: Mapping[str, bool] = field(default_factory=dict)
    verify: Verify | None = None
    open: Open | None = None
    events_of: EventsOf | None = None
    send: Send | None = None
    check: Check | None = None
    templates: Templates | None = None
    make_code: MakeCode | None = None
    union_ids: UnionIds | None = None
    scenes: Mapping[str, str] = field(default_factory=dict)
    windows: Sequence[Window] = ()
    daily_limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def can(self) -> list[str]:
        """What it can do, in words that programs read."""
        rest = {"callbacks": self.open, "templates": self.templates, "codes": self.make_code}
        return [*(f"send:{kind}" for kind in self.sends), *(name for name, function in rest.items() if function)]
