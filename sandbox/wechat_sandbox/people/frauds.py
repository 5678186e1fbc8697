"""Who is not honest: bargain hunters, bots, and rings that share devices and strike together."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.randomness import Dice
from wechat_sandbox.settings import Settings

HONEST, HUNTER, BOT, RING_MEMBER, RING_LEADER = range(5)
DEVICES_IN_RING = 3


class Frauds:
    """Their shares are settings; who they are follows from the seed, so a larger share only adds people."""

    def __init__(self, dice: Dice, settings: Settings, count: int) -> None:
        self._dice, self._settings, self._count = dice, settings, count
        self._known: tuple[tuple[float, ...], NDArray[np.int8], NDArray[np.int32]] | None = None

    @property
    def risk(self) -> NDArray[np.int8]:
        """HONEST, HUNTER, BOT, RING_MEMBER or RING_LEADER for each person."""
        return self._found()[0]

    @property
    def ring(self) -> NDArray[np.int32]:
        """The number of each person's ring, -1 without one."""
        return self._found()[1]

    def rings(self) -> list[list[int]]:
        """List the members of each ring, its leader first."""
        members = self._in_rings
        size = max(int(self._settings.ring_size), 2)
        most = round(self._settings.ring_share * self._count) // size
        return [[int(person) for person in members[n * size : (n + 1) * size]] for n in range(most)]

    def device_owner(self, person: int) -> int:
        """Return whose device a person holds; a ring has a few between them."""
        ring = int(self.ring[person])
        return person if ring < 0 else self.rings()[ring][person % DEVICES_IN_RING % max(int(self._settings.ring_size), 2)]

    def leader(self, person: int) -> int:
        """Return the leader of a person's ring, at whose address they all claim to live; else the person."""
        ring = int(self.ring[person])
        return person if ring < 0 else self.rings()[ring][0]

    @cached_property
    def _in_rings(self) -> NDArray[np.int32]:
        """Everybody, those first who are first to join a ring."""
        return np.argsort(self._roll("joins a ring"), kind="stable").astype(np.int32)

    def _found(self) -> tuple[NDArray[np.int8], NDArray[np.int32]]:
        settings = self._settings
        asked = (settings.hunter_share, settings.bot_share, settings.ring_share, settings.ring_size)
        if self._known is None or self._known[0] != asked:
            draws = self._roll("honest")
            risk = np.full(self._count, HONEST, dtype=np.int8)
            risk[draws < settings.hunter_share + settings.bot_share] = HUNTER
            risk[draws < settings.bot_share] = BOT
            ring = np.full(self._count, -1, dtype=np.int32)
            for number, members in enumerate(self.rings()):
                ring[members] = number
                risk[members] = RING_MEMBER
                risk[members[0]] = RING_LEADER
            self._known = (asked, risk, ring)
        return self._known[1], self._known[2]

    def _roll(self, purpose: str) -> NDArray[np.float64]:
        return self._dice.roll(purpose, np.arange(self._count, dtype=np.int64), 0)
