"""Files of order lines → orders, pure. Prices stay exact decimals until the log rounds for display.

A sale is a line with a positive quantity and price. A line with a negative quantity and a positive price is a return.
Lines without a price are kept as lines of the order (gifts, samples) and add nothing to its amount; lines with a negative
price (book-keeping entries) and stock corrections (negative quantity without a price) are left out and counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from quanyu.commerce.orders.errors import MissingColumns, UnreadableFile
from quanyu.commerce.orders.schemas import OrderMapping

NO_MEMBER = {"", "0", "nan", "none", "null"}


@dataclass
class Line:
    """One line. ``unit_price`` is in the currency's smallest unit and may have parts of it."""

    item_id: str
    item_name: str
    quantity: int
    unit_price: Decimal


@dataclass
class Order:
    """One order of the file, or the return of one. ``amount`` in the smallest unit, never negative."""

    order_id: str
    at: datetime
    refund: bool
    member_no: str = ""
    phone: str = ""
    amount: Decimal = Decimal(0)
    lines: list[Line] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)


def read_table(path: Path, filename: str, mapping: OrderMapping) -> pa.Table:
    """The mapped columns of a CSV (UTF-8, header row) or Parquet file.

    Raises:
        UnreadableFile: neither, or damaged.
        MissingColumns: a mapped column is not there.
    """
    wanted = {name for name in mapping.columns.model_dump().values() if name} | set(mapping.properties.values())
    with path.open("rb") as file:
        parquet = file.read(4) == b"PAR1"
    try:
        table = pa.parquet.read_table(path) if parquet else _read_csv(path, wanted)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(filename=filename, reason=str(error).splitlines()[0][:200]) from error
    if missing := sorted(wanted - set(table.column_names)):
        raise MissingColumns(missing=missing, columns=table.column_names[:50])
    return table.select(sorted(wanted))


def _read_csv(path: Path, wanted: set[str]) -> pa.Table:
    """All as text: member and item numbers keep their leading zeros, prices their digits."""
    texts = pa.csv.ConvertOptions(column_types=dict.fromkeys(wanted, pa.string()), strings_can_be_null=False)
    return pa.csv.read_csv(path, convert_options=texts)


def orders_of(table: pa.Table, mapping: OrderMapping, zone: ZoneInfo, skipped: Counter[str]) -> list[Order]:
    """The table's orders, oldest first, with its lines grouped; counts what was left out by reason."""
    found: dict[tuple[str, bool], Order] = {}
    for row in _rows(table):
        line, reason = _line(row, mapping)
        order_id, at = _text(row[mapping.columns.order_id]), _time(row[mapping.columns.at], zone)
        if line is None or not order_id or len(order_id) > 100 or at is None:
            skipped[reason or "unreadable"] += 1
            continue
        refund = line.quantity < 0
        order = found.setdefault((order_id, refund), Order(order_id, at, refund))
        order.at = min(order.at, at)
        order.lines.append(line)
        order.amount += abs(line.quantity) * line.unit_price
        _describe(order, row, mapping)
    return sorted(found.values(), key=lambda order: (order.at, order.order_id))


def _describe(order: Order, row: dict[str, Any], mapping: OrderMapping) -> None:
    columns = mapping.columns
    for name in ("member_no", "phone"):
        column = getattr(columns, name)
        text = _text(row[column]) if column else ""
        if text.lower() not in NO_MEMBER:
            setattr(order, name, text)
    for name, column in mapping.properties.items():
        if name not in order.properties and row[column] is not None:
            value = row[column]
            order.properties[name] = value if isinstance(value, int | float | bool) else _text(value)


def _line(row: dict[str, Any], mapping: OrderMapping) -> tuple[Line | None, str]:
    columns = mapping.columns
    try:
        quantity = Decimal(str(row[columns.quantity]))
        price = Decimal(str(row[columns.unit_price])) * 100
    except InvalidOperation:
        return None, "unreadable"
    if (
        not (quantity.is_finite() and price.is_finite())
        or quantity != int(quantity)
        or abs(quantity) > 10**9
        or abs(price) > 10**13
    ):
        return None, "unreadable"
    if quantity == 0:
        return None, "no_quantity"
    if price < 0:
        return None, "negative_price"
    if quantity < 0 and price == 0:
        return None, "stock_correction"
    name = _text(row[columns.item_name]) if columns.item_name else ""
    return Line(_text(row[columns.item_id])[:100], name[:200], int(quantity), price), ""


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=20_000):
        yield from batch.to_pylist()


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _time(value: Any, zone: ZoneInfo) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    aware = value if value.tzinfo else value.replace(tzinfo=zone)
    return aware.astimezone(UTC)
