"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing looked at. The sentence says what to do, or what was seen when all is well."""

    name: str
    ok: bool
    zh: str
    en: str
