"""A3: whatever dies in the middle, nobody hears the same thing twice and nothing is lost silently."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.engage.conftest import step
from tests.sandbox import sandbox_url  # noqa: F401

pytestmark = pytest.mark.slow

LOGIN = {"login": "owner@example.com", "password": "correct horse battery"}
NOTICE = "Tpl_member_notice_0000000000000000000000002"
FILLED = {"thing1": "金卡会员", "thing2": "生日双倍积分", "time3": "2026-12-31"}
PEOPLE = range(30, 50)
ROUNDS, KILLS = 4, 10


@dataclass
class Product:
    """`quanyu serve` as a process of its own, on its own folder."""

    environment: dict[str, str]
    url: str
    process: subprocess.Popen[bytes] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-m", "quanyu", "serve"], env=self.environment)
        until = time.monotonic() + 180
        while time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/v1/session", timeout=5).status_code == 401:
                    return
            time.sleep(0.1)
        raise AssertionError("the product did not start")

    def end(self, how: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(60)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        response = httpx.request(method, f"{self.url}/v1{path}", json=body, headers=self.headers, timeout=30)
        assert response.is_success, response.text
        return response.json()


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "QUANYU_DATA": str(tmp_path / "data"), "QUANYU_PORT": str(port), "QUANYU_LOG_LEVEL": "error"}
    init = [sys.executable, "-m", "quanyu", "init", "--login", LOGIN["login"], "--password", LOGIN["password"]]
    subprocess.run(init, env=environment, check=True, stdout=subprocess.DEVNULL)
    product = Product(environment, f"http://127.0.0.1:{port}")
    try:
        product.start()
        with httpx.Client(base_url=product.url) as browser:
            session = browser.post("/v1/session", json=LOGIN).json()
            made = browser.post("/v1/tokens", json={"name": "t", "role": "owner"}, headers={"X-CSRF-Token": session["csrf"]})
            product.headers = {"Authorization": f"Bearer {made.json()['token']}"}
        yield product
    finally:
        product.end(signal.SIGTERM)


def official_account(product: Product, sandbox: httpx.Client) -> tuple[str, str]:
    """The sandbox's service account on our side: our id and its app id."""
    theirs = sandbox.get("accounts/oa").json()
    body = {name: theirs[name] for name in ("app_id", "secret", "token", "aes_key")}
    base = f"{str(sandbox.base_url).split('/_sandbox')[0]}/api.weixin.qq.com"
    ours = product.call("POST", "/touchpoints", {"kind": "official_account", "name": "OA", "base_url": base, **body})
    return ours["id"], theirs["app_id"]


def two_messages_for_each_scan(product: Product, account_id: str) -> None:
    """An answer, which the platform would take twice, and a notice, whose repeat it drops."""
    product.call("PUT", "/delivery/rules", {"quiet_hours": None, "caps": {}})
    usual = {"account_id": account_id, "purpose": "service"}
    answer = {"message_kind": "customer_service", "content": {"text": "{{message_id}}"}}
    notice = {"message_kind": "template", "template_id": NOTICE, "content": {"data": FILLED}}
    nodes = [
        step("t", "trigger", event="scan", reentry={"rule": "every"}),
        step("a", "message", **usual, **answer),
        step("n", "message", **usual, **notice),
        step("x", "exit"),
    ]
    edges = [{"from": one, "to": other} for one, other in (("t", "a"), ("a", "n"), ("n", "x"))]
    journey = product.call("POST", "/journeys", {"name": "crash", "graph": {"nodes": nodes, "edges": edges}})
    product.call("POST", f"/journeys/{journey['id']}/publish")


def happen(product: Product, event: str, app_id: str, openids: list[str]) -> None:
    at = datetime.now(UTC).isoformat()
    usual = {"event": event, "at": at, "touchpoint": "official_account", "account": app_id}
    body = {"events": [{**usual, "id": uuid4().hex, "ids": {"openid": openid}} for openid in openids]}
    assert product.call("POST", "/events", body)["accepted"] == len(openids)


def states(product: Product) -> Counter[str]:
    return Counter(product.call("GET", "/messages/counts")["states"])


def all_messages(product: Product) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = product.call("GET", f"/messages?limit=200{cursor}")
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


def arrivals(sandbox: httpx.Client) -> Counter[str]:
    """How often each message of ours reached its person, by our id."""
    heard: Counter[str] = Counter()
    cursor = ""
    while True:
        page = sandbox.get(f"messages?limit=1000{cursor}").json()
        for one in page["items"]:
            said = one["client_id"] or json.dumps(one["content"])
            heard.update(
                str(UUID(id)) for id in re.findall("[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}", said)
            )
        if not page.get("next_cursor"):
            return heard
        cursor = f"&cursor={page['next_cursor']}"


def test_killed_in_the_middle_of_sending_nothing_is_said_twice_and_nothing_is_lost(
    product: Product,
    sandbox_url: str,  # noqa: F811
) -> None:
    with httpx.Client(base_url=f"{sandbox_url}/_sandbox/", timeout=30) as sandbox:
        account_id, app_id = official_account(product, sandbox)
        for person in PEOPLE:
            sandbox.post(f"people/{person}/act", json={"action": "follow", "account": "oa"})
            sandbox.post(f"people/{person}/act", json={"action": "text", "account": "oa", "content": "在吗"})
        cards = [sandbox.get(f"people/{person}").json()["accounts"] for person in PEOPLE]
        openids = [one["openid"] for card in cards for one in card if one["account"] == "oa"]
        assert len(openids) == len(PEOPLE)
        two_messages_for_each_scan(product, account_id)
        happen(product, "text_message", app_id, openids)
        for _ in range(ROUNDS):
            happen(product, "scan", app_id, openids)

        for kill in range(KILLS):
            until = time.monotonic() + 20
            while not states(product)["sent"] > kill * 12 and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(random.random() / 2)
            product.end(signal.SIGKILL)
            product.start()
        until = time.monotonic() + 150
        while any(states(product)[waiting] for waiting in ("queued", "sending", "held")) and time.monotonic() < until:
            time.sleep(1)

        heard = arrivals(sandbox)

    messages = all_messages(product)
    assert len(messages) == 2 * ROUNDS * len(openids), "each scan became one answer and one notice"
    assert max(heard[one["id"]] for one in messages) == 1, "nothing was said twice"
    assert {one["state"] for one in messages} <= {"sent", "unclear"}
    assert all(heard[one["id"]] == 1 for one in messages if one["state"] == "sent")
    assert all(one["state"] == "sent" for one in messages if one["kind"] == "template"), "notices are repeated safely"
