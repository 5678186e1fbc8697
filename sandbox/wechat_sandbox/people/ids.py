"""Ids that tell their owner only to the sandbox: a person's number under a cipher of the seed, so that nothing is kept."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from wechat_sandbox.people.randomness import Dice

_CODED = 22  # characters of base64 for the 16 bytes of one block


class Ids:
    """Writes and reads ids: a prefix, some letters that all ids of one realm share, and the person under a cipher.

    A realm is whatever has ids of its own: an app, a corp, an open-platform account.
    """

    def __init__(self, dice: Dice, count: int) -> None:
        self._dice = dice
        self._count = count
        self._ciphers: dict[str, tuple[str, Any, Any]] = {}

    def write(self, prefix: str, length: int, realm: str, person: int) -> str:
        """Return a person's id, `length` characters long."""
        shared, seal, _ = self._cipher(realm)
        block = seal(person.to_bytes(16, "big"))
        return prefix + shared[: length - len(prefix) - _CODED] + urlsafe_b64encode(block)[:_CODED].decode()

    def read(self, prefix: str, length: int, realm: str, written: str) -> int | None:
        """Return the person whose id this is, None for an id that nobody has."""
        if len(written) != length or not written.isascii():
            return None
        try:
            block = urlsafe_b64decode(written[-_CODED:] + "==")
        except ValueError:
            return None
        if len(block) != 16:
            return None
        person = int.from_bytes(self._cipher(realm)[2](block), "big")
        if person >= self._count or self.write(prefix, length, realm, person) != written:
            return None
        return person

    def _cipher(self, realm: str) -> tuple[str, Any, Any]:
        held = self._ciphers.get(realm)
        if held is None:
            noise = self._dice.digest("ids", realm)
            cipher = Cipher(AES(noise[:16]), ECB())  # noqa: S305 - one block that hides a number, not a message
            shared = urlsafe_b64encode(noise[16:]).decode().rstrip("=")
            held = self._ciphers[realm] = (shared, cipher.encryptor().update, cipher.decryptor().update)
        return held
