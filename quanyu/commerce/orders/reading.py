"""Files of order lines → orders, by columns: half a million lines in about a second, and exactly.

A sale is a line with a positive quantity and price. A line with a negative quantity and a positive price is a return.
Lines without a price are kept as lines of the order (gifts, samples) and add nothing to its amount. Left out and counted are
lines with a negative price (book-keeping entries), stock corrections (negative quantity without a price), and orders of which
nothing was paid.

Prices are held as integers of a millionth of the major unit (a ten-thousandth of the smallest), so that sums are exact.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from quanyu.commerce.orders.errors import MissingColumns, UnreadableFile
from quanyu.commerce.orders.schemas import OrderMapping

MILLION = 1_000_000
MOST_OF_A_LINE = 10**9
"""Major units; also the largest quantity. Nine thousand such lines still add up in 64 bits."""

TEN_THOUSANDTH = pa.scalar(Decimal("0.0001"), pa.decimal128(4, 4))
NOBODY = pa.array(["", "0", "nan", "none", "null"])
EARLIEST, LATEST = (int(datetime(year, 1, 1, tzinfo=UTC).timestamp() * 1000) for year in (1970, 2200))


@dataclass(frozen=True)
class Order:
    """One order of the file, or the return of one.

    ``amount`` is in the currency's smallest unit, never negative. Its lines are ``lines[first : first + count]``.
    """

    order_id: str
    at: datetime
    refund: bool
    amount: Decimal
    first: int
    count: int
    member_no: str
    phone: str
    properties: dict[str, Any]


@dataclass(frozen=True)
class Orders:
    """A file's orders, oldest first, their lines in the same order, and how many lines were left out for what reason.

    ``lines`` has the columns order_id, at, item_id, item_name, quantity, unit_price (in the smallest unit).
    """

    orders: list[Order]
    lines: pa.Table
    skipped: Counter[str]


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


def orders_of(table: pa.Table, mapping: OrderMapping, zone: ZoneInfo) -> Orders:
    """Group a table's lines into orders."""
    columns = mapping.columns
    order_id, at = _texts(table[columns.order_id], 100), _times(table[columns.at], zone)
    quantity, price = _numbers(table[columns.quantity]), np.rint(_numbers(table[columns.unit_price]) * MILLION)
    reason = _reasons(pc.equal(order_id, "").to_numpy(zero_copy_only=False), at, quantity, price)
    used = np.flatnonzero(reason == "")
    skipped = Counter({str(name): int(n) for name, n in zip(*np.unique(reason[reason != ""], return_counts=True), strict=True)})

    codes = order_id.dictionary_encode().indices.to_numpy(zero_copy_only=False)[used] * 2 + (quantity[used] < 0)
    paid = np.zeros(2 * len(order_id) + 2)
    np.add.at(paid, codes, np.abs(quantity[used]) * price[used])
    if free := int((paid[codes] == 0).sum()):
        skipped["nothing_paid"] = free
        used, codes = used[paid[codes] > 0], codes[paid[codes] > 0]
    at, quantity, price = at[used], quantity[used].astype(np.int64), price[used].astype(np.int64)
    _, first, group = np.unique(codes, return_index=True, return_inverse=True)
    started = np.full(len(first), np.iinfo(np.int64).max)
    np.minimum.at(started, group, at)
    turn = np.lexsort((group, started[group]))
    starts = np.flatnonzero(np.diff(group[turn], prepend=-1))
    amounts = np.add.reduceat(np.abs(quantity[turn]) * price[turn], starts) if len(turn) else np.array([], np.int64)

    rows = used[turn]
    lines = _lines(table, mapping, order_id, rows, at[turn], quantity[turn], price[turn])
    counts = np.diff(starts, append=len(turn))
    heads = table.take(rows[starts])
    people = {name: _people(heads, getattr(columns, name)) for name in ("member_no", "phone")}
    kept = {name: heads[column].to_pylist() for name, column in mapping.properties.items()}
    ids = order_id.take(rows[starts]).to_pylist()
    orders = [
        Order(
            order_id=ids[n],
            at=datetime.fromtimestamp(started[group[turn[start]]] / 1000, UTC),
            refund=bool(quantity[turn[start]] < 0),
            amount=Decimal(int(amounts[n])) / 10_000,
            first=int(start),
            count=int(counts[n]),
            member_no=people["member_no"][n],
            phone=people["phone"][n],
            properties={name: _plain(values[n]) for name, values in kept.items() if values[n] is not None},
        )
        for n, start in enumerate(starts)
    ]
    return Orders(orders, lines, skipped)


