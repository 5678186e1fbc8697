"""Journeys: who gets what, when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast

from quanyu_client.calls import Calls
from quanyu_client.types import Journey, JourneyCounts, JourneySummary, Run

State = Literal["draft", "active", "paused", "archived"]


class Journeys:
    """The journeys of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, *, state: State | None = None, page: int = 50) -> Iterator[JourneySummary]:
        """Journeys, newest first."""
        return self._calls.pages("/journeys", state=state, limit=page)

    def create(self, name: str, graph: Mapping[str, Any] | None = None) -> Journey:
        """Begin a journey. ``faults`` of the answer say what is missing before it may be published."""
        return cast(Journey, self._calls.call("POST", "/journeys", json={"name": name, "graph": graph or {}}))

    def get(self, journey_id: str) -> Journey:
        """One journey: its draft, its faults and the graph that runs."""
        return cast(Journey, self._calls.call("GET", f"/journeys/{journey_id}"))

    def edit(self, journey_id: str, *, name: str | None = None, graph: Mapping[str, Any] | None = None) -> Journey:
        """Change the draft; what runs stays until the next publication."""
        return cast(Journey, self._calls.call("PUT", f"/journeys/{journey_id}", json={"name": name, "graph": graph}))

    def publish(self, journey_id: str, *, inside: str = "keep") -> Journey:
        """Let the draft run. ``inside`` says what becomes of the people in it."""
        return self._do(journey_id, "publish", json={"inside": inside})

    def pause(self, journey_id: str) -> Journey:
        """Let everybody stand where they are."""
        return self._do(journey_id, "pause")

    def resume(self, journey_id: str) -> Journey:
        """Go on."""
        return self._do(journey_id, "resume")

    def archive(self, journey_id: str) -> Journey:
        """End it."""
        return self._do(journey_id, "archive")

    def counts(self, journey_id: str) -> JourneyCounts:
        """Exact numbers, step by step."""
        return cast(JourneyCounts, self._calls.call("GET", f"/journeys/{journey_id}/counts"))

    def people(self, journey_id: str, *, node: str | None = None, state: str | None = None, page: int = 50) -> Iterator[Run]:
        """Who is or was in it, newest first."""
        return self._calls.pages(f"/journeys/{journey_id}/people", node=node, state=state, limit=page)

    def _do(self, journey_id: str, verb: str, **request: Any) -> Journey:
        return cast(Journey, self._calls.call("POST", f"/journeys/{journey_id}/{verb}", **request))
