"""Bodies of the import endpoints."""

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BaseModel, ConfigDict, Field, field_validator

Column = Annotated[str, Field(min_length=1, max_length=200)]


class OrderColumns(BaseModel):
    """Which column of the file holds what. One row of the file is one line of an order."""

    model_config = ConfigDict(extra="forbid")

    order_id: Column
    at: Column
    item_id: Column
    quantity: Column
    unit_price: Column
    item_name: Column | None = None
    member_no: Column | None = None
    phone: Column | None = None


class OrderMapping(BaseModel):
    """How to read a file of orders.

    ``time_zone`` is that of times without one; ``currency`` (ISO 4217) that of all prices, in major units.
    ``properties`` are further columns kept on the order's event, by property name.
    """

    model_config = ConfigDict(extra="forbid")

    columns: OrderColumns
    time_zone: str | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None = None
    touchpoint: Annotated[str, Field(pattern="^[a-z][a-z0-9_]{0,31}$")] = "store"
    properties: Annotated[dict[str, Column], Field(max_length=20)] = {}

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        if name is not None and name not in available_timezones():
            raise ValueError(f"{name} is not an IANA time zone")
        return name

    def zone(self, default: str) -> ZoneInfo:
        """The zone of times without one."""
        return ZoneInfo(self.time_zone or default)


class ImportOut(BaseModel):
    """One import. ``progress`` runs from 0 to 1; ``skipped`` counts lines left out, by reason."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    filename: str
    state: str
    progress: float
    lines: int
    orders: int
    refunds: int
    anonymous_orders: int
    repeated: int
    skipped: dict[str, int]
    error: str | None
    created_at: datetime
    finished_at: datetime | None
