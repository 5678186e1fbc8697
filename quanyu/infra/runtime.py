"""What a running process holds: one value, made at start, handed to whoever needs a store or the clock."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from fastapi import Request

from quanyu.infra.clickhouse import ClickHouse
from quanyu.infra.crypto import Vault
from quanyu.infra.postgres import Postgres
from quanyu.infra.settings import Settings
from quanyu.kit.clock import Clock


@dataclass(frozen=True)
class Runtime:
    """Settings, clock, stores, keys and the one HTTP client for calls to WeChat."""

    settings: Settings
    clock: Clock
    postgres: Postgres
    clickhouse: ClickHouse
    vault: Vault
    http: httpx.AsyncClient


def runtime_of(request: Request) -> Runtime:
    """The process's runtime, for endpoints (``Depends``)."""
    runtime: Runtime = request.app.state.runtime
    return runtime
