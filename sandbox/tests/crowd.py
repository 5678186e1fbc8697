"""People without a server between: a world that a test drives itself, and that nobody listens to."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from wechat_sandbox import app
from wechat_sandbox.clock import DAY
from wechat_sandbox.network import NetworkError, Response
from wechat_sandbox.registry import Act, Habit, Slot
from wechat_sandbox.simulation import Simulation
from wechat_sandbox.world import World

assert app, "importing the server fills the registries"
HOUR = 3600.0
UNMOVED = {"effect_live": 0, "effect_video": 0, "effect_friend": 0, "effect_ad": 0}
"""Settings under which nothing but messages moves anybody."""


class Nobody:
    """A network on which nobody answers."""

    async def request(
        self, method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, patience: float
    ) -> Response:
        raise NetworkError("nobody is there")


def crowd(folder: Path, people: int, seed: int = 7, **settings: Any) -> World:
    """Make a world that begins at midnight in China, with these settings from its first moment on."""
    world = World(
        folder,
        seed=seed,
        people=people,
        start=datetime.fromisoformat("2026-01-01T00:00:00+08:00").timestamp(),
        day_seconds=60,
        running=False,
        network=Nobody(),
    )
    world.furnish()
    world.change_settings(settings)
    return world


async def live(world: World, days: float) -> None:
    """Let time pass, with all that people do in it."""
    await Simulation(world).advance(days * DAY)


def asked(world: World, habit: Habit, days: int = 1) -> list[Act]:
    """Ask a habit for each hour of some days who does what, and let nobody do it."""
    start = world.simulated_until
    hours = [Slot(start + n * HOUR, start + (n + 1) * HOUR) for n in range(24 * days)]
    return [act for hour in hours for act in habit(world, hour)]
