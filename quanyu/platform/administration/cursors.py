"""Reading the values of a cursor."""

from typing import Any
from uuid import UUID

from quanyu.kit.paging import BadCursor


def uuid_in(value: Any) -> UUID:
    """A UUID from a cursor.

    Raises:
        BadCursor: it is none.
    """
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError) as error:
        raise BadCursor from error


def number_in(value: Any) -> int:
    """A row's number from a cursor.

    Raises:
        BadCursor: it is none.
    """
    if type(value) is not int or not 0 <= value < 2**63:
        raise BadCursor
    return value
