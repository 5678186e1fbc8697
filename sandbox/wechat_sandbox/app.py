"""The server: WeChat's hosts, the sandbox's controls and its page, on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from wechat_sandbox import (
    admin,
    ads,
    behaviour,
    channels,
    gateway,
    kf,
    mini_program,
    official_account,
    open_platform,
    pages,
    pay,
    phone_api,
    sms,
    wecom,
)
from wechat_sandbox.mini_program import traffic
from wechat_sandbox.official_account import passive_replies
from wechat_sandbox.pages.serving import home as home_page
from wechat_sandbox.simulation import Simulation
from wechat_sandbox.world import World

# Importing these packages fills the registries.
_REGISTERED = (ads, behaviour, channels, kf, mini_program, official_account, open_platform, pay, sms, wecom)
# How long a stopping server goes on telling the brand what has happened.
LAST_WORDS_SECONDS = 2.0


def build_app(world: World) -> Starlette:
    """Serve a world."""
    world.furnish()
    simulation = Simulation(world)
    world.callbacks.on_passive_reply = partial(passive_replies.receive, world)
    world.phones.on_visit = partial(traffic.note, world)

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

    app = Starlette(
        routes=[Route("/", home_page), *admin.routes(), *phone_api.routes(), *pages.routes()],
        middleware=[Middleware(gateway.Front, world=world)],
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.simulation = simulation
    return app
