"""Personal data at rest: AES-256-GCM for values, a keyed hash for finding them again.

Layout of a sealed value: version byte 1 ‖ 12-byte nonce ‖ ciphertext ‖ 16-byte tag. The workspace id is bound in as
associated data, so a row copied to another workspace does not open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = b"\x01"


class Vault:
    """Seals and hashes with keys derived from one 32-byte secret."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != 32:
            raise ValueError("the secret key must be 32 bytes")
        self._cipher = AESGCM(hmac.digest(secret, b"quanyu seal 1", "sha256"))
        self._hash_key = hmac.digest(secret, b"quanyu hash 1", "sha256")

    def seal(self, workspace_id: UUID, text: str) -> bytes:
        """Encrypt a value for one workspace."""
        nonce = os.urandom(12)
        return VERSION + nonce + self._cipher.encrypt(nonce, text.encode(), workspace_id.bytes)

    def open(self, workspace_id: UUID, sealed: bytes) -> str:
        """Decrypt what ``seal`` made for this workspace.

        Raises:
            cryptography.exceptions.InvalidTag: another workspace's, another key's, or damaged.
        """
        if sealed[:1] != VERSION:
            raise ValueError("sealed by a version we do not know")
        return self._cipher.decrypt(sealed[1:13], sealed[13:], workspace_id.bytes).decode()

    def hash(self, workspace_id: UUID, text: str) -> bytes:
        """16 bytes that are equal for equal texts of one workspace and tell nothing without the key."""
        return hashlib.blake2b(text.encode(), key=self._hash_key, salt=workspace_id.bytes, digest_size=16).digest()
