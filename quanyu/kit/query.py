"""A query as a value: SQL of our own words, with every outside value as a bound parameter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Query:
    """ClickHouse SQL with ``{name:Type}`` placeholders and the values for them.

    Values are Python str, int, float, bool, UUID, aware datetime, None, or lists of these;
    ``quanyu.infra.clickhouse`` alone turns them into the engine's text.
    """

    sql: str
    params: Mapping[str, Any] = field(default_factory=dict)
