"""Which event ids we have seen: 64-bit digests in a few sorted arrays, the newest ``capacity`` of them."""

from __future__ import annotations

from collections import deque

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]

SEGMENTS = 4
GROWTH = 4
"""An array is merged into the next when that is less than so many times larger."""


class Repeats:
    """Remembers keys: the newest ``capacity`` of them at least, two thirds more at most.

    Keys are keyed digests: with 20 million known, a new id is taken for a repeat once in 10¹² events.
    """

    def __init__(self, capacity: int) -> None:
        self._segment = max(capacity // SEGMENTS, 1)
        self._full: deque[Keys] = deque(maxlen=SEGMENTS)
        self._levels: list[Keys] = []

    def __len__(self) -> int:
        return sum(array.size for array in (*self._full, *self._levels))

    def seen(self, keys: Keys) -> NDArray[np.bool_]:
        """Which of the keys are known."""
        order = np.argsort(keys)
        ordered = keys[order]
        found = np.zeros(keys.size, dtype=bool)
        for array in (*self._full, *self._levels):
            at = np.searchsorted(array, ordered)
            at[at == array.size] = 0
            found |= array[at] == ordered
        result = np.empty_like(found)
        result[order] = found
        return result

    def add(self, keys: Keys) -> None:
        """Remember keys that were not known."""
        if not keys.size:
            return
        self._levels.append(np.sort(keys))
        while len(self._levels) > 1 and self._levels[-2].size < GROWTH * self._levels[-1].size:
            last = self._levels.pop()
            self._levels[-1] = np.sort(np.concatenate((self._levels[-1], last)), kind="stable")
        if self._levels[0].size >= self._segment:
            self._full.append(self._levels.pop(0))


def first_of_each(keys: Keys) -> NDArray[np.bool_]:
    """Marks the first place of every distinct key."""
    first = np.zeros(keys.size, dtype=bool)
    first[np.unique(keys, return_index=True)[1]] = True
    return first
