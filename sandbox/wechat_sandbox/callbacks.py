"""Callbacks out: sealed, signed, sent in each person's order, re-sent when not answered in time, and written down.

They never hold up the simulation: when the queue is full a callback is written down as dropped.
"""

import asyncio
import json
import secrets
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from wechat_sandbox import crypto, quick_json, xml
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, SUITE, WECOM, Account, Accounts
from wechat_sandbox.backlog import Backlog
from wechat_sandbox.faults import CALLBACKS, Fault, Faults
from wechat_sandbox.network import Network, NetworkError
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Doc, Store
from wechat_sandbox.xml import Message

PassiveReply = Callable[[Account, int, Doc | None], None]
PENDING = "pending"
_HANDLED = ("", "success")
_SHOWN = 2000
_LONGEST_REPLY = 30_000
# What tells one message from another, in the order in which it is looked for.
_NAMES = ("ChangeType", "InfoType", "Event", "MsgType")


@dataclass(frozen=True)
class _Parcel:
    delivery: int
    doc: Doc
    overtaken: bool = False


class Callbacks:
    """The queue of callbacks and the log of their deliveries."""

    def __init__(self, store: Store, settings: Settings, accounts: Accounts, faults: Faults, network: Network) -> None:
        self._store = store
        self._settings = settings
        self._accounts = accounts
        self._faults = faults
        self._network = network
        self._lanes: dict[int, asyncio.Queue[_Parcel]] = {}
        self._workers: list[asyncio.Task[None]] = []
        self._settled: dict[int, asyncio.Event] = {}
        self.backlog = Backlog()
        self.on_passive_reply: PassiveReply = lambda account, person, reply: None

    def resume(self) -> None:
        """Send what an earlier process had no time for."""
        for delivery, doc in self._store.entries("deliveries", limit=-1, key=PENDING):
            self._send(delivery, doc)

    async def stop(self) -> None:
        """Stop sending. What waits stays in the log as pending."""
        for worker in self._workers:
            worker.cancel()
        for worker in self._workers:
            with suppress(asyncio.CancelledError):
                await worker

    def send(
        self, account: Account, person: int, sender: str, message: Message, sim_time: float, address: str = ""
    ) -> int | None:
        """Queue a callback; return its delivery's number, or None when nobody listens.

        Args:
            address: where it goes instead of the account's callback URL.
        """
        if not (address or account.callback_url):
            return None
        doc = {
            "account": account.id,
            "person": person,
            "sender": sender,
            "event": next((message[name] for name in _NAMES if name in message), ""),
            "message": message,
            "address": address,
            "sim_time": sim_time,
            "status": PENDING,
            "attempts": 0,
        }
        return self._queue(doc)

    def replay(self, delivery: int) -> int | None:
        """Send a delivery once more, as a new one; None when there is no such delivery."""
        doc = self._store.entry("deliveries", delivery)
        if doc is None:
            return None
        return self._queue({**doc, "status": PENDING, "attempts": 0, "replay_of": delivery})

    async def settled(self, delivery: int) -> Doc:
        """Wait until a delivery has been answered or given up; return its record."""
        if (waiting := self._settled.get(delivery)) is not None:
            await waiting.wait()
        return self._store.entry("deliveries", delivery) or {}

    async def verify(self, account: Account) -> Doc:
        """Make the GET handshake that WeChat makes when a callback URL is set."""
        stamp, nonce, word = str(int(time.time())), secrets.token_hex(5), str(secrets.randbelow(10**18))
        url = account.callback_url
        if account.kind in (WECOM, SUITE):
            # A provider's data URL is verified in the name of the provider's own corp.
            url = account.more.get("data_url") or url
            sealed = crypto.encrypt(account.aes_key, account.more.get("provider_corpid", account.app_id), word)
            signed = crypto.signature(account.token, stamp, nonce, sealed)
            query = {"msg_signature": signed, "timestamp": stamp, "nonce": nonce, "echostr": sealed}
        else:
            signed = crypto.signature(account.token, stamp, nonce)
            query = {"signature": signed, "timestamp": stamp, "nonce": nonce, "echostr": word}
        patience = self._settings.callback_answer_wall_seconds
        try:
            response = await self._network.request("GET", _address(url, query), patience=patience)
        except NetworkError as error:
            return {"ok": False, "reason": f"no answer: {error}"}
        if response.status != 200 or response.text != word:
            return {"ok": False, "reason": "the answer is not the echostr", "answer": response.text[:_SHOWN]}
        return {"ok": True}

    def _queue(self, doc: Doc) -> int:
        if self.backlog.count >= self._settings.callback_queue:
            return self._store.append("deliveries", {**doc, "status": "dropped"}, doc["person"])
        delivery = self._store.append("deliveries", doc, doc["person"], PENDING)
        self._send(delivery, doc)
        return delivery

    def begin(self, delivery: int) -> None:
        """Count a delivery as on its way."""
        self._settled[delivery] = asyncio.Event()
        self.backlog.add()

    def end(self, delivery: int) -> None:
        """Count a delivery as heard of or given up."""
        self.backlog.done()
        self._settled.pop(delivery).set()

    def _send(self, delivery: int, doc: Doc) -> None:
        self.begin(delivery)
        self._lane(doc["person"]).put_nowait(_Parcel(delivery, doc))

    def _lane(self, person: int) -> asyncio.Queue[_Parcel]:
        """One person's callbacks share a lane, so that they arrive in order."""
        number = person % self._settings.callback_lanes
        lane = self._lanes.get(number)
        if lane is None:
            lane = self._lanes[number] = asyncio.Queue()
            self._workers.append(asyncio.create_task(self._work(lane)))
        return lane

    async def _work(self, lane: asyncio.Queue[_Parcel]) -> None:
        while True:
            parcel = await lane.get()
            fault = self._faults.strike(CALLBACKS)
            if fault is not None and fault.reorder and not parcel.overtaken:
                # Those that come after it go first.
                later = replace(parcel, overtaken=True)
                asyncio.get_running_loop().call_later(self._settings.reorder_wall_seconds, lane.put_nowait, later)
                continue
            try:
                await self._deliver(parcel, fault)
            finally:
                self.end(parcel.delivery)

    async def _deliver(self, parcel: _Parcel, fault: Fault | None) -> None:
        doc = parcel.doc
        account = self._accounts.get(doc["account"])
        if account is None:
            return
        if fault is not None and fault.latency_ms:
            await asyncio.sleep(fault.latency_ms / 1000)
        if fault is not None and fault.drop:
            self._store.rewrite(parcel.delivery, {**doc, "status": "lost by a fault"})
            return
        for attempt in range(1 + self._settings.callback_resends):
            if attempt:
                await asyncio.sleep(self._settings.callback_pause_wall_seconds)
            outcome = await self._attempt(account, doc, fault)
            doc = {**doc, **outcome, "attempts": attempt + 1}
            if outcome["status"] == "delivered":
                break
        if fault is not None and fault.duplicate_callbacks:
            await self._attempt(account, doc, fault)
        self._store.rewrite(parcel.delivery, doc)
        self._hear(account, doc)

    def _hear(self, account: Account, doc: Doc) -> None:
        """Let a person see what the server answered, or for a message of theirs that it gave no answer."""
        reply = self._passive_reply(account, doc["answer"]) if doc["status"] == "delivered" else None
        asked = account.kind == OFFICIAL_ACCOUNT and doc["message"].get("MsgType") != "event"
        if reply or (reply is None and asked):
            named = doc["message"].get("ToUserName")
            spoken_to = next((one for one in self._accounts.all() if one.original_id == named), account)
            self.on_passive_reply(spoken_to, doc["person"], reply)

    async def _attempt(self, account: Account, doc: Doc, fault: Fault | None) -> Doc:
        query, body, media_type = _seal(account, doc["message"], doc["sender"], fault)
        began = time.perf_counter()
        try:
            response = await self._network.request(
                "POST",
                _address(doc.get("address") or account.callback_url, query),
                body=body.encode(),
                headers={"content-type": media_type},
                patience=self._settings.callback_answer_wall_seconds,
            )
        except NetworkError as error:
            return {"status": "failed", "answer": str(error), "ms": _ms(began)}
        status = "delivered" if response.status == 200 and _taken(doc["message"], response.text) else "failed"
        shown = response.text[: _LONGEST_REPLY if response.text.startswith(("<", "{")) else _SHOWN]
        return {"status": status, "http_status": response.status, "answer": shown, "ms": _ms(began)}

    def _passive_reply(self, account: Account, answer: str) -> Doc | None:
        """Read what the brand's server answered, empty when it only said success, None when nobody can read it."""
        if account.kind in (WECOM, SUITE) or answer.strip() in _HANDLED:
            return {}
        try:
            reply = json.loads(answer) if answer.lstrip().startswith("{") else xml.read_all(answer)
            if "Encrypt" in reply:
                reply = xml.read_all(crypto.decrypt(account.aes_key, account.app_id, reply["Encrypt"]))
            return dict(reply)
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None


