"""A load generator over plain HTTP/1.1 connections, in a process of its own.

It shares the machine with what it measures, so it does little: bodies are encoded once, and each request only gets ids of
its own written into one.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count, islice
from typing import Any

import msgspec
import uvloop

PAGES = ("pages/index/index", "pages/product/detail", "pages/cart/index", "pages/member/home")
CITIES = ("上海", "北京", "广州", "成都", "杭州")
PEOPLE, SIZE = 20_000, 500
ROUND = PEOPLE // SIZE
"""Requests after which everybody has been seen once."""
MARK = b"@@@@@@@@"
CONNECTIONS = 48


@dataclass(frozen=True)
class Target:
    """Where to send, and as whom."""

    port: int
    path: str
    token: str


def bodies(run: str) -> Iterator[bytes]:
    """Bodies without end, of ``SIZE`` events each: visitors of a Mini Program who look, click and buy."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    encode = msgspec.json.Encoder().encode
    forms = [encode({"events": [_event(run, at, form * SIZE + n) for n in range(SIZE)]}) for form in range(ROUND)]
    for number in count():
        yield forms[number % ROUND].replace(MARK, b"%08d" % number)


def _event(run: str, at: str, n: int) -> dict[str, Any]:
    person = n * 7919 % PEOPLE
    event = ("page_view", "exposure", "click", "page_view", "order_paid")[n % 5]
    properties = {"page": PAGES[n % 4], "item_id": f"SKU{n % 500:05d}", "seconds": n % 90, "city": CITIES[n % 5]}
    if event == "order_paid":
        properties |= {"order_id": f"{run}{MARK.decode()}{n}", "amount_fen": 1000 + n % 90_000, "currency": "CNY"}
    return {
        "id": f"{run}-{MARK.decode()}-{n:05d}-4f1c",
        "event": event,
        "at": at,
        "touchpoint": "mini_program",
        "account": "wxbench0000000001",
        "ids": {"anonymous_id": f"device-{person:08d}", "openid": f"oBench{person:012d}"},
        "properties": properties,
    }


class Connection:
    """One kept-alive connection; one request at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: Target) -> None:
        self._reader, self._writer = reader, writer
        self._head = (
            f"POST {target.path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {target.token}\r\n"
            "Content-Type: application/json\r\nContent-Length: "
        ).encode()

    async def send(self, body: bytes) -> None:
        """Send a body and wait until all its events are accepted.

        Raises:
            RuntimeError: they were not.
        """
        self._writer.write(b"%b%d\r\n\r\n%b" % (self._head, len(body), body))
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        content = await self._reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        if b" 200 " not in head.split(b"\r\n")[0] or not content.startswith(
            (b'{"accepted":%d,' % SIZE, b'{"accepted":%d}' % SIZE)
        ):
            raise RuntimeError((head.split(b"\r\n")[0] + content[:300]).decode())

    def close(self) -> None:
        self._writer.close()


async def _connect(target: Target, connections: int) -> list[Connection]:
    return [
        Connection(*await asyncio.open_connection("127.0.0.1", target.port, limit=2**24), target) for _ in range(connections)
    ]


async def _closed(target: Target, waiting: Iterator[bytes], seconds: float, connections: int) -> float:
    next_body = next(waiting, None)
    open_connections = await _connect(target, connections)
    sent = 0

    async def one(connection: Connection) -> None:
        nonlocal next_body, sent
        while next_body is not None and time.perf_counter() < started + seconds:
            body, next_body = next_body, next(waiting, None)
            await connection.send(body)
            sent += SIZE
        connection.close()

    started = time.perf_counter()
    await asyncio.gather(*map(one, open_connections))
    return sent / (time.perf_counter() - started)


async def _open(target: Target, run: str, per_second: float, seconds: float) -> float:
    free: asyncio.LifoQueue[Connection] = asyncio.LifoQueue()
    for connection in await _connect(target, CONNECTIONS):
        free.put_nowait(connection)
    waits: list[float] = []
    begin = time.perf_counter() + 0.1

    async def one(due: float, body: bytes) -> None:
        connection = await free.get()
        await connection.send(body)
        free.put_nowait(connection)
        waits.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as group:
        for number, body in enumerate(islice(bodies(run), int(seconds * per_second))):
            due = begin + number / per_second
            await asyncio.sleep(due - time.perf_counter())
            group.create_task(one(due, body))
    return sorted(waits)[int(len(waits) * 0.99)]


def closed_loop(target: Target, run: str, seconds: float, requests: int | None = None, connections: int = CONNECTIONS) -> float:
    """Events acknowledged per second when every connection sends as fast as it is answered, until either limit."""
    return uvloop.run(_closed(target, islice(bodies(run), requests), seconds, connections))


def open_loop(target: Target, run: str, events_per_second: float, seconds: float) -> float:
    """Send at fixed moments, whether or not answers have come; the 99th percentile of the wait from the due moment, in s."""
    return uvloop.run(_open(target, run, events_per_second / SIZE, seconds))
