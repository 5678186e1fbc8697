"""The retention query: each person's start and return buckets, counted by distance."""

from __future__ import annotations

from uuid import UUID

from quanyu.audiences.conditions import Params, event_test
from quanyu.events import person
from quanyu.insight.metrics import bucket_of, bucket_sql
from quanyu.insight.retention.types import Retention
from quanyu.kit.query import Query

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

TIME = "DateTime64(3, 'UTC')"


def retention_query(workspace_id: UUID, asked: Retention, rows: int) -> Query:
    """Rows of (row: Int64, k: Int64, people: UInt64), both counted in buckets from the period's first.

    k is −1 for the size of a row. Pairs without people have no row; a return in bucket k is looked for until the end of
    the last row's last bucket.

    Args:
        rows: how many buckets the period touches.
    """
    first = bucket_of(asked.period.start, asked.unit, asked.zone)
    params = Params(
        workspace=workspace_id, zone=asked.zone.key, first=first.isoformat(), start=asked.period.start, end=asked.period.end
    )
    params.values |= {"periods": asked.periods, "rows": rows}
    start, back = (event_test(one.event, one.where, params) for one in (asked.start, asked.back))
    return Query(
        f"""
        SELECT row, k, count() AS people
        FROM (
            SELECT {_starts(asked)} AS starts, groupUniqArrayIf(bucket, back AND at >= {{start:{TIME}}}) AS returns
            FROM (
                SELECT {person()} AS person, at, {bucket_sql(asked.unit, "{first:Date}")} AS bucket,
                    {start} AS starting, {back} AS back
                FROM events
                WHERE workspace_id = {{workspace:UUID}} AND profile_id != 0
                    AND event IN {params.add([asked.start.event, asked.back.event], "Array(String)")} AND {_span(asked)}
            )
            WHERE bucket < {{rows:Int64}} + {{periods:Int64}}
            GROUP BY person
        )
        ARRAY JOIN starts AS row
        ARRAY JOIN arrayPushFront({_kept(asked)}, toInt64(-1)) AS k
        GROUP BY row, k""",
        params.values,
    )


def _starts(asked: Retention) -> str:
    inside = f"at >= {{start:{TIME}}} AND at < {{end:{TIME}}}"
    if asked.mode == "recurring":
        return f"groupUniqArrayIf(bucket, starting AND {inside})"
    first = "minIf(at, starting)"
    began = f"countIf(starting) > 0 AND {first} >= {{start:{TIME}}} AND {first} < {{end:{TIME}}}"
    return f"if({began}, [argMinIf(bucket, at, starting)], [])"


def _span(asked: Retention) -> str:
    return f"at >= {{start:{TIME}}}" if asked.mode == "recurring" else "(starting OR back)"


def _kept(asked: Retention) -> str:
    distances = "range(0, {periods:Int64} + 1)"
    if asked.cell == "on":
        return f"arrayFilter(k -> has(returns, row + k), arrayMap(k -> toInt64(k), {distances}))"
    return f"arrayFilter(k -> notEmpty(returns) AND arrayMax(returns) >= row + k, arrayMap(k -> toInt64(k), {distances}))"
