"""How many events a second the API takes, against the bare engine and a plain service, on the same machine in one run.

Ours is the whole product (`quanyu serve`, background work included) over HTTP, with the load generator beside it on the
same processors. The engine gets the same rows, encoded before, in batches of 20 000, into the same table with the same
syncing. The plain service (`_plain.py`) gets the same requests. Everybody in the requests has been seen once before the
measurement: 20 000 people, 500 events a request. Targets: at least 0.35 of the engine, at least 4 times the plain service,
and at a third of the most, 99 of 100 answers within 300 ms.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from bench import _plain
from bench._load import PEOPLE, ROUND, SIZE, Target, bodies, closed_loop, open_loop

SPAWN = multiprocessing.get_context("spawn")
SECONDS, PLAIN_SECONDS, WARM_SECONDS, PLAIN_CONNECTIONS = 8, 5, 30, 8
RAW_BATCHES, RAW_ROWS = 10, 20_000


def run() -> dict[str, float]:
    """Measure; about a minute."""
    with tempfile.TemporaryDirectory(prefix="quanyu-bench-") as name:
        folder = Path(name)
        raw = apart(raw_engine, folder / "raw")
        ours, p99 = _ours(folder / "ours")
        plain = _plain_service(folder / "plain")
    return {
        "events_per_s": round(ours),
        "raw_events_per_s": round(raw),
        "plain_events_per_s": round(plain),
        "raw_ratio": round(ours / raw, 3),
        "plain_ratio": round(ours / plain, 1),
        "p99_ms": round(p99 * 1000),
    }


def _ours(folder: Path) -> tuple[float, float]:
    token = apart(prepare, folder)
    port = free_port()
    environment = {**os.environ, "QUANYU_DATA": str(folder), "QUANYU_PORT": str(port), "QUANYU_LOG_LEVEL": "warning"}
    with started([sys.executable, "-m", "quanyu", "serve"], port, environment):
        target = Target(port, "/v1/events", token)
        apart(closed_loop, target, "warm", WARM_SECONDS, ROUND)
        most = apart(closed_loop, target, "most", SECONDS)
        time.sleep(1)
        return most, apart(open_loop, target, "even", most / 3, SECONDS)


def _plain_service(folder: Path) -> float:
    port = free_port()
    command = [sys.executable, "-c", f"from bench.ingest import serve_plain; serve_plain({str(folder)!r}, {port})"]
    with started(command, port, dict(os.environ)):
        target = Target(port, "/events", "")
        apart(closed_loop, target, "warm", WARM_SECONDS, 2)
        most: float = apart(closed_loop, target, "most", PLAIN_SECONDS, None, PLAIN_CONNECTIONS)
        return most


def apart(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function in a process of its own, so that it holds no store and shares no lock with us."""
    answers = SPAWN.Queue()
    process = SPAWN.Process(target=_answer, args=(answers, function, arguments))
    process.start()
    try:
        failure, answer = answers.get(timeout=120)
    finally:
        process.kill()
        process.join()
    if failure:
        raise RuntimeError(failure)
    return answer


def _answer(answers: Any, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        answers.put(("", function(*arguments)))
    except BaseException as error:
        answers.put((f"{function.__name__}: {error!r}", None))


def prepare(folder: Path) -> str:
    """Make the stores and a workspace; a token for its events."""
    from quanyu.infra.opening import open_runtime
    from quanyu.infra.settings import Settings
    from quanyu.kit.scope import Role, Scope
    from quanyu.platform import workspaces
    from quanyu.platform.access import create_token

    async def make() -> str:
        async with open_runtime(Settings(data=folder)) as runtime, runtime.postgres.system_transaction() as tx:
            workspace = await workspaces.create(tx, "Bench", at=datetime.now(UTC))
            scope = Scope(workspace.id, "system:bench", Role.OWNER)
            return (await create_token(tx, scope, "bench", Role.INGEST, at=datetime.now(UTC)))[1]

    return asyncio.run(make())


def raw_engine(folder: Path) -> float:
    """Rows a second of the engine alone, once their bytes are ready."""
    from quanyu.events.check import COLUMNS, Portion
    from quanyu.events.clickhouse import insert_rows
    from quanyu.events.wire import decode
    from quanyu.infra.clickhouse import open_embedded
    from quanyu.infra.migrate import _upgrade_clickhouse

    clickhouse = open_embedded(folder)
    _upgrade_clickhouse(clickhouse)
    blocks = []
    for number in range(RAW_BATCHES):
        portion = Portion(UUID(int=1), "bench", b"", "CNY")
        for body in islice(bodies(f"raw{number}"), RAW_ROWS // SIZE):
            portion.add(decode(body), {}, datetime.now(UTC))
        rest = f"{number}\t{time.time():.3f}\n".encode()
        blocks.append(b"".join(b"%b\t%d\t%b" % (row, n % PEOPLE + 1, rest) for n, row in enumerate(portion.rows)))

    async def insert() -> float:
        await insert_rows(clickhouse, "events", COLUMNS, blocks[0], "warm")
        begin = time.perf_counter()
        for number, block in enumerate(blocks):
            await insert_rows(clickhouse, "events", COLUMNS, block, f"raw{number}")
        return RAW_BATCHES * RAW_ROWS / (time.perf_counter() - begin)

    rate = asyncio.run(insert())
    clickhouse.close()
    return rate


def serve_plain(folder: str, port: int) -> None:
    """The plain service on a PostgreSQL of its own."""
    from quanyu.infra.embedded import EmbeddedPostgres

    server = EmbeddedPostgres(Path(folder) / "postgres")
    try:
        _plain.serve(server.url, port)
    finally:
        server.stop()


@contextmanager
def started(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """Run a server until the block ends."""
    process = subprocess.Popen(command, env=environment)
    try:
        _wait_for(port, process)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            time.sleep(0.5)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
