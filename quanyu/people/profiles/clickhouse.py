"""What the event log tells of people. Pure query builders; people come as all the numbers that they have had."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from quanyu.kit.query import Query

MAX_TOUCHPOINTS = 20


def activity_query(workspace_id: UUID, numbers: Sequence[int]) -> Query:
    """Rows (number, last_seen_ms, touchpoints, orders, spent, first_order_ms, last_order_ms), for numbers with events.

    ``spent`` is payments less refunds in minor units, unrounded; an order paid twice counts once.
    """
    return Query(
        """
        SELECT profile_id, toUnixTimestamp64Milli(max(at)), groupUniqArrayIf(20)(touchpoint, touchpoint != ''),
               uniqExactIf(order_id, event = 'order_paid'),
               sumIf(amount, event = 'order_paid') - sumIf(amount, event = 'order_refunded'),
               toUnixTimestamp64Milli(minIf(at, event = 'order_paid')), toUnixTimestamp64Milli(maxIf(at, event = 'order_paid'))
        FROM events WHERE workspace_id = {workspace:UUID} AND profile_id IN {numbers:Array(UInt64)}
        GROUP BY profile_id
        """,
        {"workspace": workspace_id, "numbers": list(numbers)},
    )


def timeline_query(
    workspace_id: UUID, numbers: Sequence[int], *, before: tuple[int, str] | None, event: str | None, limit: int
) -> Query:
    """Events of a person, newest first, after the key ``before`` = (time in ms, event id).

    Rows (event_id, event, at_ms, touchpoint, account, message_id, source, properties as JSON text).
    """
    at, id = before or (0, "")
    return Query(
        """
        SELECT event_id, event, toUnixTimestamp64Milli(at) AS ms, touchpoint, account, message_id, source, toString(properties)
        FROM events
        WHERE workspace_id = {workspace:UUID} AND profile_id IN {numbers:Array(UInt64)}
          AND ({event:String} = '' OR event = {event:String})
          AND ({from_start:UInt8} OR (toUnixTimestamp64Milli(at), event_id) < ({ms:Int64}, {id:String}))
        ORDER BY ms DESC, event_id DESC LIMIT {limit:UInt32}
        """,
        {
            "workspace": workspace_id,
            "numbers": list(numbers),
            "event": event or "",
            "from_start": int(before is None),
            "ms": at,
            "id": id,
            "limit": limit,
        },
    )
