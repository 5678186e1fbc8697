"""Notifications to addresses that a caller named, tried again on a ladder of pauses until they are taken.

They share the log of deliveries with callbacks. One that waits for its next try holds nothing up, and goes on after a restart.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from wechat_sandbox.accounts import Account
from wechat_sandbox.callbacks import PENDING
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.faults import CALLBACKS, Fault
from wechat_sandbox.network import Network, NetworkError
from wechat_sandbox.settings import Settings
from wechat_sandbox.store import Doc

if TYPE_CHECKING:
    from wechat_sandbox.world import World

_KIND = "post"
_SHOWN = 2000


class Courier(Protocol):
    """How a platform's notifications are written and how patiently they are sent."""

    def write(self, world: "World", doc: Doc, fault: Fault | None) -> tuple[dict[str, str], bytes]:
        """Write headers and body of one try; `doc` is the delivery, with `message` as it was posted."""

    def pauses(self, settings: Settings) -> Sequence[float]:
        """Return the wall-clock seconds between tries."""

    def patience(self, settings: Settings) -> float:
        """Return how many seconds an answer may take."""

    def taken(self, status: int) -> bool:
        """Say whether an answer with this status ends the tries."""


COURIERS: dict[str, Courier] = {}


class Posts:
    """The notifications on their way."""

    def __init__(self, world: "World", network: Network) -> None:
        self._world = world
        self._network = network
        self._tasks: set[asyncio.Task[None]] = set()

    def resume(self) -> None:
        """Go on with what an earlier process had not seen taken."""
        for note in self._world.store.all(_KIND, ""):
            self._start(note["delivery"])

    async def stop(self) -> None:
        """Stop sending; `resume` goes on with it."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def send(self, via: str, account: Account, person: int, url: str, event: str, message: Doc) -> int:
        """Post a notification; return its delivery's number. `via` names the courier."""
        return self._queue(
            {
                "via": via,
                "account": account.id,
                "person": person,
                "event": event,
                "url": url,
                "message": message,
                "sim_time": self._world.now(),
                "status": PENDING,
                "attempts": 0,
            }
        )

    def replay(self, delivery: int, doc: Doc) -> int:
        """Post a delivery once more, as a new one."""
        doc.pop("next_try", None)
        return self._queue({**doc, "status": PENDING, "attempts": 0, "replay_of": delivery})

    def _queue(self, doc: Doc) -> int:
        world = self._world
        if world.callbacks.backlog.count >= world.settings.callback_queue:
            return world.store.append("deliveries", {**doc, "status": "dropped"}, doc["person"])
        delivery = world.store.append("deliveries", doc, doc["person"])
        world.store.put(_KIND, "", str(delivery), {"delivery": delivery, "due": 0.0})
        self._start(delivery)
        return delivery

    def _start(self, delivery: int) -> None:
        doc = self._world.store.entry("deliveries", delivery)
        if doc is None:
            # Its log entry was trimmed away.
            self._world.store.delete(_KIND, "", str(delivery))
            return
        new = not doc["attempts"]
        if new:
            self._world.callbacks.begin(delivery)
        task = asyncio.create_task(self._deliver(delivery, doc, new))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, delivery: int, doc: Doc, new: bool) -> None:
        """Try until it is taken or the ladder ends. The brand has heard of it when the first try is over."""
        try:
            more = await self._try(delivery, doc)
        finally:
            if new:
                self._world.callbacks.end(delivery)
        while more:
            more = await self._try(delivery, self._world.store.entry("deliveries", delivery) or doc)

    async def _try(self, delivery: int, doc: Doc) -> bool:
        """Wait for its time and try once; say whether another try follows."""
        store, settings = self._world.store, self._world.settings
        note = store.get(_KIND, "", str(delivery))
        await asyncio.sleep(max(0.0, note["due"] - time.time() if note else 0.0))
        courier = COURIERS[doc["via"]]
        outcome = await self._attempt(courier, doc)
        doc = {**doc, **outcome, "attempts": doc["attempts"] + 1}
        pauses = courier.pauses(settings)
        if doc["status"] == "delivered" or doc["attempts"] > len(pauses):
            doc.pop("next_try", None)
            store.rewrite(delivery, doc)
            store.delete(_KIND, "", str(delivery))
            return False
        due = time.time() + pauses[doc["attempts"] - 1]
        store.rewrite(delivery, {**doc, "status": "retrying", "next_try": rfc3339(due)})
        store.put(_KIND, "", str(delivery), {"delivery": delivery, "due": due})
        return True

    async def _attempt(self, courier: Courier, doc: Doc) -> Doc:
        fault = self._world.faults.strike(CALLBACKS)
        if fault is not None and fault.latency_ms:
            await asyncio.sleep(fault.latency_ms / 1000)
        if fault is not None and fault.drop:
            return {"status": "failed", "answer": "lost by a fault"}
        outcome = await self._send(courier, doc, fault)
        if fault is not None and fault.duplicate_callbacks:
            await self._send(courier, doc, fault)
        return outcome

    async def _send(self, courier: Courier, doc: Doc, fault: Fault | None) -> Doc:
        began = time.perf_counter()
        headers, body = courier.write(self._world, doc, fault)
        patience = courier.patience(self._world.settings)
        try:
            response = await self._network.request("POST", doc["url"], body=body, headers=headers, patience=patience)
        except NetworkError as error:
            return {"status": "failed", "answer": str(error), "ms": _ms(began)}
        status = "delivered" if courier.taken(response.status) else "failed"
        return {"status": status, "http_status": response.status, "answer": response.text[:_SHOWN], "ms": _ms(began)}


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
