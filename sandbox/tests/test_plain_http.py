"""The way out over plain HTTP meets servers of every kind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from wechat_sandbox.network import Internet, NetworkError, Response

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Play = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]


@pytest.fixture(params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param}


@asynccontextmanager
async def _served(play: Play) -> AsyncIterator[str]:
    """A server that plays something on each connection, numbered from 0."""
    connections = 0
    playing = set()

    async def welcome(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        number, connections = connections, connections + 1
        task = asyncio.current_task()
        playing.add(task)
        try:
            await play(reader, writer, number)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()
            playing.discard(task)

    server = await asyncio.start_server(welcome, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/way?a=1"
    finally:
        server.close()
        for task in [task for task in playing if task is not None]:
            task.cancel()


async def _read(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return head, await reader.readexactly(size)


def _says(*answers: bytes, hang_up: bool = True) -> Play:
    """Answer each request with the next of these; then hang up, or stay silent."""

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        for answer in answers:
            await _read(reader)
            writer.write(answer)
            await writer.drain()
        if not hang_up:
            await reader.read()

    return play


async def _post(url: str, body: bytes = b"{}", patience: float = 5.0) -> Response:
    network = Internet()
    try:
        return await network.request("POST", url, body=body, headers={"content-type": "text/xml"}, patience=patience)
    finally:
        await network.close()


async def test_a_post_is_read_as_it_was_sent() -> None:
    heard: list[tuple[bytes, bytes]] = []

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        heard.append(await _read(reader))
        writer.write(OK)

    async with _served(play) as url:
        assert (await _post(url, "你好".encode())).text == "ok"
    head, body = heard[0]
    assert head.startswith(b"POST /way?a=1 HTTP/1.1\r\nhost: 127.0.0.1:")
    assert b"content-type: text/xml\r\n" in head
    assert body.decode() == "你好"


@pytest.mark.parametrize(
    ("answer", "status", "text"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n3;x=y\r\nkay\r\n0\r\nt: 1\r\n\r\n", 200, "okkay"),
        (b"HTTP/1.1 200 OK\r\n\r\nall there is", 200, "all there is"),
        (b"HTTP/1.0 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", 503, "busy"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        (b"HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n", 302, ""),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, 200, "ok"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=GBK\r\nContent-Length: 4\r\n\r\n\xc4\xe3\xba\xc3", 200, "你好"),
        (b"HTTP/1.1 200 OK\r\nContent-Type: x; charset=none\r\nContent-Length: 1\r\n\r\n\xff", 200, "�"),
    ],
)
async def test_every_way_to_end_an_answer_is_understood(answer: bytes, status: int, text: str) -> None:
    async with _served(_says(answer)) as url:
        response = await _post(url)
    assert (response.status, response.text) == (status, text)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nokk",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nok",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: tcp\r\nconnection: upgrade\r\n\r\n\x00\x01",
        b"\x00" * 100,
    ],
)
async def test_what_is_no_answer_is_an_error(answer: bytes) -> None:
    async with _served(_says(answer)) as url:
        with pytest.raises(NetworkError):
            await _post(url)


async def test_silence_ends_with_patience() -> None:
    async with _served(_says(b"", hang_up=False)) as url:
        with pytest.raises(NetworkError):
            await _post(url, patience=0.05)


async def test_an_endless_answer_is_not_kept() -> None:
    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        await _read(reader)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 1_000_000)
            await writer.drain()

    async with _served(play) as url:
        with pytest.raises(NetworkError):
            await _post(url, patience=30)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://127.0.0.1:99999/", "http://no..such/", "no address", "http://"])
async def test_an_address_where_nobody_is_is_an_error(url: str) -> None:
    with pytest.raises(NetworkError):
        await _post(url)


async def test_an_unusual_address_is_asked_all_the_same() -> None:
    async with _served(_says(OK)) as url:
        assert (await _post(url + "&q=你 好")).text == "ok"


async def test_connections_are_kept_and_one_that_the_server_closed_is_replaced() -> None:
    used: list[int] = []

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        for _ in range(2):
            await _read(reader)
            used.append(number)
            writer.write(OK)
        if number == 0:
            # Reads one more and hangs up instead of answering, as a server does whose patience ended just then.
            await _read(reader)

    network = Internet()
    async with _served(play) as url:
        for _ in range(4):
            assert (await network.request("POST", url, patience=5)).text == "ok"
            await asyncio.sleep(0.01)
    await network.close()
    assert used == [0, 0, 1, 1]


@pytest.mark.parametrize("after", [b"connection: close\r\n", b""])
async def test_a_connection_is_not_used_again_after_a_goodbye_or_something_unasked(after: bytes) -> None:
    used: list[int] = []
    answer = b"HTTP/1.1 200 OK\r\n" + after + b"content-length: 2\r\n\r\nok" + (b"" if after else OK)

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        while True:
            await _read(reader)
            used.append(number)
            writer.write(answer)

    network = Internet()
    async with _served(play) as url:
        for _ in range(2):
            assert (await network.request("POST", url, patience=5)).text == "ok"
    await network.close()
    assert used == [0, 1]


async def test_an_answer_that_is_cut_is_not_asked_for_again() -> None:
    asked = 0

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int) -> None:
        nonlocal asked
        for answer in (OK, b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"):
            await _read(reader)
            asked += 1
            writer.write(answer)

    network = Internet()
    async with _served(play) as url:
        await network.request("POST", url, patience=5)
        with pytest.raises(NetworkError):
            await network.request("POST", url, patience=5)
    await network.close()
    assert asked == 2
