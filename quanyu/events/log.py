"""The event log's one writer: what waits at the same moment becomes one insert, on disk before anybody is answered.

Group n+1 is checked for repeats, tied to profiles and encoded while group n is being written. An id is in one place only:
if a write fails in the end, nobody in it is told "accepted", what did get stored of it is found out before the next
group, and the senders try again.

A repeat is known for the newest ``dedupe_ids`` ids, also after a restart. An older one is written again; where event, time,
person and id are the same, the table itself drops it when parts are merged.

There is one writer for a store: batch numbers are counted in the process.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import perf_counter
from uuid import UUID

import numpy as np
import structlog
from fastapi import Request
from prometheus_client import Counter, Gauge, Histogram

from quanyu.events import clickhouse as queries
from quanyu.events.check import COLUMNS, DEAD_COLUMNS, Fault, Portion
from quanyu.events.repeats import Keys, Repeats, first_of_each
from quanyu.events.types import NewEvent, Result
from quanyu.events.who import Directory
from quanyu.events.wire import Unreadable, WireEvent
from quanyu.infra.runtime import Runtime, runtime_of
from quanyu.kit.errors import Unavailable
from quanyu.people import identity

log = structlog.get_logger(__name__)
TAKEN = Counter("quanyu_events_total", "Events answered", ["status"])
WRITE = Histogram("quanyu_event_commit_seconds", "Time of one group commit", buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5))
WAITING = Gauge("quanyu_events_waiting", "Events that wait for a group commit")

WORTHWHILE_ROWS = 4_000
"""A commit costs about as much as a thousand rows, and as much again when its part is merged with others."""

COMPANY_SECONDS = 0.1
"""How long less than that waits for more, where callers come together."""

ATTEMPTS = 4
FIRST_PAUSE_SECONDS = 0.2


@dataclass
class Waiting:
    """A caller that waits for its answer."""

    portion: Portion
    answered: asyncio.Future[None]


@dataclass
class Group:
    """One group commit. ``keys`` are the new ids in it."""

    callers: list[Waiting]
    batch: int = 0
    body: bytes = b""
    dead: bytes = b""
    keys: Keys = field(default_factory=lambda: np.empty(0, dtype=np.uint64))


class EventLog:
    """The log of one process. ``committed`` is the number of the newest batch that followers may read."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._key = runtime.vault.hash(UUID(int=0), "event ids")
        self._token = secrets.token_hex(8)
        self._shapes: dict[object, Fault | None] = {}
        self._repeats = Repeats(0)
        self._directory = Directory(runtime)
        self._queue: deque[Waiting] = deque()
        self._unanswered: set[asyncio.Future[None]] = set()
        self._waiting = 0
        self._arrived = asyncio.Event()
        self._enough = asyncio.Event()
        self._full = asyncio.Event()
        self._in_company = False
        self._wakes: set[asyncio.Event] = set()
        self._publishing = asyncio.Lock()
        self._doubtful = True
        self._last = 0
        self._writer: asyncio.Task[None] | None = None
        self.committed = 0

    async def start(self) -> None:
        """Learn where the log ends and which ids it has, then take events."""
        await self._look_back()
        await self.publish_merges()
        self._writer = asyncio.create_task(self._write_groups(), name="events.writer")

    async def stop(self) -> None:
        """Write what waits, then stop."""
        if self._unanswered:
            await asyncio.wait(self._unanswered)
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)

    async def append(
        self, workspace_id: UUID, events: Sequence[NewEvent], *, source: str, currency: str = "CNY"
    ) -> list[Result]:
        """Put events in the log. They are on disk when this returns.

        Args:
            source: who says so ("callback:…", "delivery", "import:…").
            currency: of amounts that do not name theirs.

        Raises:
            Unavailable: too many events wait, or the store is away; none of these were taken.
        """
        if not events:
            return []
        wire = [WireEvent(e.id, e.event, e.at, e.touchpoint, e.account, dict(e.ids), dict(e.properties)) for e in events]
        portion = self.portion(workspace_id, source, currency)
        portion.add(wire, self._shapes, self._runtime.clock.now())
        for row, place in enumerate(portion.places):
            if (known := events[place].profile_id) is not None:
                portion.whose[row] = known
        return await self.take(portion)

    async def take_wire(
        self, workspace_id: UUID, events: Sequence[WireEvent | Unreadable], *, source: str, currency: str
    ) -> list[Result]:
        """Like `append`, for events straight from a request."""
        portion = self.portion(workspace_id, source, currency)
        portion.add(events, self._shapes, self._runtime.clock.now())
        return await self.take(portion)

    def portion(self, workspace_id: UUID, source: str, currency: str) -> Portion:
        """An empty portion; refused when too much waits already."""
        if self._waiting >= self._runtime.settings.ingest_max_waiting:
            raise Unavailable(retry_after=1)
        return Portion(workspace_id, source[:64], self._key, currency)

    async def take(self, portion: Portion) -> list[Result]:
        """Wait for a checked portion's group commit."""
        if portion.rows or portion.dead:
            waiting = Waiting(portion, asyncio.get_running_loop().create_future())
            self._queue.append(waiting)
            self._waiting += len(portion.results)
            WAITING.set(self._waiting)
            self._arrived.set()
            if self._waiting >= WORTHWHILE_ROWS:
                self._enough.set()
            if self._waiting >= self._runtime.settings.ingest_rows:
                self._full.set()
            self._unanswered.add(waiting.answered)
            try:
                await waiting.answered
            finally:
                self._unanswered.discard(waiting.answered)
        return [result for result in portion.results if result is not None]

    def wake_on_commit(self, wake: asyncio.Event) -> None:
        """Set this event whenever a batch is committed."""
        self._wakes.add(wake)

    async def wait_beyond(self, batch: int, timeout: float) -> int:  # noqa: ASYNC109 - an answer either way, not an error
        """Wait until a batch after ``batch`` is committed, ``timeout`` seconds at most; the newest committed batch."""
        wake = asyncio.Event()
        self._wakes.add(wake)
        try:
            if self.committed <= batch:
                async with asyncio.timeout(timeout):
                    await wake.wait()
        except TimeoutError:
            pass
        finally:
            self._wakes.discard(wake)
        return self.committed

    async def publish_merges(self) -> None:
        """Tell the warehouse of merges (and merges taken back) that it does not know yet."""
        async with self._publishing, self._runtime.postgres.system_transaction() as tx:
            if overrides := await identity.take_overrides(tx):
                await queries.insert_overrides(self._runtime.clickhouse, overrides)

    async def merge_undone(self) -> None:
        """Forget whose is what, and tell the warehouse. Called once the undoing is committed."""
        self._directory.forget()
        await self.publish_merges()

    async def _look_back(self) -> None:
        clickhouse, capacity = self._runtime.clickhouse, self._runtime.settings.dedupe_ids
        self._last = max(self._last, await queries.last_batch(clickhouse))
        self._repeats = await queries.stored_ids(clickhouse, self._key, capacity)
        self._doubtful = False
        self._publish(self._last)

    async def _write_groups(self) -> None:
        writing: asyncio.Task[bool] | None = None
        while True:
            await self._arrived.wait()
            await self._gather(writing)
            callers = self._next_callers()
            try:
                if self._doubtful:
                    await self._settle(writing)
                    writing = None
                    await self._look_back()
                group = await self._prepare(callers)
            except Exception:
                log.exception("events.prepare_failed", callers=len(callers))
                self._doubtful = True
                refuse(callers)
                continue
            if not await self._settle(writing):
                writing = None
                refuse(callers)
                continue
            writing = asyncio.create_task(self._store(group), name="events.store")

    async def _gather(self, writing: asyncio.Task[bool] | None) -> None:
        """Wait for company: until the group before is written, and longer where many come and a commit is not worth it yet.

        Who comes alone waits for hardly anything.
        """
        if writing is not None and not writing.done():
            full = asyncio.create_task(self._full.wait())
            await asyncio.wait((full, writing), return_when=asyncio.FIRST_COMPLETED)
            full.cancel()
        patience = COMPANY_SECONDS if self._in_company else self._runtime.settings.ingest_wait_ms / 1000
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._enough.wait()

    def _next_callers(self) -> list[Waiting]:
        callers: list[Waiting] = []
        rows = 0
        while self._queue and (not callers or rows + len(self._queue[0].portion.results) <= self._runtime.settings.ingest_rows):
            callers.append(self._queue.popleft())
            rows += len(callers[-1].portion.results)
        self._waiting -= rows
        WAITING.set(self._waiting)
        if not self._queue:
            self._arrived.clear()
        if self._waiting < WORTHWHILE_ROWS:
            self._enough.clear()
        if self._waiting < self._runtime.settings.ingest_rows:
            self._full.clear()
        self._in_company = len(callers) > 1
        return callers

    async def _settle(self, writing: asyncio.Task[bool] | None) -> bool:
        """Wait for the group before; whether it was stored (or there was none to store)."""
        return writing is None or await writing

    async def _prepare(self, callers: list[Waiting]) -> Group:
        digests = b"".join(key for caller in callers for key in caller.portion.keys)
        keys = np.frombuffer(digests, dtype="<u8")[::2].astype(np.uint64)
        new = first_of_each(keys)
        new &= ~await asyncio.to_thread(self._repeats.seen, keys)
        await self._tie(callers, new)
        if new.any() or any(caller.portion.dead for caller in callers):
            # Only batches with rows get a number: the table is where the count goes on after a restart.
            self._last += 1
        group = Group(callers, self._last, keys=keys[new])
        rest = f"\t{self._last}\t{self._runtime.clock.now().timestamp():.3f}\n".encode()
        lines: list[bytes] = []
        dead: list[bytes] = []
        start = 0
        for caller in callers:
            portion = caller.portion
            end = start + len(portion.rows)
            self._encode(portion, new[start:end].tolist(), rest, lines)
            dead += [line + rest for line in portion.dead]
            start = end
        group.body, group.dead = b"".join(lines), b"".join(dead)
        await asyncio.to_thread(self._repeats.add, group.keys)
        return group

    async def _tie(self, callers: list[Waiting], new: np.ndarray) -> None:
        """Make sure that the directory knows every new event's profile."""
        missing: list[tuple[Portion, list[int]]] = []
        start = 0
        for caller in callers:
            portion = caller.portion
            answers = self._directory.answers(portion.workspace_id)
            rows = [
                row
                for row, one in enumerate(portion.whose)
                if one.__class__ is tuple and one not in answers and new[start + row]
            ]
            if rows:
                missing.append((portion, rows))
            start += len(portion.whose)
        if missing and await self._directory.look_up(missing):
            await self.publish_merges()

    def _encode(self, portion: Portion, new: list[bool], rest: bytes, lines: list[bytes]) -> None:
        answer, now, workspace_id = self._directory.answer, self._directory.now, portion.workspace_id
        results, events = portion.results, portion.events
        answers = self._directory.answers(workspace_id) if self._directory.plain else {}
        for row, (place, whose, fresh) in enumerate(zip(portion.places, portion.whose, new, strict=True)):
            profile: int | None
            if whose.__class__ is int:
                profile = now(whose) if whose else 0
            else:
                profile = answers.get(whose)  # type: ignore[arg-type]
                if profile is None:
                    profile = answer(workspace_id, whose) or 0  # type: ignore[arg-type]
            if fresh:
                lines.append(b"%b\t%d%b" % (portion.rows[row], profile, rest))
                results[place] = Result(events[row].id, "accepted", profile)
            else:
                results[place] = Result(events[row].id, "duplicate", profile)

    async def _store(self, group: Group) -> bool:
        """Write a group and answer its callers; whether it was stored."""
        pause = FIRST_PAUSE_SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                started = perf_counter()
                await self._insert(group)
                WRITE.observe(perf_counter() - started)
                break
            except Exception:
                log.exception("events.write_failed", batch=group.batch, attempt=attempt)
                if attempt == ATTEMPTS:
                    self._doubtful = True
                    refuse(group.callers)
                    return False
                await asyncio.sleep(pause)
                pause *= 3
        self._publish(group.batch)
        for caller in group.callers:
            if not caller.answered.done():
                caller.answered.set_result(None)
        TAKEN.labels("accepted").inc(group.keys.size)
        return True

    async def _insert(self, group: Group) -> None:
        token = f"{self._token}-{group.batch}"
        if group.dead:
            await queries.insert_rows(self._runtime.clickhouse, "dead_letters", DEAD_COLUMNS, group.dead, token)
        if group.body:
            await queries.insert_rows(self._runtime.clickhouse, "events", COLUMNS, group.body, token)

    def _publish(self, batch: int) -> None:
        self.committed = batch
        for wake in self._wakes:
            wake.set()


def refuse(callers: Sequence[Waiting]) -> None:
    """Tell callers to come again: nothing of theirs counts as taken."""
    for caller in callers:
        if not caller.answered.done():
            caller.answered.set_exception(Unavailable(retry_after=2))


@asynccontextmanager
async def running(runtime: Runtime) -> AsyncIterator[None]:
    """Keep the process's event log while the application runs."""
    log = EventLog(runtime)
    await log.start()
    runtime.parts[EventLog] = log
    try:
        yield
    finally:
        await log.stop()


async def event_log_of(request: Request) -> EventLog:
    """The process's event log, for endpoints (``Depends``)."""
    return (await runtime_of(request)).part(EventLog)
