"""T4: whatever strangers post to a callback address, each gets the documented answer and the process stays its size."""

from __future__ import annotations

import http.client
import json
import re
import signal
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.events.test_callbacks import NOWHERE, sealed
from tests.events.test_kill import free_port, serving, told

ROUNDS, WARM_ROUNDS, LARGE_EVERY = 250, 100, 10
GROWTH_BYTES = 60_000_000
LARGE = b"x" * 10_000_000
NESTED = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
BOMB = f"<!DOCTYPE b [<!ENTITY a0 'xxxxxxxxxx'>{NESTED}]><xml><MsgType>&a9;</MsgType></xml>"

Attack = tuple[dict[str, str], bytes]


def garbled(account: Mapping[str, Any]) -> Attack:
    """Signed by somebody who has the token, sealed by nobody."""
    query, body = sealed({**account, "aes_key": "A" * 43}, "<xml/>")
    return query, body


ATTACKS: dict[str, tuple[int, str, Callable[[Mapping[str, Any]], Attack]]] = {
    "wrong signature": (403, "callback_refused", lambda account: sealed(account, "<xml/>", token="guessed")),
    "old": (403, "callback_refused", lambda account: sealed(account, "<xml/>", age=3600)),
    "broken AES": (403, "callback_refused", garbled),
    "bomb": (400, "callback_unreadable", lambda account: sealed(account, BOMB)),
    "large": (413, "too_large", lambda _: ({}, LARGE)),
}


class Stranger:
    """Posts over one connection."""

    def __init__(self, port: int, token: str) -> None:
        self._token = token
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        self._connection.request(
            method, path, body, {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        )
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def attack(self, account: Mapping[str, Any], rounds: int, seen: Counter[str]) -> None:
        for number in range(rounds):
            for name, (status, code, make) in ATTACKS.items():
                if name == "large" and number % LARGE_EVERY:
                    continue
                query, body = make(account)
                answer = self.ask("POST", f"/callbacks/{account['id']}?{urlencode(query)}", body)
                assert (name, answer[0], json.loads(answer[1])["code"]) == (name, status, code)
                seen[code] += 1


def resident(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


@pytest.mark.slow
def test_thousands_of_hostile_callbacks_are_refused_and_leave_memory_flat(tmp_path: Path) -> None:
    port, seen = free_port(), Counter[str]()
    token = told("prepare", str(tmp_path), "owner")
    with serving(tmp_path, port, signal.SIGTERM) as process:
        stranger = Stranger(port, token)
        fields = {"kind": "official_account", "name": "test", "app_id": "wx1", "secret": "s", "base_url": NOWHERE}
        status, account = stranger.ask("POST", "/v1/touchpoints", json.dumps(fields).encode())
        assert status == 201
        stranger.attack(json.loads(account), WARM_ROUNDS, seen)
        before = resident(process.pid)

        stranger.attack(json.loads(account), ROUNDS, seen)

        growth = resident(process.pid) - before
        counted = stranger.ask("GET", "/metrics")[1].decode()
    assert growth < GROWTH_BYTES
    for code, times in seen.items():
        assert f'quanyu_callbacks_total{{answer="{code}",kind="official_account"}} {float(times)}' in counted
