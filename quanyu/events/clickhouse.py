"""Statements on the event log's tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from quanyu.events.repeats import Repeats
from quanyu.infra.clickhouse import ClickHouse
from quanyu.kit.query import Query
from quanyu.people.identity import Override

READ_AS_WRITTEN = {
    "input_format_try_infer_dates": 0,
    "input_format_try_infer_datetimes": 0,
    "type_json_skip_duplicated_paths": 1,
    "max_partitions_per_insert_block": 0,
}
"""Texts that look like times stay texts; "a.b" beside {"a": {"b": …}} is no reason to refuse a row; nor are many months."""


async def insert_rows(clickhouse: ClickHouse, table: str, columns: Sequence[str], body: bytes, token: str) -> None:
    """Write encoded rows as one block."""
    await clickhouse.insert(table, columns, body, format="TabSeparated", token=token, settings=READ_AS_WRITTEN)


async def insert_overrides(clickhouse: ClickHouse, overrides: Sequence[Override]) -> None:
    """Write where merged numbers point."""
    body = "".join(f"{one.workspace_id}\t{one.loser}\t{one.winner}\t{one.version}\n" for one in overrides)
    await clickhouse.insert("profile_overrides", Override._fields, body.encode(), format="TabSeparated")


async def last_batch(clickhouse: ClickHouse) -> int:
    """The number of the newest batch; 0 in an empty log."""
    return int(
        await clickhouse.value(Query("SELECT greatest((SELECT max(batch) FROM events), (SELECT max(batch) FROM dead_letters))"))
    )


async def stored_ids(clickhouse: ClickHouse, key: bytes, capacity: int) -> Repeats:
    """The digests of the newest ids in the log, computed by the engine as `Portion` computes them."""
    repeats = Repeats(capacity)
    oldest = await clickhouse.value(
        Query(
            """
            SELECT min(batch) FROM (
                SELECT batch, sum(n) OVER (ORDER BY batch DESC) - n AS newer
                FROM (SELECT batch, count() AS n FROM events GROUP BY batch)
            ) WHERE newer < {capacity:UInt64}
            """,
            {"capacity": capacity},
        )
    )
    body = await clickhouse.body(
        Query(
            """
            WITH concat(unhex({key:String}), UUIDStringToNum(toString(workspace_id)), event_id) AS id
            SELECT reinterpretAsUInt64(substring(MD5(id), 1, 8))
            FROM events WHERE batch >= {oldest:UInt64} ORDER BY batch
            """,
            {"key": key.hex(), "oldest": oldest},
        ),
        format="RowBinary",
    )
    keys = np.frombuffer(body, dtype="<u8").astype(np.uint64)
    for start in range(0, keys.size, 1_000_000):
        repeats.add(np.unique(keys[start : start + 1_000_000]))
    return repeats
