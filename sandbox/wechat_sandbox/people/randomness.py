"""Chance that depends on nothing but (seed, purpose, person, tick): the same question gets the same answer in any order."""

import hashlib
from base64 import urlsafe_b64encode

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_MASK = 0xFFFFFFFFFFFFFFFF
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
# What a digit becomes when its upper bits say which kind of UUID it is in.
_VARIANT = {f"{digit:x}": "89ab"[digit & 3] for digit in range(16)}
_STEP, _FIRST, _SECOND = int(_GOLDEN), int(_MIX_1), int(_MIX_2)


def _mix(x: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser, on whole arrays."""
    x = (x ^ (x >> np.uint64(30))) * _MIX_1
    x = (x ^ (x >> np.uint64(27))) * _MIX_2
    return x ^ (x >> np.uint64(31))


def _mix_one(x: int) -> int:
    """The same on one Python number, which for a single draw is ten times as quick."""
    x = ((x ^ (x >> 30)) * _FIRST) & _MASK
    x = ((x ^ (x >> 27)) * _SECOND) & _MASK
    return x ^ (x >> 31)


class Stream:
    """A series of numbers in [0, 1): SplitMix64 from a state that belongs to a question."""

    __slots__ = ("_state",)

    def __init__(self, state: int) -> None:
        self._state = state

    def draw(self) -> float:
        """Return the next number."""
        self._state = x = (self._state + _STEP) & _MASK
        x = ((x ^ (x >> 30)) * _FIRST) & _MASK
        x = ((x ^ (x >> 27)) * _SECOND) & _MASK
        return ((x ^ (x >> 31)) >> 11) * 2.0**-53


class Dice:
    """Counter-based draws and ids of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, int] = {}

    def roll(self, purpose: str, people: Ints, tick: int) -> Floats:
        """Draw one number in [0, 1) for each person."""
        stream = np.uint64(tick & _MASK)
        with np.errstate(over="ignore"):
            x = _mix(people.astype(np.uint64) * _GOLDEN + np.uint64(self._key(purpose)))
            x = _mix(x + stream * _GOLDEN + np.uint64(1))
        return (x >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def one(self, purpose: str, person: int, tick: int) -> float:
        """Draw one number in [0, 1) for one person, the same that `roll` would."""
        x = _mix_one(((person & _MASK) * _STEP + self._key(purpose)) & _MASK)
        x = _mix_one((x + (tick & _MASK) * _STEP + 1) & _MASK)
        return (x >> 11) * 2.0**-53

    def stream(self, purpose: str, person: int, tick: int) -> "Stream":
        """Begin a series of draws that belong to one question, quicker than asking `one` again and again."""
        x = _mix_one(((person & _MASK) * _STEP + self._key(purpose)) & _MASK)
        return Stream((x + (tick & _MASK) * _STEP + 1) & _MASK)

    def pick(self, purpose: str, person: int, tick: int, count: int) -> int:
        """Draw one of `count` choices."""
        return min(int(self.one(purpose, person, tick) * count), count - 1)

    def digest(self, *parts: object) -> bytes:
        """Return 32 bytes that belong to these parts under this seed."""
        text = "\x1f".join(str(part) for part in (self.seed, *parts))
        return hashlib.sha256(text.encode()).digest()

    def word(self, length: int, *parts: object) -> str:
        """Return `length` (at most 43) letters, digits, `-` and `_` that belong to these parts."""
        return urlsafe_b64encode(self.digest(*parts)).decode()[:length]

    def uuid(self, *parts: object) -> str:
        """Return a UUID that belongs to these parts."""
        word = self.digest(*parts).hex()
        return f"{word[:8]}-{word[8:12]}-4{word[13:16]}-{_VARIANT[word[16]]}{word[17:20]}-{word[20:32]}"

    def _key(self, purpose: str) -> int:
        key = self._keys.get(purpose)
        if key is None:
            key = self._keys[purpose] = int.from_bytes(self.digest("purpose", purpose)[:8], "big")
        return key
