"""Imports of orders: take a file, bring it into the log in steps, stop when asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.commerce.orders.errors import ImportEnded, ImportNotFound
from quanyu.commerce.orders.models import RUNNING, OrderImport
from quanyu.commerce.orders.reading import Order, orders_of, read_table
from quanyu.commerce.orders.schemas import OrderMapping
from quanyu.events import EventLog, NewEvent
from quanyu.infra.jobs import enqueue
from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.platform import audit

EXACT = Decimal("0.0001")
STEP = 2_000
"""Orders written between two looks at the cancel flag and two updates of the progress."""


def file_of(folder: Path, import_id: UUID) -> Path:
    """Where an import's file waits."""
    return folder / "uploads" / str(import_id)


async def create(
    tx: AsyncSession, scope: Scope, import_id: UUID, filename: str, mapping: OrderMapping, *, at: datetime
) -> OrderImport:
    """Promise to import a file that lies at ``file_of``."""
    settled = mapping.model_copy(
        update={"time_zone": mapping.time_zone or scope.time_zone, "currency": mapping.currency or scope.currency}
    )
    row = OrderImport(
        id=import_id,
        workspace_id=scope.workspace_id,
        filename=filename,
        mapping=settled.model_dump(),
        created_at=at,
        skipped={},
    )
    tx.add(row)
    await tx.flush()
    await enqueue(tx, "orders.import", import_id=import_id, workspace_id=scope.workspace_id)
    await audit.record(tx, scope, "import.create", "import", import_id, {"filename": filename})
    return row


async def cancel(tx: AsyncSession, scope: Scope, import_id: UUID, *, at: datetime) -> OrderImport:
    """Stop an import before its next step. What is in the log already stays.

    Raises:
        ImportNotFound: no such import in the caller's workspace.
        ImportEnded: nothing left to stop.
    """
    row = await tx.scalar(
        select(OrderImport).where(OrderImport.workspace_id == scope.workspace_id, OrderImport.id == import_id).with_for_update()
    )
    if row is None:
        raise ImportNotFound(import_id=import_id)
    if row.state not in RUNNING:
        raise ImportEnded(import_id=import_id, state=row.state)
    row.state, row.finished_at = "cancelled", at
    await audit.record(tx, scope, "import.cancel", "import", import_id, {})
    return row


async def run(runtime: Runtime, log: EventLog, workspace_id: UUID, import_id: UUID) -> None:
    """Bring an import's orders into the log, from where it stands. Running it again repeats nothing."""
    async with runtime.postgres.transaction(workspace_id) as tx:
        row = await tx.get_one(OrderImport, import_id)
        if row.state not in RUNNING:
            return
        row.state = "running"
        position = row.position
    mapping = OrderMapping.model_validate(row.mapping)
    skipped: Counter[str] = Counter()
    table = read_table(file_of(runtime.settings.data, import_id), row.filename, mapping)
    orders = orders_of(table, mapping, mapping.zone("UTC"), skipped)
    for start in range(position, len(orders), STEP):
        step = orders[start : start + STEP]
        await _write_lines(runtime, workspace_id, import_id, start, step)
        results = await log.append(workspace_id, [_event(order, mapping) for order in step], source=f"import:{import_id}")
        async with runtime.postgres.transaction(workspace_id) as tx:
            row = await tx.get_one(OrderImport, import_id, with_for_update=True, populate_existing=True)
            if row.state != "running":
                return
            _count(row, step, start, len(orders), skipped)
            row.repeated += sum(result.status == "duplicate" for result in results)
            rejected = Counter(result.code for result in results if result.status == "rejected")
            row.skipped = dict(Counter(row.skipped) + rejected)
    async with runtime.postgres.transaction(workspace_id) as tx:
        row = await tx.get_one(OrderImport, import_id, with_for_update=True)
        row.state, row.skipped, row.finished_at = "done", dict(Counter(row.skipped) | skipped), runtime.clock.now()
    file_of(runtime.settings.data, import_id).unlink(missing_ok=True)


def _count(row: OrderImport, step: Sequence[Order], start: int, total: int, skipped: Counter[str]) -> None:
    row.position, row.total, row.skipped = start + len(step), total, dict(Counter(row.skipped) | skipped)
    row.lines += sum(len(order.lines) for order in step)
    row.refunds += sum(order.refund for order in step)
    row.orders += sum(not order.refund for order in step)
    row.anonymous_orders += sum(not order.refund and not order.member_no and not order.phone for order in step)


def _event(order: Order, mapping: OrderMapping) -> NewEvent:
    """An order as one event; its id is the order's, so that a second import counts nothing twice."""
    kind = "order_refunded" if order.refund else "order_paid"
    ids = {"member_no": order.member_no, "phone": order.phone}
    return NewEvent(
        id=f"{kind}:{order.order_id}",
        event=kind,
        at=order.at,
        touchpoint=mapping.touchpoint,
        ids={name: value for name, value in ids.items() if value},
        properties={
            **order.properties,
            "order_id": order.order_id,
            "amount_fen": int(order.amount) if order.amount == int(order.amount) else float(order.amount),
            "currency": mapping.currency,
            "lines": len(order.lines),
        },
    )


async def _write_lines(runtime: Runtime, workspace_id: UUID, import_id: UUID, start: int, orders: Sequence[Order]) -> None:
    rows = [
        (order.order_id + ("" if not order.refund else " return"), number, order.at, line)
        for order in orders
        for number, line in enumerate(order.lines)
    ]
    price = pa.decimal128(18, 4)
    table = pa.table(
        {
            "workspace_id": pa.array([str(workspace_id)] * len(rows)),
            "order_id": pa.array([row[0] for row in rows]),
            "line": pa.array([row[1] for row in rows], pa.uint32()),
            "at": pa.array([row[2] for row in rows], pa.timestamp("ms", "UTC")),
            "item_id": pa.array([row[3].item_id for row in rows]),
            "item_name": pa.array([row[3].item_name for row in rows]),
            "quantity": pa.array([row[3].quantity for row in rows], pa.int32()),
            "unit_price": pa.array([row[3].unit_price.quantize(EXACT) for row in rows], price),
            "import_id": pa.array([str(import_id)] * len(rows)),
        }
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    await runtime.clickhouse.insert(
        "order_lines", table.column_names, sink.getvalue().to_pybytes(), format="ArrowStream", token=f"{import_id}:{start}"
    )
