"""The overview's queries. Each answers by slot: THIS for the period, BEFORE for the one before, 0, 1 … for its buckets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from quanyu.audiences.conditions import Params
from quanyu.events import person
from quanyu.insight.metrics import METRICS, OURS, Period, Unit, bucket_of, bucket_sql
from quanyu.kit.query import Query

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

THIS, BEFORE = -1, -2
TIME = "DateTime64(3, 'UTC')"
AGGREGATED = tuple(one for one in METRICS if one.aggregate)


@dataclass(frozen=True)
class Overview:
    """A period, its buckets' unit and zone."""

    period: Period
    unit: Unit
    zone: ZoneInfo


def events_query(workspace_id: UUID, asked: Overview) -> Query:
    """Rows of (slot: Int64, one column for each metric of ``AGGREGATED``)."""
    params = _params(workspace_id, asked)
    return Query(
        f"""
        SELECT slot, {", ".join(one.aggregate for one in AGGREGATED)}
        FROM (
            SELECT {person()} AS person, event, event_id, order_id, amount, {_slots(asked, "at")} AS slots FROM events
            WHERE workspace_id = {{workspace:UUID}} AND at >= {{before:{TIME}}} AND at < {{end:{TIME}}}
        )
        ARRAY JOIN slots AS slot GROUP BY slot""",
        params.values,
    )


def new_profiles_query(workspace_id: UUID, asked: Overview) -> Query:
    """Rows of (slot: Int64, people: UInt64)."""
    params = _params(workspace_id, asked)
    return Query(
        f"""
        SELECT slot, count() FROM (
            SELECT {_slots(asked, "created_at")} AS slots FROM profiles FINAL
            WHERE workspace_id = {{workspace:UUID}} AND removed = 0 AND profile_id = {person()}
                AND created_at >= {{before:{TIME}}} AND created_at < {{end:{TIME}}}
        )
        ARRAY JOIN slots AS slot GROUP BY slot""",
        params.values,
    )


def followers_query(workspace_id: UUID, asked: Overview) -> Query:
    """Rows of (slot: Int64, change: Int64) in the number of follows; BEFORE holds everything before the period."""
    params = _params(workspace_id, asked)
    return Query(
        f"""
        SELECT slot, sum(change) FROM (
            SELECT if(at < {{start:{TIME}}}, {BEFORE}, {bucket_sql(asked.unit, "{first:Date}")}) AS slot,
                toInt64(following) - toInt64(lagInFrame(following, 1, 0) OVER (
                    PARTITION BY person, account ORDER BY at, following ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                )) AS change
            FROM (
                SELECT {person()} AS person, account, at, toUInt8(event = 'subscribe') AS following FROM events
                WHERE workspace_id = {{workspace:UUID}} AND event IN ('subscribe', 'unsubscribe') AND profile_id != 0
                    AND at < {{end:{TIME}}}
            )
        )
        GROUP BY slot""",
        params.values,
    )


def retention_query(workspace_id: UUID, asked: Overview, days: int = 30) -> Query:
    """Rows of (slot: Int64, size: UInt64, back: UInt64): profiles made ``days`` before, and those active again by now."""
    params = _params(workspace_id, asked)
    params.values |= {"days": days, "ours": list(OURS), "oldest": asked.period.previous.start - timedelta(days=days)}
    due = "created_at + toIntervalDay({days:UInt32})"
    return Query(
        f"""
        SELECT slot, count(), countIf(arrayExists(one -> dateDiff('day', made, one) BETWEEN 1 AND {{days:UInt32}}, active))
        FROM (
            SELECT profile_id, toDate(created_at, {{zone:String}}) AS made, {_slots(asked, due)} AS slots FROM profiles FINAL
            WHERE workspace_id = {{workspace:UUID}} AND removed = 0 AND profile_id = {person()}
                AND {due} >= {{before:{TIME}}} AND {due} < {{end:{TIME}}}
        ) AS made
        LEFT JOIN (
            SELECT person, groupUniqArray(toDate(at, {{zone:String}})) AS active FROM (
                SELECT {person()} AS person, at FROM events
                WHERE workspace_id = {{workspace:UUID}} AND profile_id != 0 AND event NOT IN {{ours:Array(String)}}
                    AND at >= {{oldest:{TIME}}} AND at < {{end:{TIME}}}
            )
            GROUP BY person
        ) AS seen ON made.profile_id = seen.person
        ARRAY JOIN slots AS slot GROUP BY slot""",
        params.values,
    )


def _params(workspace_id: UUID, asked: Overview) -> Params:
    return Params(
        workspace=workspace_id,
        zone=asked.zone.key,
        first=bucket_of(asked.period.start, asked.unit, asked.zone).isoformat(),
        before=asked.period.previous.start,
        start=asked.period.start,
        end=asked.period.end,
    )


def _slots(asked: Overview, at: str) -> str:
    return f"if({at} < {{start:{TIME}}}, [{BEFORE}], [{THIS}, {bucket_sql(asked.unit, '{first:Date}', at)}])"
