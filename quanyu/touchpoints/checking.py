"""Checks of an account that say what is wrong in words, for people who set it up."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from quanyu.touchpoints.calls import CallFailed, Calls, Dialect
from quanyu.touchpoints.types import Account, Finding

ADDRESS = re.compile(r"(?:ip:?\s*)((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{3,39})", re.IGNORECASE)

Step = Callable[[], Awaitable[Mapping[str, Any]]]

ADVICE: Mapping[str, tuple[str, str]] = {
    "40164": (
        "请在公众平台「基本配置」的 IP 白名单中加入 {ip}。",
        "Add {ip} to the IP allow-list under Basic Configuration on the platform.",
    ),
    "60020": (
        "请在企业微信应用的「企业可信 IP」中加入 {ip}。",
        "Add {ip} to the app's trusted IPs in the WeCom console.",
    ),
    "40125": ("AppSecret 不正确，请重置后重新填写。", "The AppSecret is wrong: reset it and enter it again."),
    "40001": ("密钥不正确，请核对后重新填写。", "The secret is wrong: compare it and enter it again."),
    "40013": ("AppID 或企业 ID 不正确。", "The AppID or corp id is wrong."),
    "unreachable": (
        "无法连接微信服务器，请检查网络与接口地址。",
        "WeChat cannot be reached: check the network and the base address.",
    ),
    "no_answer": ("微信服务器没有应答，请稍后再试。", "WeChat does not answer: try again later."),
}


async def token_finding(calls: Calls, dialect: Dialect, account: Account) -> Finding:
    """Whether the platform gives us a token."""
    try:
        await calls.token(dialect, account)
    except CallFailed as failure:
        return explained("token", failure)
    return Finding("token", "ok", "密钥有效，已取得 access_token。", "The secret is valid: we have an access token.")


async def step_finding(code: str, step: Step, zh: str, en: str) -> Finding:
    """Whether one call works; ``zh`` and ``en`` say what that shows."""
    try:
        await step()
    except CallFailed as failure:
        return explained(code, failure)
    return Finding(code, "ok", zh, en)


def explained(code: str, failure: CallFailed) -> Finding:
    """A failed call in words, with what to do when we know it."""
    sent = failure.sent
    found = ADDRESS.search(sent.reason)
    if sent.code in ADVICE:
        zh, en = (text.format(ip=found.group(1) if found else "?") for text in ADVICE[sent.code])
    elif failure.meaning is not None:
        zh, en = f"{failure.meaning.zh}。", f"The platform says: {failure.meaning.en}."
    else:
        zh, en = "平台没有正常应答。", "The platform did not answer properly."
    return Finding(code, "error", f"{zh}（{sent.code}）", f"{en} ({sent.code})")
