"""Values reach the warehouse as they are, whatever is in them; nothing is ever part of the SQL."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanyu.infra.clickhouse import ClickHouse
from quanyu.kit.query import Query

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [
        "",
        "\\",
        "\\\\'",
        "'; DROP TABLE events; --",
        "\t\n\r\0",
        "\\N",
        "NULL",
        "{x:String}",
        "%s %(a)s",
        "日本\u2028🎁",
        "\x7f\x1b",
    ]
)


@given(text=TEXT, texts=st.lists(TEXT, max_size=5))
def test_texts_and_lists_of_texts_come_back_as_they_went_in(clickhouse: ClickHouse, text: str, texts: list[str]) -> None:
    query = Query("SELECT {text:String}, {texts:Array(String)}, length({text:String})", {"text": text, "texts": texts})

    assert clickhouse.rows_now(query) == [(text, texts, len(text.encode()))]


@given(
    integer=st.integers(-(2**63), 2**63 - 1),
    natural=st.integers(0, 2**64 - 1),
    number=st.floats(allow_nan=False, allow_infinity=False),
    id=st.uuids(),
    at=st.datetimes(datetime(1971, 1, 1), datetime(2105, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the bounds are naive
)
def test_numbers_ids_and_times_come_back_as_they_went_in(
    clickhouse: ClickHouse, integer: int, natural: int, number: float, id: UUID, at: datetime
) -> None:
    sql = "SELECT {i:Int64}, {n:UInt64}, {f:Float64}, {id:UUID}, toUnixTimestamp64Micro({at:DateTime64(6, 'UTC')})"

    found = clickhouse.rows_now(Query(sql, {"i": integer, "n": natural, "f": number, "id": id, "at": at}))[0]

    assert found[:2] == (integer, natural)
    assert math.isclose(found[2], number, rel_tol=1e-12)
    assert found[3] == id
    assert found[4] == round(at.timestamp() * 1_000_000)


def test_a_missing_parameter_is_an_error_and_not_an_empty_text(clickhouse: ClickHouse) -> None:
    with pytest.raises(Exception, match="name"):
        clickhouse.rows_now(Query("SELECT {name:String}", {}))


async def test_a_block_with_a_known_token_is_written_once(clickhouse: ClickHouse) -> None:
    engine = "MergeTree ORDER BY x SETTINGS non_replicated_deduplication_window = 10"
    clickhouse.execute_now(f"CREATE TABLE IF NOT EXISTS once (x UInt64) ENGINE = {engine}")

    for _ in range(2):
        await clickhouse.insert("once", ["x"], b"1\n2\n", format="TabSeparated", token="a")

    assert await clickhouse.value(Query("SELECT count() FROM once")) == 2
