"""Events on their way to the log: queued, sent in batches, each counted once however often it is sent."""

from __future__ import annotations

import gzip
import json
import threading
import uuid
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from quanyu_client.calls import Calls, plain, written
from quanyu_client.errors import EventsRejected, QuanyuError, Rejected

MOST_EVENTS = 2000
MOST_BYTES = 7_500_000
"""Of one batch, unpacked; the server takes 8 MB."""


@dataclass(frozen=True)
class Sent:
    """What became of the events since the last flush. A duplicate had been taken before."""

    accepted: int
    duplicate: int


class Tracking:
    """The queue of a client. Threads may share it. An event leaves it when the server has answered for it."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._waiting: deque[bytes] = deque()
        self._sending = threading.Lock()
        self._accepted = 0
        self._duplicate = 0
        self._rejected: list[Rejected] = []

    @property
    def waiting(self) -> int:
        """Events not yet answered for."""
        return len(self._waiting)

    def add(
        self,
        event: str,
        *,
        ids: Mapping[str, str],
        properties: Mapping[str, Any],
        at: datetime | None,
        id: str | None,
        touchpoint: str,
        account: str,
    ) -> str:
        """Queue one event; a full batch is sent at once. The answer is the event's id."""
        made = {
            "id": id or str(uuid.uuid4()),
            "event": event,
            "at": written(at or datetime.now(UTC)),
            "touchpoint": touchpoint,
            "account": account,
            "ids": dict(ids),
            "properties": plain(properties),
        }
        self._waiting.append(json.dumps(made, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())
        if len(self._waiting) >= MOST_EVENTS:
            with self._sending:
                if len(self._waiting) >= MOST_EVENTS:
                    self._send_batch()
        return str(made["id"])

    def flush(self) -> Sent:
        """Send everything that waits.

        Raises:
            EventsRejected: all was sent, and some of it since the last flush cannot be used.
            QuanyuError: the server could not be reached or refused; what it has not answered for still waits.
        """
        with self._sending:
            while self._waiting:
                self._send_batch()
            sent, rejected = Sent(self._accepted, self._duplicate), self._rejected
            self._accepted, self._duplicate, self._rejected = 0, 0, []
        if rejected:
            raise EventsRejected(rejected, sent.accepted, sent.duplicate)
        return sent

    def _send_batch(self) -> None:
        batch = self._first()
        body = gzip.compress(b'{"events":[' + b",".join(batch) + b"]}", 5, mtime=0)
        headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
        answer = self._calls.call("POST", "/events", repeatable=True, content=body, headers=headers)
        results = answer.get("results") if isinstance(answer, dict) else None
        if not isinstance(results, list) or len(results) != len(batch):
            raise QuanyuError("not_an_answer", 200, {}, "the server did not answer for every event")
        for result in results:
            event = self._waiting.popleft()
            if result["status"] == "rejected":
                self._rejected.append(Rejected(json.loads(event), result["code"], result["reason"]))
        self._accepted += answer["accepted"]
        self._duplicate += answer["duplicate"]

    def _first(self) -> list[bytes]:
        batch: list[bytes] = []
        size = 0
        for event in list(self._waiting)[:MOST_EVENTS]:
            size += len(event) + 1
            if batch and size > MOST_BYTES:
                break
            batch.append(event)
        return batch
