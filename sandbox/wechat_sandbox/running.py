"""A sandbox in this process, on a port of its own: for tests, notebooks and scripts."""

import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
import uvloop

from wechat_sandbox.app import build_app
from wechat_sandbox.client import Running
from wechat_sandbox.network import Internet
from wechat_sandbox.world import World

LONGEST_SECONDS = 30.0
DEFAULT_START = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def running(
    folder: Path | None = None,
    *,
    people: int = 100,
    seed: int = 7,
    start: datetime = DEFAULT_START,
    day_seconds: float = 60.0,
    clock_runs: bool = False,
    **settings: Any,
) -> Iterator[Running]:
    """Serve a sandbox on loopback until the block ends.

    Args:
        folder: where its state is; one that vanishes afterwards unless given.
        clock_runs: False leaves time to `advance`.
        settings: any of the sandbox's settings by name.

    Raises:
        SettingError: an unknown setting.
    """
    with tempfile.TemporaryDirectory(prefix="wechat-sandbox-") as passing:
        server = _Server(folder or Path(passing), settings, seed, people, start.timestamp(), day_seconds, clock_runs)
        server.start()
        try:
            yield Running(server.url())
        finally:
            server.stop()


class _Announcing(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: threading.Event) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready.set()


class _Server(threading.Thread):
    def __init__(self, folder: Path, settings: dict[str, Any], *world: Any) -> None:
        super().__init__(name="wechat-sandbox", daemon=True)
        self._folder, self._settings, self._world = folder, settings, world
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._ready = threading.Event()
        self._server: uvicorn.Server | None = None
        self._failure: BaseException | None = None

    def url(self) -> str:
        """Wait until calls are answered; return the address."""
        self._ready.wait(LONGEST_SECONDS)
        if self._failure is not None:
            raise self._failure
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def stop(self) -> None:
        """Stop cleanly."""
        if self._server is not None:
            self._server.should_exit = True
        self.join(LONGEST_SECONDS)
        self._listening.close()

    def run(self) -> None:
        """Serve; what goes wrong is raised where the sandbox was asked for."""
        try:
            uvloop.run(self._serve())
        except BaseException as error:
            self._failure = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        seed, people, start, day_seconds, clock_runs = self._world
        network = Internet()
        world = World(
            self._folder,
            seed=seed,
            people=people,
            start=start,
            day_seconds=day_seconds,
            running=clock_runs,
            network=network,
        )
        try:
            world.change_settings(self._settings)
            config = uvicorn.Config(build_app(world), log_level="error", access_log=False, lifespan="on", ws="none")
            self._server = _Announcing(config, self._ready)
            await self._server.serve(sockets=[self._listening])
        finally:
            await network.close()
