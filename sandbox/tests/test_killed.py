"""kill -9 in the middle of everything: what was answered stays, and everything that happened is told."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

ROOT = Path(__file__).parent.parent
API = "/api.weixin.qq.com"
TAGS = f"{API}/cgi-bin/tags/create"
KILLS = 4
PEOPLE = 300


class _Ear(BaseHTTPRequestHandler):
    """A brand's server that remembers who followed."""

    heard: list[dict[str, Any]]

    def do_POST(self) -> None:
        self.heard.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def ear() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    heard: list[dict[str, Any]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Ear", (_Ear,), {"heard": heard}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    thread.join()
    server.server_close()


def test_what_was_answered_survives_kill_9(tmp_path: Path, ear: tuple[str, list[dict[str, Any]]]) -> None:
    url, heard = ear
    chance = random.Random(3)
    tags: set[str] = set()
    followed: set[str] = set()
    strangers = iter(range(PEOPLE))
    token, reached = "", ""
    for turn in range(KILLS):
        with _killed(tmp_path) as (client, kill):
            if turn == 0:
                account = client.get("/_sandbox/accounts/oa").json()
                changes = {"callback_url": url, "mode": "plain", "callback_format": "json"}
                client.patch("/_sandbox/accounts/oa", json=changes).raise_for_status()
                client.patch("/_sandbox/settings", json={"tags_per_account": 77_777}).raise_for_status()
                client.post("/_sandbox/clock", json={"speed": 20_000, "running": True}).raise_for_status()
                params = {"grant_type": "client_credential", "appid": account["app_id"], "secret": account["secret"]}
                token = client.get(f"{API}/cgi-bin/token", params=params).json()["access_token"]
            assert client.get("/_sandbox/settings").json()["tags_per_account"] == 77_777
            assert client.get("/_sandbox/clock").json()["simulated_until"] >= reached
            listed = client.get(f"{API}/cgi-bin/tags/get", params={"access_token": token}).json()
            assert tags <= {tag["name"] for tag in listed["tags"]}
            client.post("/_sandbox/clock", json={"speed": 20_000, "running": True}).raise_for_status()
            threading.Timer(0.3 + 0.5 * chance.random(), kill).start()
            for number in range(100_000):
                try:
                    name = f"t{turn}_{number}"
                    made = client.post(
                        f"{API}/cgi-bin/tags/create", params={"access_token": token}, json={"tag": {"name": name}}
                    )
                    assert made.json()["tag"]["name"] == name
                    tags.add(name)
                    reached = client.get("/_sandbox/clock").json()["simulated_until"]
                    if (person := next(strangers, None)) is not None:
                        act = client.post(f"/_sandbox/people/{person}/act", json={"action": "follow"}).json()
                        if act["followed"]:
                            followed.add(client.get(f"/_sandbox/people/{person}").json()["accounts"][0]["openid"])
                except httpx.TransportError:
                    break
    with _killed(tmp_path) as (client, _):
        _wait_until_all_is_told(client)
        newest = client.get("/_sandbox/deliveries?limit=500&order=newest").json()["items"]
        assert {one["status"] for one in newest} == {"delivered"}
    assert len(tags) > KILLS
    assert followed <= {message["FromUserName"] for message in heard if message.get("Event") == "subscribe"}
    events = [(m["FromUserName"], m["CreateTime"], m.get("Event")) for m in heard]
    assert len(events) - len(set(events)) <= KILLS * 64, "only what was on its way at a kill may come twice"


def _wait_until_all_is_told(client: httpx.Client) -> None:
    client.post("/_sandbox/clock", json={"running": False})
    for _ in range(300):
        if client.get("/_sandbox/totals").json()["callbacks_waiting"] == 0:
            return
        time.sleep(0.02)
    raise AssertionError("callbacks are still waiting")


@contextmanager
def _killed(folder: Path) -> Iterator[tuple[httpx.Client, Any]]:
    """A server that ends by kill -9, if not before then at the end."""
    command = [sys.executable, "-m", "wechat_sandbox", "serve", "--port", "0", "--people", str(PEOPLE), "--paused"]
    command += ["--data", str(folder / "data"), "--start", "2026-01-01T12:00:00+08:00"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        url = json.loads(line.removeprefix("SANDBOX READY "))["url"]
        try:
            with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
                yield client, lambda: os.kill(process.pid, signal.SIGKILL)
        finally:
            process.kill()
