"""Changes of tags on their way into the log."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from quanyu.events.log import EventLog
from quanyu.events.types import NewEvent
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.people import profiles
from quanyu.people.profiles import TagEvent

MAX_CHANGES = 5000


def tag_changes(runtime: Runtime, log: EventLog) -> Loop:
    """Puts them in the log, then forgets them. Done twice, an event still counts once: its id is the change's."""

    async def turn() -> bool:
        async with runtime.postgres.system_transaction() as tx:
            waiting = await profiles.waiting_changes(tx, MAX_CHANGES)
        changes: dict[UUID, list[TagEvent]] = defaultdict(list)
        for change in waiting:
            changes[change.workspace_id].append(change)
        for workspace_id, own in changes.items():
            await log.append(workspace_id, [event_of(change) for change in own], source="profiles")
        if waiting:
            async with runtime.postgres.system_transaction() as tx:
                await profiles.forget_changes(tx, [change.id for change in waiting])
        return bool(waiting)

    return Loop("events.tag_changes", turn, rest_seconds=1)


def event_of(change: TagEvent) -> NewEvent:
    """The event of a change."""
    return NewEvent(
        f"tag:{change.id}",
        "tag_added" if change.added else "tag_removed",
        change.at,
        profile_id=change.profile_id,
        properties={"tag": change.tag, "source": change.source},
    )
