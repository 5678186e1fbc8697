"""The Python client against the real application on a real socket, with a network that fails when a test says so."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Home
from tests.sandbox import served  # noqa: F401

SDK = Path(__file__).resolve().parents[2] / "sdk"
sys.path.insert(0, str(SDK / "python"))  # a package of its own: found whether it is installed or not

from quanyu_client import Client  # noqa: E402


class Network(httpx.HTTPTransport):
    """Does what ``next`` says to the next requests: a text loses the question or the answer, a response replaces it."""

    def __init__(self) -> None:
        super().__init__()
        self.next: list[str | httpx.Response] = []
        self.sent: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        fate = self.next.pop(0) if self.next else ""
        if isinstance(fate, httpx.Response):
            return fate
        if fate == "question lost":
            raise httpx.ConnectError("no network", request=request)
        response = super().handle_request(request)
        if fate == "answer lost":
            response.close()
            raise httpx.ReadTimeout("timed out", request=request)
        return response


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def pauses() -> list[float]:
    """How long the client wanted to wait, each time; it waits a moment."""
    return []


@pytest.fixture
def quanyu(served: str, home: Home, network: Network, pauses: list[float]) -> Iterator[Client]:  # noqa: F811
    """A client of the test's own workspace. It blocks: ask it in a thread."""

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        time.sleep(0.01)

    client = Client(served, home.token, transport=network, sleep=sleep)
    yield client
    network.close()
