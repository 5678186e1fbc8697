"""Tables of consent and reachability. Rows stay with the number they came in with; readers look over all of a person's."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, DateTime, Index, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base


class ConsentRecord(Base):
    """One statement of a person; the newest for a touchpoint and purpose holds. Never changed, only followed by another."""

    __tablename__ = "consent"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column()
    profile_id: Mapped[int] = mapped_column(BigInteger)
    touchpoint: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(64))
    evidence: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_consent_newest", "workspace_id", "profile_id", "touchpoint", "purpose", "at"),
        CheckConstraint("state IN ('granted', 'withdrawn')", name="state"),
    )


class RelationRow(Base):
    """A person and one of our accounts: followed or not, and when they last did something that lets us answer.

    ``window_kind`` names that act ("message", "menu", "scan", "follow", "enter"); touchpoints know how long each lets
    us speak.
    """

    __tablename__ = "relation"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    touchpoint: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_message_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    window_kind: Mapped[str | None] = mapped_column(String(16))
    window_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SubscriptionCredit(Base):
    """How many messages of one template a person has agreed to receive and has not received yet."""

    __tablename__ = "subscription_credit"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    account: Mapped[str] = mapped_column(String(64), primary_key=True)
    template_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    credits: Mapped[int] = mapped_column(Integer)

    __table_args__ = (CheckConstraint("credits >= 0", name="credits"),)
