"""From events to rows: what each must hold to, and its encoded line for the store.

This is the hot path: a few microseconds for an event. Names and types of properties repeat, so a verdict on a *shape*
(event, property names, value types) is remembered and the properties are not looked at one by one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from quanyu.events.catalogue import fault
from quanyu.events.types import Result
from quanyu.events.wire import Unreadable, WireEvent

COLUMNS = (
    "workspace_id", "event", "at", "event_id", "touchpoint", "account", "source", "order_id", "item_id", "page", "message_id",
    "amount", "currency", "properties", "profile_id", "batch", "received_at",
)  # fmt: skip
DEAD_COLUMNS = ("workspace_id", "event_id", "event", "source", "code", "reason", "body", "batch", "received_at")

EVENT_NAME = re.compile(r"[a-z0-9_]{1,64}")
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC).timestamp()
LEAD = timedelta(hours=1)
"""How far a source's clock may run before ours."""
MAX_PROPERTIES = 100
MAX_PROPERTIES_BYTES = 32_768
MAX_DEPTH = 5
MAX_AMOUNT = 10**13
MAX_SHAPES = 50_000

Fault = tuple[str, str]
NESTED: Fault = ("", "nested")
"""The shape is fine and has lists or objects, whose depth must be looked at."""

encode = msgspec.json.Encoder().encode
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"})


NUL: Fault = ("bad_text", "id, touchpoint and account cannot hold NUL")
"""Identity writes them down in PostgreSQL, which takes no NUL: one such event would hold up its whole group."""


class Portion:
    """One caller's events, checked: rows that wait for their profile, and the answer that grows with them.

    ``rows``, ``keys``, ``whose`` and ``events`` run in parallel: the encoded line up to the profile, the 16-byte digest of
    (workspace, id), a profile number or the ids to find it by, and the event. ``places`` says where in ``results`` each
    one belongs.
    """

    def __init__(self, workspace_id: UUID, source: str, key: bytes, currency: str) -> None:
        self.workspace_id = workspace_id
        self.source = source
        self.currency = currency
        self.rows: list[bytes] = []
        self.keys: list[bytes] = []
        self.whose: list[int | tuple[Any, ...]] = []
        self.events: list[WireEvent] = []
        self.places: list[int] = []
        self.results: list[Result | None] = []
        self.dead: list[bytes] = []
        self._hash = hashlib.md5(key + workspace_id.bytes, usedforsecurity=False)

    def add(self, events: Sequence[WireEvent | Unreadable], shapes: dict[Any, Fault | None], now: datetime) -> None:
        """Check and encode. ``shapes`` is the memory of verdicts, shared by all portions of a process."""
        latest = (now + LEAD).timestamp()
        head, source, currency = f"{self.workspace_id}\t", escape(self.source), self.currency
        copy, rows, keys = self._hash.copy, self.rows, self.keys
        for place, event in enumerate(events, len(self.results)):
            self.results.append(None)
            if type(event) is Unreadable:
                self._reject(place, event.id, event.event, event.code, event.reason, event.body)
                continue
            assert isinstance(event, WireEvent)
            properties = event.properties
            shape = (event.event, *properties, *map(type, properties.values()))
            try:
                verdict = shapes[shape]
            except KeyError:
                verdict = remember(shapes, shape, judge(event))
            if verdict is not None and (verdict is not NESTED or (verdict := deep(properties))):
                self._refuse(place, event, verdict)
                continue
            at, id, touchpoint, account = event.at, event.id, event.touchpoint, event.account
            moment = at.timestamp() if at.tzinfo is not None else 0
            if not EARLIEST <= moment <= latest:
                self._refuse(place, event, bad_time(at))
                continue
            get = properties.get
            amount = get("amount_fen", "0")
            if amount.__class__ is not str:
                amount = decimal(amount)
            unit = get("currency") or currency
            body = encode(properties)
            if (
                not id
                or len(id) > 128
                or len(touchpoint) > 64
                or len(account) > 64
                or not amount
                or len(body) > MAX_PROPERTIES_BYTES
                or len(unit) != 3
            ):
                self._refuse(place, event, misfit(id, touchpoint, account, amount, body))
                continue
            names = f"{id}\t{touchpoint}\t{account}\t{source}\t{get('order_id') or ''}\t{get('item_id') or ''}\t{get('page') or ''}\t{get('message_id') or ''}"  # noqa: E501
            if "\\" in names or names.count("\t") != 7 or not names.replace("\t", "").isprintable():
                if "\0" in f"{id}{touchpoint}{account}":
                    self._refuse(place, event, NUL)
                    continue
                parts = (
                    id,
                    touchpoint,
                    account,
                    self.source,
                    *(get(name) or "" for name in ("order_id", "item_id", "page", "message_id")),
                )
                names = "\t".join(map(escape, parts))
            digest = copy()
            digest.update(id.encode())
            keys.append(digest.digest())
            if b"\\" in body:
                body = body.replace(b"\\", b"\\\\")
            rows.append(f"{head}{event.event}\t{moment:.3f}\t{names}\t{amount}\t{escape_if_needed(unit)}\t".encode() + body)
            ids = event.ids
            self.whose.append((account, *ids, *ids.values()) if ids else 0)
            self.events.append(event)
            self.places.append(place)

    def _refuse(self, place: int, event: WireEvent, why: Fault) -> None:
        self._reject(place, event.id[:128], event.event[:64], *why, msgspec.to_builtins(event))

    def _reject(self, place: int, id: str, event: str, code: str, reason: str, body: Any) -> None:
        self.results[place] = Result(id, "rejected", 0, code, reason)
        parts = (str(self.workspace_id), id, event, self.source, code, reason[:500], letter(body))
        self.dead.append("\t".join(map(escape, parts)).encode(errors="replace"))


