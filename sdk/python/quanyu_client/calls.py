"""One request and its answer: the token, problems as errors, patience with a busy server, pages by cursor."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from quanyu_client.errors import QuanyuError

ATTEMPTS = 6
LONGEST_PAUSE = 60.0
NOTHING_WAS_TAKEN = frozenset({429, 503})
"""The server says so: trying again is safe for every request."""
NO_GOOD_ANSWER = frozenset({0, 502, 504})
"""Nobody knows whether the request was done: only one that may be done twice is tried again."""


class Calls:
    """Requests to one server with one token."""

    def __init__(
        self,
        url: str,
        token: str,
        *,
        timeout: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        self._http = httpx.Client(
            base_url=url.rstrip("/"), headers={"Authorization": f"Bearer {token}"}, timeout=timeout, transport=transport
        )

    def close(self) -> None:
        """Give the connections back."""
        self._http.close()

    def pause(self, seconds: float) -> None:
        """Wait."""
        self._sleep(seconds)

    def call(self, method: str, path: str, *, repeatable: bool = False, **request: Any) -> Any:
        """The answer's JSON, or None when it has none.

        Args:
            repeatable: doing it twice is doing it once. GET and PUT always are.
            request: ``json``, ``params``, ``content``, ``files`` … as httpx takes them. None among ``params`` is left out.

        Raises:
            QuanyuError: refused, or no answer after several tries.
        """
        if "params" in request:
            request["params"] = {name: plain(value) for name, value in request["params"].items() if value is not None}
        if "json" in request:
            request["json"] = plain(request["json"])
        again = NOTHING_WAS_TAKEN | NO_GOOD_ANSWER if repeatable or method in ("GET", "PUT") else NOTHING_WAS_TAKEN
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._try(method, path, request)
            status = answer.status_code if isinstance(answer, httpx.Response) else 0
            if status in again and attempt < ATTEMPTS:
                self._sleep(pause_after(attempt, answer))
                continue
            return _read(answer)

    def pages(self, path: str, **params: Any) -> Iterator[Any]:
        """The items of a list, fetched page by page as they are asked for."""
        cursor: str | None = None
        while True:
            page = self.call("GET", path, params={**params, "cursor": cursor})
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def _try(self, method: str, path: str, request: Mapping[str, Any]) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.request(method, f"/v1{path}", **request)
        except httpx.TransportError as error:
            return error


def pause_after(attempt: int, answer: httpx.Response | httpx.TransportError) -> float:
    """Seconds before the next try: longer each time, and never sooner than the server asks."""
    backoff = min(LONGEST_PAUSE, 0.5 * 2.0 ** (attempt - 1)) * random.uniform(0.5, 1)  # noqa: S311
    asked = answer.headers.get("Retry-After", "") if isinstance(answer, httpx.Response) else ""
    return max(backoff, float(asked) if asked.isdecimal() else 0.0)


def _read(answer: httpx.Response | httpx.TransportError) -> Any:
    if isinstance(answer, httpx.TransportError):
        raise QuanyuError("unreachable", 0, {}, str(answer) or type(answer).__name__) from answer
    try:
        body = answer.json() if answer.content else None
    except ValueError:
        body = answer
    if answer.is_success and body is not answer:
        return body
    problem = body if isinstance(body, dict) else {}
    code = problem.get("code") or ("not_json" if answer.is_success else f"http_{answer.status_code}")
    raise QuanyuError(code, answer.status_code, problem.get("facts") or {}, problem.get("detail") or "")


def plain(value: Any) -> Any:
    """Times as the API writes them, in UTC, wherever they are in a body."""
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


def written(at: datetime) -> str:
    """A time in UTC.

    Raises:
        ValueError: it has no zone, so nobody knows when it is.
    """
    if at.tzinfo is None:
        raise ValueError("a time needs its zone: datetime.now(UTC), or one with tzinfo")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
