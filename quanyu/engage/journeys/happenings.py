"""Which events of a range of batches concern journeys: one query for all journeys of a workspace. Pure."""

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from quanyu.audiences import conditions
from quanyu.audiences.conditions import Params, PropertyTest
from quanyu.events import person
from quanyu.kit.query import Query

TIME = "DateTime64(3, 'UTC')"


@dataclass(frozen=True)
class Ask:
    """An event that a journey listens for."""

    event: str
    where: tuple[PropertyTest, ...]
    not_before: datetime


def happenings_query(workspace_id: UUID, asks: Sequence[Ask], first: int, last: int) -> Query:
    """Rows of (person: UInt64, event_id: String, at: DateTime64, answers: Array(UInt32) places in ``asks``), in order.

    Only events in batches ``first`` to ``last``, of people who are known.
    """
    params = Params(workspace=workspace_id, first=first, last=last)
    events = params.add(sorted({ask.event for ask in asks}), "Array(String)")
    tests = [
        f"({conditions.event_test(ask.event, ask.where, params)} AND at >= {params.add(ask.not_before, TIME)})" for ask in asks
    ]
    return Query(
        f"""
        SELECT person, event_id, at, answers FROM (
            SELECT {person()} AS person, event_id, at,
                arrayFilter((n, yes) -> yes, range({len(asks)}), [{", ".join(tests)}]) AS answers
            FROM events
            WHERE workspace_id = {{workspace:UUID}} AND batch BETWEEN {{first:UInt64}} AND {{last:UInt64}}
                AND event IN {events} AND profile_id != 0
        ) WHERE notEmpty(answers) ORDER BY at, event_id""",
        params.values,
    )
