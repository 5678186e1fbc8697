"""The client: one server, one token, and what can be asked of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import httpx

from quanyu_client.calls import Calls
from quanyu_client.errors import QuanyuError
from quanyu_client.imports import Imports
from quanyu_client.insight import Insight
from quanyu_client.journeys import Journeys
from quanyu_client.messages import Messages
from quanyu_client.profiles import Profiles
from quanyu_client.segments import Segments
from quanyu_client.touchpoints import Touchpoints
from quanyu_client.tracking import Sent, Tracking


class Client:
    """Quanyu at ``url``, with the rights of ``token``.

    As a context manager it sends what waits on leaving, and raises for what could not be used.
    """

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._calls = calls = Calls(url, token, timeout=timeout, transport=transport, sleep=sleep)
        self._tracking = Tracking(calls)
        self.profiles = Profiles(calls)
        self.segments = Segments(calls)
        self.insight = Insight(calls)
        self.journeys = Journeys(calls)
        self.touchpoints = Touchpoints(calls)
        self.messages = Messages(calls)
        self.imports = Imports(calls)

    def track(
        self,
        event: str,
        *,
        ids: Mapping[str, str],
        properties: Mapping[str, Any] | None = None,
        at: datetime | None = None,
        id: str | None = None,
        touchpoint: str = "",
        account: str = "",
    ) -> str:
        """Queue an event and answer its id. Every 2000 events are sent as they come; ``flush`` sends the rest.

        Args:
            ids: who it happened to, by kind: unionid, phone, member_no, openid, external_userid, anonymous_id.
            at: when; now when left out. A time needs its zone.
            id: the source's own id, such as the number of the order's payment. The same id again counts once, so with
                one a program that is run again does no harm.
            account: the app that an openid or external_userid belongs to.

        Raises:
            TypeError, ValueError: the properties are not JSON, or the time has no zone. Nothing was queued.
            QuanyuError: a full batch could not be sent; it still waits.
        """
        return self._tracking.add(
            event, ids=ids, properties=properties or {}, at=at, id=id, touchpoint=touchpoint, account=account
        )

    @property
    def waiting(self) -> int:
        """Events that the server has not answered for."""
        return self._tracking.waiting

    def flush(self) -> Sent:
        """Send what waits, and say what became of all since the last flush.

        Raises:
            EventsRejected: all was sent, and some events cannot be used; it lists them with their reasons.
            QuanyuError: no good answer after several tries. Nothing is lost: flush again.
        """
        return self._tracking.flush()

    def close(self) -> None:
        """Send what waits and give the connections back."""
        try:
            self.flush()
        finally:
            self._calls.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.close()
        except QuanyuError as failure:
            if error is None:
                raise
            error.add_note(f"Events were left behind as well: {failure}")
