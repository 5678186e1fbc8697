"""Pages by cursor: an opaque text that says where the next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

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


def cut(rows: Sequence[T], limit: int) -> tuple[list[T], bool]:
    """Split ``limit + 1`` fetched rows into a page and whether more follow."""
    return list(rows[:limit]), len(rows) > limit
