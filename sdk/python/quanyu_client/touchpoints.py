"""The accounts that the brand speaks through, and their codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from quanyu_client.calls import Calls
from quanyu_client.types import Check, Code, Template, Touchpoint, TouchpointWithHealth

Templates = list[Template]


class Touchpoints:
    """The accounts of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(self, *, kind: str | None = None, page: int = 50) -> Iterator[Touchpoint]:
        """Accounts, of one kind or all."""
        return self._calls.pages("/touchpoints", kind=kind, limit=page)

    def connect(self, kind: str, name: str, app_id: str, secret: str, **more: Any) -> Touchpoint:
        """Connect an account. ``more``: token, aes_key, agent_id, base_url."""
        body = {"kind": kind, "name": name, "app_id": app_id, "secret": secret, **more}
        return cast(Touchpoint, self._calls.call("POST", "/touchpoints", json=body))

    def get(self, account_id: str) -> TouchpointWithHealth:
        """One account and how it fares."""
        return cast(TouchpointWithHealth, self._calls.call("GET", f"/touchpoints/{account_id}"))

    def change(self, account_id: str, **changes: Any) -> Touchpoint:
        """Change name, secret, token, aes_key, agent_id, base_url or state (active, stopped)."""
        return cast(Touchpoint, self._calls.call("PATCH", f"/touchpoints/{account_id}", json=changes))

    def check(self, account_id: str) -> Check:
        """Call WeChat and say in words what is wrong."""
        return cast(Check, self._calls.call("POST", f"/touchpoints/{account_id}/check", repeatable=True))

    def templates(self, account_id: str) -> Templates:
        """The message templates of an account."""
        return cast(Templates, self._calls.call("GET", f"/touchpoints/{account_id}/templates")["items"])

    def codes(self, account_id: str, *, page: int = 50) -> Iterator[Code]:
        """The account's codes with what they brought."""
        return self._calls.pages(f"/touchpoints/{account_id}/codes", limit=page)

    def create_code(self, account_id: str, name: str, scene: str, **more: Any) -> Code:
        """Make a code. ``more``: staff, remark, expires_in_seconds."""
        body = {"name": name, "scene": scene, **more}
        return cast(Code, self._calls.call("POST", f"/touchpoints/{account_id}/codes", json=body))
