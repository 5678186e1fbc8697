"""The workspace's audit log."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from quanyu.kit.errors import errors
from quanyu.kit.paging import MAX_PAGE, BadCursor, Page, cut, encode_cursor, read_cursor
from quanyu.platform import audit
from quanyu.platform.access import CurrentScope, Tx, allowed

router = APIRouter(prefix="/audit", tags=["audit"], dependencies=[Depends(allowed("audit.read"))])

Filter = Annotated[str, Query(max_length=100)]


class EntryOut(BaseModel):
    """One thing done."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    at: datetime
    actor: str
    action: str
    object_kind: str
    object_id: str
    facts: dict[str, Any]


class VerdictOut(BaseModel):
    """Whether the log is as it was written. Keep ``head`` elsewhere to notice entries cut off at the end."""

    model_config = ConfigDict(from_attributes=True)

    entries: int
    first_altered: int | None
    head: str


@router.get("", responses=errors(BadCursor))
async def list_audit(
    scope: CurrentScope,
    tx: Tx,
    action: Filter = "",
    actor: Filter = "",
    object_kind: Filter = "",
    object_id: Filter = "",
    cursor: str = "",
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> Page[EntryOut]:
    """What was done in the workspace, newest first."""
    before = read_cursor(cursor, int)[0] if cursor else None
    found = await audit.entries(
        tx, scope, before=before, limit=limit + 1, action=action, actor=actor, object_kind=object_kind, object_id=object_id
    )
    rows, more = cut(found, limit)
    items = [EntryOut.model_validate(row) for row in rows]
    return Page(items=items, next_cursor=encode_cursor(rows[-1].number) if more else None)


@router.get("/verification", responses=errors())
async def verify_audit(scope: CurrentScope, tx: Tx) -> VerdictOut:
    """Read the whole log and say whether any entry was altered."""
    return VerdictOut.model_validate(await audit.verify(tx, scope))
