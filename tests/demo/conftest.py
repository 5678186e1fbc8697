"""One demo, started as a person would start it, for all tests of this folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Demo:
    """A running demo, and how to talk to it."""

    url: str
    login: str
    password: str
    sandbox_url: str
    api: httpx.Client
    first_start_seconds: float
    second_start_seconds: float
    left_behind: list[str]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, ports: tuple[int, int]) -> tuple[subprocess.Popen[str], dict[str, str]]:
    """Run `python -m demo` until its READY line."""
    environment = {
        **os.environ,
        "QUANYU_DEMO_DATA": str(folder),
        "QUANYU_PORT": str(ports[0]),
        "QUANYU_SANDBOX_PORT": str(ports[1]),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "demo"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("READY "):
            return process, json.loads(line.removeprefix("READY "))
    raise AssertionError("the demo ended before it was ready:\n" + "".join(said[-20:]))


def stop(process: subprocess.Popen[str]) -> int:
    """Ctrl-C."""
    process.send_signal(signal.SIGINT)
    code = process.wait(60)
    if process.stdout is not None:
        process.stdout.close()
    return code


def _left_behind(folder: Path, ports: tuple[int, int]) -> list[str]:
    """What still runs or listens after a stop."""
    found = []
    for port in ports:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                found.append(f"port {port}")
    if (folder / "quanyu" / "postgres" / "postmaster.pid").exists():
        found.append("PostgreSQL")
    return found


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """Started, stopped by Ctrl-C, and started again: what the tests see is the second life of the same folder."""
    with tempfile.TemporaryDirectory(prefix="quanyu-demo-") as name:
        folder, ports = Path(name), (free_port(), free_port())
        began = time.monotonic()
        process, _ = start(folder, ports)
        first = time.monotonic() - began
        assert stop(process) == 0
        left_behind = _left_behind(folder, ports)
        began = time.monotonic()
        process, ready = start(folder, ports)
        second = time.monotonic() - began
        headers = {"Authorization": f"Bearer {ready['token']}"}
        with httpx.Client(base_url=ready["url"] + "/v1", headers=headers, timeout=60) as api:
            known = (ready["url"], ready["login"], ready["password"], ready["sandbox_url"])
            yield Demo(*known, api, first, second, left_behind)
        stop(process)


def until(what: str, seconds: float, ask):  # type: ignore[no-untyped-def]
    """Ask again until the answer is true; fail saying ``what`` did not happen."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if answer := ask():
            return answer
        time.sleep(1)
    raise AssertionError(f"within {seconds} s there was no {what}")
