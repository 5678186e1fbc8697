"""The way out to the brand's servers: callbacks, uploads of the Mini Program, pages that people open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp

CONNECTIONS = 600


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
        self._session: aiohttp.ClientSession | None = None

    async def close(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()

    async def request(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, patience: float
    ) -> Response:
        """Send a request and read the whole answer; redirects are followed for GET only."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
        try:
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
        except (aiohttp.ClientError, TimeoutError, ValueError, OSError) as error:
            raise NetworkError(repr(error)) from error
