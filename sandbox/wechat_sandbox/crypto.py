"""WeChat's envelopes: signatures, the AES of safe mode, and the Mini Program's user data."""

import base64
import binascii
import hashlib
import json
import os
import struct
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAD_BLOCK = 32


class EnvelopeError(ValueError):
    """An envelope that cannot be opened with this key for this receiver."""


def signature(*parts: str) -> str:
    """Sign a callback: SHA-1 of the parts, sorted and joined."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


@lru_cache
def decode_aes_key(encoding_aes_key: str) -> bytes:
    """Read the 43 characters of an EncodingAESKey, whose last one may carry spare bits.

    Raises:
        ValueError: not 43 characters of base64.
    """
    if len(encoding_aes_key) != 43:
        raise ValueError("an EncodingAESKey has 43 characters")
    try:
        return base64.b64decode(encoding_aes_key + "=", validate=True)
    except binascii.Error as error:
        raise ValueError("an EncodingAESKey is base64") from error


def encrypt(encoding_aes_key: str, receiver: str, text: str, noise: bytes | None = None) -> str:
    """Seal a message for `receiver`; `noise` is the 16 random bytes in front."""
    key = decode_aes_key(encoding_aes_key)
    message = text.encode()
    plain = (noise or os.urandom(16)) + struct.pack(">I", len(message)) + message + receiver.encode()
    pad = PAD_BLOCK - len(plain) % PAD_BLOCK
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()).decode()


def decrypt(encoding_aes_key: str, receiver: str, sealed: str) -> str:
    """Open a sealed message.

    Raises:
        EnvelopeError: damaged, sealed with another key, or meant for another receiver.
    """
    key = decode_aes_key(encoding_aes_key)
    try:
        opener = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = opener.update(base64.b64decode(sealed)) + opener.finalize()
        pad = plain[-1]
        (length,) = struct.unpack(">I", plain[16:20])
        body, rest = plain[20 : 20 + length], plain[20 + length : len(plain) - pad]
        if not 1 <= pad <= PAD_BLOCK or len(body) != length or rest.decode() != receiver:
            raise EnvelopeError("sealed for another receiver")
        return body.decode()
    except (ValueError, IndexError, struct.error) as error:
        raise EnvelopeError("the envelope cannot be opened") from error


def encrypt_user_data(session_key: str, iv: str, data: dict[str, Any]) -> str:
    """Seal what wx.getUserInfo and its kin hand to a Mini Program."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    pad = 16 - len(plain) % 16
    sealer = _user_cipher(session_key, iv).encryptor()
    return base64.b64encode(sealer.update(plain + bytes([pad]) * pad) + sealer.finalize()).decode()


def decrypt_user_data(session_key: str, iv: str, sealed: str, app_id: str) -> dict[str, Any]:
    """Open a Mini Program's encryptedData and check that its watermark names `app_id`.

    Raises:
        EnvelopeError: damaged, or made for another Mini Program.
    """
    try:
        opener = _user_cipher(session_key, iv).decryptor()
        plain = opener.update(base64.b64decode(sealed)) + opener.finalize()
        data = json.loads(plain[: -plain[-1]])
    except (ValueError, IndexError) as error:
        raise EnvelopeError("the user data cannot be opened") from error
    if not isinstance(data, dict) or data.get("watermark", {}).get("appid") != app_id:
        raise EnvelopeError("the watermark names another Mini Program")
    return data


def raw_data_signature(raw_data: str, session_key: str) -> str:
    """Sign a Mini Program's rawData."""
    return hashlib.sha1((raw_data + session_key).encode(), usedforsecurity=False).hexdigest()


def _user_cipher(session_key: str, iv: str) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(base64.b64decode(session_key)), modes.CBC(base64.b64decode(iv)))
