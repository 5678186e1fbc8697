"""What can be said about the shape of purchasing whatever its level: how uneven, how regular, how faithful people are."""

from collections.abc import Callable

import bg_nbd
import numpy as np
from histories import MONDAY, History
from wechat_sandbox.people.randomness import Floats, Ints

PURCHASES = 3.0
"""Groceries are bought each week and discs twice a year. So each history is looked at for as many days as it takes its average
buyer to buy three times; of CDNOW, whose average buyer does not quite, for all its days."""
MANY_PURCHASES = 5
_FAR = 100_000


class Period:
    """The first days of a history in which an average buyer buys three times."""

    def __init__(self, history: History, first: int | None = None) -> None:
        first = int(history.day.min()) if first is None else first
        self.days = _days_to_buy_three_times(history.during(first, _FAR), first)
        self.whole = history.during(first, _FAR)
        self.bought = history.during(first, self.days)
        self.halves = [history.during(first + start, self.days // 2) for start in (0, self.days // 2)]
        self.people, self.place, self.counts = np.unique(self.bought.who, return_inverse=True, return_counts=True)
        order = np.lexsort((self.bought.day, self.place))
        self.of, self.when = self.place[order], (self.bought.day[order] - first).astype(np.float64)


def times(least: int, most: int | None = None) -> Callable[[Period], float]:
    """Return the share of buyers who buy so many times."""
    return lambda period: float(((period.counts >= least) & (period.counts <= (most or np.inf))).mean())


def top_fifth(period: Period) -> float:
    """Return the share of purchases made by the fifth of buyers who buy most often."""
    return _of_top_fifth(period.counts)


def evenness(period: Period) -> float:
    """Return r, the shape of the gamma distribution of rates in a BG/NBD model: the smaller, the more uneven."""
    last = np.full(len(period.people), -np.inf)
    first = np.full(len(period.people), np.inf)
    np.maximum.at(last, period.of, period.when)
    np.minimum.at(first, period.of, period.when)
    return bg_nbd.fit(period.counts - 1, last - first, period.days - first)[0]


def buys_again(period: Period) -> float:
    """Return which share of the buyers of the first half of the period buys in the second."""
    first, second = period.halves
    return float(np.isin(np.unique(first.who), second.who).mean())


def keen_against_single(period: Period) -> float:
    """Return how often buyers of four times or more in the first half buy in the second, against buyers of once."""
    first, second = period.halves
    people, before = np.unique(first.who, return_counts=True)
    known = second.who[np.isin(second.who, people)]
    after = np.bincount(np.searchsorted(people, known), minlength=len(people))
    return float(after[before >= 4].mean() / after[before == 1].mean())


def median_gap(period: Period) -> float:
    """Return the median time between purchases as a share of the mean: 0.69 if all bought at random and alike."""
    _, gaps = _gaps(period)
    return float(np.median(gaps) / gaps.mean())


def irregularity(period: Period) -> float:
    """Return how much a person's own times between purchases vary against their mean, of those who buy often."""
    of, gaps = _gaps(period)
    ratios = [gaps[of == one].std(ddof=1) / gaps[of == one].mean() for one in np.flatnonzero(period.counts >= MANY_PURCHASES)]
    return float(np.mean(ratios))


def order_spread(period: Period) -> float:
    """Return by how much the log of what one person pays varies from purchase to purchase."""
    return _spreads(period)[0]


def person_spread(period: Period) -> float:
    """Return by how much the log of what a purchase usually costs varies from person to person."""
    return _spreads(period)[1]


def total_spread(period: Period) -> float:
    """Return by how much the log of what somebody pays in the period varies from person to person."""
    return float(np.log(_paid(period)).std(ddof=1))


def top_fifth_of_money(period: Period) -> float:
    """Return the share of all money that comes from the fifth of buyers who pay most."""
    return _of_top_fifth(_paid(period))


def often_and_much(period: Period) -> float:
    """Return how far those who buy often pay more each time: the correlation of logs."""
    each = np.bincount(period.place, weights=np.log(period.bought.amount)) / period.counts
    return float(np.corrcoef(np.log(period.counts), each)[0, 1])


def single_product(period: Period) -> float:
    """Return the share of purchases of one product."""
    return float((period.bought.products == 1).mean())


def weekend(period: Period) -> float:
    """Return how much more is bought on a Saturday or Sunday than on another day, in the whole history."""
    first, last = int(period.whole.day.min()), int(period.whole.day.max())
    counts = np.bincount(period.whole.weekday, minlength=7)
    each = np.bincount((np.arange(first, last + 1) + MONDAY) % 7, minlength=7)
    return float(counts[5:].sum() / each[5:].sum() / (counts[:5].sum() / each[:5].sum()))


def _days_to_buy_three_times(history: History, first: int) -> int:
    order = np.argsort(history.day, kind="stable")
    _, new = np.unique(history.who[order], return_index=True)
    day, firsts = history.day[order], np.bincount(new, minlength=len(order))
    last = np.append(day[1:] != day[:-1], True)
    mean = (np.arange(1, len(order) + 1) / np.cumsum(firsts))[last]
    # On the first two days each history has too few people for a mean to say much.
    enough = (mean >= PURCHASES) & (day[last] >= first + 2)
    return int((day[last][enough] if enough.any() else day[-1:])[0]) + 1 - first


def _of_top_fifth(values: Floats | Ints) -> float:
    best = np.sort(values)[::-1]
    return float(best[: round(len(best) / 5)].sum() / best.sum())


def _gaps(period: Period) -> tuple[Ints, Floats]:
    """Return the days from each purchase to the next of the same person, and whose they are."""
    same = period.of[1:] == period.of[:-1]
    return period.of[1:][same], np.diff(period.when)[same]


def _paid(period: Period) -> Floats:
    return np.asarray(np.bincount(period.place, weights=period.bought.amount), dtype=np.float64)


def _spreads(period: Period) -> tuple[float, float]:
    """Take the variance of logs apart into that within people and that between them, of those who buy twice or more."""
    again = period.counts[period.place] > 1
    logs, place = np.log(period.bought.amount[again]), period.place[again]
    counts = np.bincount(place, minlength=len(period.people))
    means = np.bincount(place, weights=logs, minlength=len(period.people)) / np.maximum(counts, 1)
    people = int((counts > 0).sum())
    within = float(((logs - means[place]) ** 2).sum() / (len(logs) - people))
    among = float((counts * (means - logs.mean()) ** 2).sum() / (people - 1))
    usual = (len(logs) - (counts.astype(np.float64) ** 2).sum() / len(logs)) / (people - 1)
    return within**0.5, max((among - within) / usual, 0.0) ** 0.5
