"""The table of imports: what was asked, and how far it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Index, String, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base

RUNNING = ("waiting", "running")


class OrderImport(Base):
    """A file of orders on its way into the log. ``position`` is the number of orders done: where a restart goes on."""

    __tablename__ = "order_import"
    __table_args__ = (Index("ix_order_import_recent", "workspace_id", "created_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    filename: Mapped[str] = mapped_column(String(200))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    position: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    orders: Mapped[int] = mapped_column(default=0)
    refunds: Mapped[int] = mapped_column(default=0)
    anonymous_orders: Mapped[int] = mapped_column(default=0)
    repeated: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)
    error: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    @property
    def progress(self) -> float:
        """Share of the orders done, 0 to 1."""
        if self.state == "done":
            return 1.0
        return self.position / self.total if self.total else 0.0
