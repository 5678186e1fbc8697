"""Where the present comes from. Product code asks a Clock; only this module asks the machine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells aware UTC times."""

    def now(self) -> datetime:
        """The present, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ManualClock:
    """Stands still until told to move. For tests and dry runs."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, by: timedelta) -> None:
        self._now += by

    def set(self, to: datetime) -> None:
        self._now = to.astimezone(UTC)


@dataclass
class FollowingClock:
    """Runs at ``speed`` seconds per wall second from an anchor that somebody else moves (the sandbox, in a demo).

    Never goes back: a correction to an earlier time holds the clock still until it is overtaken.
    """

    anchor: datetime
    speed: float = 1.0

    def __post_init__(self) -> None:
        self._at = time.monotonic()
        self._latest = self.anchor

    def now(self) -> datetime:
        moved = self.anchor + timedelta(seconds=(time.monotonic() - self._at) * self.speed)
        self._latest = max(self._latest, moved)
        return self._latest

    def follow(self, now: datetime, speed: float) -> None:
        """Take a new anchor: it is ``now`` at this moment and time passes at ``speed``."""
        self.anchor, self.speed, self._at = now.astimezone(UTC), speed, time.monotonic()
