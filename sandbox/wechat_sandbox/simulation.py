"""Time passes: each hour the habits say who will do what, and slot by slot the agenda is carried out."""

import asyncio
import logging
import time
from contextlib import suppress

from wechat_sandbox.backlog import Backlog
from wechat_sandbox.registry import HABITS, TICKS, Act, ActError, Slot
from wechat_sandbox.world import World

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.02
# So many acts are taken off the agenda together: what they put on it, be it for the same moment, comes after all of them.
ACTS_AT_ONCE = 50
# After so many what happened is committed, and others in the process get their turn.
ACTS_TO_A_COMMIT = 100
HOUR = 3600.0
TIDY_EVERY_SECONDS = 60.0
# Callbacks, visits and events that may be on their way while a stretch is simulated at once.
AHEAD = (2000, 2000, 50_000)
LONGEST_ADVANCE_SECONDS = 400 * 86_400
LONGEST_LAG_SECONDS = 4 * HOUR


class Simulation:
    """Moves a world through time, at the clock's pace or as fast as possible."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = asyncio.Lock()

    @property
    def _backlogs(self) -> tuple[Backlog, ...]:
        return self._world.callbacks.backlog, self._world.phones.visits, self._world.phones.events

    async def run(self) -> None:
        """Follow the clock until cancelled."""
        world = self._world
        tidied = time.monotonic()
        behind = False
        while True:
            await asyncio.sleep(0 if behind else IDLE_SECONDS)
            async with self._turn:
                try:
                    for look in TICKS:
                        look(world)
                    behind = await self._catch_up()
                except Exception:
                    # Time that stands still is seen at once; time without people would not be.
                    log.exception("the simulation has stopped")
                    world.clock.run(running=False)
                    behind = False
                if time.monotonic() - tidied > TIDY_EVERY_SECONDS:
                    world.tidy()
                    tidied = time.monotonic()

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
        return unheard

    async def jump(self, to: float) -> None:
        """Set the clock without simulating what lies between."""
        async with self._turn:
            self._world.clock.set(to)
            self._world.store.set_value("planned until", to)
            self._world.reach(to)

    async def restore(self, snapshot: str) -> bool:
        """Go back to a snapshot between two steps; False when there is none of this name."""
        async with self._turn:
            return await self._world.restore_snapshot(snapshot)

    async def drained(self) -> int:
        """Wait until nothing is on its way to the brand, or it takes nothing any more; return what still is."""
        with suppress(TimeoutError):
            for backlog in self._backlogs:
                await backlog.falls_to(0, self._world.settings.patience_wall_seconds)
        return sum(backlog.count for backlog in self._backlogs)

    async def _catch_up(self) -> bool:
        """Simulate the next stretch if the clock is past it; say whether it was."""
        world = self._world
        if not world.clock.running or world.clock.now() < (end := self._slot_end()):
            return False
        await self._step(end)
        if world.clock.now() - world.simulated_until > LONGEST_LAG_SECONDS:
            # A busy evening is caught up with at night. Too slow for longer: the clock waits, nothing is skipped.
            world.clock.set(world.simulated_until + LONGEST_LAG_SECONDS)
        return True

    async def _step(self, end: float) -> None:
        world = self._world
        self._plan_until(end)
        done = 0
        while acts := world.store.take_due(end, ACTS_AT_ONCE):
            for due in acts:
                # Since they planned it, an agenda's people may have left or lost what it needs.
                with suppress(ActError):
                    world.perform(Act(*due))
            done += len(acts)
            # Less than asked for: what comes now are long things done bit by bit, each bit putting the next on the agenda.
            if done >= ACTS_TO_A_COMMIT or len(acts) < ACTS_AT_ONCE:
                world.commit()
                await asyncio.sleep(0)
                done = 0
        world.reach(end)
        await asyncio.sleep(0)

    def _plan_until(self, end: float) -> None:
        """Ask every habit, an hour at a time, who does what; a crash finds the hour on the agenda whole or not at all."""
        world = self._world
        planned = max(float(world.store.value("planned until") or 0), world.simulated_until)
        while planned < end:
            slot = Slot(planned, (planned // HOUR + 1) * HOUR)
            acts = [(act.at, act.person, act.action, act.params) for habit in HABITS for act in habit(world, slot)]
            world.store.plan_many(acts)
            planned = slot.end
            world.store.set_value("planned until", planned)

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
