"""Time passes: slot by slot people do what their habits and their agenda say."""

import asyncio
import logging
import time
from contextlib import suppress

from wechat_sandbox.registry import HABITS, Act, ActError, Slot
from wechat_sandbox.world import World

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.02
# After so many acts others in the process get their turn.
ACTS_AT_ONCE = 50
# Callbacks, visits and events that may be on their way while a stretch is simulated at once.
AHEAD = (2000, 2000, 50_000)
LONGEST_ADVANCE_SECONDS = 400 * 86_400


class Simulation:
    """Moves a world through time, at the clock's pace or as fast as possible."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = asyncio.Lock()
        self._backlogs = (world.callbacks.backlog, world.phones.visits, world.phones.events)

    async def run(self) -> None:
        """Follow the clock until cancelled, saving now and then."""
        world = self._world
        saved = time.monotonic()
        while True:
            await asyncio.sleep(IDLE_SECONDS)
            async with self._turn:
                try:
                    await self._catch_up()
                except Exception:
                    # Time that stands still is seen at once; time without people would not be.
                    log.exception("the simulation has stopped")
                    world.clock.run(running=False)
                if time.monotonic() - saved > world.settings.checkpoint_wall_seconds:
                    world.save()
                    saved = time.monotonic()

    async def advance(self, seconds: float) -> int:
        """Simulate a stretch now and wait until the brand has heard of it; return what it has not heard."""
        world = self._world
        async with self._turn:
            running = world.clock.running
            world.clock.run(running=False)
            end = max(world.now(), world.simulated_until) + seconds
            listening = True
            while world.simulated_until < end:
                await self._step(min(self._slot_end(), end))
                world.clock.set(world.simulated_until)
                listening = listening and await self._room()
            unheard = await self.drained()
            world.clock.run(running=running)
            world.save()
        return unheard

    async def jump(self, to: float) -> None:
        """Set the clock without simulating what lies between."""
        async with self._turn:
            self._world.simulated_until = to
            self._world.clock.set(to)

    async def drained(self) -> int:
        """Wait until nothing is on its way to the brand, or it takes nothing any more; return what still is."""
        with suppress(TimeoutError):
            for backlog in self._backlogs:
                await backlog.falls_to(0, self._world.settings.patience_wall_seconds)
        return sum(backlog.count for backlog in self._backlogs)

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

    async def _room(self) -> bool:
        """Do not run further ahead of the brand's server than it can follow; say whether it follows at all."""
        try:
            for backlog, most in zip(self._backlogs, AHEAD, strict=True):
                await backlog.falls_to(most, self._world.settings.patience_wall_seconds)
        except TimeoutError:
            return False
        return True

    def _slot_end(self) -> float:
        """Return the next multiple of the slot's length."""
        length = self._world.settings.slot_sim_seconds or 1
        return (self._world.simulated_until // length + 1) * length
