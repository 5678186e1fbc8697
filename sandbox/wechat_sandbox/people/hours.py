"""At which hours people are active: four daily rhythms."""

import numpy as np

from wechat_sandbox.clock import DAY
from wechat_sandbox.people.randomness import Floats, Ints

# Early birds, office hours, evenings, night owls, by hour of day in China.
_HOURS = np.array(
    [
        [1, 0, 0, 0, 0, 2, 6, 9, 9, 7, 5, 5, 6, 5, 4, 4, 4, 5, 6, 7, 7, 5, 3, 1],
        [1, 0, 0, 0, 0, 0, 1, 4, 5, 5, 6, 7, 10, 9, 5, 5, 6, 6, 6, 6, 7, 7, 5, 2],
        [1, 1, 0, 0, 0, 0, 1, 2, 3, 3, 4, 4, 6, 5, 4, 4, 4, 5, 8, 11, 13, 12, 8, 4],
        [8, 5, 3, 1, 0, 0, 0, 1, 2, 2, 3, 4, 5, 5, 4, 4, 4, 4, 5, 6, 8, 11, 13, 12],
    ],
    dtype=np.float64,
)
RHYTHMS = ("early bird", "office hours", "evenings", "night owl")
HOUR_WEIGHTS: Floats = _HOURS * 24 / _HOURS.sum(axis=1, keepdims=True)
"""How active each rhythm is in each hour; 1 on average."""
_PASSED = np.concatenate([np.zeros((len(_HOURS), 1)), np.cumsum(HOUR_WEIGHTS, axis=1) / 24], axis=1)


def moments(rhythm: Ints, draws: Floats) -> Floats:
    """Draw a second of the day for people of these rhythms, more often when they are active."""
    found = np.empty(len(draws))
    hours = np.arange(25) * (DAY / 24)
    for number, passed in enumerate(_PASSED):
        theirs = rhythm == number
        found[theirs] = np.interp(draws[theirs], passed, hours)
    return np.floor(np.minimum(found, DAY - 1))
