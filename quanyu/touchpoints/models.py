"""Tables of touchpoints: accounts, their tokens and health, codes in the world, and short-lived secrets of callbacks."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base


class AccountRow(Base):
    """One account of a brand on a platform. Secrets are sealed."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "app_id"), Index("ix_account_app", "kind", "app_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(ForeignKey("workspace.id"))
    kind: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(100))
    app_id: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    token: Mapped[bytes] = mapped_column(LargeBinary)
    aes_key: Mapped[bytes] = mapped_column(LargeBinary)
    agent_id: Mapped[str] = mapped_column(String(32))
    base_url: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    stop_reason: Mapped[str | None] = mapped_column(String(400))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    last_callback_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_call_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_error_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_error_code: Mapped[str | None] = mapped_column(String(32))
    last_error_reason: Mapped[str | None] = mapped_column(String(400))


class AccessToken(Base):
    """The account's token on the platform, sealed. Its times are the machine's, not the workspace's clock."""

    __tablename__ = "access_token"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column()
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    fetched_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    renew_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AccountHour(Base):
    """What one API (or the callback) of an account did in one hour."""

    __tablename__ = "account_hour"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[datetime] = mapped_column(DateTime(timezone=True), primary_key=True)
    api: Mapped[str] = mapped_column(String(100), primary_key=True)
    calls: Mapped[int]
    errors: Mapped[int]
    refusals: Mapped[int]


class Code(Base):
    """A code out in the world: an Official Account QR with a scene, or a WeCom live code with a state."""

    __tablename__ = "touchpoint_code"
    __table_args__ = (UniqueConstraint("workspace_id", "account_id", "scene"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(index=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    scene: Mapped[str] = mapped_column(String(64))
    staff: Mapped[list[Any]] = mapped_column(JSONB)
    remark: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(300))
    content_url: Mapped[str] = mapped_column(String(600))
    image_url: Mapped[str] = mapped_column(String(600))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class WelcomeCode(Base):
    """WeCom's leave to greet a new contact: good once, for 20 seconds of the machine's clock. Sealed."""

    __tablename__ = "welcome_code"
    __table_args__ = (
        UniqueConstraint("workspace_id", "event_id"),
        Index("ix_welcome_code_person", "workspace_id", "account_id", "profile_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    event_id: Mapped[str] = mapped_column(String(100))
    profile_id: Mapped[int] = mapped_column(BigInteger)
    external_userid: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(64))
    code: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class UnionIdWanted(Base):
    """A person whose unionid the platform may know, to be asked for in company. Gone when asked."""

    __tablename__ = "union_id_wanted"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    person: Mapped[bytes] = mapped_column(LargeBinary)
    since: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ask_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    attempts: Mapped[int]
