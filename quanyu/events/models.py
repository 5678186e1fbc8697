"""Tables of the event log in PostgreSQL."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base


class FollowerPosition(Base):
    """How far a follower has come."""

    __tablename__ = "follower_position"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    batch: Mapped[int] = mapped_column(BigInteger)


class SeenEvent(Base):
    """An event name in use, and how often."""

    __tablename__ = "event_seen"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(64), primary_key=True)
    first_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    events: Mapped[int] = mapped_column(BigInteger)


class SeenProperty(Base):
    """A property of an event in use, and the types of its values. Nested ones are written with a dot."""

    __tablename__ = "event_property_seen"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(330), primary_key=True)
    types: Mapped[list[str]] = mapped_column(ARRAY(String(16)))
    first_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
