"""People's phones: the brand's Mini Program on them logs in and reports what happens, over the network and its troubles."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from wechat_sandbox import quick_json
from wechat_sandbox.accounts import Account, Accounts
from wechat_sandbox.backlog import Backlog
from wechat_sandbox.clock import DAY, rfc3339
from wechat_sandbox.codes import JS, Codes
from wechat_sandbox.network import Network, NetworkError
from wechat_sandbox.people.population import Population
from wechat_sandbox.quick_json import Raw
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Store
from wechat_sandbox.uploads import Uploads

_NO_IDS: dict[str, str] = {}
_JSON = {"content-type": "application/json"}
_HERE = ("127.0.0.1", "localhost", "::1")
_BROWSER = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.50"


class Reported(NamedTuple):
    """Something the SDK saw: when, what, and whether it was before login."""

    at: float
    event: str
    properties: dict[str, Any]
    before_login: bool = False
    id: str = ""
    ids: dict[str, str] = _NO_IDS


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


class _Written(NamedTuple):
    """An event as it will be uploaded, but for the ids: nobody knows yet whether the phone will have logged in."""

    at: float
    before_login: bool
    ids: dict[str, str]
    body: Raw


class _Parcel(NamedTuple):
    """A visit that waits to be reported, by a later process if need be."""

    account_id: str
    person: int
    scene: int
    query: str
    ended: float
    events: list[_Written]
    errand: int
    sent: asyncio.Event


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
        self._lanes: dict[int, asyncio.Queue[_Parcel]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._pages: asyncio.Queue[tuple[Account, str]] = asyncio.Queue()
        self._browser: asyncio.Task[None] | None = None
        self._uploads = Uploads(store, settings, accounts, network)
        self.visits = Backlog()
        self.events = self._uploads.backlog
        self._lost_events = 0
        self.on_visit: Callable[[Visit], None] = lambda visit: None

    @property
    def lost_events(self) -> int:
        """Count the events that no server will hear of."""
        return self._lost_events + self._uploads.lost

    async def stop(self) -> None:
        """Stop reporting."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        await self._uploads.stop()

    def report(self, visit: Visit) -> None:
        """Queue a visit; without an SDK in the Mini Program no server of the brand ever hears of it."""
        self.on_visit(visit)
        account = self._accounts.get(visit.account_id)
        if account is None or not account.sdk.get("collector_url"):
            visit.sent.set()
            return
        if self.visits.count >= self._settings.device_queue:
            self._lost_events += len(visit.events)
            visit.sent.set()
            return
        events = self._written(account, visit)
        told = (visit.account_id, visit.person, visit.scene, visit.query, visit.ended)
        errand = self._store.errands.begin({"visit": told, "events": events})
        self._carry(_Parcel(*told, events, errand, visit.sent))

    def resume(self) -> None:
        """Report what an earlier process had no time for."""
        for number, doc in self._store.errands.all():
            events = [_Written(at, early, ids, Raw(quick_json.write(body))) for at, early, ids, body in doc["events"]]
            account_id, person, scene, query, ended = doc["visit"]
            self._carry(_Parcel(account_id, person, scene, query, ended, events, number, asyncio.Event()))

    def _carry(self, parcel: _Parcel) -> None:
        self.visits.add()
        self._lane(parcel.person).put_nowait(parcel)

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

    def _lane(self, person: int) -> asyncio.Queue[_Parcel]:
        number = person % self._settings.device_lanes
        lane = self._lanes.get(number)
        if lane is None:
            lane = self._lanes[number] = asyncio.Queue()
            self._tasks.append(asyncio.create_task(self._work(lane)))
        return lane

    async def _work(self, lane: asyncio.Queue[_Parcel]) -> None:
        while True:
            parcel = await lane.get()
            try:
                account = self._accounts.get(parcel.account_id)
                if account is not None:
                    await self._login_if_due(account, parcel)
                    self._post(account, parcel)
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
            self._uploads.note("page", account, 1, status, began)

    # Login

    async def _login_if_due(self, account: Account, parcel: _Parcel) -> None:
        until = self._people.array(f"login:{account.id}")
        address = account.sdk.get("login_url")
        if not address or until[parcel.person] > parcel.ended:
            return
        body = {
            "app_id": account.app_id,
            "code": self.new_code(account, parcel.person),
            "anonymous_id": self._people.anonymous_id(parcel.person),
            "scene": parcel.scene,
            "query": parcel.query,
        }
        began = time.perf_counter()
        status, openid = 0, None
        try:
            response = await self._network.request("POST", address, body=quick_json.write(body), headers=_JSON, patience=10)
            status = response.status
            openid = quick_json.read(response.text).get("openid") if status == 200 else None
        except (NetworkError, ValueError, AttributeError):
            openid = None
        if openid == self._people.openid(account, parcel.person):
            until_then = parcel.ended + self._settings.login_life_sim_days * DAY
            self._people.put(f"login:{account.id}", parcel.person, until_then)
        self._uploads.note("login", account, 1, status, began)

    # Events

    def _written(self, account: Account, visit: Visit) -> list[_Written]:
        visit_id = self._people.dice.uuid("event", account.id, visit.person, visit.number)
        written = []
        for number, reported in enumerate(visit.events):
            body = {
                "id": reported.id or f"{visit_id}-{number}",
                "event": reported.event,
                "at": rfc3339(reported.at),
                "properties": reported.properties,
            }
            written.append(_Written(reported.at, reported.before_login, reported.ids, Raw(quick_json.write(body))))
        return written

    def _post(self, account: Account, parcel: _Parcel) -> None:
        people = self._people
        known_until = float(people.array(f"login:{account.id}")[parcel.person])
        anonymous = {"anonymous_id": people.anonymous_id(parcel.person)}
        named = {**anonymous, "openid": people.openid(account, parcel.person)}
        ends = {who: _end(account, ids) for who, ids in ((False, anonymous), (True, named))}
        events = []
        for at, before_login, ids, body in parcel.events:
            knows = known_until > at and not before_login
            end = _end(account, {**(named if knows else anonymous), **ids}) if ids else ends[knows]
            events.append(bytes(body)[:-1] + end)
        self._uploads.add(account.id, parcel.person, events, lambda: self._settle(parcel))

    def _settle(self, parcel: _Parcel) -> None:
        self._store.errands.end(parcel.errand)
        parcel.sent.set()


def _end(account: Account, ids: dict[str, str]) -> bytes:
    """Write what an event ends with: where it happened and to whom."""
    return b"," + quick_json.write({"touchpoint": "mini_program", "account": account.app_id, "ids": ids})[1:]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
