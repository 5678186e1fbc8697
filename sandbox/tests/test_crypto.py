"""Envelopes, signatures and XML against published vectors, and what they refuse."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from vectors import (
    IV,
    RAW_DATA,
    RAW_SESSION_KEY,
    RAW_SIGNATURE,
    SEALED,
    SESSION_KEY,
    SIGNED,
    USER_DATA,
    USER_DATA_APP_ID,
    USER_DATA_OPENID,
    USER_DATA_UNIONID,
    Sealed,
)
from wechat_sandbox import crypto, xml

each = pytest.mark.parametrize("vector", SEALED, ids=lambda vector: vector.name)


@each
def test_a_published_message_opens(vector: Sealed) -> None:
    text = crypto.decrypt(vector.key, vector.receiver, vector.sealed)
    if vector.text:
        assert text == vector.text
    for name, value in vector.fields.items():
        assert xml.read(text)[name] == value


@each
def test_sealing_with_the_same_noise_gives_the_published_message(vector: Sealed) -> None:
    text = crypto.decrypt(vector.key, vector.receiver, vector.sealed)
    noise = vector.noise.encode() or _plain(vector)[:16]
    assert crypto.encrypt(vector.key, vector.receiver, text, noise) == vector.sealed


@pytest.mark.parametrize("vector", [v for v in SEALED if v.pad], ids=lambda vector: vector.name)
def test_a_message_is_padded_to_blocks_of_32_bytes(vector: Sealed) -> None:
    assert _plain(vector)[-vector.pad :] == bytes([vector.pad]) * vector.pad


@pytest.mark.parametrize("vector", [v for v in SEALED if v.signature], ids=lambda vector: vector.name)
def test_a_published_signature_is_found(vector: Sealed) -> None:
    assert crypto.signature(vector.token, vector.stamp, vector.nonce, vector.sealed) == vector.signature


@pytest.mark.parametrize("signed", SIGNED, ids=["V17 plain", "V18 sealed"])
def test_a_published_signature_without_a_key_is_found(signed: str) -> None:
    assert crypto.signature(*SIGNED[signed]) == signed
    assert crypto.signature(*SIGNED[signed][:-1], "changed") != signed


@each
def test_a_message_for_another_receiver_stays_closed(vector: Sealed) -> None:
    with pytest.raises(crypto.EnvelopeError):
        crypto.decrypt(vector.key, vector.receiver + "x", vector.sealed)


@pytest.mark.parametrize("damaged", ["", "AAAA", "not base64 at all", "A" * 64, "你好"])
def test_a_damaged_envelope_is_refused_without_a_crash(damaged: str) -> None:
    with pytest.raises(crypto.EnvelopeError):
        crypto.decrypt(SEALED[0].key, SEALED[0].receiver, damaged)


def test_published_user_data_opens_and_closes() -> None:
    data = crypto.decrypt_user_data(SESSION_KEY, IV, USER_DATA, USER_DATA_APP_ID)
    assert (data["openId"], data["unionId"]) == (USER_DATA_OPENID, USER_DATA_UNIONID)
    assert data["watermark"]["timestamp"] == 1477314187
    assert crypto.encrypt_user_data(SESSION_KEY, IV, data) == USER_DATA


def test_user_data_of_another_mini_program_is_refused() -> None:
    with pytest.raises(crypto.EnvelopeError):
        crypto.decrypt_user_data(SESSION_KEY, IV, USER_DATA, "wx0000000000000000")


def test_published_raw_data_is_signed() -> None:
    assert crypto.raw_data_signature(RAW_DATA, RAW_SESSION_KEY) == RAW_SIGNATURE


@pytest.mark.parametrize("text", ["a]]>b", "👍🏽 emoji", "<b>&amp;</b>", "]]>]]>", "multi\nline"])
def test_any_text_survives_xml(text: str) -> None:
    assert xml.read(xml.write({"Content": text, "MsgId": 1})) == {"Content": text, "MsgId": "1"}


def test_what_xml_cannot_write_is_left_out() -> None:
    assert xml.read(xml.write({"Content": "a\x00b\x1bc\ud800"})) == {"Content": "abc"}


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>',
        "<xml><a></xml>",
        "",
    ],
)
def test_hostile_xml_is_refused(bomb: str) -> None:
    with pytest.raises(ValueError, match="not XML"):
        xml.read(bomb)


def _plain(vector: Sealed) -> bytes:
    key = crypto.decode_aes_key(vector.key)
    opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
    return opener.update(base64.b64decode(vector.sealed)) + opener.finalize()
