"""The check of an account: what the platform says of it, whether its callbacks reach us, and our clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from quanyu.infra.runtime import Runtime
from quanyu.touchpoints.calls import Calls
from quanyu.touchpoints.models import AccountRow
from quanyu.touchpoints.registry import touchpoint
from quanyu.touchpoints.types import Account, Finding

QUIET = timedelta(days=7)
MOST_DRIFT = timedelta(seconds=60)


async def check(runtime: Runtime, calls: Calls, row: AccountRow, account: Account) -> list[Finding]:
    """Everything worth knowing about an account, worst news where it belongs: beside what causes it."""
    kind = touchpoint(account.kind)
    found = await kind.check(calls, account) if kind.check else []
    if calls.drift is not None:
        found.append(_clock(calls.drift))
    if kind.open is not None:
        found.append(_callback(row, runtime.clock.now(), f"{runtime.settings.url}/callbacks/{account.id}"))
    return found


def _clock(drift: timedelta) -> Finding:
    seconds = int(drift.total_seconds())
    if abs(drift) > MOST_DRIFT:
        return Finding(
            "clock",
            "error",
            f"本机时钟与平台相差 {seconds} 秒，回调会被当作过期而拒收，请校准时间。",
            f"Our clock is {seconds} s away from the platform's: callbacks will be refused as too old. Set the time.",
        )
    return Finding("clock", "ok", "本机时钟与平台一致。", "Our clock agrees with the platform's.")


def _callback(row: AccountRow, now: datetime, url: str) -> Finding:
    if row.last_callback_at is None:
        return Finding(
            "callback",
            "warning",
            f"还没有收到过回调。请在平台后台把服务器地址设为 {url}，并填写相同的 Token 与 EncodingAESKey。",
            f"No callback has arrived yet. On the platform, set the server address to {url} with the same token and key.",
        )
    if now - row.last_callback_at > QUIET:
        return Finding(
            "callback",
            "warning",
            "已超过 7 天没有收到回调，请确认服务器地址仍然启用。",
            "No callback for over 7 days: see that the address is still in use.",
        )
    return Finding("callback", "ok", "回调正常。", "Callbacks arrive.")
