"""What was said to whom, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import cast

from quanyu_client.calls import Calls
from quanyu_client.types import Message, MessageCounts


class Messages:
    """The messages of the workspace."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def list(
        self,
        *,
        profile_id: int | None = None,
        journey_id: str | None = None,
        account_id: str | None = None,
        state: str | None = None,
        page: int = 50,
    ) -> Iterator[Message]:
        """Messages, newest first."""
        wanted = {"profile_id": profile_id, "journey_id": journey_id, "account_id": account_id, "state": state}
        return self._calls.pages("/messages", **wanted, limit=page)

    def get(self, message_id: str) -> Message:
        """One message."""
        return cast(Message, self._calls.call("GET", f"/messages/{message_id}"))

    def counts(self, *, journey_id: str | None = None, since: datetime | None = None) -> MessageCounts:
        """How many stand where, and why."""
        params = {"journey_id": journey_id, "since": since}
        return cast(MessageCounts, self._calls.call("GET", "/messages/counts", params=params))
