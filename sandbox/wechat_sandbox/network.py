"""The way out to the brand's servers: callbacks, uploads of the Mini Program, pages that people open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp

from wechat_sandbox.plain_http import CONNECTIONS, PlainHttp


class NetworkError(Exception):
    """No answer: refused, cut off, too slow, or an address that cannot be called."""


@dataclass(frozen=True)
class Response:
    """What a server answered. Names of headers are lower case."""

    status: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)


class Network(Protocol):
    """Makes one HTTP request.

    Raises:
        NetworkError: there was no answer within `patience` seconds.
    """

    async def request(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, patience: float
    ) -> Response:
        """Send a request and read the whole answer; redirects are followed for GET only."""


class Internet:
    """Real HTTP, with connections that are kept."""

    def __init__(self) -> None:
        self._plain = PlainHttp()
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        self._plain.close()
        if self._session is not None:
            await self._session.close()

    async def request(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, patience: float
    ) -> Response:
        """Send a request and read the whole answer; redirects are followed for GET only."""
        try:
            if method == "POST" and (answer := await self._plain.post(url, body, headers or {}, patience)):
                return Response(answer.status, answer.text(), answer.headers)
            return await self._any(method, url, body, headers, patience)
        except (aiohttp.ClientError, OSError, ValueError, OverflowError) as error:
            raise NetworkError(repr(error)) from error

    async def _any(self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None, patience: float) -> Response:
        """Send what is no plain post."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        async with self._session.request(
            method,
            url,
            data=body or None,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=patience),
            allow_redirects=method == "GET",
        ) as response:
            text = await response.text(errors="replace")
            return Response(response.status, text, {name.lower(): value for name, value in response.headers.items()})
