"""Time passes: slot by slot people do what their habits and their agenda say."""

import asyncio
import time
from contextlib import suppress

from wechat_sandbox.registry import HABITS, Act, ActError, Slot
from wechat_sandbox.world import World

IDLE_SECONDS = 0.02
# After so many acts others in the process get their turn.
ACTS_AT_ONCE = 50
CALLBACKS_AHEAD, VISITS_AHEAD, EVENTS_AHEAD = 2000, 2000, 50_000
LONGEST_ADVANCE_SECONDS = 400 * 86_400


class Simulation:
    """Moves a world through time, at the clock's pace or as fast as possible."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = asyncio.Lock()

    async def run(self) -> None:
        """Follow the clock until cancelled, saving now and then."""
        world = self._world
        saved = time.monotonic()
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            async with self._turn:
                if world.clock.running:
                    await self._catch_up()
                if time.monotonic() - saved > world.settings.checkpoint_wall_seconds:
                    world.save()
                    saved = time.monotonic()

    async def advance(self, seconds: float, drain_seconds: float = 60.0) -> int:
        """Simulate a stretch now and wait until the brand has heard of it; return what it has not heard."""
        world = self._world
        async with self._turn:
            running = world.clock.running
            world.clock.run(running=False)
            world.clock.set(max(world.now(), world.simulated_until))
            end = world.simulated_until + seconds
            while world.simulated_until < end:
                await self._step(min(self._slot_end(), end))
                world.clock.set(world.simulated_until)
                await self._wait_for_room(drain_seconds)
            unheard = await self.drained(drain_seconds)
            world.clock.run(running=running)
            world.save()
        return unheard

    async def jump(self, to: float) -> None:
        """Set the clock without simulating what lies between."""
        async with self._turn:
            self._world.simulated_until = to
            self._world.clock.set(to)

    async def drained(self, longest_seconds: float) -> int:
        """Wait until nothing is on its way to the brand, or for so long; return what still is."""
        world = self._world
        backlogs = (world.callbacks.backlog, world.phones.visits, world.phones.events)
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_seconds):
                for backlog in backlogs:
                    await backlog.falls_to(0)
        return sum(backlog.count for backlog in backlogs)

    async def _catch_up(self) -> None:
        world = self._world
        while world.clock.running and world.clock.now() >= (end := self._slot_end()):
            await self._step(end)
            if world.clock.now() - world.simulated_until > 2 * world.settings.slot_sim_seconds:
                # Too slow for the pace asked for: the clock waits, nothing is skipped.
                world.clock.set(world.simulated_until)

    async def _step(self, end: float) -> None:
        world = self._world
        slot = Slot(world.simulated_until, end)
        acts = [act for habit in HABITS for act in habit(world, slot)]
        acts += [Act(*due) for due in world.store.take_due(end)]
        acts.sort(key=lambda act: (act.at, act.person, act.action))
        for place, act in enumerate(acts, start=1):
            # Since they planned it, an agenda's people may have left or lost what it needs.
            with suppress(ActError):
                world.perform(act)
            if place % ACTS_AT_ONCE == 0:
                await asyncio.sleep(0)
        world.simulated_until = end
        await asyncio.sleep(0)

    async def _wait_for_room(self, longest_seconds: float) -> None:
        """Do not run further ahead of the brand's server than it can follow."""
        world = self._world
        with suppress(TimeoutError):
            async with asyncio.timeout(longest_seconds):
                await world.callbacks.backlog.falls_to(CALLBACKS_AHEAD)
                await world.phones.visits.falls_to(VISITS_AHEAD)
                await world.phones.events.falls_to(EVENTS_AHEAD)

    def _slot_end(self) -> float:
        """Return the next multiple of the slot's length."""
        length = self._world.settings.slot_sim_seconds or 1
        return (self._world.simulated_until // length + 1) * length
