"""Pages by cursor: an opaque text that says where the next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel

from quanyu.kit.errors import Invalid

MAX_PAGE = 200

T = TypeVar("T")


class BadCursor(Invalid):
    """The cursor was not made by us, or belongs to another list."""

    code = "bad_cursor"
    message = "The cursor is not one that this list gave out."


class Page(BaseModel, Generic[T]):
    """One page of a list. ``next_cursor`` is null on the last page."""

    items: list[T]
    next_cursor: str | None = None


def encode_cursor(*key: Any) -> str:
    """The position after a row whose sort key is ``key`` (JSON values)."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, parts: int) -> list[Any]:
    """The sort key in a cursor.

    Raises:
        BadCursor: not our text, or not ``parts`` values.
    """
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
    if not isinstance(key, list) or len(key) != parts:
        raise BadCursor
    return key


def read_cursor(cursor: str, *kinds: type) -> list[Any]:
    """The sort key in a cursor, its values as ``kinds``: int (a row's number), UUID, datetime (aware) or str.

    Raises:
        BadCursor: not our text, or of another list.
    """
    return [_as(kind, value) for kind, value in zip(kinds, decode_cursor(cursor, len(kinds)), strict=True)]


def _as(kind: type, value: Any) -> Any:
    if kind is int:
        if type(value) is not int or not 0 <= value < 2**63:
            raise BadCursor
        return value
    if not isinstance(value, str) or "\0" in value:
        raise BadCursor
    try:
        found = value if kind is str else UUID(value) if kind is UUID else datetime.fromisoformat(value)
    except ValueError as error:
        raise BadCursor from error
    if isinstance(found, datetime) and found.tzinfo is None:
        raise BadCursor
    return found


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """Split ``limit + 1`` fetched rows into a page and whether more follow."""
    return list(rows[:limit]), len(rows) > limit
