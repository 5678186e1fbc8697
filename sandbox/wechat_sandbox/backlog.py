"""How much is still on its way, and a way to wait until it is less."""

import asyncio


class Backlog:
    """A count of things begun and not ended."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = asyncio.Event()

    def add(self, things: int = 1) -> None:
        """Count things that begin."""
        self.count += things

    def done(self, things: int = 1) -> None:
        """Count things that end."""
        self.count -= things
        self._changed.set()

    async def falls_to(self, most: int, patience_seconds: float) -> None:
        """Wait until no more than so many are on their way.

        Raises:
            TimeoutError: nothing has ended for `patience_seconds`.
        """
        while self.count > most:
            self._changed.clear()
            async with asyncio.timeout(patience_seconds):
                await self._changed.wait()
