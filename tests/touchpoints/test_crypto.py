"""T1, T2, T4: WeChat's cryptography, against published vectors in both directions."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanyu.touchpoints import crypto
from quanyu.touchpoints.crypto import BadCiphertext
from tests.touchpoints.vectors import V9_DATA, V10_RAW, VECTORS, Vector

KEY = VECTORS[0].aes_key
SESSION_KEY, IV, PROGRAM = "tiihtNczf5v6AKRyjwEUhQ==", "r7BXXKkLb8qrSNn05n0qiA==", "wx4f4bc4dec97d474b"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one.name)
def test_a_published_text_opens(vector: Vector) -> None:
    plain = crypto.unseal(vector.aes_key, vector.receiver, vector.sealed)

    assert plain == vector.plain or not vector.plain
    assert all(part in plain for part in vector.holds)


@pytest.mark.parametrize("vector", [one for one in VECTORS if one.random], ids=lambda one: one.name)
def test_sealing_with_the_published_random_gives_the_published_text(vector: Vector) -> None:
    assert crypto.seal(vector.aes_key, vector.receiver, vector.plain, random=vector.random) == vector.sealed


@pytest.mark.parametrize("vector", [one for one in VECTORS if one.signature], ids=lambda one: one.name)
def test_a_published_signature_is_ours(vector: Vector) -> None:
    parts = (vector.token, vector.timestamp, vector.nonce, vector.sealed)

    assert crypto.signature(*parts) == vector.signature
    assert crypto.signed(vector.signature, *parts)
    assert not crypto.signed(vector.signature, vector.token + "x", *parts[1:])


def test_the_plain_signature_is_over_three_parts() -> None:
    """V17."""
    assert crypto.signature("test", "1410685589", "test") == "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"


def test_a_sealed_text_is_whole_blocks_of_thirty_two() -> None:
    key, receiver = "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a"
    sealed = crypto.seal(key, receiver, "again", random=b"1234567890123456")

    assert crypto.unseal(key, receiver, sealed) == "again"
    assert len(base64.b64decode(sealed)) % 32 == 0


def test_a_key_whose_last_character_has_spare_bits_is_the_same_key() -> None:
    key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEF"

    assert crypto.decode_key(key + "G") == crypto.decode_key(key + "E")


@pytest.mark.parametrize("key", ["", "short", "x" * 44, "é" * 43, "x" * 42 + "\n"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="EncodingAESKey"):
        crypto.decode_key(key)


def test_user_data_of_a_mini_program_opens() -> None:
    """V9."""
    data = crypto.open_user_data(SESSION_KEY, IV, V9_DATA, PROGRAM)

    assert (data["openId"], data["unionId"]) == ("oGZUI0egBJY1zhBYw2KhdUfwVJJE", "ocMvos6NjeKLIBqg5Mr9QjxrP1FA")
    assert (data["nickName"], data["watermark"]["timestamp"]) == ("Band", 1477314187)


def test_user_data_of_another_mini_program_stays_shut() -> None:
    with pytest.raises(BadCiphertext, match="another Mini Program"):
        crypto.open_user_data(SESSION_KEY, IV, V9_DATA, "wx0000000000000000")


def test_raw_data_signs_as_published() -> None:
    """V10."""
    assert crypto.raw_data_signature(V10_RAW, "HyVFkGl5F5OQWJZZaNzBBg==") == "75e81ceda165f4ffa64f4068af58c64b8f54b88c"


@given(st.text(max_size=300), st.text(alphabet="abcdefwx0123456789", min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_is_sealed_opens_for_its_receiver_only(text: str, receiver: str) -> None:
    plain = text.encode(errors="replace").decode()
    sealed = crypto.seal(KEY, receiver, plain)

    assert crypto.unseal(KEY, receiver, sealed) == plain
    with pytest.raises(BadCiphertext):
        crypto.unseal(KEY, receiver + "x", sealed)


@given(st.binary(max_size=200), st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_garbage_is_refused_and_breaks_nothing(noise: bytes, text: str) -> None:
    for sealed in (base64.b64encode(noise).decode(), text):
        with pytest.raises(BadCiphertext):
            crypto.unseal(KEY, "wx5823bf96d3bd56c7", sealed)
        with pytest.raises(BadCiphertext):
            crypto.open_user_data(SESSION_KEY, IV, sealed, PROGRAM)
