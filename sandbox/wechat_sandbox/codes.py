"""One-time codes that live for seconds or minutes of wall-clock time; a restart forgets them, as their owners would."""

import time
from dataclasses import dataclass
from typing import Any

JS = "js"
PHONE = "phone"
WELCOME = "welcome"


@dataclass
class Code:
    """What a code stands for, until when, and whether it has served."""

    account: str
    expires: float
    about: dict[str, Any]
    used: bool = False
    started: bool = False

    @property
    def alive(self) -> bool:
        """Whether its time is not over."""
        return time.time() < self.expires


class Codes:
    """All codes by kind."""

    def __init__(self) -> None:
        self._kinds: dict[str, dict[str, Code]] = {}

    def add(self, kind: str, account: str, code: str, life_seconds: float, **about: Any) -> str:
        """Keep a new code and forget those at the front whose time is over."""
        codes = self._kinds.setdefault(kind, {})
        while codes and not (oldest := next(iter(codes.items())))[1].alive:
            del codes[oldest[0]]
        codes[code] = Code(account, time.time() + life_seconds, about)
        return code

    def get(self, kind: str, account: str, code: str) -> Code | None:
        """Find a living code of an account."""
        held = self._kinds.get(kind, {}).get(code)
        return held if held is not None and held.account == account and held.alive else None
