"""A load generator over plain HTTP/1.1 connections, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
import uvloop

PAGES = ("pages/index/index", "pages/product/detail", "pages/cart/index", "pages/member/home")
CITIES = ("上海", "北京", "广州", "成都", "杭州")
PEOPLE = 50_000


@dataclass(frozen=True)
class Target:
    """Where to send, and as whom."""

    port: int
    path: str
    token: str


def batches(run: str, requests: int, size: int) -> list[bytes]:
    """Bodies of ``size`` events each: visitors of a Mini Program who look, click and buy."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    encode = msgspec.json.Encoder().encode
    return [encode({"events": [_event(run, at, request * size + n) for n in range(size)]}) for request in range(requests)]


def _event(run: str, at: str, n: int) -> dict[str, object]:
    person = n * 7919 % PEOPLE
    event = ("page_view", "exposure", "click", "page_view", "order_paid")[n % 5]
    properties: dict[str, object] = {"page": PAGES[n % 4], "item_id": f"SKU{n % 500:05d}", "seconds": n % 90}
    properties["city"] = CITIES[n % 5]
    if event == "order_paid":
        properties |= {"order_id": f"{run}{n}", "amount_fen": 1000 + n % 90_000, "currency": "CNY"}
    ids = {"anonymous_id": f"device-{person:08d}", "openid": f"oBench{person:012d}"}
    return {
        "id": f"{run}-{n:012d}-4f1c",
        "event": event,
        "at": at,
        "touchpoint": "mini_program",
        "account": "wxbench0000000001",
        "ids": ids,
        "properties": properties,
    }


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, target: Target, body: bytes) -> int:
    """Send one body; how many events were accepted."""
    head = (
        f"POST {target.path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {target.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    writer.write(head.encode() + body)
    answer = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    length = int(answer.split("content-length:")[1].split("\r\n")[0])
    content = await reader.readexactly(length)
    if " 200 " not in answer.split("\r\n")[0]:
        raise RuntimeError(answer.split("\r\n")[0] + content[:300].decode())
    return int(json.loads(content)["accepted"])


async def _closed(target: Target, bodies: Sequence[bytes], seconds: float, connections: int) -> float:
    """Send for some seconds as fast as it is answered; events per second."""
    waiting = iter(bodies)

    async def one() -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port, limit=2**24)
        accepted = 0
        for body in waiting:
            if time.perf_counter() > started + seconds:
                break
            accepted += await _request(reader, writer, target, body)
        writer.close()
        return accepted

    started = time.perf_counter()
    accepted = sum(await asyncio.gather(*(one() for _ in range(connections))))
    return accepted / (time.perf_counter() - started)


async def _open(target: Target, bodies: Sequence[bytes], per_second: float, connections: int) -> float:
    """Send at fixed moments whether or not answers have come; the 99th percentile of the wait from the due moment, in s."""
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        free.put_nowait(await asyncio.open_connection("127.0.0.1", target.port, limit=2**24))
    waits: list[float] = []
    begin = time.perf_counter() + 0.1

    async def one(n: int, body: bytes) -> None:
        due = begin + n / per_second
        await asyncio.sleep(due - time.perf_counter())
        connection = await free.get()
        await _request(*connection, target, body)
        free.put_nowait(connection)
        waits.append(time.perf_counter() - due)

    await asyncio.gather(*(one(n, body) for n, body in enumerate(bodies)))
    return sorted(waits)[int(len(waits) * 0.99)]


def closed_loop(target: Target, run: str, events: int, seconds: float, size: int, connections: int) -> float:
    """Events per second when ``connections`` clients send as fast as they are answered, until either limit."""
    return uvloop.run(_closed(target, batches(run, events // size, size), seconds, connections))


def open_loop(target: Target, run: str, events_per_second: float, seconds: float, size: int, connections: int) -> float:
    """The 99th percentile of the time to acknowledgement at a given rate, in seconds."""
    per_second = events_per_second / size
    return uvloop.run(_open(target, batches(run, int(seconds * per_second), size), per_second, connections))
