"""People's phones: the brand's Mini Program on them logs in and reports what happens, over the network and its troubles."""

import asyncio
import gzip
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from wechat_sandbox import quick_json
from wechat_sandbox.accounts import Account, Accounts
from wechat_sandbox.backlog import Backlog
from wechat_sandbox.clock import DAY, rfc3339
from wechat_sandbox.codes import JS, Codes
from wechat_sandbox.network import Network, NetworkError
from wechat_sandbox.people.population import Population
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store

# Answers that a repetition of the same batch cannot change.
_FINAL = (400, 413, 415, 422)
_JSON = {"content-type": "application/json"}
_KEPT = ("account_id", "person", "number", "scene", "query", "ended")
_HERE = ("127.0.0.1", "localhost", "::1")
_BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"


@dataclass(frozen=True)
class Reported:
    """Something the SDK saw: when, what, and whether it was before login."""

    at: float
    event: str
    properties: dict[str, Any]
    before_login: bool = False
    id: str = ""
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Visit:
    """One opening of a Mini Program, numbered for its person."""

    account_id: str
    person: int
    number: int
    scene: int
    query: str
    events: tuple[Reported, ...]
    ended: float
    sent: asyncio.Event = field(default_factory=asyncio.Event, compare=False)
    kept: int = 0

    def as_doc(self) -> dict[str, Any]:
        """Write the visit down, for a process that may have to report it later."""
        events = [[one.at, one.event, one.properties, one.before_login, one.id, one.ids] for one in self.events]
        return {**{name: getattr(self, name) for name in _KEPT}, "events": events}


