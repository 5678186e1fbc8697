"""Events of the Mini Program's SDK on their way to the brand's collector, in batches that are repeated until they are taken."""

import asyncio
import gzip
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from itertools import islice

from wechat_sandbox.accounts import Account, Accounts
from wechat_sandbox.backlog import Backlog
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.network import Network, NetworkError
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store

# Answers that a repetition of the same batch cannot change.
_FINAL = (400, 413, 415, 422)

Told = Callable[[], None]
# An event as it will be uploaded; with the last one of a visit, whom to tell when it was taken.
_Waiting = tuple[bytes, Told | None]


class Uploads:
    """Lanes of events that wait, each uploading one batch at a time."""

    def __init__(self, store: Store, settings: Settings, accounts: Accounts, network: Network) -> None:
        self._store = store
        self._settings = settings
        self._accounts = accounts
        self._network = network
        self._outboxes: dict[tuple[str, int], deque[_Waiting]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self.backlog = Backlog()
        self.lost = 0

    async def stop(self) -> None:
        """Stop uploading."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    def add(self, account_id: str, person: int, events: list[bytes], told: Told) -> None:
        """Queue a visit's events; `told` is called when they were taken, given up or, for want of room, lost."""
        if not events or self.backlog.count + len(events) > self._settings.event_queue:
            self.lost += len(events)
            told()
            return
        place = (account_id, person % self._settings.event_lanes)
        outbox = self._outboxes.get(place)
        if outbox is None:
            outbox = self._outboxes[place] = deque()
            self._tasks.append(asyncio.create_task(self._upload(account_id, outbox)))
        self.backlog.add(len(events))
        outbox.extend((event, None) for event in events[:-1])
        outbox.append((events[-1], told))

    def note(self, kind: str, account: Account, events: int, status: int, began: float) -> None:
        """Write down what a phone sent and what was answered."""
        ms = round((time.perf_counter() - began) * 1000, 2)
        entry = {"kind": kind, "account": account.id, "events": events, "http_status": status, "ms": ms}
        self._store.append("uploads", {**entry, "wall_time": rfc3339(time.time())})

    async def _upload(self, account_id: str, outbox: deque[_Waiting]) -> None:
        pause = self._settings.event_flush_wall_seconds
        size = self._settings.event_batch
        refused = False
        while True:
            # A full batch goes at once; less waits for more, and what was not taken waits for better times.
            await asyncio.sleep(0 if len(outbox) >= size and not refused else pause)
            account = self._accounts.get(account_id)
            if not outbox or account is None:
                continue
            batch = [event for event, _ in islice(outbox, size)]
            status, wait = await self._try(account, batch)
            if status == 413 and len(batch) > 1:
                size = len(batch) // 2
                refused = False
            elif 200 <= status < 300 or status in _FINAL:
                self._finish(outbox, len(batch), lost=status in _FINAL)
                size = self._settings.event_batch
                pause = self._settings.event_flush_wall_seconds
                refused = False
            else:
                refused = True
                longest = self._settings.retry_longest_wall_seconds
                pause = min(wait if wait is not None else max(pause, 0.1) * 2, longest)

    def _finish(self, outbox: deque[_Waiting], events: int, lost: bool) -> None:
        for _ in range(events):
            _, told = outbox.popleft()
            if told is not None:
                told()
        self.backlog.done(events)
        self.lost += events if lost else 0

    async def _try(self, account: Account, batch: list[bytes]) -> tuple[int, float | None]:
        """Post a batch; return the status (0 without an answer) and how long the server asks to wait."""
        body = b'{"events":[' + b",".join(batch) + b"]}"
        headers = {
            "content-type": "application/json",
            "authorization": f"Bearer {account.sdk.get('write_key', '')}",
        }
        if len(body) > self._settings.gzip_over_bytes:
            body = gzip.compress(body, compresslevel=1)
            headers["content-encoding"] = "gzip"
        began = time.perf_counter()
        status, wait = 0, None
        try:
            address = account.sdk["collector_url"]
            response = await self._network.request("POST", address, body=body, headers=headers, patience=30)
            status = response.status
            wait = _seconds(response.headers.get("retry-after"))
        except (NetworkError, KeyError):
            status = 0
        self.note("events", account, len(batch), status, began)
        return status, wait


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(float(retry_after), 0.0) if retry_after else None
    except ValueError:
        return None
