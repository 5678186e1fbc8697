"""What happened, in numbers. Periods are half-open: ``from_`` belongs to them, ``to`` does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast

from quanyu_client.calls import Calls
from quanyu_client.types import Cohorts, Funnel, Overview, Retention

Moment = str | Mapping[str, Any]
"""An event's name, or {"event": …, "where": […], "label": …}."""
Unit = Literal["day", "week", "month"]


class Insight:
    """The reports of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def overview(self, from_: datetime, to: datetime) -> Overview:
        """The main numbers beside those of the period before, and benchmarks."""
        return cast(Overview, self._calls.call("GET", "/insight/overview", params={"from": from_, "to": to}))

    def funnel(self, steps: Sequence[Moment], from_: datetime, to: datetime, *, window_seconds: int, **more: Any) -> Funnel:
        """How many people went how far. ``more``: order, breakdown, breakdown_by, breakdown_step, exclusions."""
        return cast(Funnel, self._ask("funnel", {**_funnel(steps, from_, to, window_seconds), **more}))

    def funnel_people(
        self, step: int, steps: Sequence[Moment], from_: datetime, to: datetime, *, window_seconds: int, **more: Any
    ) -> Iterator[int]:
        """The profile ids behind one bar; ``step`` counts from 1. ``more`` as for the funnel, and value."""
        body = {**_funnel(steps, from_, to, window_seconds), **more, "step": step}
        while True:
            page = self._ask("funnel/people", body)
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            body["cursor"] = page["next_cursor"]

    def retention(self, start: Moment, return_: Moment, from_: datetime, to: datetime, **more: Any) -> Retention:
        """Who comes back. ``more``: unit, periods, mode, cell."""
        body = {"start": _moment(start), "return": _moment(return_), "from": from_, "to": to, **more}
        return cast(Retention, self._ask("retention", body))

    def cohorts(
        self,
        from_: datetime,
        to: datetime,
        *,
        event: str = "order_paid",
        unit: Unit = "month",
        touchpoint: str | None = None,
    ) -> Cohorts:
        """People by when they first did something, and how many of them did it again later."""
        body = {"event": event, "unit": unit, "from": from_, "to": to, "touchpoint": touchpoint}
        return cast(Cohorts, self._ask("cohorts", body))

    def _ask(self, report: str, body: Mapping[str, Any]) -> Any:
        return self._calls.call("POST", f"/insight/{report}", repeatable=True, json=body)


def _funnel(steps: Sequence[Moment], from_: datetime, to: datetime, window_seconds: int) -> dict[str, Any]:
    return {"steps": [_moment(step) for step in steps], "from": from_, "to": to, "window_seconds": window_seconds}


def _moment(moment: Moment) -> Mapping[str, Any]:
    return {"event": moment} if isinstance(moment, str) else moment