def _lines(
    table: pa.Table, mapping: OrderMapping, order_id: pa.Array, rows: Any, at: Any, quantity: Any, price: Any
) -> pa.Table:
    columns = mapping.columns
    names = table[columns.item_name].take(rows) if columns.item_name else pa.nulls(len(rows), pa.string())
    returned = pc.if_else(pa.array(quantity < 0), " return", "")
    return pa.table(
        {
            "order_id": pc.binary_join_element_wise(order_id.take(rows), returned, ""),
            "at": pa.array(at, pa.int64()).cast(pa.timestamp("ms", "UTC")),
            "item_id": _texts(table[columns.item_id].take(rows), 100),
            "item_name": _texts(names, 200),
            "quantity": pa.array(quantity, pa.int32()),
            "unit_price": pc.multiply(pa.array(price).cast(pa.decimal128(19, 0)), TEN_THOUSANDTH).cast(pa.decimal128(18, 4)),
        }
    )


def _reasons(nameless: Any, at: Any, quantity: Any, price: Any) -> Any:
    """Why each line is left out; "" for those that are used."""
    with np.errstate(invalid="ignore", over="ignore"):
        fits = np.isfinite(quantity) & np.isfinite(price) & (np.abs(quantity) <= MOST_OF_A_LINE)
        fits &= (np.abs(price) <= MOST_OF_A_LINE * MILLION) & (np.abs(quantity * price) <= MOST_OF_A_LINE * MILLION)
        fits &= (quantity == np.rint(quantity)) & (at >= EARLIEST) & (at < LATEST) & ~nameless
    return np.select(
        [~fits, quantity == 0, price < 0, (quantity < 0) & (price == 0)],
        ["unreadable", "no_quantity", "negative_price", "stock_correction"],
        "",
    )


def _texts(column: Any, longest: int) -> pa.Array:
    flat = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_floating(flat.type):
        flat = pc.if_else(pc.equal(pc.floor(flat), flat), flat, None).cast(pa.int64(), safe=False)
    return pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(pc.fill_null(flat.cast(pa.string()), "")), 0, longest)


def _people(heads: pa.Table, column: str | None) -> list[str]:
    if column is None:
        return [""] * heads.num_rows
    texts = _texts(heads[column], 100)
    known: list[str] = pc.if_else(pc.is_in(pc.utf8_lower(texts), NOBODY), "", texts).to_pylist()
    return known


def _numbers(column: pa.ChunkedArray) -> Any:
    """Doubles; NaN where there is no number."""
    flat = column.combine_chunks()
    if pa.types.is_string(flat.type) or pa.types.is_large_string(flat.type):
        trimmed = pc.utf8_trim_whitespace(flat)
        flat = pc.if_else(pc.match_substring_regex(trimmed, r"^[+-]?[0-9]{1,15}(\.[0-9]{1,15})?$"), trimmed, None)
        flat = pc.utf8_ltrim(flat, "+")
    try:
        return pc.fill_null(flat.cast(pa.float64()), float("nan")).to_numpy(zero_copy_only=False)
    except pa.ArrowException:
        return np.full(len(flat), np.nan)


def _times(column: pa.ChunkedArray, zone: ZoneInfo) -> Any:
    """Milliseconds since 1970 in UTC; -1 where there is no time."""
    flat = column.combine_chunks()
    if pa.types.is_timestamp(flat.type):
        aware = flat.cast(pa.timestamp("ms", flat.type.tz), safe=False)
        if flat.type.tz is None:
            aware = pc.assume_timezone(aware, zone.key, ambiguous="earliest", nonexistent="earliest")
        return pc.fill_null(aware.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
    coded = flat.cast(pa.string()).dictionary_encode()
    known = np.array([_time(text, zone) for text in coded.dictionary.to_pylist()] + [-1], np.int64)
    return known[pc.fill_null(coded.indices, len(known) - 1).to_numpy(zero_copy_only=False)]


def _time(text: str, zone: ZoneInfo) -> int:
    try:
        told = datetime.fromisoformat(text.strip())
        aware = told if told.tzinfo else told.replace(tzinfo=zone)
        return int(aware.timestamp() * 1000)
    except (ValueError, OverflowError):
        return -1


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | float | bool) else str(value)[:500]
