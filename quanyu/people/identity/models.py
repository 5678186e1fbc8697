"""Tables of who is who."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, DateTime, Identity, Index, LargeBinary, Sequence, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base

NUMBER = Sequence("profile_number", metadata=Base.metadata)
"""Profile numbers over all workspaces: dense, so that bitmaps of them are small."""


class Profile(Base):
    """One number that we once gave a person. ``merged_into`` is where to look now: always a profile that is not merged.

    ``root`` is the same for all numbers of one person: join on it to see everything of theirs.
    """

    __tablename__ = "profile"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    touchpoint: Mapped[str] = mapped_column(String(64), server_default="")
    merged_into: Mapped[int | None] = mapped_column(BigInteger)
    root: Mapped[int] = mapped_column(BigInteger, Computed("coalesce(merged_into, id)", persisted=True))
    name: Mapped[str | None] = mapped_column(String(100))
    properties: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    origins: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")

    __table_args__ = (
        Index("ix_profile_root", "workspace_id", "root"),
        Index("ix_profile_name", "name", postgresql_using="gin", postgresql_ops={"name": "gin_trgm_ops"}),
    )


class IdentityRow(Base):
    """An id and the profile it was first seen with. Found by keyed hash; the value itself is sealed."""

    __tablename__ = "identity"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    profile_id: Mapped[int] = mapped_column(BigInteger)
    first_seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    source: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_identity_profile", "workspace_id", "profile_id"),)


class ProfileMerge(Base):
    """Why two profiles are one: the event whose ids met, on which id. An undone merge is never made again on its own."""

    __tablename__ = "profile_merge"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column()
    loser: Mapped[int] = mapped_column(BigInteger)
    winner: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    cause: Mapped[str] = mapped_column(String(32))
    event_id: Mapped[str] = mapped_column(String(128))
    undone_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    undone_by: Mapped[str | None] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_profile_merge_loser", "workspace_id", "loser"),
        Index("ix_profile_merge_winner", "workspace_id", "winner"),
    )


class IdentityConflict(Base):
    """An id that an event carried and that was set aside, because joining it would have broken a rule."""

    __tablename__ = "identity_conflict"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    reason: Mapped[str] = mapped_column(String(32))
    other_profile: Mapped[int | None] = mapped_column(BigInteger)
    event_id: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class OverrideRow(Base):
    """A pointer on its way to the warehouse, removed once it is there. ``winner`` = ``loser`` takes a merge back."""

    __tablename__ = "override_outbox"

    version: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column()
    loser: Mapped[int] = mapped_column(BigInteger)
    winner: Mapped[int] = mapped_column(BigInteger)


class DirtyProfile(Base):
    """A profile whose snapshot in the warehouse is out of date."""

    __tablename__ = "profile_dirty"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
