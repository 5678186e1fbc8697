"""WeChat's callback cryptography: signatures, the sealed envelope, and user data of Mini Programs.

SHA-1, and AES-CBC with a key-derived IV, are WeChat's choice, not ours; nothing of our own is protected by them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import re
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_TEXT = re.compile(r"[A-Za-z0-9+/]{43}")
BLOCK = 32
"""WeChat pads to 32 bytes, though the cipher's block is 16."""


class BadCiphertext(ValueError):
    """Not sealed by the holder of this key for this receiver."""


def signature(*parts: str) -> str:
    """WeChat's signature over a token and what came with it."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


def signed(given: str, *parts: str) -> bool:
    """Whether ``given`` is the signature over ``parts``, compared in constant time."""
    return hmac.compare_digest(given.encode(), signature(*parts).encode())


def decode_key(text: str) -> bytes:
    """The 32 bytes of an EncodingAESKey: 43 characters whose last may have spare bits set.

    Raises:
        ValueError: not such a text.
    """
    if not KEY_TEXT.fullmatch(text):
        raise ValueError("an EncodingAESKey is 43 letters, digits, + or /")
    return base64.b64decode(text + "=")


def seal(aes_key: str, receiver: str, plain: str, *, random: bytes = b"") -> str:
    """Encrypt a text for ``receiver``. ``random`` is 16 bytes, fresh unless given."""
    key, text = decode_key(aes_key), plain.encode()
    body = (random or os.urandom(16)) + len(text).to_bytes(4, "big") + text + receiver.encode()
    pad = BLOCK - len(body) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(body + bytes([pad]) * pad) + encryptor.finalize()).decode()


def unseal(aes_key: str, receiver: str, sealed: str) -> str:
    """Decrypt what ``seal`` or WeChat made.

    Raises:
        BadCiphertext: damaged, of another key, or for another receiver.
    """
    key = decode_key(aes_key)
    body = _without_padding(_decrypt(key, key[:16], _decode(sealed)), BLOCK)
    length = int.from_bytes(body[16:20], "big")
    text, told = body[20 : 20 + length], body[20 + length :]
    if len(text) != length or not hmac.compare_digest(told, receiver.encode()):
        raise BadCiphertext("for another receiver")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise BadCiphertext("not UTF-8 inside") from error


def open_user_data(session_key: str, iv: str, sealed: str, app_id: str) -> dict[str, Any]:
    """What a Mini Program's ``encryptedData`` holds.

    Raises:
        BadCiphertext: damaged, of another session, or of another Mini Program.
    """
    key, start = _decode(session_key), _decode(iv)
    if len(key) != 16 or len(start) != 16:
        raise BadCiphertext("a session key and an iv are 16 bytes")
    try:
        data = json.loads(_without_padding(_decrypt(key, start, _decode(sealed)), 16))
    except ValueError as error:
        raise BadCiphertext("not JSON inside") from error
    if not isinstance(data, dict) or not isinstance(data.get("watermark"), dict) or data["watermark"].get("appid") != app_id:
        raise BadCiphertext("of another Mini Program")
    return data


def raw_data_signature(raw: str, session_key: str) -> str:
    """The signature that ``wx.getUserInfo`` gives with ``rawData``."""
    return hashlib.sha1((raw + session_key).encode(), usedforsecurity=False).hexdigest()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCiphertext("not base64") from error


def _decrypt(key: bytes, iv: bytes, sealed: bytes) -> bytes:
    if not sealed or len(sealed) % 16:
        raise BadCiphertext("not whole blocks")
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(sealed) + decryptor.finalize()


def _without_padding(body: bytes, block: int) -> bytes:
    pad = body[-1]
    if not 1 <= pad <= block or body[-pad:] != bytes([pad]) * pad:
        raise BadCiphertext("bad padding")
    return body[:-pad]
