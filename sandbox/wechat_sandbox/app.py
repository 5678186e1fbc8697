"""The server: WeChat's hosts, the sandbox's controls and its page, on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from wechat_sandbox import admin, behaviour, gateway, inbox, kf, mini_program, official_account, pages, phone_api, sms, wecom
from wechat_sandbox.pages.serving import home as home_page
from wechat_sandbox.simulation import Simulation
from wechat_sandbox.world import World

# Importing these packages fills the registries.
_REGISTERED = (behaviour, kf, mini_program, official_account, sms, wecom)
# How long a stopping server goes on telling the brand what has happened.
LAST_WORDS_SECONDS = 2.0


def build_app(world: World) -> Starlette:
    """Serve a world."""
    world.furnish()
    simulation = Simulation(world)
    world.callbacks.on_passive_reply = partial(inbox.receive_reply, world)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        world.resume()
        ticking = asyncio.create_task(simulation.run())
        try:
            yield
        finally:
            ticking.cancel()
            with suppress(asyncio.CancelledError):
                await ticking
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_SECONDS):
                    await simulation.drained()
            await world.close()

    async def wechat(request: Request) -> Response:
        split = gateway.split_host(request.url.path, request.headers.get("host", ""))
        if split is None:
            return PlainTextResponse("404 page not found", 404)
        return await gateway.answer(world, *split, request)

    async def home(request: Request) -> Response:
        if gateway.split_host("/", request.headers.get("host", "")):
            return await wechat(request)
        return await home_page(request)

    app = Starlette(
        routes=[
            Route("/", home),
            *admin.routes(),
            *phone_api.routes(),
            *pages.routes(),
            Route("/{path:path}", wechat, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
        ],
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.simulation = simulation
    return app
