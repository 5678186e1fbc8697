"""Tables of what is said to whom: messages, the counts behind caps, and each workspace's rules."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Index, Integer, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base

FINAL = ("sent", "failed", "skipped", "unclear")
"""States that a message does not leave by itself."""

_FINAL_SQL = text("state IN ('sent', 'failed', 'skipped', 'unclear') AND NOT logged")


class Message(Base):
    """One message to one person: decided once (``dedupe_key``), sent at most once.

    queued → sending → sent | failed | unclear; queued → skipped; queued ⇄ held. ``claimed_at`` and
    ``unclear_since`` (the first call that may have arrived) are machine time, because a call to WeChat lasts real seconds
    however fast the workspace's clock runs; all other times are the clock's.
    """

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("workspace_id", "dedupe_key"),
        Index("ix_message_due", "priority", "due_at", "id", postgresql_where=text("state = 'queued'")),
        Index("ix_message_lane", "workspace_id", "profile_id", postgresql_where=text("state IN ('queued', 'sending')")),
        Index("uq_message_in_flight", "workspace_id", "profile_id", unique=True, postgresql_where=text("state = 'sending'")),
        Index("ix_message_unlogged", "id", postgresql_where=_FINAL_SQL),
        Index("ix_message_person", "workspace_id", "profile_id", "id"),
        Index("ix_message_journey", "workspace_id", "journey_id", "id"),
        Index("ix_message_list", "workspace_id", "state", "id"),
        Index("ix_message_account", "workspace_id", "account_id", "profile_id", "sent_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID]
    profile_id: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[UUID]
    touchpoint: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(16))
    template_id: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    fall_backs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    dedupe_key: Mapped[str] = mapped_column(String(200))
    journey_id: Mapped[UUID | None]
    node_id: Mapped[str] = mapped_column(String(64), default="")
    priority: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64), default="")
    platform_code: Mapped[str] = mapped_column(String(32), default="")
    platform_reason: Mapped[str] = mapped_column(String(500), default="")
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    claimed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    unclear_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    counted_on: Mapped[date | None] = mapped_column(Date)
    platform_id: Mapped[str] = mapped_column(String(128), default="")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    finished_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    logged: Mapped[bool] = mapped_column(Boolean, default=False)


class ContactCount(Base):
    """How many counted messages a person got in a local day or week, on one touchpoint or ('') on all."""

    __tablename__ = "contact_count"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    starts_on: Mapped[date] = mapped_column(Date, primary_key=True)
    touchpoint: Mapped[str] = mapped_column(String(32), primary_key=True)
    n: Mapped[int] = mapped_column(Integer)


class DeliveryRulesRow(Base):
    """A workspace's rules of contact; no row means the defaults."""

    __tablename__ = "delivery_rules"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSONB)
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_by: Mapped[str] = mapped_column(String(80))
