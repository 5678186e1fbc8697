"""The hashes of everybody's phone number, worked out some people at a time and kept as long as the process runs."""

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.ads.clicks import phone_hash
from wechat_sandbox.people.population import Population
from wechat_sandbox.people.randomness import Ints

Halves = NDArray[np.uint64]
_HASH = re.compile(r"[0-9a-fA-F]{32}")


class Digests:
    """Who has which hash: 24 bytes for each person, in the order of the hashes once all are known."""

    def __init__(self, people: Population) -> None:
        self._phone, self._count, self._known = people.phone, people.count, 0
        self._halves: Halves = np.zeros((people.count, 2), dtype=np.uint64)
        self._order: Ints | None = None

    def extend(self, most: int) -> bool:
        """Hash the phones of so many people more; say whether everybody's were known already."""
        if self._order is not None:
            return True
        until = min(self._known + most, self._count)
        for person in range(self._known, until):
            self._halves[person] = _halves(phone_hash(self._phone(person)))
        self._known = until
        if until == self._count:
            self._order = np.argsort(self._halves[:, 0])
            self._halves = self._halves[self._order]
        return False

    def find(self, lines: Iterable[str]) -> Ints:
        """Return who has these hashes, once everybody's are known; families share a phone. What is no hash is nobody's."""
        assert self._order is not None
        wanted = np.array([_halves(line) for line in set(lines) if _HASH.fullmatch(line)], dtype=np.uint64).reshape(-1, 2)
        first = np.searchsorted(self._halves[:, 0], wanted[:, 0], side="left")
        number = np.searchsorted(self._halves[:, 0], wanted[:, 0], side="right") - first
        before = np.cumsum(number) - number
        places = np.repeat(first - before, number) + np.arange(number.sum())
        alike = self._halves[places, 1] == np.repeat(wanted[:, 1], number)
        found: Ints = self._order[places[alike]]
        return found


_held: WeakKeyDictionary[Population, Digests] = WeakKeyDictionary()


def of(people: Population) -> Digests:
    """Return the hashes of these people, of which none may be known yet."""
    found = _held.get(people)
    if found is None:
        found = _held[people] = Digests(people)
    return found


def _halves(digest: str) -> tuple[int, int]:
    return int(digest[:16], 16), int(digest[16:], 16)
