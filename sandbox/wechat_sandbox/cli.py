"""The command line."""

import asyncio
import gc
import json
import signal
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
import uvicorn
import uvloop

from wechat_sandbox import catalogue, listing
from wechat_sandbox import export as exporting
from wechat_sandbox.app import build_app
from wechat_sandbox.network import Internet
from wechat_sandbox.people.population import CATEGORIES
from wechat_sandbox.truth.summary import sample, summary
from wechat_sandbox.world import World

MOST_PEOPLE = 1_000_000
OBJECTS_TO_COLLECT = 50_000

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def main() -> None:
    """A local WeChat with people in it."""


@app.command()
def serve(
    host: str = "127.0.0.1",
    port: int = 8902,
    data: Annotated[Path, typer.Option(help="Folder of the sandbox; a second start goes on from it.")] = Path(
        "wechat-sandbox-data"
    ),
    seed: int = 7,
    people: Annotated[int, typer.Option(min=1, max=MOST_PEOPLE)] = 2000,
    members: Annotated[Path | None, typer.Option(help="File of member numbers, one a line.")] = None,
    catalogue_file: Annotated[Path | None, typer.Option("--catalogue", help="CSV of item_id,name,price_fen.")] = None,
    start: Annotated[str, typer.Option(help="When simulated time begins, RFC 3339.")] = "",
    day_seconds: Annotated[float, typer.Option(min=0.1, help="Wall-clock seconds of a simulated day.")] = 60.0,
    paused: bool = False,
) -> None:
    """Serve WeChat on a local address."""
    begin = datetime.fromisoformat(start) if start else datetime.now().astimezone()
    if begin.tzinfo is None:
        raise typer.BadParameter("give a time zone, as in 2026-01-01T00:00:00+08:00", param_hint="--start")
    numbers = members.read_text(encoding="utf-8").split() if members else []
    items = catalogue.read(catalogue_file, CATEGORIES) if catalogue_file else []

    async def run() -> None:
        async with _internet() as network:
            world = World(
                data,
                seed=seed,
                people=people,
                members=numbers,
                start=begin.timestamp(),
                day_seconds=day_seconds,
                running=not paused,
                network=network,
                items=items,
            )
            await _serve(world, host, port)

    uvloop.run(run())


@app.command()
def apis() -> None:
    """Print the page of every API on offer."""
    print(listing.listing(), end="")


@app.command()
def export(
    data: Annotated[Path, typer.Option(help="Folder of the sandbox; it may be running.")],
    out: Annotated[Path, typer.Option(help="Folder for the files.")],
    form: Annotated[str, typer.Option("--format", help="jsonl or csv.")] = "jsonl",
) -> None:
    """Write the truth into files: who is whom, what moved them, what they would have done."""
    if form not in exporting.FORMS:
        raise typer.BadParameter(f"one of {', '.join(exporting.FORMS)}", param_hint="--format")
    with _looked_at(data) as world:
        for name, rows in exporting.export(world, out, form).items():
            print(f"{out / name}.{form}: {rows} rows")


@app.command(name="people")
def show_people(
    data: Annotated[Path | None, typer.Option(help="Folder of a sandbox; without it a new one is imagined.")] = None,
    seed: int = 7,
    people: Annotated[int, typer.Option(min=1, max=MOST_PEOPLE)] = 2000,
    some: Annotated[int, typer.Option("--sample", min=0, max=1000, help="How many people to describe.")] = 3,
) -> None:
    """Print what kinds of people there are, and describe some."""
    with _looked_at(data, seed=seed, people=people, start=time.time()) as world:
        print(json.dumps(summary(world), ensure_ascii=False, indent=2))
        for one in sample(world, some):
            print(json.dumps(one, ensure_ascii=False))


@contextmanager
def _looked_at(data: Path | None, **new: Any) -> Iterator[World]:
    try:
        with exporting.looked_at(data, **new) as world:
            yield world
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error), param_hint="--data") from error


@asynccontextmanager
async def _internet() -> AsyncIterator[Internet]:
    network = Internet()
    try:
        yield network
    finally:
        await network.close()


async def _serve(world: World, host: str, port: int) -> None:
    listening = socket.create_server((host, port), reuse_port=False)
    url = f"http://{host}:{listening.getsockname()[1]}"
    config = uvicorn.Config(
        build_app(world), log_level="warning", access_log=False, lifespan="on", proxy_headers=False, server_header=False
    )
    ready = {"url": url, "people": world.people.count, "seed": world.dice.seed}
    await _Server(config, ready).serve(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it answers calls, in one line for a program to read, and ends quietly when told to."""

    def __init__(self, config: uvicorn.Config, ready: dict[str, object]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            # What is there now stays, and nearly all that comes is freed by counting references: look for cycles less often.
            gc.freeze()
            gc.set_threshold(OBJECTS_TO_COLLECT)
            print("SANDBOX READY " + json.dumps(self._ready), flush=True)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again after a clean end, and the process would seem to have failed.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield
