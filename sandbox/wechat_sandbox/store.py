"""What the platform remembers: one SQLite file, committed after every call and every handful of acts.

The people's arrays are part of the same transactions: the cells written since the last commit go into a journal, and an
array whose journal has grown long is saved whole. So what is found after a crash is one moment, and the newest.
"""

import io
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wechat_sandbox import errands, quick_json
from wechat_sandbox.errands import Errands

Doc = dict[str, Any]
Ints = NDArray[np.int64]
Arrays = dict[str, NDArray[Any]]

FILE = "wechat.sqlite3"
SHORT_JOURNAL = 5000
NEVER_SAVED = 1 << 60
MOST_LIVE = 2000
PAGES_TO_CHECKPOINT = 10_000
CACHE_KIB = 64_000

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS arrays (name TEXT PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS cells (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, who BLOB NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS docs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, account TEXT NOT NULL,
    id TEXT NOT NULL, body TEXT NOT NULL, key TEXT, UNIQUE (kind, account, id));
CREATE INDEX IF NOT EXISTS docs_key ON docs (kind, account, key, seq) WHERE key IS NOT NULL;
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
    """Documents by (kind, account, id), append-only logs, an agenda, counters, and the arrays."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / FILE
        self._connect()

    def _connect(self) -> None:
        self._db = sqlite3.connect(self._file, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.execute(f"PRAGMA wal_autocheckpoint = {PAGES_TO_CHECKPOINT}")
        self._db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        self._db.execute("PRAGMA temp_store = MEMORY")
        self._upgrade()
        self._db.executescript(_SCHEMA + errands.SCHEMA)
        self._counters: dict[str, int] = {}
        self._counted: set[str] = set()
        self._live: dict[tuple[str, str, str], Doc] = {}
        self._changed: set[tuple[str, str, str]] = set()
        self._journaled: dict[str, int] = {}
        self.errands = Errands(self._db)
        self._written = self._db.total_changes
        self._db.execute("BEGIN")

    def commit(self, arrays: Mapping[str, NDArray[Any]], touched: Mapping[str, Ints]) -> None:
        """Make everything written so far survive the end of the process, however it comes.

        Args:
            arrays: every array of the people.
            touched: for each array that was written to since the last commit, the places, each once.
        """
        for name in self._counted:
            self.set_value("counter " + name, self._counters[name])
        self._counted.clear()
        self._write_live()
        self.errands.write()
        for name, who in touched.items():
            self._save_cells(name, arrays[name], who)
        if self._db.total_changes != self._written:
            self._db.execute("COMMIT")
            self._written = self._db.total_changes
            self._db.execute("BEGIN")

    def close(self) -> None:
        """Close the file. What was not committed is lost."""
        self._db.execute("ROLLBACK")
        self._db.close()

    def copy_to(self, file: Path) -> None:
        """Write a copy of everything committed to another file."""
        self._db.execute("COMMIT")
        with closing(sqlite3.connect(file)) as copy:
            self._db.backup(copy)
        self._db.execute("BEGIN")

    def replace_with(self, file: Path) -> None:
        """Forget everything for what another file holds."""
        self._db.execute("ROLLBACK")
        with closing(sqlite3.connect(file)) as source:
            source.backup(self._db)
        self._db.close()
        self._connect()

    def arrays(self) -> Arrays:
        """Read the arrays as they were at the last commit."""
        found = {
            name: np.load(io.BytesIO(body), allow_pickle=False)
            for name, body in self._db.execute("SELECT name, body FROM arrays")
        }
        self._journaled = dict.fromkeys(found, 0)
        for name, who, body in self._db.execute("SELECT name, who, body FROM cells ORDER BY seq"):
            array = found[name]
            array[np.frombuffer(who, dtype=np.int32)] = np.frombuffer(body, dtype=array.dtype)
            self._journaled[name] += len(who) // 4
        return found

    def _upgrade(self) -> None:
        """Add what a folder from before has not."""
        columns = {row[1] for row in self._db.execute("PRAGMA table_info(docs)")}
        if columns and "key" not in columns:
            self._db.execute("ALTER TABLE docs ADD COLUMN key TEXT")

    def _save_cells(self, name: str, array: NDArray[Any], who: Ints) -> None:
        """Journal the cells, or save the array whole when its journal would be longer than itself."""
        journaled = self._journaled.get(name, NEVER_SAVED) + who.size
        if journaled > max(array.size // 2, SHORT_JOURNAL):
            whole = io.BytesIO()
            np.save(whole, array, allow_pickle=False)
            self._db.execute("INSERT OR REPLACE INTO arrays VALUES (?, ?)", (name, whole.getvalue()))
            self._db.execute("DELETE FROM cells WHERE name = ?", (name,))
            self._journaled[name] = 0
            return
        places = who.astype(np.int32)
        values = (name, places.tobytes(), array[who].tobytes())
        self._db.execute("INSERT INTO cells (name, who, body) VALUES (?, ?, ?)", values)
        self._journaled[name] = journaled

    # Single values

    def value(self, name: str) -> Any:
        """Read a value by name, None when it was never set."""
        row = self._db.execute("SELECT body FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else quick_json.read(row[0])

    def set_value(self, name: str, value: Any) -> None:
        """Remember a value by name."""
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, _write(value)))

    def next_number(self, name: str) -> int:
        """Count upwards from 1."""
        number = self._counters.get(name)
        if number is None:
            number = int(self.value("counter " + name) or 0)
        self._counters[name] = number + 1
        self._counted.add(name)
        return number + 1

    def number(self, name: str) -> int:
        """Read how far `next_number` has counted."""
        number = self._counters.get(name)
        return int(self.value("counter " + name) or 0) if number is None else number

    # Documents

    def get(self, kind: str, account: str, doc_id: str) -> Doc | None:
        """Read one document."""
        self._write_live(kind)
        row = self._db.execute(
            "SELECT body FROM docs WHERE kind = ? AND account = ? AND id = ?", (kind, account, doc_id)
        ).fetchone()
        return None if row is None else quick_json.read(row[0])

    def put(self, kind: str, account: str, doc_id: str, doc: Doc, key: str | None = None) -> None:
        """Write one document, keeping its place in the order of first writing.

        Args:
            key: what `by_key` finds it by, kept when not given again.
        """
        self._live.pop((kind, account, doc_id), None)
        self._db.execute(
            "INSERT INTO docs (kind, account, id, body, key) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (kind, account, id) DO UPDATE SET body = excluded.body, key = coalesce(excluded.key, key)",
            (kind, account, doc_id, _write(doc), key),
        )

    def live(self, kind: str, account: str, doc_id: str, empty: Doc) -> Doc:
        """Return a document to change in place, for one that changes all the time: it is written at the next commit."""
        place = (kind, account, doc_id)
        doc = self._live.get(place)
        if doc is None:
            doc = self.get(kind, account, doc_id) or deepcopy(empty)
            self._live[place] = doc
        self._changed.add(place)
        return doc

    def held(self, kind: str, account: str, doc_id: str) -> Doc | None:
        """Return a document to change in place, as `live` does, None when there is none."""
        place = (kind, account, doc_id)
        doc = self._live.get(place) or self.get(kind, account, doc_id)
        if doc is not None:
            self._live[place] = doc
            self._changed.add(place)
        return doc

    def _write_live(self, kind: str | None = None) -> None:
        """Write what has changed in place, of one kind or all."""
        if not self._changed:
            return
        for place in [place for place in self._changed if kind in (None, place[0])]:
            self._changed.discard(place)
            if (doc := self._live.get(place)) is not None:
                self.put(*place, doc)
                self._live[place] = doc
        if len(self._live) > MOST_LIVE:
            self._live = {place: self._live[place] for place in self._changed}

    def delete(self, kind: str, account: str, doc_id: str) -> bool:
        """Forget one document; say whether it was there."""
        self._write_live(kind)
        self._live.pop((kind, account, doc_id), None)
        gone = self._db.execute("DELETE FROM docs WHERE kind = ? AND account = ? AND id = ?", (kind, account, doc_id))
        return gone.rowcount == 1

    def forget_below(self, kind: str, account: str, key: str) -> None:
        """Forget the documents of one kind whose key comes before this one."""
        self._db.execute("DELETE FROM docs WHERE kind = ? AND account = ? AND key < ?", (kind, account, key))

    def count(self, kind: str, account: str) -> int:
        """Count the documents of one kind."""
        self._write_live(kind)
        row = self._db.execute("SELECT count(*) FROM docs WHERE kind = ? AND account = ?", (kind, account))
        return int(row.fetchone()[0])

    def page(self, kind: str, account: str, after: int = 0, limit: int = 1000) -> list[tuple[int, str, Doc]]:
        """Read documents in the order of first writing: (sequence, id, document)."""
        self._write_live(kind)
        rows = self._db.execute(
            "SELECT seq, id, body FROM docs WHERE kind = ? AND account = ? AND seq > ? ORDER BY seq LIMIT ?",
            (kind, account, after, limit),
        )
        return [(seq, doc_id, quick_json.read(body)) for seq, doc_id, body in rows]

    def all(self, kind: str, account: str) -> list[Doc]:
        """Read every document of one kind, for kinds that a platform rule keeps few."""
        return [doc for _, _, doc in self.page(kind, account, limit=-1)]

    def by_key(self, kind: str, account: str, key: str, after: int = 0, limit: int = -1) -> list[tuple[int, str, Doc]]:
        """Read documents with one key in the order of first writing: (sequence, id, document)."""
        self._write_live(kind)
        rows = self._db.execute(
            "SELECT seq, id, body FROM docs WHERE kind = ? AND account = ? AND key = ? AND seq > ? ORDER BY seq LIMIT ?",
            (kind, account, key, after, limit),
        )
        return [(seq, doc_id, quick_json.read(body)) for seq, doc_id, body in rows]

    def count_by_key(self, kind: str, account: str, key: str) -> int:
        """Count the documents with one key."""
        row = self._db.execute("SELECT count(*) FROM docs WHERE kind = ? AND account = ? AND key = ?", (kind, account, key))
        return int(row.fetchone()[0])

    # Logs

    def append(self, log: str, doc: Doc, person: int | None = None, key: str | None = None) -> int:
        """Add an entry; return its sequence number."""
        added = self._db.execute(
            "INSERT INTO logs (log, person, key, body) VALUES (?, ?, ?, ?)", (log, person, key, _write(doc))
        )
        return int(added.lastrowid or 0)

    def rewrite(self, seq: int, doc: Doc) -> None:
        """Replace an entry and take its key off, as when a delivery ends."""
        self._db.execute("UPDATE logs SET body = ?, key = NULL WHERE seq = ?", (_write(doc), seq))

    def entry(self, log: str, seq: int) -> Doc | None:
        """Read one entry."""
        row = self._db.execute("SELECT body FROM logs WHERE log = ? AND seq = ?", (log, seq)).fetchone()
        return None if row is None else quick_json.read(row[0])

    def entries(
        self, log: str, after: int = 0, limit: int = 100, person: int | None = None, key: str | None = None
    ) -> list[tuple[int, Doc]]:
        """Read entries in order."""
        where, values = _filter(log, person, key)
        rows = self._db.execute(
            f"SELECT seq, body FROM logs WHERE {where} AND seq > ? ORDER BY seq LIMIT ?",  # noqa: S608 - our own words
            (*values, after, limit),
        )
        return [(seq, quick_json.read(body)) for seq, body in rows]

    def latest(self, log: str, limit: int, person: int | None = None, key: str | None = None) -> list[tuple[int, Doc]]:
        """Read the newest entries, newest first."""
        where, values = _filter(log, person, key)
        rows = self._db.execute(
            f"SELECT seq, body FROM logs WHERE {where} ORDER BY seq DESC LIMIT ?",  # noqa: S608 - our own words
            (*values, limit),
        )
        return [(seq, quick_json.read(body)) for seq, body in rows]

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

    def plan_many(self, acts: Iterable[tuple[float, int, str, Doc]]) -> None:
        """Put many acts on the agenda: (due, person, action, params)."""
        rows = [(due, person, action, _write(params) if params else "{}") for due, person, action, params in acts]
        self._db.executemany("INSERT INTO agenda (due, person, action, body) VALUES (?, ?, ?, ?)", rows)

    def take_due(self, until: float, most: int) -> list[tuple[float, int, str, Doc]]:
        """Take the first `most` acts due before `until` off the agenda."""
        rows = self._db.execute(
            "SELECT seq, due, person, action, body FROM agenda WHERE due < ? ORDER BY due, seq LIMIT ?", (until, most)
        ).fetchall()
        self._db.executemany("DELETE FROM agenda WHERE seq = ?", [(row[0],) for row in rows])
        return [(due, person, action, quick_json.read(body)) for _, due, person, action, body in rows]


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
    return quick_json.write(value).decode(errors="surrogatepass")
