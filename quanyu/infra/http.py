"""Calls over HTTP, on aiohttp: httpx takes ten times the processor time for each call, and a login or a send is one call.

Answers and errors are httpx's, so that callers and their tests know one vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import aiohttp
import httpx
from httpx_aiohttp.transport import map_aiohttp_exceptions

CONNECTIONS = 200
USED_HEADERS = ("content-type", "date", "retry-after")


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
    ) -> httpx.Response:
        """The answer, whatever its status.

        Raises:
            httpx.HTTPError: not reached, cut off, or no answer within ``timeout`` seconds.
        """


class AiohttpClient:
    """An ``HttpClient`` that keeps its connections until it is closed."""

    def __init__(self) -> None:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        self._session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=True)

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
    ) -> httpx.Response:
        """The answer, whatever its status; redirects are not followed."""
        patience = aiohttp.ClientTimeout(total=timeout, sock_connect=min(timeout, 3))
        with map_aiohttp_exceptions():
            async with self._session.request(
                method, url, params=params, data=content, headers=headers, timeout=patience, allow_redirects=False
            ) as answer:
                told = {
                    name: answer.headers[name] for name in ("content-type", "date", "retry-after") if name in answer.headers
                }
                return httpx.Response(answer.status, headers=told, content=await answer.read())
