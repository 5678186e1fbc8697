"""The two clocks: simulated time, in which people live, and wall-clock time, in which HTTP happens."""

import math
import time
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

CHINA = timezone(timedelta(hours=8))
DAY = 86_400


def rfc3339(moment: float) -> str:
    """Write seconds since 1970 as RFC 3339 in UTC with milliseconds."""
    whole = math.floor(moment)
    milliseconds = whole * 1000 + round((moment - whole) * 1_000_000) // 1000
    minute, rest = divmod(milliseconds, 60_000)
    return f"{_minute(minute)}{rest // 1000:02d}.{rest % 1000:03d}Z"


@lru_cache
def _minute(number: int) -> str:
    """Write all but the seconds: events come by the hundred in each minute."""
    return datetime.fromtimestamp(number * 60, UTC).isoformat()[:17]


def china_day(moment: float) -> int:
    """Number the day in China that holds this moment."""
    return int((moment + 8 * 3600) // DAY)


def china_date(moment: float) -> datetime:
    """Return the moment as a date and time in China."""
    return datetime.fromtimestamp(moment, CHINA)


class Clock:
    """Simulated time that runs at `speed` simulated seconds for one wall-clock second, or stands still."""

    def __init__(self, now: float, speed: float, running: bool) -> None:
        self._sim = now
        self._wall = time.monotonic()
        self.speed = speed
        self.running = running

    def now(self) -> float:
        """Return simulated seconds since 1970."""
        if not self.running:
            return self._sim
        return self._sim + (time.monotonic() - self._wall) * self.speed

    def set(self, now: float) -> None:
        """Move simulated time to `now` and count on from there."""
        self._sim = now
        self._wall = time.monotonic()

    def run(self, *, running: bool | None = None, speed: float | None = None) -> None:
        """Start, stop or change the pace without moving the time."""
        self.set(self.now())
        self.running = self.running if running is None else running
        self.speed = self.speed if speed is None else speed
