"""One-time codes that live for seconds or minutes of wall-clock time."""

import time
from typing import Any

from wechat_sandbox.store import Doc, Store

JS = "js"
PHONE = "phone"
WELCOME = "welcome"
OAUTH = "oauth"
_CODE = "code"
# Texts in the order of the moments they name.
_ENDS = "{:016.3f}"


class Code:
    """What a code stands for, until when, and whether it has served."""

    def __init__(self, store: Store, kind: str, code: str, doc: Doc) -> None:
        self._store, self._named, self._doc = store, _name(kind, code), doc

    @property
    def account(self) -> str:
        """The account it was made for."""
        return str(self._doc["account"])

    @property
    def about(self) -> dict[str, Any]:
        """What it stands for."""
        about: dict[str, Any] = self._doc["about"]
        return about

    @property
    def alive(self) -> bool:
        """Whether its time is not over."""
        return time.time() < float(self._doc["expires"])

    @property
    def used(self) -> bool:
        """Whether it has served."""
        return bool(self._doc["used"])

    @used.setter
    def used(self, used: bool) -> None:
        self._note("used", used)

    @property
    def started(self) -> bool:
        """Whether the two it was made for are talking already."""
        return bool(self._doc["started"])

    @started.setter
    def started(self, started: bool) -> None:
        self._note("started", started)

    def _note(self, name: str, value: bool) -> None:
        self._doc[name] = value
        self._store.put(_CODE, "", self._named, self._doc)


class Codes:
    """All codes by kind."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, kind: str, account: str, code: str, life_seconds: float, **about: Any) -> str:
        """Keep a new code."""
        doc = {"account": account, "expires": time.time() + life_seconds, "about": about, "used": False, "started": False}
        self._store.put(_CODE, "", _name(kind, code), doc, key=_ENDS.format(doc["expires"]))
        return code

    def get(self, kind: str, account: str, code: str) -> Code | None:
        """Find a living code of an account."""
        held = self.find(kind, account, code)
        return held if held is not None and held.alive else None

    def find(self, kind: str, account: str, code: str) -> Code | None:
        """Find a code of an account, living or lately dead."""
        doc = self._store.get(_CODE, "", _name(kind, code))
        held = Code(self._store, kind, code, doc) if doc else None
        return held if held is not None and held.account == account else None

    def tidy(self) -> None:
        """Forget the codes whose time is over."""
        self._store.forget_below(_CODE, "", _ENDS.format(time.time()))


def _name(kind: str, code: str) -> str:
    return f"{kind} {code}"
