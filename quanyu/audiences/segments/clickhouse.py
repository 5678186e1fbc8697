"""Stored people of a segment."""

# ruff: noqa: S608 - only words of our own are written into the SQL; every value is a parameter.

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from quanyu.audiences import conditions
from quanyu.kit.query import Query

NEWEST = """
    SELECT people FROM segment_members WHERE workspace_id = {workspace:UUID} AND segment_id = {segment:UUID}
    ORDER BY version DESC LIMIT 1"""


def store_query(workspace_id: UUID, segment_id: UUID, version: int, condition: conditions.Condition, now: datetime) -> Query:
    """Keep everybody who meets the condition as a version of the segment's people."""
    people = conditions.people_query(workspace_id, condition, now)
    return Query(
        f"""
        INSERT INTO segment_members (workspace_id, segment_id, version, at, people)
        SELECT {{workspace:UUID}}, {{segment:UUID}}, {{version:UInt64}}, {{now:DateTime64(3, 'UTC')}},
            groupBitmapState(toUInt64(profile_id)) FROM ({people.sql})""",
        {**people.params, "segment": segment_id, "version": version},
    )


def size_query(workspace_id: UUID, segment_id: UUID, version: int) -> Query:
    """One row: (people: UInt64) in a stored version."""
    return Query(
        """
        SELECT bitmapCardinality(people) FROM segment_members
        WHERE workspace_id = {workspace:UUID} AND segment_id = {segment:UUID} AND version = {version:UInt64} LIMIT 1""",
        {"workspace": workspace_id, "segment": segment_id, "version": version},
    )


def members_query(workspace_id: UUID, segment_id: UUID, after: int, limit: int) -> Query:
    """Rows of (profile_id: UInt64) of the newest version, ascending, beyond ``after``."""
    return Query(
        f"SELECT arrayJoin(bitmapToArray(bitmapSubsetLimit(people, {{after:UInt64}} + 1, {{limit:UInt64}}))) FROM ({NEWEST})",
        {"workspace": workspace_id, "segment": segment_id, "after": after, "limit": limit},
    )


def drop_query(workspace_id: UUID, segment_id: UUID) -> Query:
    """Forget every version of a segment's people."""
    return Query(
        "DELETE FROM segment_members WHERE workspace_id = {workspace:UUID} AND segment_id = {segment:UUID}",
        {"workspace": workspace_id, "segment": segment_id},
    )


def touched_query(workspace_id: UUID, after_batch: int) -> Query:
    """Rows of (event, newest batch: UInt64) of the events that came after a batch."""
    return Query(
        """
        SELECT event, max(batch) FROM events
        WHERE workspace_id = {workspace:UUID} AND batch > {after:UInt64} GROUP BY event""",
        {"workspace": workspace_id, "after": after_batch},
    )


def newest_batch_query(workspace_id: UUID) -> Query:
    """One row: (newest batch: UInt64), 0 without events."""
    return Query("SELECT max(batch) FROM events WHERE workspace_id = {workspace:UUID}", {"workspace": workspace_id})


def profiles_mark_query(workspace_id: UUID) -> Query:
    """One row: a text that differs when a profile changed or came (and may differ without)."""
    return Query(
        """
        SELECT concat(toString(count()), ' ', toString(sum(version)), ' ', toString(groupBitXor(profile_id)))
        FROM profiles WHERE workspace_id = {workspace:UUID}""",
        {"workspace": workspace_id},
    )
