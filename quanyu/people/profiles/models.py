"""The table of tags. A tag stays with the number that it was given to; readers look over all of a person's numbers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, Sequence, String, text
from sqlalchemy.orm import Mapped, mapped_column

from quanyu.infra.postgres import Base

SNAPSHOT = Sequence("profile_snapshot", metadata=Base.metadata)
"""Versions of snapshots: a later look at a profile always has a higher one."""


class ProfileTag(Base):
    """A tag on a profile, and who put it there."""

    __tablename__ = "profile_tag"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    profile_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    tag: Mapped[str] = mapped_column(String(64), primary_key=True)
    added_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    source: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_profile_tag_tag", "workspace_id", "tag", "profile_id"),)


class TagChange(Base):
    """A change of a tag on its way to the event log (`tag_added`, `tag_removed`), removed once it is there."""

    __tablename__ = "tag_change"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    workspace_id: Mapped[UUID] = mapped_column()
    profile_id: Mapped[int] = mapped_column(BigInteger)
    tag: Mapped[str] = mapped_column(String(64))
    added: Mapped[bool] = mapped_column()
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    source: Mapped[str] = mapped_column(String(64))
