"""Bodies of requests and responses about codes."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from quanyu.touchpoints.models import Code

UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,64}$")]


class NewCode(BaseModel):
    """A code to make. ``scene`` comes back with everybody who scans it; it must be new to the account.

    ``staff`` are the members whom a WeCom live code leads to; an Official Account's QR has none.
    """

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    scene: Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,30}$")]
    staff: Annotated[list[UserId], Field(max_length=100)] = []
    remark: Annotated[str, Field(max_length=30)] = ""
    expires_in_seconds: Annotated[int | None, Field(ge=60, le=2_592_000)] = None


class CodeOut(BaseModel):
    """A code. ``scans`` counts everybody who came through it, ``follows`` those who were new by it."""

    id: UUID
    account_id: UUID
    name: str
    scene: str
    staff: list[str]
    remark: str
    content_url: str
    image_url: str
    created_at: datetime
    expires_at: datetime | None
    scans: int
    follows: int

    @staticmethod
    def of(row: Code, scans: int, follows: int) -> CodeOut:
        """The code as answered."""
        names = ("id", "account_id", "name", "scene", "staff", "remark", "content_url", "image_url", "created_at", "expires_at")
        return CodeOut(**{name: getattr(row, name) for name in names}, scans=scans, follows=follows)
