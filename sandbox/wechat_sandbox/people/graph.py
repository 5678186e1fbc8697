"""Who knows whom: small communities of neighbours, and now and then a friend far away."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.households import Households
from wechat_sandbox.people.randomness import Dice, Ints
from wechat_sandbox.people.shapes import gamma
from wechat_sandbox.settings import Settings

Numbers = NDArray[np.int32]


class Graph:
    """Friendships, always of both sides, in compressed rows: the friends of `n` are `ends[starts[n]:starts[n + 1]]`."""

    def __init__(self, dice: Dice, settings: Settings, households: Households) -> None:
        self._dice, self._settings, self._households = dice, settings, households

    @cached_property
    def rows(self) -> tuple[Numbers, Numbers]:
        """Return `starts` and `ends`."""
        one, other = self._pairs()
        count = len(self._households.row)
        # Sorting is many times as quick as np.unique on so many.
        both = np.sort(np.concatenate([one * count + other, other * count + one]))
        both = both[np.concatenate([[True], both[1:] != both[:-1]])] if both.size else both
        starts = np.searchsorted(both // count, np.arange(count + 1)).astype(np.int32)
        return starts, (both % count).astype(np.int32)

    def friends(self, person: int) -> list[int]:
        """List a person's friends."""
        starts, ends = self.rows
        return [int(friend) for friend in ends[starts[person] : starts[person + 1]]]

    @cached_property
    def community(self) -> Numbers:
        """The community of each person: neighbours in the row in which people live."""
        return (self._households.place // self._size).astype(np.int32)

    def members(self, community: int) -> list[int]:
        """List the people of a community, from which a group chat may be drawn."""
        row = self._households.row[community * self._size : (community + 1) * self._size]
        return [int(person) for person in row]

    @property
    def _size(self) -> int:
        return max(int(self._settings.community_size), 2)

    def _pairs(self) -> tuple[Ints, Ints]:
        """Let each person choose about half as many friends as people have on average: the others choose them."""
        dice, row = self._dice, self._households.row
        count, size, mean = len(row), self._size, self._settings.friends_mean
        everyone = np.arange(count, dtype=np.int64)
        chosen = np.rint(gamma(dice.roll("friends", everyone, 0), 2.5, mean / 2)).astype(np.int64)
        place = np.repeat(everyone, chosen)
        turn = np.arange(len(place), dtype=np.int64) - np.repeat(np.cumsum(chosen) - chosen, chosen)
        draw = place * 4096 + turn
        # Within a community, neighbours in its ring, each from a stretch of its own so that nobody is chosen twice.
        begin = place // size * size
        length = np.minimum(size, count - begin)
        mine = np.repeat(chosen, chosen)
        near = 1 + ((turn + dice.roll("friend near", draw, 0)) / mine * np.maximum(mean, 1.5 * mine)).astype(np.int64)
        beside = begin + (place - begin + near) % length
        far = (dice.roll("friend far", draw, 0) * count).astype(np.int64)
        other = np.where(dice.roll("friend leaves", draw, 0) < self._settings.friends_far, far, beside)
        kept = other != place
        return row[place[kept]].astype(np.int64), row[other[kept]].astype(np.int64)
