"""Imports of orders over HTTP."""

from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import anyio
from fastapi import APIRouter, Depends, Form, Query, UploadFile
from pydantic import ValidationError
from sqlalchemy import select, tuple_

from quanyu.commerce.orders import service
from quanyu.commerce.orders.errors import (
    BadMapping,
    FileTooLarge,
    ImportEnded,
    ImportNotFound,
    MissingColumns,
    UnreadableFile,
)
from quanyu.commerce.orders.models import OrderImport
from quanyu.commerce.orders.reading import read_table
from quanyu.commerce.orders.schemas import ImportOut, OrderMapping
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import errors
from quanyu.kit.ids import new_id
from quanyu.kit.paging import MAX_PAGE, Page, cut, encode_cursor, read_cursor
from quanyu.platform.access import CurrentScope, Tx, allowed

router = APIRouter(prefix="/imports", tags=["imports"])
InRuntime = Annotated[Runtime, Depends(runtime_of)]


@router.post(
    "",
    status_code=202,
    dependencies=[Depends(allowed("imports.write"))],
    responses=errors(BadMapping, FileTooLarge, UnreadableFile, MissingColumns),
)
async def create_import(
    file: UploadFile, mapping: Annotated[str, Form(max_length=20_000)], scope: CurrentScope, tx: Tx, runtime: InRuntime
) -> ImportOut:
    """Take a CSV or Parquet file of order lines; ``mapping`` is the JSON of an OrderMapping. The work goes on by itself."""
    try:
        settled = OrderMapping.model_validate_json(mapping)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadMapping(reason=f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from error
    import_id, filename = new_id(), (file.filename or "orders")[:200]
    path = service.file_of(runtime.settings.data, import_id)
    try:
        await _keep(file, path, runtime.settings.upload_max_bytes)
        await anyio.to_thread.run_sync(read_table, path, filename, settled)
        row = await service.create(tx, scope, import_id, filename, settled, at=runtime.clock.now())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return ImportOut.model_validate(row)


async def _keep(file: UploadFile, path: Path, limit: int) -> None:
    await anyio.to_thread.run_sync(lambda: path.parent.mkdir(parents=True, exist_ok=True))
    written = 0
    async with await anyio.open_file(path, "wb") as target:
        while chunk := await file.read(1 << 20):
            written += len(chunk)
            if written > limit:
                raise FileTooLarge(limit=limit)
            await target.write(chunk)


@router.get("", dependencies=[Depends(allowed("imports.read"))], responses=errors())
async def list_imports(
    scope: CurrentScope, tx: Tx, cursor: str | None = None, limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50
) -> Page[ImportOut]:
    """Imports, newest first."""
    query = select(OrderImport).where(OrderImport.workspace_id == scope.workspace_id)
    if cursor:
        created_at, last = read_cursor(cursor, datetime, UUID)
        query = query.where(tuple_(OrderImport.created_at, OrderImport.id) < (created_at, last))
    rows = (await tx.scalars(query.order_by(OrderImport.created_at.desc(), OrderImport.id.desc()).limit(limit + 1))).all()
    page, more = cut(rows, limit)
    after = encode_cursor(page[-1].created_at.isoformat(), str(page[-1].id)) if more else None
    return Page(items=[ImportOut.model_validate(row) for row in page], next_cursor=after)


@router.get("/{import_id}", dependencies=[Depends(allowed("imports.read"))], responses=errors(ImportNotFound))
async def get_import(import_id: UUID, scope: CurrentScope, tx: Tx) -> ImportOut:
    """One import and how far it is."""
    row = await tx.scalar(
        select(OrderImport).where(OrderImport.workspace_id == scope.workspace_id, OrderImport.id == import_id)
    )
    if row is None:
        raise ImportNotFound(import_id=import_id)
    return ImportOut.model_validate(row)


@router.post(
    "/{import_id}/cancel", dependencies=[Depends(allowed("imports.write"))], responses=errors(ImportNotFound, ImportEnded)
)
async def cancel_import(import_id: UUID, scope: CurrentScope, tx: Tx, runtime: InRuntime) -> ImportOut:
    """Stop an import before its next step."""
    return ImportOut.model_validate(await service.cancel(tx, scope, import_id, at=runtime.clock.now()))
