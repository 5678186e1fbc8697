"""The world outside: the clock, the address WeChat reaches us by, and the accounts there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from sqlalchemy import func, inspect, select
from sqlalchemy.engine import Connection

from quanyu.doctor.types import Check
from quanyu.infra.settings import Settings
from quanyu.kit.clock import SystemClock
from quanyu.tables import METADATA

MOST_DRIFT_SECONDS = 5.0


@dataclass(frozen=True)
class AccountState:
    """An account in any workspace, and why it is stopped, if it is."""

    name: str
    stop_reason: str | None


def accounts_of(connection: Connection | None) -> list[AccountState]:
    """Every account that is known; none before the first migration."""
    table = METADATA.tables["account"]
    if connection is None or not inspect(connection).has_table(table.name):
        return []
    rows = connection.execute(select(table.c.name, table.c.state, table.c.stop_reason).order_by(table.c.id).limit(1_000))
    return [AccountState(name, (reason or "?") if state == "stopped" else None) for name, state, reason in rows]


def clock(settings: Settings, connection: Connection | None) -> Check:
    """Is the time right?"""
    if settings.clock_url:
        return _followed(settings.clock_url)
    if connection is None:
        return Check("clock", True, "使用本机时钟。", "The machine's clock is used.")
    told = connection.execute(select(func.clock_timestamp())).scalar_one()
    drift = abs((SystemClock().now() - told).total_seconds())
    if drift <= MOST_DRIFT_SECONDS:
        return Check("clock", True, "本机时钟与数据库一致。", "The machine's clock agrees with the database's.")
    return Check(
        "clock",
        False,
        f"本机时钟与数据库相差 {drift:.0f} 秒:请在两台机器上启用 NTP。",
        f"The machine's clock and the database's differ by {drift:.0f} s: let both keep time by NTP.",
    )


def _followed(url: str) -> Check:
    try:
        now = datetime.fromisoformat(httpx.get(url, timeout=3, trust_env=False).raise_for_status().json()["now"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return Check(
            "clock",
            False,
            f"{url} 的时钟没有回应:请启动沙箱,或清空 QUANYU_CLOCK_URL。",
            f"The clock at {url} does not answer: start the sandbox, or empty QUANYU_CLOCK_URL.",
        )
    shown = now.astimezone(UTC).isoformat(timespec="seconds")
    return Check("clock", True, f"跟随沙箱时钟:{shown}。", f"The sandbox's clock is followed: {shown}.")


def public_url(settings: Settings, accounts: Sequence[AccountState], running: bool) -> Check:
    """Can WeChat and browsers reach us?"""
    url = settings.url
    if not accounts or settings.clock_url:
        return Check(
            "public_url",
            True,
            "尚未接入真实账号,无需公网地址。",
            "No real account is connected, so no public address is needed.",
        )
    if urlsplit(url).scheme != "https":
        return Check(
            "public_url",
            False,
            f"微信要求 https,而 {url} 不是:请把 QUANYU_PUBLIC_URL 设为公网 https 地址。",
            f"WeChat needs https and {url} is not: set QUANYU_PUBLIC_URL to the public https address.",
        )
    if running and not _reached(url):
        return Check(
            "public_url",
            False,
            f"从本机访问 {url} 没有到达 Quanyu:请检查域名解析与反向代理。",
            f"{url} does not lead to Quanyu from here: check the domain name and the reverse proxy.",
        )
    return Check("public_url", True, f"公网地址为 {url}。", f"The public address is {url}.")


def _reached(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/healthz", timeout=5).json() == {"status": "up"})
    except (httpx.HTTPError, ValueError):
        return False


def stopped_accounts(accounts: Sequence[AccountState]) -> Check:
    """Does every account work?"""
    stopped = [one for one in accounts if one.stop_reason is not None]
    if not stopped:
        return Check("accounts", True, f"{len(accounts)} 个账号,均未停用。", f"{len(accounts)} accounts, none stopped.")
    named = "; ".join(f"{one.name}: {one.stop_reason}" for one in stopped[:5])
    return Check(
        "accounts",
        False,
        f"{len(stopped)} 个账号已停用({named}):请在「触点」中修正并重新启用。",
        f"{len(stopped)} accounts are stopped ({named}): mend and start them again under Touchpoints.",
    )
