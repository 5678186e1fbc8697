"""Small values that everything leans on: ids, cursors, clocks, sealed values."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from quanyu.infra.crypto import Vault
from quanyu.kit.clock import FollowingClock
from quanyu.kit.ids import new_id
from quanyu.kit.paging import BadCursor, encode_cursor, read_cursor

VAULT = Vault(bytes(range(32)))


def test_ids_are_version_7_and_in_the_order_of_time() -> None:
    ids = []
    for _ in range(5):
        ids.append(new_id())
        time.sleep(0.002)

    assert ids == sorted(ids)
    assert {(id.version, id.variant) for id in ids} == {(7, "specified in RFC 4122")}


@given(st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: raw.decode("latin-1")))
def test_a_cursor_that_we_did_not_make_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        read_cursor(text, int, datetime)


@pytest.mark.parametrize("value", [True, -1, 2**63, 1.5, None, "1", [1]])
def test_a_cursor_of_another_list_is_refused(value: object) -> None:
    with pytest.raises(BadCursor):
        read_cursor(encode_cursor(value), int)


def test_a_cursor_comes_back_as_it_went_in() -> None:
    at, id = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC), uuid4()

    assert read_cursor(encode_cursor(at.isoformat(), str(id), 7), datetime, type(id), int) == [at, id, 7]


def test_a_following_clock_never_goes_back() -> None:
    start = datetime(2011, 1, 1, tzinfo=UTC)
    clock = FollowingClock(start, speed=0)

    clock.follow(start + timedelta(hours=1), 0)
    assert clock.now() == start + timedelta(hours=1)
    clock.follow(start, 0)

    assert clock.now() == start + timedelta(hours=1)


@given(st.text(min_size=8, max_size=50))
def test_a_sealed_value_opens_in_its_own_workspace_only(text: str) -> None:
    ours, theirs = uuid4(), uuid4()
    sealed = VAULT.seal(ours, text)

    assert VAULT.open(ours, sealed) == text
    assert text.encode() not in sealed
    with pytest.raises(InvalidTag):
        VAULT.open(theirs, sealed)
    with pytest.raises(InvalidTag):
        VAULT.open(ours, sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_hashes_find_equal_values_of_one_workspace_only() -> None:
    ours, theirs = uuid4(), uuid4()

    assert VAULT.hash(ours, "13800000000") == VAULT.hash(ours, "13800000000")
    assert VAULT.hash(ours, "13800000000") != VAULT.hash(theirs, "13800000000")
    assert VAULT.hash(ours, "13800000000") != Vault(bytes(32)).hash(ours, "13800000000")
