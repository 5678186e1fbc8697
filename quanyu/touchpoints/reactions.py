"""What to do about a platform's error code. The tables are per platform: the same number means different things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Outcome = Literal["sent", "refused", "later", "stop"]


class Reaction(StrEnum):
    """The classes of answer."""

    REFRESH = "refresh"
    """The token is stale: fetch once, replay once; still refused means that the account is broken."""
    BACK_OFF = "back_off"
    QUOTA = "quota"
    """Nothing more of this API until its window ends."""
    DROP = "drop"
    """Not to this person."""
    FIX = "fix"
    """The request or the settings are wrong; repeating it changes nothing."""
    ALARM = "alarm"
    """Somebody has to look before anything more goes out."""
    DONE = "done"
    """It had been done already."""


OUTCOMES: Mapping[Reaction, Outcome] = {
    Reaction.REFRESH: "stop",
    Reaction.BACK_OFF: "later",
    Reaction.QUOTA: "later",
    Reaction.DROP: "refused",
    Reaction.FIX: "refused",
    Reaction.ALARM: "stop",
    Reaction.DONE: "sent",
}

WAITS: Mapping[Reaction, float] = {Reaction.BACK_OFF: 5, Reaction.QUOTA: 600}


@dataclass(frozen=True)
class Meaning:
    """What a code means and what we do about it."""

    reaction: Reaction
    zh: str
    en: str
    wait_seconds: float = 0

    @property
    def outcome(self) -> Outcome:
        """How a sending that was answered with this code ended."""
        return OUTCOMES[self.reaction]

    @property
    def retry_after_seconds(self) -> float:
        """How long to leave the API alone."""
        return self.wait_seconds or WAITS.get(self.reaction, 0)


UNKNOWN = Meaning(Reaction.FIX, "平台返回了未登记的错误码", "the platform answered with a code that we do not know")

Table = Mapping[int, Meaning]


def table(*rows: tuple[Reaction, str, str, str] | tuple[Reaction, str, str, str, float]) -> Table:
    """A table of meanings, each row ``(reaction, "code code …", zh, en, wait_seconds?)``."""
    found: dict[int, Meaning] = {}
    for reaction, codes, zh, en, *wait in rows:
        for code in codes.split():
            if int(code) in found:
                raise ValueError(f"{code} has two meanings")
            found[int(code)] = Meaning(reaction, zh, en, *wait)
    return found
