"""Imports of orders: take a file, bring it into the log in steps, stop when asked."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import numpy as np
import pyarrow as pa
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.commerce.orders.errors import ImportEnded, ImportNotFound
from quanyu.commerce.orders.models import RUNNING, OrderImport
from quanyu.commerce.orders.reading import Order, Orders, orders_of, read_table
from quanyu.commerce.orders.schemas import OrderMapping
from quanyu.events import EventLog, NewEvent, Result
from quanyu.infra.jobs import enqueue
from quanyu.infra.runtime import Runtime
from quanyu.kit.scope import Scope
from quanyu.platform import audit

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
    found = await asyncio.to_thread(_read, file_of(runtime.settings.data, import_id), row.filename, mapping)
    for start in range(position, len(found.orders), STEP):
        step = found.orders[start : start + STEP]
        await _write_lines(runtime, workspace_id, import_id, start, found, step)
        results = await log.append(workspace_id, [_event(order, mapping) for order in step], source=f"import:{import_id}")
        if not await _note(runtime, workspace_id, import_id, found, start, step, results):
            return
    async with runtime.postgres.transaction(workspace_id) as tx:
        row = await tx.get_one(OrderImport, import_id, with_for_update=True)
        row.state, row.skipped, row.finished_at = "done", dict(Counter(row.skipped) | found.skipped), runtime.clock.now()
    file_of(runtime.settings.data, import_id).unlink(missing_ok=True)


def _read(path: Path, filename: str, mapping: OrderMapping) -> Orders:
    return orders_of(read_table(path, filename, mapping), mapping, mapping.zone("UTC"))


async def _note(
    runtime: Runtime,
    workspace_id: UUID,
    import_id: UUID,
    found: Orders,
    start: int,
    step: Sequence[Order],
    results: Sequence[Result],
) -> bool:
    """Write down how far the import is; False when it was cancelled."""
    async with runtime.postgres.transaction(workspace_id) as tx:
        row = await tx.get_one(OrderImport, import_id, with_for_update=True)
        if row.state != "running":
            return False
        rejected = Counter(result.code for result in results if result.status == "rejected")
        row.position, row.total = start + len(step), len(found.orders)
        row.skipped = dict((Counter(row.skipped) | found.skipped) + rejected)
        row.lines += sum(order.count for order in step)
        row.refunds += sum(order.refund for order in step)
        row.orders += sum(not order.refund for order in step)
        row.anonymous_orders += sum(not order.refund and not order.member_no and not order.phone for order in step)
        row.repeated += sum(result.status == "duplicate" for result in results)
        return True


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
            "lines": order.count,
        },
    )


async def _write_lines(
    runtime: Runtime, workspace_id: UUID, import_id: UUID, start: int, found: Orders, step: Sequence[Order]
) -> None:
    first, count = step[0].first, sum(order.count for order in step)
    numbers = np.concatenate([np.arange(order.count, dtype=np.uint32) for order in step])
    table = found.lines.slice(first, count).append_column("line", pa.array(numbers))
    for name, value in (("workspace_id", workspace_id), ("import_id", import_id)):
        table = table.append_column(name, pa.repeat(str(value), count))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    body, token = sink.getvalue().to_pybytes(), f"{import_id}:{start}"
    await runtime.clickhouse.insert("order_lines", table.column_names, body, format="ArrowStream", token=token)
