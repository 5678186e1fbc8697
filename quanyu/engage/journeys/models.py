"""Tables of journeys: the drafts, the published graphs, and where every person stands."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, DateTime, Identity, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base

_WAITING = text("state = 'waiting'")


class Journey(Base):
    """A journey: what people edit (``draft``) and which version new people enter with. Version 0: never published."""

    __tablename__ = "journey"
    __table_args__ = (Index("ix_journey_workspace", "workspace_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer)
    draft: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    created_by: Mapped[str] = mapped_column(String(80))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class JourneyVersion(Base):
    """A published graph. Never changed: people inside keep what they entered with."""

    __tablename__ = "journey_version"

    workspace_id: Mapped[UUID]
    journey_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    graph: Mapped[dict[str, Any]] = mapped_column(JSONB)
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[str] = mapped_column(String(80))


class Seat(Base):
    """One run of one person through one journey. ``entry_key`` makes runs distinct; ``reason`` says how it ended."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("workspace_id", "journey_id", "profile_id", "entry_key"),
        Index("ix_seat_due", "workspace_id", "journey_id", "due_at", postgresql_where=_WAITING),
        Index("ix_seat_node", "workspace_id", "journey_id", "version", "node_id", "due_at", postgresql_where=_WAITING),
        Index("ix_seat_person", "workspace_id", "profile_id"),
        Index("ix_seat_list", "workspace_id", "journey_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    workspace_id: Mapped[UUID]
    journey_id: Mapped[UUID]
    version: Mapped[int] = mapped_column(Integer)
    profile_id: Mapped[int] = mapped_column(BigInteger)
    entry_key: Mapped[str] = mapped_column(String(160))
    entry_event_id: Mapped[str] = mapped_column(String(160))
    entered_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    node_id: Mapped[str] = mapped_column(String(64))
    moves: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(16))
    left_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SeatMove(Base):
    """One move. ``from_node`` '' is coming in, ``to_node`` '' is going out; equal nodes are a change of version."""

    __tablename__ = "seat_move"
    __table_args__ = (
        Index("ix_seat_move_to", "workspace_id", "journey_id", "to_node"),
        Index("ix_seat_move_from", "workspace_id", "journey_id", "from_node"),
        Index("ix_seat_move_seat", "workspace_id", "seat_id", "id"),
        Index("ix_seat_move_unlogged", "id", postgresql_where=text("NOT logged")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    workspace_id: Mapped[UUID]
    journey_id: Mapped[UUID]
    seat_id: Mapped[int] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    from_node: Mapped[str] = mapped_column(String(64))
    to_node: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(32))
    logged: Mapped[bool] = mapped_column(Boolean)
    """True at once for moves that leave no event: only coming in and going out do."""
