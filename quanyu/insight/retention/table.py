"""From counted pairs to a table with every row, every cell and the mean."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from quanyu.insight.metrics import bucket_start, buckets, following
from quanyu.insight.retention.types import CellFigure, Mean, Retention, Row, Table


def table(asked: Retention, counted: Iterable[tuple[int, int, int]], now: datetime) -> Table:
    """Rows of zeros included; what has not begun by ``now`` left out."""
    people = {(row, k): n for row, k, n in counted}
    rows = []
    for n, bucket in enumerate(buckets(asked.period, asked.unit, asked.zone)):
        size = people.get((n, -1), 0)
        cells = []
        for k in range(asked.periods + 1):
            reached = following(bucket, asked.unit, k)
            if bucket_start(reached, asked.zone) > now:
                break
            over = bucket_start(following(reached, asked.unit), asked.zone) <= now
            came = people.get((n, k), 0)
            cells.append(CellFigure(k, came, came / size if size else 0.0, over))
        rows.append(Row(bucket, size, cells))
    return Table(rows, _mean(rows, asked.periods), now)


def _mean(rows: Iterable[Row], periods: int) -> list[Mean]:
    means = []
    for k in range(periods + 1):
        over = [row for row in rows if len(row.cells) > k and row.cells[k].complete]
        size, people = sum(row.size for row in over), sum(row.cells[k].people for row in over)
        if over:
            means.append(Mean(k, size, people, people / size if size else 0.0))
    return means
