"""What reached people, a day at a time, as arrays: however long the log is, no more of it is in memory than three days."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.demand import INFLUENCES
from wechat_sandbox.people.randomness import Flags, Floats, Ints
from wechat_sandbox.store import Doc
from wechat_sandbox.truth import pages
from wechat_sandbox.world import World


@dataclass(frozen=True)
class Run:
    """Entries of the log that follow each other and are of one day."""

    day: int
    after: int
    number: int


@dataclass(frozen=True)
class Reached:
    """What reached people on one day; the n-th of each array is of the n-th entry."""

    day: int
    runs: tuple[Run, ...]
    persons: Ints
    factors: Floats
    """What it multiplies the chance to buy by on the day itself and the two after."""
    late: Flags
    bought: NDArray[np.int8]
    """On how many days its person bought with it, and would have without it."""
    changed: NDArray[np.int8]
    """Bit n is set if it made a difference n days later."""

    def documents(self, world: World) -> Iterator[Doc]:
        """Read the entries once more."""
        for run in self.runs:
            yield from (doc for _, doc in pages.entries(world, INFLUENCES, run.after, run.number))


def by_day(world: World) -> Iterator[Reached]:
    """Read the log a day at a time, in the order of days, which a clock that was set back makes another than the log's."""
    runs = sorted(_runs(world), key=lambda run: run.day)
    for day, of_day in groupby(runs, key=lambda run: run.day):
        yield _read(world, day, tuple(of_day))


def _runs(world: World) -> list[Run]:
    runs: list[Run] = []
    before = 0
    for seq, doc in pages.entries(world, INFLUENCES):
        if runs and runs[-1].day == doc["day"]:
            runs[-1] = Run(doc["day"], runs[-1].after, runs[-1].number + 1)
        else:
            runs.append(Run(doc["day"], before, 1))
        before = seq
    return runs


def _read(world: World, day: int, runs: tuple[Run, ...]) -> Reached:
    number = sum(run.number for run in runs)
    reached = Reached(
        day,
        runs,
        np.zeros(number, dtype=np.int64),
        np.zeros((number, 3)),
        np.zeros(number, dtype=bool),
        np.zeros((number, 2), dtype=np.int8),
        np.zeros(number, dtype=np.int8),
    )
    for place, doc in enumerate(reached.documents(world)):
        reached.persons[place] = doc["person"]
        reached.factors[place] = doc["factors"]
        reached.late[place] = doc["late"]
    return reached
