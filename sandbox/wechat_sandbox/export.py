"""The truth as files, one for each table, and a sandbox's folder opened only to look at it."""

import csv
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from wechat_sandbox.network import Internet
from wechat_sandbox.store import FILE
from wechat_sandbox.truth import TABLES
from wechat_sandbox.world import World

FORMS = ("jsonl", "csv")


@contextmanager
def looked_at(data: Path | None, *, seed: int = 7, people: int = 2000, start: float = 0.0) -> Iterator[World]:
    """Open a copy of a sandbox's folder, which may be in use, or without one a new world; nothing of it is kept.

    Raises:
        FileNotFoundError: there is no sandbox in the folder.
    """
    with tempfile.TemporaryDirectory(prefix="wechat-sandbox-") as name:
        if data is not None:
            if not (data / FILE).exists():
                raise FileNotFoundError(f"no sandbox in {data}")
            with closing(sqlite3.connect(data / FILE)) as source, closing(sqlite3.connect(Path(name) / FILE)) as copy:
                source.backup(copy)
        world = World(Path(name), seed=seed, people=people, start=start, day_seconds=60, running=False, network=Internet())
        try:
            yield world
        finally:
            world.store.close()


def export(world: World, folder: Path, form: str = "jsonl") -> dict[str, int]:
    """Write every table into a folder; return how many rows each has.

    Args:
        form: "jsonl" for a line of JSON for each row, or "csv", in which lists and objects are written as JSON.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write = _write_csv if form == "csv" else _write_lines
    return {name: write(folder / f"{name}.{form}", world, name) for name in TABLES}


def line(row: dict[str, Any]) -> str:
    """Write a row as a line of JSON."""
    return json.dumps(row, ensure_ascii=False) + "\n"


def _write_lines(file: Path, world: World, name: str) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for count, row in enumerate(TABLES[name](world), start=1):  # noqa: B007 - the last number is wanted
            out.write(line(row))
    return count


def _write_csv(file: Path, world: World, name: str) -> int:
    count = 0
    with file.open("w", encoding="utf-8", newline="") as out:
        writer: Any = None
        for count, row in enumerate(TABLES[name](world), start=1):  # noqa: B007 - the last number is wanted
            if writer is None:
                writer = csv.DictWriter(out, list(row))
                writer.writeheader()
            writer.writerow({key: _cell(value) for key, value in row.items()})
    return count


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict, bool)) else value
