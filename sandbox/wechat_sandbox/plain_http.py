"""Posts over plain HTTP/1.1, with connections that are kept: nearly all of the way out, at a fraction of aiohttp's time."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import httptools

# Other addresses have something in them that takes more than this to understand.
_ADDRESS = re.compile(r"http://(([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?)(/[A-Za-z0-9\-._~:/?@!$&'()*+,;=%]*)")
_LINE = re.compile(r"[\t\x20-\x7e]*")
CONNECTIONS = 600
# An idle connection may have been forgotten by what lies between.
KEPT_SECONDS = 15
LARGEST_ANSWER = 16_000_000

_Place = tuple[str, int]


class Cut(OSError):
    """The connection ended before the answer did; `at_once` when nothing of it had come."""

    def __init__(self, at_once: bool) -> None:
        super().__init__("the connection was closed before the answer was whole")
        self.at_once = at_once


@dataclass
class Answer:
    """An answer as it came. Names of headers are lower case."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def text(self) -> str:
        """Read the body in the character set it names, else in UTF-8."""
        named = self.headers.get("content-type", "").lower().partition("charset=")[2].partition(";")[0].strip("\"' ")
        try:
            return self.body.decode(named or "utf-8", "replace")
        except (LookupError, ValueError):
            return self.body.decode("utf-8", "replace")


class PlainHttp:
    """Connections to any number of servers."""

    def __init__(self) -> None:
        self._idle: dict[_Place, list[_Connection]] = {}
        self._room = asyncio.Semaphore(CONNECTIONS)

    def close(self) -> None:
        """Close what is kept."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], patience: float) -> Answer | None:
        """Post and read the whole answer; None when this address or these headers need a better client.

        Raises:
            OSError: there was no answer that can be read. A TimeoutError is one.
            ValueError, OverflowError: no such address can be.
        """
        address = _ADDRESS.fullmatch(url)
        if address is None or not all(_LINE.fullmatch(value) for value in headers.values()):
            return None
        named, host, port, target = address.groups()
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"POST {target} HTTP/1.1\r\nhost: {named}\r\ncontent-length: {len(body)}\r\n{lines}\r\n"
        request = head.encode("ascii") + body
        place = (host, int(port or 80))
        async with asyncio.timeout(patience), self._room:
            while (connection := self._kept(place)) is not None:
                try:
                    return await self._ask(place, connection, request)
                except Cut as cut:
                    # The server closed it while it was idle, most likely, and never read this.
                    if not cut.at_once:
                        raise
            _, connection = await asyncio.get_running_loop().create_connection(_Connection, *place)
            return await self._ask(place, connection, request)

    def _kept(self, place: _Place) -> "_Connection | None":
        connections = self._idle.get(place, [])
        while connections:
            connection = connections.pop()
            if connection.serves():
                return connection
            connection.close()
        return None

    async def _ask(self, place: _Place, connection: "_Connection", request: bytes) -> Answer:
        try:
            answer = await connection.ask(request)
        except BaseException:
            connection.close()
            raise
        if connection.serves():
            self._idle.setdefault(place, []).append(connection)
        else:
            connection.close()
        return answer


class _Connection(asyncio.Protocol):
    """One connection, one request at a time. The parser calls the methods named `on_…`."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._parser: httptools.HttpResponseParser | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._answer = Answer()
        self._parts: list[bytes] = []
        self._size = 0
        self._alive = True
        self._since = 0.0

    def serves(self) -> bool:
        """Tell whether another request may be sent."""
        return self._alive and self._loop.time() - self._since < KEPT_SECONDS

    def close(self) -> None:
        """Close at once."""
        self._alive = False
        if self._transport is not None:
            self._transport.abort()

    def ask(self, request: bytes) -> "asyncio.Future[Answer]":
        """Send a request."""
        assert self._transport is not None
        self._parser = httptools.HttpResponseParser(self)
        self._answer, self._parts, self._size = Answer(), [], 0
        self._waiting = self._loop.create_future()
        self._transport.write(request)
        return self._waiting

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._size += len(data)
        if self._parser is None or self._size > LARGEST_ANSWER:
            self._fail(OSError("an answer too large, or one that nobody asked for"))
            return
        try:
            self._parser.feed_data(data)
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._fail(OSError(f"an answer that is not HTTP: {error!r}"))

    def connection_lost(self, error: Exception | None) -> None:
        self._alive = False
        headers = self._answer.headers
        if self._answer.status >= 200 and not headers.keys() & {"content-length", "transfer-encoding"}:
            # Such an answer ends where the connection does.
            self._end()
        self._fail(Cut(at_once=self._size == 0))

    def on_message_begin(self) -> None:
        # One that begins when the answer has ended is nobody's.
        self._alive = self._alive and self._parser is not None

    def on_header(self, name: bytes, value: bytes) -> None:
        self._answer.headers[name.decode("latin-1").lower()] = value.decode("utf-8", "replace")

    def on_headers_complete(self) -> None:
        assert self._parser is not None
        self._answer.status = self._parser.get_status_code()

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        assert self._parser is not None
        if self._answer.status < 200:
            # The real answer follows.
            self._answer = Answer()
            return
        self._alive = self._alive and self._parser.should_keep_alive()
        self._end()

    def _end(self) -> None:
        self._parser = None
        self._since = self._loop.time()
        answer, self._answer = self._answer, Answer()
        answer.body = b"".join(self._parts)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(answer)

    def _fail(self, error: Exception) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error)
        self.close()
