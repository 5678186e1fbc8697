"""The table of the audit log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Index, LargeBinary, String, Table, event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base
from quanyu.platform.audit.guard import guard


class AuditEntry(Base):
    """One thing done. ``facts`` is json, not jsonb: the text must stay as it was hashed."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "workspace_id", "object_kind", "object_id"),)

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(100))
    object_kind: Mapped[str] = mapped_column(String(50))
    object_id: Mapped[str] = mapped_column(String(100))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[bytes] = mapped_column(LargeBinary)


@event.listens_for(AuditEntry.__table__, "after_create")
def _guard_when_made(table: Table, connection: Connection, **_: Any) -> None:
    guard(connection)