def _seal(account: Account, message: Message, sender: str, fault: Fault | None) -> tuple[dict[str, str], str, str]:
    """Write a callback's query, body and media type."""
    age = 3600 if fault is not None and fault.old_timestamp else 0
    stamp, nonce = str(int(time.time()) - age), secrets.token_hex(5)
    token = "wrong" if fault is not None and fault.wrong_signature else account.token
    query = {"timestamp": stamp, "nonce": nonce}
    wecom = account.kind in (WECOM, SUITE)
    if not wecom:
        query = {"signature": crypto.signature(token, stamp, nonce), **query, **({"openid": sender} if sender else {})}
    as_json = account.callback_format == "json" and not wecom
    plain = quick_json.write(message).decode(errors="replace") if as_json else xml.write(message)
    media_type = "application/json" if as_json else "text/xml"
    if account.mode == "plain":
        return query, plain, media_type
    receiver = "wxffffffffffffffff" if fault is not None and fault.wrong_receiver else _receiver(account, message)
    sealed = crypto.encrypt(account.aes_key, receiver, plain)
    query["msg_signature"] = crypto.signature(token, stamp, nonce, sealed)
    named = "AppId" if "AppId" in message else "ToUserName"
    envelope: Message = {named: message.get(named, account.receiver)}
    if wecom:
        envelope["AgentID"] = str(message.get("AgentID", account.agent_id or ""))
    else:
        query["encrypt_type"] = "aes"
    envelope["Encrypt"] = sealed
    return query, quick_json.write(envelope).decode() if as_json else xml.write(envelope), media_type


def _receiver(account: Account, message: Message) -> str:
    """Return for whom a message is sealed. What a corp's provider hears at its data URL is sealed for the corp."""
    return str(message["ToUserName"]) if account.kind == SUITE and "ToUserName" in message else account.app_id


def _taken(message: Message, answer: str) -> bool:
    """Tell whether an answer ends a delivery: platforms and providers must say so in a word."""
    return "InfoType" not in message or answer.strip() == "success"


def _address(url: str, query: Mapping[str, str]) -> str:
    """Add a query to an address that may have one."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(query)}"


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
