"""Fixtures for tests of software that talks to WeChat; pytest finds them once the package is installed."""

from collections.abc import Iterator

import pytest

from wechat_sandbox.client import Running
from wechat_sandbox.running import running


@pytest.fixture(scope="session")
def wechat_sandbox_at_start() -> Iterator[Running]:
    """One sandbox of a hundred people for all tests, with a snapshot of its first moment."""
    with running() as sandbox:
        sandbox.snapshot("start")
        yield sandbox


@pytest.fixture
def wechat_sandbox(wechat_sandbox_at_start: Running) -> Running:
    """A sandbox of a hundred people at its first moment; whatever a test does, the next finds it new."""
    wechat_sandbox_at_start.restore("start")
    return wechat_sandbox_at_start
