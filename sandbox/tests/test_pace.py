"""A clock that people cannot keep up with falls behind, a little; what happens is never skipped, and others have their turn."""

import asyncio
from collections.abc import Callable

import pytest
from rig import Sandbox
from wechat_sandbox import simulation
from wechat_sandbox.simulation import LONGEST_LAG_SECONDS

SLOT = 300.0


async def test_a_busy_stretch_is_made_good_when_less_happens(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    world, began = sandbox.world, sandbox.world.simulated_until
    calm = simulation.Simulation._step
    lags: list[float] = []

    async def step(self: simulation.Simulation, end: float) -> None:
        await calm(self, end)
        if end < began + 8 * SLOT:
            await asyncio.sleep(0.05)
            lags.append(world.clock.now() - end)

    monkeypatch.setattr(simulation.Simulation, "_step", step)
    await sandbox.admin("POST", "/clock", {"speed": SLOT / 0.02, "running": True})
    await _until(lambda: len(lags) >= 7)
    await _until(lambda: world.clock.now() - world.simulated_until < 3 * SLOT)
    assert 5 * SLOT < max(lags) < LONGEST_LAG_SECONDS, "more than a clock would have waited for, less than what is dropped"


async def test_a_pace_that_nobody_keeps_is_waited_for_and_leaves_others_their_turn(sandbox: Sandbox) -> None:
    world = sandbox.world
    await sandbox.admin("POST", "/clock", {"speed": 1e6, "running": True})
    began = world.simulated_until
    await _until(lambda: world.simulated_until >= began + 4 * SLOT)
    assert world.now() <= world.simulated_until + SLOT
    async with asyncio.timeout(30):
        await sandbox.advance(SLOT)
    paused = await sandbox.admin("POST", "/clock", {"running": False})
    await asyncio.sleep(0.1)
    assert (await sandbox.admin("GET", "/clock"))["now"] == paused["now"]
    await sandbox.admin("POST", "/clock", {"speed": 1, "running": True})
    await asyncio.sleep(0.1)
    assert world.clock.now() - world.simulated_until < 2 * SLOT, "what lay between is not caught up with"


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110 - the simulation tells nobody how far it is
            await asyncio.sleep(0.01)
