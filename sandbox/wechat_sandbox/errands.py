"""What must be done even if this process ends, as long as it is not: many things, of which few live long.

So they are written and forgotten together, at each commit of the store.
"""

import sqlite3
from typing import Any

from wechat_sandbox import quick_json

SCHEMA = "CREATE TABLE IF NOT EXISTS errands (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);"


class Errands:
    """Errands by number, in the order in which they began."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._begun: dict[int, bytes] = {}
        self._ended: list[tuple[int]] = []
        self._last = int(db.execute("SELECT coalesce(max(seq), 0) FROM errands").fetchone()[0])

    def begin(self, errand: Any) -> int:
        """Note an errand; return its number."""
        self._last += 1
        self._begun[self._last] = quick_json.write(errand)
        return self._last

    def end(self, number: int) -> None:
        """Forget an errand that is done."""
        if self._begun.pop(number, None) is None:
            self._ended.append((number,))

    def all(self) -> list[tuple[int, Any]]:
        """Read what is to be done: (number, errand)."""
        self.write()
        return [(number, quick_json.read(body)) for number, body in self._db.execute("SELECT * FROM errands ORDER BY seq")]

    def write(self) -> None:
        """Write down what has begun and ended."""
        self._db.executemany("INSERT INTO errands VALUES (?, ?)", self._begun.items())
        self._db.executemany("DELETE FROM errands WHERE seq = ?", self._ended)
        self._begun.clear()
        self._ended.clear()
