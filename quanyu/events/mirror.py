"""What events mean for people: whoever followed, wrote, agreed or told us something is known so in PostgreSQL at once."""

from __future__ import annotations

import json
from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from quanyu.events.following import follow
from quanyu.events.log import EventLog
from quanyu.infra.loops import Loop
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.people import consent, identity, profiles
from quanyu.people.consent import Happening
from quanyu.people.profiles import Observation

TELLING = sorted({*consent.REFLECTED, *profiles.OBSERVED})


def mirror_query(first_batch: int, last_batch: int) -> Query:
    """Rows (workspace, profile, event, at, touchpoint, account, properties as JSON text) of events of known people."""
    return Query(
        """
        SELECT workspace_id, profile_id, event, at, touchpoint, account, toString(properties)
        FROM events
        WHERE batch BETWEEN {first:UInt64} AND {last:UInt64} AND event IN {events:Array(String)} AND profile_id != 0
        ORDER BY batch, at, event_id
        """,
        {"first": first_batch, "last": last_batch, "events": TELLING},
    )


def mirror(runtime: Runtime, log: EventLog) -> Loop:
    """The follower."""

    async def handle(tx: AsyncSession, first_batch: int, last_batch: int) -> None:
        told: dict[UUID, list[Happening]] = defaultdict(list)
        for row in await runtime.clickhouse.rows(mirror_query(first_batch, last_batch)):
            workspace_id, profile_id, event, at, touchpoint, account, properties = row
            told[workspace_id].append(Happening(profile_id, event, at, touchpoint, account, json.loads(properties)))
        for workspace_id, happenings in sorted(told.items()):
            await _take(tx, workspace_id, happenings)

    return follow(runtime, log, "events.mirror", handle)


async def _take(tx: AsyncSession, workspace_id: UUID, happenings: list[Happening]) -> None:
    now = await identity.current(tx, workspace_id, {one.profile_id for one in happenings})
    known = [one for one in happenings if one.profile_id in now]
    await consent.reflect(tx, workspace_id, [one for one in known if one.event in consent.REFLECTED])
    observations = [
        Observation(
            one.profile_id,
            {name: value for name, value in one.properties.items() if name in profiles.OBSERVED[one.event]},
            one.event,
            one.at,
        )
        for one in known
        if one.event in profiles.OBSERVED
    ]
    await profiles.observe(tx, workspace_id, [one for one in observations if one.values])
