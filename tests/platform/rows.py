"""Rows that fit a table and mean nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from tests.conftest import NOON

SAMPLES: dict[type, Any] = {
    str: "x", int: 1, float: 1.0, bool: False, bytes: b"x", UUID: UUID(int=1), datetime: NOON, date: NOON.date(),
    Decimal: Decimal(1), dict: {}, list: [], object: {},
}  # fmt: skip


def row_for(table: Table, workspace_id: UUID) -> dict[str, Any]:
    """Values for every column that needs one."""
    needed = [column for column in table.columns if not column.nullable and column.computed is None and column.identity is None]
    return {column.name: SAMPLES[column.type.python_type] for column in needed} | {"workspace_id": workspace_id}