def escape(text: str) -> str:
    """A value as the store's tab-separated format writes it."""
    return text.translate(ESCAPES)


def escape_if_needed(text: str) -> str:
    return text if text.isalpha() else escape(text)


def remember(shapes: dict[Any, Fault | None], shape: Any, verdict: Fault | None) -> Fault | None:
    """Keep a verdict; start over when a source invents names without end."""
    if len(shapes) >= MAX_SHAPES:
        shapes.clear()
    shapes[shape] = verdict
    return verdict


def judge(event: WireEvent) -> Fault | None:
    """What is wrong with an event's name and the names and types of its properties."""
    if not EVENT_NAME.fullmatch(event.event):
        return "bad_name", "an event's name is 1 to 64 of a–z, 0–9 and _"
    if len(event.properties) > MAX_PROPERTIES:
        return "too_many_properties", f"an event may have {MAX_PROPERTIES} properties"
    nested = False
    for name, value in event.properties.items():
        if not 0 < len(name) <= 64 or not name.isprintable():
            return "bad_property_name", "a property's name is 1 to 64 printable characters"
        if reason := fault(event.event, name, type(value)):
            return "wrong_type", reason
        nested = nested or isinstance(value, list | dict)
    return NESTED if nested else None


def deep(properties: dict[str, Any]) -> Fault | None:
    """What is wrong with nested values: too deep, too many, or names that cannot be columns."""
    count = 0
    level: list[Any] = [properties]
    for _ in range(MAX_DEPTH):
        inner: list[Any] = []
        for value in level:
            count += len(value)
            if isinstance(value, dict) and not all(0 < len(name) <= 64 and name.isprintable() for name in value):
                return "bad_property_name", "a property's name is 1 to 64 printable characters"
            inner += [one for one in (value.values() if isinstance(value, dict) else value) if isinstance(one, list | dict)]
        if not inner:
            return (
                None
                if count <= 10 * MAX_PROPERTIES
                else ("too_many_properties", f"properties may hold {10 * MAX_PROPERTIES} values")
            )
        level = inner
    return "too_deep", f"properties may be nested {MAX_DEPTH} deep"


def bad_time(at: datetime) -> Fault:
    if at.tzinfo is None:
        return "bad_time", "a time needs its zone, as in 2026-03-02T12:00:00+08:00"
    return "bad_time", "the time is before 2000" if at.timestamp() < EARLIEST else "the time is more than an hour in the future"


def decimal(amount: Any) -> str:
    """Minor units as the store's decimal; "0" for none, empty when it cannot be one."""
    if amount is None:
        return "0"
    if not -MAX_AMOUNT < amount < MAX_AMOUNT:
        return ""
    return f"{amount:.4f}" if amount.__class__ is float else str(amount)


def misfit(id: str, touchpoint: str, account: str, amount: str, body: bytes) -> Fault:
    """Which of the sizes does not fit."""
    if not id or len(id) > 128:
        return "missing_id", "an event needs an id of its own: a text of at most 128 characters"
    if len(touchpoint) > 64 or len(account) > 64:
        return "too_long", "touchpoint and account are at most 64 characters"
    if not amount:
        return "bad_number", f"amount_fen is under {MAX_AMOUNT}"
    if len(body) > MAX_PROPERTIES_BYTES:
        return "too_large", f"properties may have {MAX_PROPERTIES_BYTES} bytes"
    return "wrong_type", "currency is three letters (ISO 4217)"


def letter(body: Any) -> str:
    """An event for the dead letters: as it came, without the values of its ids."""
    if isinstance(body, dict) and isinstance(body.get("ids"), dict):
        body = {**body, "ids": dict.fromkeys(list(body["ids"])[:20], "…")}
    try:
        return encode(body)[:MAX_PROPERTIES_BYTES].decode(errors="replace")
    except (UnicodeEncodeError, RecursionError, TypeError, ValueError):
        return ascii(body)[:MAX_PROPERTIES_BYTES]
