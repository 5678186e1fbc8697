"""Calls over HTTP, on aiohttp: httpx takes ten times the processor time for each call, and a login or a send is one call.

Errors are httpx's, and so are the names of an answer, so that callers and their tests know one vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from httpx_aiohttp.transport import map_aiohttp_exceptions

CONNECTIONS = 200
USED_HEADERS = ("content-type", "date", "retry-after")


class Answer(Protocol):
    """What a server answered, read to its end. ``httpx.Response`` is one."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...

    @property
    def content(self) -> bytes: ...


class HttpClient(Protocol):
    """Makes one request and reads the whole answer. ``httpx.AsyncClient`` is one, too."""

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float,  # noqa: ASYNC109 - httpx's own word
    ) -> Answer:
        """The answer, whatever its status.

        Raises:
            httpx.HTTPError: not reached, cut off, or no answer within ``timeout`` seconds.
        """


@dataclass(frozen=True)
class Received:
    """An ``Answer`` with the headers that we use."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes


class AiohttpClient:
    """An ``HttpClient`` that keeps its connections until it is closed."""

    def __init__(self) -> None:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()

    async def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float,  # noqa: ASYNC109
    ) -> Received:
        """The answer, whatever its status; redirects are not followed."""
        patience = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, 3))
        try:
            parts = urlsplit(url)
        except ValueError as error:
            raise httpx.InvalidURL(str(error)) from error
        proxy = proxy_for(parts.scheme, parts.netloc)
        with map_aiohttp_exceptions():
            async with self._session.request(
                method, url, params=params, data=content, headers=headers, timeout=patience, allow_redirects=False, proxy=proxy
            ) as answer:
                told = {name: answer.headers[name] for name in USED_HEADERS if name in answer.headers}
                return Received(answer.status, told, await answer.read())


@lru_cache(1000)
def proxy_for(scheme: str, host: str) -> str | None:
    """The proxy that the environment names for a host. aiohttp can find it, too, but reads files in a thread at each call."""
    return None if proxy_bypass(host) else getproxies().get(scheme)
