"""Whom this process has asked platforms about: nobody is asked about at every one of their events."""

from __future__ import annotations

import hashlib

from quanyu.touchpoints.types import Account

MOST = 500_000


class Asked:
    """A set of people that forgets everybody when it is full. Forgetting costs a repeated question, no more."""

    def __init__(self) -> None:
        self._people: set[bytes] = set()

    def first_time(self, account: Account, person: str) -> bool:
        """Whether this person of this account is new here; from now on they are not."""
        key = hashlib.blake2b(account.id.bytes + person.encode(), digest_size=12).digest()
        if key in self._people:
            return False
        if len(self._people) >= MOST:
            self._people.clear()
        self._people.add(key)
        return True
