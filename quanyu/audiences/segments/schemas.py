"""Request and response bodies of segments."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quanyu.audiences.segments.models import SegmentRow

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")]


class SegmentIn(BaseModel):
    """A name and a condition in the condition language."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    condition: dict[str, Any]


class PreviewIn(BaseModel):
    """A condition to try without keeping it."""

    model_config = ConfigDict(extra="forbid")

    condition: dict[str, Any]


class SegmentOut(BaseModel):
    """A segment. ``people`` is null until its first refresh is done."""

    id: UUID
    name: str
    condition: dict[str, Any]
    people: int | None
    refreshed_at: datetime | None
    used_by: list[str]
    created_at: datetime
    archived_at: datetime | None

    @classmethod
    def of(cls, row: SegmentRow, used_by: list[str]) -> SegmentOut:
        """A segment with what uses it."""
        return cls(
            id=row.id,
            name=row.name,
            condition=row.condition,
            people=row.people,
            refreshed_at=row.refreshed_at,
            used_by=used_by,
            created_at=row.created_at,
            archived_at=row.archived_at,
        )


class Preview(BaseModel):
    """How many people meet a condition, out of all profiles, with the ids of a few."""

    people: int
    of: int
    sample: list[int] = Field(description="Up to ten profile ids")
    ms: int
