"""The chain: each entry's hash covers the entry before it.

Times here are the database's own: a demo's clock runs fast, and no caller may choose when something was done.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.kit.scope import Scope
from quanyu.platform.audit.models import AuditEntry
from quanyu.platform.audit.types import Verdict

PERSONAL = frozenset({"phone", "email", "login", "openid", "unionid", "external_userid", "member_no", "address", "password"})
"""Facts that may not enter: the log cannot be changed, so it could not forget them."""

ROWS_AT_ONCE = 2_000
START = b""


async def record(
    tx: AsyncSession, scope: Scope, action: str, object_kind: str, object_id: object, facts: Mapping[str, Any] | None = None
) -> None:
    """Write down what the caller's transaction does, if and only if it commits.

    Holds the workspace's chain until the transaction ends: record last, after the changes.

    Args:
        action: "<room>.<verb>", as in "tokens.revoke".
        facts: JSON values that say what changed; no personal data.

    Raises:
        ValueError: a fact is named like personal data.
    """
    found = dict(facts or {})
    if personal := PERSONAL & found.keys():
        raise ValueError(f"personal data may not be written to the audit log: {sorted(personal)}")
    await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"audit {scope.workspace_id}", 0))))
    newest = (
        await tx.execute(
            select(AuditEntry.number, AuditEntry.digest)
            .where(AuditEntry.workspace_id == scope.workspace_id)
            .order_by(AuditEntry.number.desc())
            .limit(1)
        )
    ).one_or_none()
    number, previous = (newest.number + 1, newest.digest) if newest else (1, START)
    entry = AuditEntry(
        workspace_id=scope.workspace_id,
        number=number,
        at=(await tx.execute(select(func.clock_timestamp()))).scalar_one(),
        actor=scope.actor,
        action=action,
        object_kind=object_kind,
        object_id=str(object_id),
        facts=found,
    )
    entry.digest = _digest(previous, entry)
    tx.add(entry)
    await tx.flush()


async def verify(tx: AsyncSession, scope: Scope) -> Verdict:
    """Read the whole chain and find the first entry that was altered or taken out."""
    number, previous = 0, START
    while rows := await _after(tx, scope.workspace_id, number):
        for entry in rows:
            if entry.number != number + 1 or entry.digest != _digest(previous, entry):
                return Verdict(number, number + 1, previous.hex())
            number, previous = entry.number, entry.digest
    return Verdict(number, None, previous.hex())


async def _after(tx: AsyncSession, workspace_id: UUID, number: int) -> list[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.workspace_id == workspace_id, AuditEntry.number > number)
    found = await tx.execute(
        wanted.order_by(AuditEntry.number).limit(ROWS_AT_ONCE), execution_options={"populate_existing": True}
    )
    return list(found.scalars())


def _digest(previous: bytes, entry: AuditEntry) -> bytes:
    written = [
        str(entry.workspace_id), entry.number, entry.at.astimezone(UTC).isoformat(), entry.actor, entry.action,
        entry.object_kind, entry.object_id, entry.facts,
    ]  # fmt: skip
    body = json.dumps(written, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + body.encode()).digest()