class Phones:
    """Carries visits to the brand's platform, each person's in order, never holding up the simulation."""

    def __init__(
        self,
        store: Store,
        settings: Settings,
        accounts: Accounts,
        people: Population,
        codes: Codes,
        network: Network,
    ) -> None:
        self._store = store
        self._settings = settings
        self._accounts = accounts
        self._people = people
        self._codes = codes
        self._network = network
        self._lanes: dict[int, asyncio.Queue[Visit]] = {}
        self._outboxes: dict[tuple[str, int], deque[tuple[dict[str, Any], Visit | None]]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._pages: asyncio.Queue[tuple[Account, str]] = asyncio.Queue()
        self._browser: asyncio.Task[None] | None = None
        self.visits = Backlog()
        self.events = Backlog()
        self.lost_events = 0
        self.on_visit: Callable[[Visit], None] = lambda visit: None

    async def stop(self) -> None:
        """Stop reporting."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task

    def report(self, visit: Visit) -> None:
        """Queue a visit; without an SDK in the Mini Program no server of the brand ever hears of it."""
        self.on_visit(visit)
        account = self._accounts.get(visit.account_id)
        if account is None or not account.sdk.get("collector_url"):
            visit.sent.set()
            return
        if self.visits.count >= self._settings.device_queue:
            self.lost_events += len(visit.events)
            visit.sent.set()
            return
        self._carry(replace(visit, kept=self._store.append("visits", visit.as_doc())))

    def resume(self) -> None:
        """Report what an earlier process had no time for."""
        for kept, doc in self._store.entries("visits", limit=-1):
            events = tuple(Reported(*one) for one in doc.pop("events"))
            self._carry(Visit(**doc, events=events, kept=kept))

    def _carry(self, visit: Visit) -> None:
        self.visits.add()
        self._lane(visit.person).put_nowait(visit)

    def open_page(self, account: Account, address: str) -> None:
        """Open a web page in WeChat's browser; only pages of this machine, for there is no other network."""
        if _host(address) in _HERE and self.visits.count < self._settings.device_queue:
            self.visits.add()
            self._pages.put_nowait((account, address))
            if self._browser is None:
                self._browser = asyncio.create_task(self._browse())
                self._tasks.append(self._browser)

    def new_code(self, account: Account, person: int) -> str:
        """Make what wx.login hands to the Mini Program."""
        number = self._store.next_number("js codes")
        code = self._people.dice.word(32, "js code", account.id, number)
        return self._codes.add(JS, account.id, code, self._settings.js_code_wall_seconds, person=person)

    def _lane(self, person: int) -> asyncio.Queue[Visit]:
        number = person % self._settings.device_lanes
        lane = self._lanes.get(number)
        if lane is None:
            lane = self._lanes[number] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._work(lane)))
        return lane

    async def _work(self, lane: asyncio.Queue[Visit]) -> None:
        while True:
            visit = await lane.get()
            try:
                account = self._accounts.get(visit.account_id)
                if account is not None:
                    await self._login_if_due(account, visit)
                    self._post(account, visit)
            finally:
                self.visits.done()

    async def _browse(self) -> None:
        while True:
            account, address = await self._pages.get()
            began = time.perf_counter()
            status = 0
            try:
                response = await self._network.request("GET", address, headers={"user-agent": _BROWSER}, patience=10)
                status = response.status
            except NetworkError:
                status = 0
            self.visits.done()
            self._note("page", account, 1, status, began)

    # Login

    async def _login_if_due(self, account: Account, visit: Visit) -> None:
        until = self._people.array(f"login:{account.id}")
        address = account.sdk.get("login_url")
        if not address or until[visit.person] > visit.ended:
            return
        body = {
            "app_id": account.app_id,
            "code": self.new_code(account, visit.person),
            "anonymous_id": self._people.anonymous_id(visit.person),
            "scene": visit.scene,
            "query": visit.query,
        }
        began = time.perf_counter()
        status, openid = 0, None
        try:
            response = await self._network.request("POST", address, body=quick_json.write(body), headers=_JSON, patience=10)
            status = response.status
            openid = quick_json.read(response.text).get("openid") if status == 200 else None
        except (NetworkError, ValueError, AttributeError):
            openid = None
        if openid == self._people.openid(account, visit.person):
            until_then = visit.ended + self._settings.login_life_sim_days * DAY
            self._people.put(f"login:{account.id}", visit.person, until_then)
        self._note("login", account, 1, status, began)

    # Events

    def _post(self, account: Account, visit: Visit) -> None:
        place = (account.id, visit.person % self._settings.event_lanes)
        outbox = self._outboxes.get(place)
        if outbox is None:
            outbox = self._outboxes[place] = deque()
            self._tasks.append(asyncio.create_task(self._upload(account.id, outbox)))
        if self.events.count + len(visit.events) > self._settings.event_queue:
            self.lost_events += len(visit.events)
            self._settle(visit)
            return
        self.events.add(len(visit.events))
        people = self._people
        known_until = float(people.array(f"login:{account.id}")[visit.person])
        anonymous = {"anonymous_id": people.anonymous_id(visit.person)}
        named = {**anonymous, "openid": people.openid(account, visit.person)}
        visit_id = people.dice.uuid("event", account.id, visit.person, visit.number)
        last = len(visit.events) - 1
        for number, reported in enumerate(visit.events):
            ids = named if known_until > reported.at and not reported.before_login else anonymous
            event = {
                "id": reported.id or f"{visit_id}-{number}",
                "event": reported.event,
                "at": rfc3339(reported.at),
                "touchpoint": "mini_program",
                "account": account.app_id,
                "ids": {**ids, **reported.ids},
                "properties": reported.properties,
            }
            outbox.append((event, visit if number == last else None))

    async def _upload(self, account_id: str, outbox: deque[tuple[dict[str, Any], Visit | None]]) -> None:
        pause = self._settings.event_flush_wall_seconds
        size = self._settings.event_batch
        refused = False
        while True:
            # A full batch goes at once; less waits for more, and what was not taken waits for better times.
            await asyncio.sleep(0 if len(outbox) >= size and not refused else pause)
            account = self._accounts.get(account_id)
            if not outbox or account is None:
                continue
            batch = [outbox[place] for place in range(min(size, len(outbox)))]
            status, wait = await self._try(account, [event for event, _ in batch])
            if status == 413 and len(batch) > 1:
                size = len(batch) // 2
                refused = False
            elif 200 <= status < 300 or status in _FINAL:
                self._finish(outbox, batch, lost=status in _FINAL)
                size = self._settings.event_batch
                pause = self._settings.event_flush_wall_seconds
                refused = False
            else:
                refused = True
                longest = self._settings.retry_longest_wall_seconds
                pause = min(wait if wait is not None else max(pause, 0.1) * 2, longest)

    def _finish(
        self,
        outbox: deque[tuple[dict[str, Any], Visit | None]],
        batch: list[tuple[dict[str, Any], Visit | None]],
        lost: bool,
    ) -> None:
        for _, visit in batch:
            outbox.popleft()
            if visit is not None:
                self._settle(visit)
        self.events.done(len(batch))
        self.lost_events += len(batch) if lost else 0

    def _settle(self, visit: Visit) -> None:
        self._store.drop(visit.kept)
        visit.sent.set()

    async def _try(self, account: Account, events: list[dict[str, Any]]) -> tuple[int, float | None]:
        """Post a batch; return the status (0 without an answer) and how long the server asks to wait."""
        body = quick_json.write({"events": events})
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
        self._note("events", account, len(events), status, began)
        return status, wait

    def _note(self, kind: str, account: Account, events: int, status: int, began: float) -> None:
        ms = round((time.perf_counter() - began) * 1000, 2)
        entry = {"kind": kind, "account": account.id, "events": events, "http_status": status, "ms": ms}
        self._store.append("uploads", {**entry, "wall_time": rfc3339(time.time())})


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _seconds(retry_after: str | None) -> float | None:
    try:
        return max(float(retry_after), 0.0) if retry_after else None
    except ValueError:
        return None
