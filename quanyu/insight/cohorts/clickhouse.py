"""The cohort queries. People without a profile belong to no cohort, so their orders are in no figure here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from quanyu.audiences.conditions import Params
from quanyu.events import person
from quanyu.insight.metrics import Period, Unit, bucket_of, bucket_sql
from quanyu.kit.query import Query

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

TIME = "DateTime64(3, 'UTC')"


@dataclass(frozen=True)
class Cohorts:
    """First events ever, and later ones, of a kind; through one touchpoint when it is not empty."""

    event: str
    unit: Unit
    period: Period
    zone: ZoneInfo
    touchpoint: str = ""


def cohorts_query(workspace_id: UUID, asked: Cohorts) -> Query:
    """Rows of (cohort: Int64, k: Int64, people: UInt64): those whose first event fell in a bucket, there k later."""
    params = _params(workspace_id, asked)
    return Query(
        f"""
        SELECT cohort, k, count() AS people
        FROM (
            SELECT min(bucket) AS cohort, groupUniqArrayIf(bucket, at >= {{start:{TIME}}}) AS seen, min(at) AS first_at
            FROM ({_events(asked, params)}) GROUP BY person
            HAVING first_at >= {{start:{TIME}}}
        )
        ARRAY JOIN arrayMap(bucket -> bucket - cohort, seen) AS k
        GROUP BY cohort, k ORDER BY cohort, k""",
        params.values,
    )


def revenue_query(workspace_id: UUID, asked: Cohorts) -> Query:
    """Rows of (bucket: Int64, revenue: Decimal in the smallest unit, exact, active: UInt64 people)."""
    params = _params(workspace_id, asked)
    return Query(
        f"""
        SELECT bucket, sum(amount) AS revenue, uniqExact(person) AS active FROM ({_events(asked, params)})
        WHERE at >= {{start:{TIME}}} GROUP BY bucket ORDER BY bucket""",
        params.values,
    )


def _params(workspace_id: UUID, asked: Cohorts) -> Params:
    first = bucket_of(asked.period.start, asked.unit, asked.zone).isoformat()
    return Params(workspace=workspace_id, zone=asked.zone.key, first=first, start=asked.period.start, end=asked.period.end)


def _events(asked: Cohorts, params: Params) -> str:
    touchpoint = f" AND touchpoint = {params.add(asked.touchpoint, 'String')}" if asked.touchpoint else ""
    return f"""
        SELECT {person()} AS person, at, amount, {bucket_sql(asked.unit, "{first:Date}")} AS bucket FROM events
        WHERE workspace_id = {{workspace:UUID}} AND event = {params.add(asked.event, "String")} AND profile_id != 0
            AND at < {{end:{TIME}}}{touchpoint}"""
