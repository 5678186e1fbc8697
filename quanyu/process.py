"""One running process: the stores, the HTTP server and the background work, started and stopped together."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import uvicorn
from fastapi import FastAPI

from quanyu.app import create_app
from quanyu.infra.embedded import CannotStart
from quanyu.infra.log import configure_logs
from quanyu.infra.opening import open_runtime
from quanyu.infra.settings import Settings
from quanyu.worker import work

log = structlog.get_logger(__name__)

COLLECT_AFTER = (50_000, 20, 20)
"""New objects before the collector looks for cycles. Thousands of events come and go at once, and hardly any is in one."""


class Server(uvicorn.Server):
    """uvicorn without its own signal handlers: we stop everything in our order."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM: answer running requests, finish running jobs, close the stores."""
    configure_logs(settings)
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    listener = _listen(settings)
    async with open_runtime(settings) as runtime:
        app = create_app(runtime)
        async with app.router.lifespan_context(app), asyncio.TaskGroup() as group:
            group.create_task(work(runtime, stop))
            group.create_task(_answer(app, listener, stop))
            _spare_what_stays()
            log.info("quanyu.ready", url=settings.url)


def _spare_what_stays() -> None:
    """Keep the collector from walking through what lives as long as the process: code, routes, models, tables."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


async def _answer(app: FastAPI, listener: socket.socket, stop: asyncio.Event) -> None:
    config = uvicorn.Config(
        app,
        lifespan="off", loop="uvloop", http="httptools", access_log=False, log_config=None, timeout_graceful_shutdown=10,
        proxy_headers=False,
    )  # fmt: skip
    server = Server(config)
    answering = asyncio.create_task(server.serve(sockets=[listener]))
    await stop.wait()
    server.should_exit = True
    await answering


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything is opened, so that a taken one is told at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that the loop sets TCP_NODELAY
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(1024)
    except OSError as error:
        raise CannotStart(
            f"Port {settings.port} on {settings.host} cannot be used ({error.strerror}): set QUANYU_PORT."
        ) from error
    return listener
