"""Files of orders."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, cast

from quanyu_client.calls import Calls
from quanyu_client.errors import ImportFailed
from quanyu_client.types import Import

RUNNING = frozenset({"waiting", "running"})


class Imports:
    """The imports of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def orders(
        self,
        file: Path | str | tuple[str, IO[bytes]],
        mapping: Mapping[str, Any],
        *,
        progress: Callable[[Import], None] = lambda _: None,
        every_seconds: float = 1.0,
        timeout_seconds: float = 3600.0,
    ) -> Import:
        """Import a CSV or Parquet file of order lines and wait until it is done. An order imported before counts once.

        Args:
            file: a path, or a name and an open file.
            mapping: {"columns": {"order_id": …, "at": …, "item_id": …, "quantity": …, "unit_price": …}, "time_zone": …,
                "currency": …, "touchpoint": …}.
            progress: told how far it is, each time it is asked.

        Raises:
            ImportFailed: it failed, or was cancelled.
            TimeoutError: it goes on without us.
        """
        found = self.start(file, mapping)
        deadline = time.monotonic() + timeout_seconds
        progress(found)
        while found["state"] in RUNNING:
            if time.monotonic() > deadline:
                raise TimeoutError(f"import {found['id']} is still {found['state']}")
            self._calls.pause(every_seconds)
            found = self.get(found["id"])
            progress(found)
        if found["state"] != "done":
            raise ImportFailed(f"import_{found['state']}", 200, found, found["error"] or "")
        return found

    def start(self, file: Path | str | tuple[str, IO[bytes]], mapping: Mapping[str, Any]) -> Import:
        """Hand the file over; the work goes on by itself."""
        if isinstance(file, tuple):
            return self._send(*file, mapping)
        with Path(file).open("rb") as opened:
            return self._send(Path(file).name, opened, mapping)

    def list(self, *, page: int = 50) -> Iterator[Import]:
        """Imports, newest first."""
        return self._calls.pages("/imports", limit=page)

    def get(self, import_id: str) -> Import:
        """One import and how far it is."""
        return cast(Import, self._calls.call("GET", f"/imports/{import_id}"))

    def cancel(self, import_id: str) -> Import:
        """Stop it before its next step."""
        return cast(Import, self._calls.call("POST", f"/imports/{import_id}/cancel"))

    def _send(self, name: str, file: IO[bytes], mapping: Mapping[str, Any]) -> Import:
        files, data = {"file": (name, file)}, {"mapping": json.dumps(mapping)}
        return cast(Import, self._calls.call("POST", "/imports", files=files, data=data))
