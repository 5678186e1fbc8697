"""The BG/NBD model of Fader, Hardie and Lee (2005), fitted by maximum likelihood.

People buy at rates of a gamma distribution of shape r and drop out after a purchase with chances of a beta distribution.
"""

from collections.abc import Callable

import numpy as np
from wechat_sandbox.people.randomness import Floats, Ints


def fit(repeats: Ints, last: Floats, observed: Floats) -> tuple[float, float, float, float]:
    """Return r, alpha, a and b.

    Args:
        repeats: how often each person bought again after a first time.
        last: how long after the first time the last was.
        observed: how long after the first time one has looked.
    """
    rows, weights = np.unique(np.stack([repeats, last, observed]), axis=1, return_counts=True)
    best = _lowest(lambda logs: -float((weights * _likelihood(np.exp(logs), *rows)).sum()), np.log([0.5, 5.0, 0.8, 2.0]))
    r, alpha, a, b = np.exp(best)
    return float(r), float(alpha), float(a), float(b)


def _likelihood(parameters: Floats, x: Floats, last: Floats, observed: Floats) -> Floats:
    r, alpha, a, b = parameters
    both = _log_gamma(r + x) - _log_gamma(r) + r * np.log(alpha)
    both += _log_gamma(b + x) - _log_gamma(a + b + x) - _log_gamma(b) + _log_gamma(a + b)
    stays = -(r + x) * np.log(alpha + observed)
    left = np.log(a) - np.log(np.maximum(b + x - 1, 1e-12)) - (r + x) * np.log(alpha + last)
    return np.asarray(both + np.logaddexp(stays, np.where(x > 0, left, -np.inf)))


def _log_gamma(x: Floats | float) -> Floats:
    """Stirling's series, eight steps further up, where it is exact to the last digit."""
    moved = np.asarray(x, dtype=np.float64) + 8
    series = (moved - 0.5) * np.log(moved) - moved + 0.5 * np.log(2 * np.pi) + 1 / (12 * moved) - 1 / (360 * moved**3)
    return np.asarray(series - sum(np.log(moved - step) for step in range(1, 9)))


def _lowest(height: Callable[[Floats], float], start: Floats) -> Floats:
    """Walk a simplex downhill (Nelder and Mead)."""
    corners = [start, *(start + step for step in np.eye(len(start)) / 2)]
    heights = [height(corner) for corner in corners]
    for _ in range(500):
        order = np.argsort(heights)
        corners, heights = [corners[n] for n in order], [heights[n] for n in order]
        if heights[-1] - heights[0] < 1e-4:
            break
        middle = np.mean(corners[:-1], axis=0)
        tried = {far: middle + far * (middle - corners[-1]) for far in (1.0, 2.0, -0.5)}
        found = {far: height(corner) for far, corner in tried.items()}
        far = 2.0 if found[2.0] < found[1.0] < heights[0] else 1.0 if found[1.0] < heights[-2] else -0.5
        if found[far] < heights[-1]:
            corners[-1], heights[-1] = tried[far], found[far]
        else:
            corners = [corners[0] + (corner - corners[0]) / 2 for corner in corners]
            heights = [height(corner) for corner in corners]
    return np.asarray(corners[int(np.argmin(heights))])
