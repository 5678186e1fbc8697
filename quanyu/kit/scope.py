"""Who acts, and where: the value that every query on workspace data takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo


class Role(StrEnum):
    """What a member or token may do; ``quanyu.platform`` maps each to permissions."""

    OWNER = "owner"
    ADMIN = "admin"
    OPERATOR = "operator"
    ANALYST = "analyst"
    SALES = "sales"
    INGEST = "ingest"


@dataclass(frozen=True)
class Scope:
    """A caller inside one workspace. ``actor`` is "member:<id>", "token:<id>" or "system:<name>"."""

    workspace_id: UUID
    actor: str
    role: Role
    time_zone: str = "Asia/Shanghai"
    currency: str = "CNY"

    @property
    def zone(self) -> ZoneInfo:
        """Where the workspace counts its days."""
        return ZoneInfo(self.time_zone)
