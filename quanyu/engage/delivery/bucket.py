"""A token bucket: so many calls a second through one account and API."""

from __future__ import annotations

import asyncio
import time


class Bucket:
    """Lets ``rate`` takers through each second, ``burst`` of them at once. Real seconds: platforms count those."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._tokens, self._at = burst, time.monotonic()

    async def take(self) -> None:
        """Wait for the taker's turn."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        self._tokens -= 1
        if self._tokens < 0:
            await asyncio.sleep(-self._tokens / self._rate)
