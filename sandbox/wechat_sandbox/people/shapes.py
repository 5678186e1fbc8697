"""Distributions by the inverse of their distribution function, so that one even draw gives one value."""

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox.people.randomness import Floats, Ints

Small = NDArray[np.float32]
_POINTS = 8001


def gamma(draws: Floats, shape: float, mean: float = 1.0) -> Small:
    """Draw from a gamma distribution of this shape and mean."""
    # In t = x ** shape the density is exp(-x): smooth at 0 also for shapes below 1, whose own density is not.
    power = max(shape, 1.0)
    steps = np.linspace(0, (shape + 12 * shape**0.5 + 12) ** (shape / power), _POINTS)
    values = steps ** (power / shape)
    density = np.exp(-values)
    weights = (density[1:] + density[:-1]) / 2 * np.diff(steps**power)
    total = np.concatenate([[0.0], np.cumsum(weights)])
    expected = float((weights * (values[1:] + values[:-1]) / 2).sum() / weights.sum())
    return (np.interp(draws, total / total[-1], values) * (mean / expected)).astype(np.float32)


def normal(one: Floats, two: Floats) -> Floats:
    """Draw from the standard normal distribution by two even draws."""
    return np.asarray(np.sqrt(-2 * np.log1p(-one)) * np.cos(2 * np.pi * two))


def weighted(draws: Floats, weights: Floats) -> Ints:
    """Choose among things of these weights."""
    total = np.cumsum(weights)
    return np.minimum(np.searchsorted(total / total[-1], draws, side="right"), len(weights) - 1)
