"""How fast the local WeChat is: people and their days, calls, callbacks, memory; alone, and with Quanyu listening to it.

`sim_days_per_min_100k` is measured with `quanyu serve` connected to it on the same two processors: the whole second day of
100 000 people, until Quanyu has taken every callback and event; `…_first_day` is the day before, on which everybody logs in
for the first time. `…_alone` is half a day without anybody listening. `callbacks_per_s` goes to a server that only counts;
`raw_posts_per_s` is the same HTTP client posting as many bodies of that size without sealing or writing anything down, so
their ratio is what the sandbox adds. Targets: a day a minute, 2 000 callbacks a second, 1 000 000 people within 2 GB.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import uvloop

from bench.ingest import apart, free_port, started
from demo.loading import Brand

LOGIN, PASSWORD = "bench@quanyu.local", "sandbox-bench-2026"
CALL_SECONDS, POSTS, POST_BYTES, LANES = 6, 8_000, 900, 32
DAY, HALF_DAY = 86_400, 43_200
SIZES = (("10k", 10_000, HALF_DAY), ("100k", 100_000, HALF_DAY), ("1m", 1_000_000, 7_200))


def run() -> dict[str, float]:
    """Measure; about ten minutes."""
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="sandbox-bench-") as name:
        folder = Path(name)
        for label, people, seconds in SIZES:
            with _sandbox(folder / label, people) as (client, process):
                took = _advance(client, seconds)
                figures[f"person_days_per_s_{label}"] = round(people * seconds / DAY / took)
                figures[f"mb_{label}"] = _megabytes(process.pid)
                if label == "10k":
                    figures["calls_per_s"] = round(apart(_call, *_follower(client)))
                    figures |= _callbacks(client)
        figures["sim_days_per_min_100k_alone"] = round(60 * figures["person_days_per_s_100k"] / 100_000, 2)
        first, second = (round(60 / took, 2) for took in _with_quanyu(folder))
        figures |= {"sim_days_per_min_100k_first_day": first, "sim_days_per_min_100k": second}
    return figures


def _with_quanyu(folder: Path) -> tuple[float, float]:
    """The seconds that the first and the second day take."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "QUANYU_DATA": str(folder / "quanyu"), "QUANYU_PORT": str(port), "QUANYU_LOG_LEVEL": "warning"}
    with _sandbox(folder / "connected", 100_000) as (client, _):
        environment |= {"QUANYU_CLOCK_URL": f"{client.base_url}/_sandbox/clock", "QUANYU_PUBLIC_URL": url}
        made = [
            sys.executable,
            "-m",
            "quanyu",
            "init",
            "--login",
            LOGIN,
            "--workspace",
            "bench",
            "--time-zone",
            "Asia/Shanghai",
        ]
        subprocess.run(made, env={**environment, "QUANYU_OWNER_PASSWORD": PASSWORD}, check=True, capture_output=True)
        with started([sys.executable, "-m", "quanyu", "serve"], port, environment):
            with Brand(url, str(client.base_url).rstrip("/"), LOGIN, PASSWORD, lambda step: None) as brand:
                brand.connect()
            return _advance(client, DAY), _advance(client, DAY)


def _advance(client: httpx.Client, seconds: float) -> float:
    """Simulate a stretch; return the seconds until all of it was heard.

    Raises:
        RuntimeError: the listener gave up.
    """
    began = time.perf_counter()
    answer = client.post("/_sandbox/clock", json={"advance_seconds": seconds}).raise_for_status().json()
    if answer["unheard"]:
        raise RuntimeError(f"{answer['unheard']} callbacks and events were not taken")
    return time.perf_counter() - began


