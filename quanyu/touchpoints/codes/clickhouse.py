"""Counting what came in through codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from quanyu.kit.query import Query

FOLLOWS = frozenset({"subscribe", "add_external_contact"})
"""Events by which somebody new comes, as against somebody who was here already."""


def scans_query(workspace_id: UUID, account: str, scenes: Mapping[str, str], wanted: Sequence[str]) -> Query:
    """Count events by the scene that they carry.

    Args:
        account: the account's app id.
        scenes: event → the property that holds the scene, from the touchpoint's registration.
        wanted: the scenes to count.

    Returns:
        Rows (scene: String, scans: UInt64, follows: UInt64); a scene that nobody used has none.
    """
    held = " ".join(f"WHEN event = '{event}' THEN toString(properties.{name})" for event, name in sorted(scenes.items()))
    return Query(
        f"""
        SELECT CASE {held} ELSE '' END AS scene, count() AS scans, countIf(event IN {{follows:Array(String)}}) AS follows
        FROM events
        WHERE workspace_id = {{workspace:UUID}} AND event IN {{events:Array(String)}} AND account = {{account:String}}
          AND scene IN {{wanted:Array(String)}}
        GROUP BY scene""",  # noqa: S608 - event and property names come from the registry, not from requests
        {
            "workspace": workspace_id,
            "events": sorted(scenes),
            "follows": sorted(FOLLOWS & scenes.keys()),
            "account": account,
            "wanted": list(wanted),
        },
    )
