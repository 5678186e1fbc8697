"""A sandbox on a real port, in a thread of its own, for SDKs that know nothing but HTTP."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import requests
import uvicorn
from brand import Brand
from requests.adapters import HTTPAdapter
from rig import Sandbox, running
from wechat_sandbox.accounts import Account

T = TypeVar("T")
WECHAT_HOSTS = ("api.weixin.qq.com", "qyapi.weixin.qq.com", "mp.weixin.qq.com", "open.weixin.qq.com", "wework.qpic.cn")
LONGEST_SECONDS = 30


class Detour(HTTPAdapter):
    """Takes a `requests` session's calls of WeChat's hosts to the sandbox, so that an SDK stays as it was published.

    Some SDKs write whole addresses of api.weixin.qq.com in their code, where no base URL can be set.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        assert request.url is not None
        request.url = f"{self._url}/{request.url.split('://', 1)[1]}"
        return super().send(request, *args, **{**more, "proxies": {}})


@dataclass
class Served:
    """The sandbox as SDKs meet it: `url` for them, `run` for the test to do anything that `Sandbox` can."""

    url: str
    sandbox: Sandbox
    _loop: asyncio.AbstractEventLoop = field(repr=False)

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something in the sandbox's own thread: `served.run(served.sandbox.act(3, "follow"))`."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(LONGEST_SECONDS)

    def account(self, account_id: str) -> Account:
        return self.sandbox.account(account_id)

    def detour(self, session: requests.Session) -> requests.Session:
        """Lead an SDK's `requests` session here: `served.detour(WeChatClient(...)._http)`."""
        session.trust_env = False
        for host in WECHAT_HOSTS:
            session.mount(f"https://{host}", Detour(self.url))
        return session


@contextmanager
def serving(folder: Path, brand: Brand) -> Iterator[Served]:
    """Serve the sandbox of `rig.running` on a loopback port."""
    ready: list[Served] = []
    started = threading.Event()
    servers: list[uvicorn.Server] = []

    async def serve() -> None:
        listening = socket.create_server(("127.0.0.1", 0))
        async with running(folder, brand) as sandbox:
            quiet = uvicorn.Config(sandbox.app, log_level="error", access_log=False, lifespan="off", ws="none")
            servers.append(uvicorn.Server(quiet))
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            ready.append(Served(url, sandbox, asyncio.get_running_loop()))
            # The socket listens already: a call that comes before the server has started waits in its backlog.
            started.set()
            await servers[0].serve(sockets=[listening])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(LONGEST_SECONDS)
    try:
        yield ready[0]
    finally:
        servers[0].should_exit = True
        thread.join(LONGEST_SECONDS)
