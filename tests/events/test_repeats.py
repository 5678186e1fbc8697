"""An index of repeats agrees with a set, whatever is added in whatever pieces."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from quanyu.events.repeats import Repeats, first_of_each

KEYS = st.lists(st.integers(0, 50), max_size=20).map(lambda keys: np.array(keys, dtype=np.uint64))


@given(st.lists(KEYS, max_size=12))
def test_seen_means_added_before(groups: list[np.ndarray]) -> None:
    repeats, model = Repeats(10**6), set[int]()
    for keys in groups:
        assert repeats.seen(keys).tolist() == [int(key) in model for key in keys]
        fresh = keys[first_of_each(keys) & ~repeats.seen(keys)]
        repeats.add(fresh)
        model.update(map(int, fresh))
    assert len(repeats) == len(model)


def test_the_oldest_are_let_go_and_the_newest_are_kept() -> None:
    repeats = Repeats(1000)
    for start in range(0, 5000, 50):
        repeats.add(np.arange(start, start + 50, dtype=np.uint64))

    assert 1000 <= len(repeats) <= 1700
    assert repeats.seen(np.arange(4000, 5000, dtype=np.uint64)).all()
    assert not repeats.seen(np.arange(0, 3000, dtype=np.uint64)).any()
