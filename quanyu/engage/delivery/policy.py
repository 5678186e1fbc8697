"""A workspace's rules of contact: quiet hours, caps, and what consent marketing needs."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_serializer
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.engage.delivery.models import DeliveryRulesRow
from quanyu.engage.delivery.quiet import QuietHours
from quanyu.kit.scope import Scope

Cap = Annotated[int, Field(ge=0, le=1000)]


class QuietHoursBody(BaseModel):
    """Local times of day between which no marketing is sent; 22:00 to 08:00 crosses midnight."""

    model_config = ConfigDict(extra="forbid")

    start: time = time(21, 0)
    end: time = time(9, 0)
    spread_minutes: Annotated[int, Field(ge=0, le=240)] = 30

    @field_serializer("start", "end")
    def _clock_time(self, value: time) -> str:
        return value.strftime("%H:%M")


class CapsBody(BaseModel):
    """Most marketing messages to one person in a local calendar day and week (from Monday); null is no limit."""

    model_config = ConfigDict(extra="forbid")

    day: Cap | None = None
    week: Cap | None = None


class DeliveryRules(BaseModel):
    """All rules of contact. Every cap must leave room: they are joined by "and"."""

    model_config = ConfigDict(extra="forbid")

    quiet_hours: QuietHoursBody | None = Field(default_factory=QuietHoursBody)
    caps: CapsBody = Field(default_factory=lambda: CapsBody(day=1, week=4), description="Over all touchpoints together.")
    touchpoint_caps: Annotated[dict[str, CapsBody], Field(max_length=50)] = Field(
        default_factory=dict, description="By touchpoint kind, in addition to the caps over all."
    )
    when_capped: Literal["skip", "postpone"] = "skip"
    marketing_consent: Literal["not_withdrawn", "granted"] = Field(
        default="not_withdrawn", description="What a person's consent must be before marketing reaches them."
    )

    @property
    def quiet(self) -> QuietHours | None:
        """The quiet hours as the rules read them."""
        if self.quiet_hours is None:
            return None
        hours = self.quiet_hours
        return QuietHours(hours.start, hours.end, timedelta(minutes=hours.spread_minutes))


async def read(tx: AsyncSession, workspace_id: UUID) -> DeliveryRules:
    """The rules in force."""
    stored = (
        await tx.execute(select(DeliveryRulesRow.rules).where(DeliveryRulesRow.workspace_id == workspace_id))
    ).scalar_one_or_none()
    return DeliveryRules() if stored is None else DeliveryRules.model_validate(stored)


async def write(tx: AsyncSession, scope: Scope, rules: DeliveryRules, *, at: datetime) -> None:
    """Put new rules in force for everything not yet sent."""
    values = {"rules": rules.model_dump(mode="json"), "updated_at": at, "updated_by": scope.actor}
    await tx.execute(
        insert(DeliveryRulesRow)
        .values(workspace_id=scope.workspace_id, **values)
        .on_conflict_do_update(index_elements=["workspace_id"], set_=values)
    )
