"""D10: what was acknowledged is there after kill -9, and each event is there once."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

KILLS, CLIENTS, SIZE, PEOPLE = 10, 4, 100, 50
START_SECONDS = 90


def told(*arguments: str) -> str:
    done = subprocess.run([sys.executable, "-m", "tests.events.server", *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Client(threading.Thread):
    """Sends batches until stopped; one that was not acknowledged is sent again with the same ids."""

    def __init__(self, name: str, port: int, token: str) -> None:
        super().__init__(name=name, daemon=True)
        self.port, self.token = port, token
        self.sent: set[str] = set()
        self.acknowledged: set[str] = set()
        self.over = threading.Event()

    def run(self) -> None:
        for number in count():
            batch = [f"{self.name}-{number}-{n}" for n in range(SIZE)]
            self.sent.update(batch)
            while not self.acknowledge(batch):
                time.sleep(0.05)
            if self.over.is_set():
                return

    def acknowledge(self, batch: list[str]) -> bool:
        at = datetime.now(UTC).isoformat()
        events = [{"id": id, "event": "click", "at": at, "ids": {"unionid": f"u{hash(id) % PEOPLE}"}} for id in batch]
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            headers = {"Authorization": f"Bearer {self.token}"}
            connection.request("POST", "/v1/events", json.dumps({"events": events}), headers)
            answer = connection.getresponse()
            taken = answer.status == 200 and json.loads(answer.read())["rejected"] == 0
        except (OSError, http.client.HTTPException, ValueError):
            return False
        finally:
            connection.close()
        if taken:
            self.acknowledged.update(batch)
        return taken


@contextmanager
def serving(folder: Path, port: int, ending: signal.Signals) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "QUANYU_DATA": str(folder), "QUANYU_PORT": str(port), "QUANYU_LOG_LEVEL": "error"}
    process = subprocess.Popen([sys.executable, "-m", "quanyu", "serve"], env=environment)
    try:
        wait_until_ready(process, port)
        yield process
    finally:
        process.send_signal(ending)
        process.wait(timeout=60)


def wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "the server did not start"
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("the server was not ready in time")


@pytest.mark.slow
def test_acknowledged_events_survive_kills_and_each_is_stored_once(tmp_path: Path) -> None:
    token = told("prepare", str(tmp_path), "ingest")
    port = free_port()
    clients = [Client(f"client{n}", port, token) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    dice = random.Random(7)

    for _ in range(KILLS):
        with serving(tmp_path, port, signal.SIGKILL):
            time.sleep(dice.uniform(0.05, 1.0))
    with serving(tmp_path, port, signal.SIGTERM):
        for client in clients:
            client.over.set()
        for client in clients:
            client.join(timeout=60)

    found = json.loads(told("ids", str(tmp_path)))
    acknowledged = set().union(*(client.acknowledged for client in clients))
    assert len(acknowledged) > KILLS * SIZE
    assert acknowledged == set().union(*(client.sent for client in clients))
    assert acknowledged == set(found["events"])
    assert set(found["events"].values()) == {1}
    assert found["people"][0] <= PEOPLE
    assert found["people"][1] > 0
