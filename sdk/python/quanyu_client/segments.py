"""Groups of people by condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from quanyu_client.calls import Calls
from quanyu_client.types import Preview, Segment

Condition = Mapping[str, Any]
"""Such as {"all": [{"tag": "vip"}, {"did": "order_paid", "within_days": 30}]}."""


class Segments:
    """The segments of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, *, archived: bool = False, page: int = 50) -> Iterator[Segment]:
        """Segments, newest first."""
        return self._calls.pages("/segments", archived=archived, limit=page)

    def create(self, name: str, condition: Condition) -> Segment:
        """Keep a condition under a name."""
        return cast(Segment, self._calls.call("POST", "/segments", json={"name": name, "condition": condition}))

    def get(self, segment_id: str) -> Segment:
        """One segment."""
        return cast(Segment, self._calls.call("GET", f"/segments/{segment_id}"))

    def change(self, segment_id: str, name: str, condition: Condition) -> Segment:
        """Give a segment another name and condition."""
        return cast(Segment, self._calls.call("PUT", f"/segments/{segment_id}", json={"name": name, "condition": condition}))

    def preview(self, condition: Condition) -> Preview:
        """How many people a condition holds for now, and a few of them."""
        return cast(Preview, self._calls.call("POST", "/segments/preview", repeatable=True, json={"condition": condition}))

    def refresh(self, segment_id: str) -> Segment:
        """Ask for the members to be found again; ``refreshed_at`` changes when they are."""
        return cast(Segment, self._calls.call("POST", f"/segments/{segment_id}/refresh", repeatable=True))

    def people(self, segment_id: str, *, page: int = 200) -> Iterator[int]:
        """The profile ids of the members."""
        return self._calls.pages(f"/segments/{segment_id}/people", limit=page)

    def archive(self, segment_id: str) -> Segment:
        """Hide a segment that nothing uses."""
        return cast(Segment, self._calls.call("POST", f"/segments/{segment_id}/archive", repeatable=True))
