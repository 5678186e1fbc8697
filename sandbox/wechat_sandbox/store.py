"""What the platform remembers: one SQLite file, written as one transaction from checkpoint to checkpoint.

The people's arrays are saved in the same transaction, so what is found after a crash is one moment, never a mixture.
"""

import io
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Doc = dict[str, Any]
Arrays = dict[str, NDArray[Any]]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS arrays (name TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS docs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, account TEXT NOT NULL,
    id TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, account, id));
CREATE TABLE IF NOT EXISTS agenda (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, due REAL NOT NULL, person INTEGER NOT NULL,
    action TEXT NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS agenda_due ON agenda (due);
CREATE TABLE IF NOT EXISTS logs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, log TEXT NOT NULL, person INTEGER, key TEXT, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS logs_log ON logs (log, seq);
CREATE INDEX IF NOT EXISTS logs_person ON logs (log, person, seq) WHERE person IS NOT NULL;
CREATE INDEX IF NOT EXISTS logs_key ON logs (log, key, seq) WHERE key IS NOT NULL;
"""


class Store:
    """Documents by (kind, account, id), append-only logs, an agenda, and the arrays."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "wechat.sqlite3", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        self._db.execute("BEGIN")

    def checkpoint(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Save the arrays and everything written since the last checkpoint as one."""
        for name, array in arrays.items():
            body = io.BytesIO()
            np.save(body, array, allow_pickle=False)
            self._db.execute("INSERT OR REPLACE INTO arrays VALUES (?, ?)", (name, body.getvalue()))
        self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    def close(self) -> None:
        """Close the file. What was not saved at a checkpoint is lost."""
        self._db.execute("ROLLBACK")
        self._db.close()

    def arrays(self) -> Arrays:
        """Read the arrays of the last checkpoint."""
        rows = self._db.execute("SELECT name, body FROM arrays")
        return {name: np.load(io.BytesIO(body), allow_pickle=False) for name, body in rows}

    # Single values

    def value(self, name: str) -> Any:
        """Read a value by name, None when it was never set."""
        row = self._db.execute("SELECT body FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def set_value(self, name: str, value: Any) -> None:
        """Remember a value by name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, _write(value)))

    def next_number(self, name: str) -> int:
        """Count upwards from 1."""
        number = int(self.value(name) or 0) + 1
        self.set_value(name, number)
        return number

    # Documents

    def get(self, kind: str, account: str, doc_id: str) -> Doc | None:
        """Read one document."""
        row = self._db.execute(
            "SELECT body FROM docs WHERE kind = ? AND account = ? AND id = ?", (kind, account, doc_id)
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, kind: str, account: str, doc_id: str, doc: Doc) -> None:
        """Write one document, keeping its place in the order of first writing."""
        self._db.execute(
            "INSERT INTO docs (kind, account, id, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (kind, account, id) DO UPDATE SET body = excluded.body",
            (kind, account, doc_id, _write(doc)),
        )

    def delete(self, kind: str, account: str, doc_id: str) -> bool:
        """Forget one document; say whether it was there."""
        gone = self._db.execute("DELETE FROM docs WHERE kind = ? AND account = ? AND id = ?", (kind, account, doc_id))
        return gone.rowcount == 1

    def count(self, kind: str, account: str) -> int:
        """Count the documents of one kind."""
        row = self._db.execute("SELECT count(*) FROM docs WHERE kind = ? AND account = ?", (kind, account))
        return int(row.fetchone()[0])

    def page(self, kind: str, account: str, after: int = 0, limit: int = 1000) -> list[tuple[int, str, Doc]]:
        """Read documents in the order of first writing: (sequence, id, document)."""
        rows = self._db.execute(
            "SELECT seq, id, body FROM docs WHERE kind = ? AND account = ? AND seq > ? ORDER BY seq LIMIT ?",
            (kind, account, after, limit),
        )
        return [(seq, doc_id, json.loads(body)) for seq, doc_id, body in rows]

    def all(self, kind: str, account: str) -> list[Doc]:
        """Read every document of one kind, for kinds that a platform rule keeps few."""
        return [doc for _, _, doc in self.page(kind, account, limit=-1)]

    # Logs

    def append(self, log: str, doc: Doc, person: int | None = None, key: str | None = None) -> int:
        """Add an entry; return its sequence number."""
        added = self._db.execute(
            "INSERT INTO logs (log, person, key, body) VALUES (?, ?, ?, ?)", (log, person, key, _write(doc))
        )
        return int(added.lastrowid or 0)

    def rewrite(self, seq: int, doc: Doc) -> None:
        """Replace an entry, as when a delivery ends."""
        self._db.execute("UPDATE logs SET body = ? WHERE seq = ?", (_write(doc), seq))

    def entry(self, log: str, seq: int) -> Doc | None:
        """Read one entry."""
        row = self._db.execute("SELECT body FROM logs WHERE log = ? AND seq = ?", (log, seq)).fetchone()
        return None if row is None else json.loads(row[0])

    def entries(
        self, log: str, after: int = 0, limit: int = 100, person: int | None = None, key: str | None = None
    ) -> list[tuple[int, Doc]]:
        """Read entries in order."""
        where, values = _filter(log, person, key)
        rows = self._db.execute(
            f"SELECT seq, body FROM logs WHERE {where} AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - our own words
            (*values, after, limit),
        )
        return [(seq, json.loads(body)) for seq, body in rows]

    def latest(self, log: str, limit: int, person: int | None = None, key: str | None = None) -> list[tuple[int, Doc]]:
        """Read the newest entries, newest first."""
        where, values = _filter(log, person, key)
        rows = self._db.execute(
            f"SELECT seq, body FROM logs WHERE {where} ORDER BY seq DESC LIMIT ?",  # noqa: S608 - our own words
            (*values, limit),
        )
        return [(seq, json.loads(body)) for seq, body in rows]

    def last(self, log: str, person: int) -> int | None:
        """Return the number of a person's newest entry."""
        row = self._db.execute("SELECT max(seq) FROM logs WHERE log = ? AND person = ?", (log, person))
        newest: int | None = row.fetchone()[0]
        return newest

    def size(self, log: str, person: int | None = None, key: str | None = None) -> int:
        """Count entries."""
        where, values = _filter(log, person, key)
        row = self._db.execute(f"SELECT count(*) FROM logs WHERE {where}", values)  # noqa: S608 - our own words
        return int(row.fetchone()[0])

    def trim(self, log: str, keep: int) -> None:
        """Forget all but about the newest `keep` entries."""
        self._db.execute(
            "DELETE FROM logs WHERE log = ? AND seq <= (SELECT seq FROM logs WHERE log = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)",
            (log, log, keep),
        )

    # Agenda

    def plan(self, due: float, person: int, action: str, params: Doc) -> None:
        """Let a person do something later."""
        self._db.execute(
            "INSERT INTO agenda (due, person, action, body) VALUES (?, ?, ?, ?)",
            (due, person, action, _write(params)),
        )

    def take_due(self, until: float) -> list[tuple[float, int, str, Doc]]:
        """Take what is due before `until` off the agenda."""
        rows = self._db.execute(
            "SELECT due, person, action, body FROM agenda WHERE due < ? ORDER BY due, seq", (until,)
        ).fetchall()
        self._db.execute("DELETE FROM agenda WHERE due < ?", (until,))
        return [(due, person, action, json.loads(body)) for due, person, action, body in rows]


def _filter(log: str, person: int | None, key: str | None) -> tuple[str, list[str | int]]:
    """Write the conditions of a reading of the logs, so that each finds its index."""
    words: list[str] = ["log = ?"]
    values: list[str | int] = [log]
    for word, value in (("person = ?", person), ("key = ?", key)):
        if value is not None:
            words.append(word)
            values.append(value)
    return " AND ".join(words), values


def _write(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
