"""Delivery: the only way anything reaches a person, under every rule of contact (A3)."""

from quanyu.engage.delivery.endpoints import router
from quanyu.engage.delivery.outbox import drop_journey, hold_journey, queue, release_journey
from quanyu.engage.delivery.running import loops
from quanyu.engage.delivery.types import NORMAL, URGENT, Draft, Line, Recipient

__all__ = [
    "NORMAL", "URGENT", "Draft", "Line", "Recipient", "drop_journey", "hold_journey", "loops", "queue", "release_journey",
    "router",
]  # fmt: skip
