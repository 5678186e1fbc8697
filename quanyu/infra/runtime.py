"""What a running process holds: one value, made at start, handed to whoever needs a store or the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from fastapi import Request

from quanyu.infra.clickhouse import ClickHouse
from quanyu.infra.crypto import Vault
from quanyu.infra.http import HttpClient
from quanyu.infra.postgres import Postgres
from quanyu.infra.settings import Settings
from quanyu.kit.clock import Clock

T = TypeVar("T")


@dataclass(frozen=True)
class Runtime:
    """Settings, clock, stores, keys and the one HTTP client for calls to WeChat.

    ``parts`` are things with a life of their own that a room keeps for the process (the event log), by their class.
    """

    settings: Settings
    clock: Clock
    postgres: Postgres
    clickhouse: ClickHouse
    vault: Vault
    http: HttpClient
    parts: dict[type, Any] = field(default_factory=dict, compare=False)

    def part(self, kind: type[T]) -> T:
        """The process's one ``kind``, placed there at start."""
        found: T = self.parts[kind]
        return found


async def runtime_of(request: Request) -> Runtime:
    """The process's runtime, for endpoints (``Depends``). A coroutine, because plain functions are sent to a thread."""
    runtime: Runtime = request.app.state.runtime
    return runtime
