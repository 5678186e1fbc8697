"""The answers of a branch, for everybody who waits there, by one query over the log and the profiles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from quanyu.audiences import conditions
from quanyu.engage.journeys.graph import Branch, Did
from quanyu.engage.journeys.seats import Standing
from quanyu.infra.clickhouse import ClickHouse


async def ask(
    clickhouse: ClickHouse, workspace_id: UUID, branch: Branch, standing: Sequence[Standing], *, now: datetime
) -> set[int]:
    """The seats for which the answer is yes."""
    if branch.did_since_entry is not None:
        return await _did(clickhouse, workspace_id, branch.did_since_entry, standing, now)
    condition = conditions.parse(branch.condition)
    people = sorted({one.profile_id for one in standing})
    yes = {person for (person,) in await clickhouse.rows(conditions.among_query(workspace_id, condition, now, people))}
    return {one.id for one in standing if one.profile_id in yes}


async def _did(clickhouse: ClickHouse, workspace_id: UUID, did: Did, standing: Sequence[Standing], now: datetime) -> set[int]:
    where = conditions.parse_where(did.where)
    yes: set[int] = set()
    rest = list(standing)
    while rest:
        # A query takes a person once; who is inside twice is asked about again with their other time of entry.
        once = {one.profile_id: one for one in rest}
        since = [(one.profile_id, one.entered_at) for one in once.values()]
        rows = await clickhouse.rows(conditions.did_since(workspace_id, did.event, where, since, now))
        yes |= {once[person].id for (person,) in rows}
        rest = [one for one in rest if once[one.profile_id] is not one]
    return yes
