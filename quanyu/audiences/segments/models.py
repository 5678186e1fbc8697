"""Tables of segments and of what uses them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base


class SegmentRow(Base):
    """A named condition.

    ``version`` counts refreshes begun; one waits to begin while ``asked_version`` is above it. ``people``,
    ``refreshed_at`` and ``seen`` belong to ``refreshed_version``, the newest one finished; ``seen`` is what that refresh
    had read, to know when it is stale.
    """

    __tablename__ = "segment"
    __table_args__ = (Index("ix_segment_live", "workspace_id", "id", postgresql_where="archived_at IS NULL"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id"))
    name: Mapped[str] = mapped_column(String(100))
    condition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_version: Mapped[int] = mapped_column(BigInteger, default=0)
    refreshed_version: Mapped[int] = mapped_column(BigInteger, default=0)
    people: Mapped[int | None] = mapped_column(BigInteger)
    refreshed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    seen: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(String(100))
    archived_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SegmentUse(Base):
    """Something that reads a segment, such as "journey:<id>" or "segment:<id>"."""

    __tablename__ = "segment_use"

    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id"), primary_key=True)
    segment_id: Mapped[UUID] = mapped_column(ForeignKey("segment.id"), primary_key=True)
    used_by: Mapped[str] = mapped_column(String(100), primary_key=True)
