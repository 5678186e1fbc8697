import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parent.parent
TAG = "/api.weixin.qq.com/cgi-bin/tags/create"


def test_a_server_says_when_it_is_ready_stops_cleanly_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "members").write_text("A1\nA2\n")
    with _server(tmp_path) as (client, process):
        client.post("/_sandbox/clock", json={"advance_seconds": 3600})
        now = client.get("/_sandbox/clock").json()["now"]
        truth = client.get("/_sandbox/truth/people.jsonl").text
        process.terminate()
        assert process.wait(10) == 0
    assert {json.loads(line)["member_no"] for line in truth.splitlines()} == {"A1", "A2", None}
    with _server(tmp_path) as (client, process):
        assert client.get("/_sandbox/clock").json()["now"] == now
        assert client.get("/_sandbox/truth/people.jsonl").text == truth
        _lose_an_answer(client)


def _lose_an_answer(client: httpx.Client) -> None:
    account = client.get("/_sandbox/accounts/oa").json()
    params = {"grant_type": "client_credential", "appid": account["app_id"], "secret": account["secret"]}
    token = client.get("/api.weixin.qq.com/cgi-bin/token", params=params).json()["access_token"]
    client.post("/_sandbox/faults", json={"api": TAG.removeprefix("/api.weixin.qq.com"), "drop_answer_after_effect": True})
    with pytest.raises(httpx.RemoteProtocolError):
        client.post(TAG, params={"access_token": token}, json={"tag": {"name": "a"}})
    listed = client.get("/api.weixin.qq.com/cgi-bin/tags/get", params={"access_token": token}).json()
    assert [tag["name"] for tag in listed["tags"]] == ["a"]


@contextmanager
def _server(folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "wechat_sandbox", "serve", "--port", "0", "--people", "50", "--paused"]
    command += ["--data", str(folder / "data"), "--members", str(folder / "members")]
    command += ["--start", "2026-01-01T12:00:00+08:00"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("SANDBOX READY ")
            url = json.loads(line.removeprefix("SANDBOX READY "))["url"]
            with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
                yield client, process
        finally:
            process.terminate()
            deadline = time.monotonic() + 10
            while process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            process.kill()