def _callbacks(client: httpx.Client) -> dict[str, float]:
    port = free_port()
    with started([sys.executable, "-c", f"from bench.sandbox import count; count({port})"], port, dict(os.environ)):
        url = f"http://127.0.0.1:{port}/"
        raw = apart(_post, url)
        client.patch("/_sandbox/accounts/oa", json={"callback_url": url}).raise_for_status()
        talk = {"text_per_day": 40, "visit_scale": 0, "callback_queue": 1_000_000}
        client.patch("/_sandbox/settings", json=talk).raise_for_status()
        before = httpx.get(url, trust_env=False).json()
        took = _advance(client, 7_200)
        heard = httpx.get(url, trust_env=False).json() - before
    return {"callbacks_per_s": round(heard / took), "raw_posts_per_s": round(raw)}


def count(port: int) -> None:
    """Serve: count POSTs, tell the count to a GET."""
    counted = 0

    class Counter(asyncio.Protocol):
        """Answers each request as soon as its body is there."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.out, self.buffer = transport, b""

        def data_received(self, data: bytes) -> None:
            nonlocal counted
            self.buffer += data
            while (end := self.buffer.find(b"\r\n\r\n")) >= 0:
                head = self.buffer[:end].lower()
                size = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
                if len(self.buffer) < end + 4 + size:
                    return
                self.buffer = self.buffer[end + 4 + size :]
                body = b""
                if head.startswith(b"post"):
                    counted += 1
                else:
                    body = str(counted).encode()
                self.out.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))  # type: ignore[attr-defined]

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(Counter, "127.0.0.1", port)
        await server.serve_forever()

    with suppress(KeyboardInterrupt):
        uvloop.run(serve())


def _post(url: str) -> float:
    async def lane(session: aiohttp.ClientSession) -> None:
        for _ in range(POSTS // LANES):
            async with session.post(url, data=b"x" * POST_BYTES) as response:
                await response.read()

    async def lanes() -> float:
        async with aiohttp.ClientSession() as session:
            began = time.perf_counter()
            await asyncio.gather(*(lane(session) for _ in range(LANES)))
            return POSTS / (time.perf_counter() - began)

    return uvloop.run(lanes())


def _follower(client: httpx.Client) -> tuple[str, str, str]:
    account = client.get("/_sandbox/accounts/oa").json()
    keys = {"grant_type": "client_credential", "appid": account["app_id"], "secret": account["secret"]}
    token = client.get("/api.weixin.qq.com/cgi-bin/token", params=keys).json()["access_token"]
    listed = client.get("/api.weixin.qq.com/cgi-bin/user/get", params={"access_token": token}).json()
    return str(client.base_url), token, listed["data"]["openid"][0]


def _call(base_url: str, token: str, openid: str) -> float:
    url = f"{base_url}/api.weixin.qq.com/cgi-bin/user/info?access_token={token}&openid={openid}"
    counted = 0

    async def lane(session: aiohttp.ClientSession, until: float) -> None:
        nonlocal counted
        while time.perf_counter() < until:
            async with session.get(url) as response:
                if "subscribe" not in await response.json():
                    raise RuntimeError(await response.text())
            counted += 1

    async def lanes() -> float:
        async with aiohttp.ClientSession() as session:
            began = time.perf_counter()
            await asyncio.gather(*(lane(session, began + CALL_SECONDS) for _ in range(LANES)))
            return counted / (time.perf_counter() - began)

    return uvloop.run(lanes())


def _megabytes(pid: int) -> int:
    """The most memory a process has had in RAM."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


@contextmanager
def _sandbox(folder: Path, people: int) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "wechat_sandbox", "serve", "--port", "0", "--data", str(folder), "--people", str(people)]
    command += ["--paused", "--start", "2026-01-01T00:00:00+08:00"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            ready: dict[str, Any] = json.loads(process.stdout.readline().removeprefix("SANDBOX READY "))  # type: ignore[union-attr]
            with httpx.Client(base_url=ready["url"], timeout=600, trust_env=False) as client:
                client.post("/_sandbox/clock", json={"advance_seconds": 6 * 3600}).raise_for_status()
                yield client, process
        finally:
            process.terminate()
            process.wait(30)
