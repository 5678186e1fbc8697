"""A request body as events: one fast pass for a well-formed batch, one by one when something in it is wrong."""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any

import msgspec

from quanyu.kit.errors import AppError, Invalid, TooLarge

MAX_BYTES = 8_000_000
MAX_EVENTS = 2000


class WireEvent(msgspec.Struct, gc=False):
    """One event as a source writes it."""

    id: str
    event: str
    at: datetime
    touchpoint: str = ""
    account: str = ""
    ids: dict[str, str | None] = {}
    properties: dict[str, Any] = {}


class _Body(msgspec.Struct):
    events: list[WireEvent]


class Unreadable(msgspec.Struct, gc=False):
    """An entry of a batch that is not an event, and why."""

    id: str
    event: str
    code: str
    reason: str
    body: Any


class BadBody(AppError):
    """The body as a whole cannot be read, so nothing of it was taken."""

    status = 400
    code = "bad_body"
    message = "The body is not a batch of events: {reason}."


class BodyTooLarge(TooLarge):
    """More bytes than one batch may have, packed or unpacked."""

    code = "body_too_large"
    message = "A batch may have {limit} bytes."


class TooManyEvents(Invalid):
    """More events than one batch may have."""

    code = "too_many_events"
    message = "A batch may have {limit} events; this one has {events}."


_decoder = msgspec.json.Decoder(_Body)


def unpacked(body: bytes) -> bytes:
    """The bytes in a gzip body.

    Raises:
        BadBody: not gzip, or cut off.
        BodyTooLarge: it would grow over the ceiling.
    """
    stream = zlib.decompressobj(wbits=31)
    try:
        plain = stream.decompress(body, MAX_BYTES + 1)
    except zlib.error as error:
        raise BadBody(reason="it is not gzip") from error
    if len(plain) > MAX_BYTES:
        raise BodyTooLarge(limit=MAX_BYTES)
    if not stream.eof:
        raise BadBody(reason="the gzip stream is cut off")
    return plain


def decode(body: bytes) -> list[WireEvent | Unreadable]:
    """The events of a body, in order; entries that are not events are marked, the rest is taken.

    Raises:
        BadBody: not JSON, or not an object with a list of events.
        TooManyEvents: over the ceiling.
    """
    events: list[WireEvent | Unreadable]
    try:
        events = list(_decoder.decode(body).events)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        events = [_read(entry) for entry in _entries(body)]
    if len(events) > MAX_EVENTS:
        raise TooManyEvents(limit=MAX_EVENTS, events=len(events))
    return events


def _entries(body: bytes) -> list[Any]:
    try:
        batch = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadBody(reason="it is not JSON") from error
    if not isinstance(batch, dict) or not isinstance(batch.get("events"), list):
        raise BadBody(reason='it has no list "events"')
    entries: list[Any] = batch["events"]
    return entries[: MAX_EVENTS + 1]


def _read(entry: Any) -> WireEvent | Unreadable:
    try:
        event = msgspec.convert(entry, WireEvent)
        json.dumps(entry, ensure_ascii=False, allow_nan=False).encode()
    except msgspec.ValidationError as error:
        code = "bad_time" if str(error).endswith("`$.at`") else "bad_form"
        return _unreadable(entry, code, str(error))
    except ValueError as error:
        code = "bad_text" if isinstance(error, UnicodeEncodeError) else "bad_number"
        return _unreadable(entry, code, "text that is not Unicode" if code == "bad_text" else "a number that is not finite")
    return event


def _unreadable(entry: Any, code: str, reason: str) -> Unreadable:
    known = entry if isinstance(entry, dict) else {}
    id, event = (_clean(known.get(key)) for key in ("id", "event"))
    if not id and code == "bad_form":
        code, reason = "missing_id", "an event needs an id of its own: a text of at most 128 characters"
    return Unreadable(id, event, code, reason, entry)


def _clean(text: Any) -> str:
    return text[:128].encode(errors="replace").decode() if isinstance(text, str) else ""
