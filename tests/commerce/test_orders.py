"""M1, T13: files of orders come into the log once, exactly, whatever they look like."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from quanyu.commerce.orders import tasks
from quanyu.commerce.orders.reading import orders_of, read_table
from quanyu.commerce.orders.schemas import OrderMapping
from quanyu.events import person
from quanyu.infra.runtime import Runtime
from quanyu.kit.query import Query
from quanyu.kit.scope import Scope
from tests.conftest import Home

COLUMNS = {"order_id": "no", "at": "time", "item_id": "sku", "quantity": "n", "unit_price": "price", "member_no": "member"}
MAPPING = {"columns": COLUMNS, "time_zone": "Asia/Shanghai", "currency": "CNY", "touchpoint": "store"}
HEADER = "no,time,sku,n,price,member\n"
FILE = (
    HEADER
    + "A1,2026-01-31 23:59:00,tea,2,9.90,100\n"
    + "A1,2026-01-31 23:58:00,cup,1,0.001,100\n"
    + "A2,2026-02-01 00:00:00,tea,1,9.90,\n"
    + "C3,2026-02-02 10:00:00,tea,-1,9.90,100\n"
    + "A4,2026-02-02 10:00:00,tea,1,-5,100\n"
    + "A5,yesterday,tea,1,5,100\n"
    + "A6,2026-02-03 10:00:00,sample,1,0,200\n"
    + "A2,2026-02-01 00:00:00,sample,1,0,\n"
)


async def _import(runtime: Runtime, home: Home, text: str, mapping: dict[str, Any] = MAPPING) -> dict[str, Any]:
    answer = await home.client.post("/v1/imports", files={"file": ("orders.csv", text)}, data={"mapping": json.dumps(mapping)})
    assert answer.status_code == 202, answer.text
    import_id = answer.json()["id"]
    await tasks.import_orders(runtime, workspace_id=str(home.scope.workspace_id), import_id=import_id)
    done: dict[str, Any] = (await home.client.get(f"/v1/imports/{import_id}")).json()
    return done


async def _events(runtime: Runtime, scope: Scope) -> list[tuple[Any, ...]]:
    columns = "event, order_id, toString(at), amount, profile_id > 0"
    sql = f"SELECT {columns} FROM events WHERE workspace_id = {{w:UUID}} ORDER BY at, event"
    return await runtime.clickhouse.rows(Query(sql, {"w": scope.workspace_id}))


async def test_lines_become_orders_with_exact_amounts_in_the_workspaces_zone(runtime: Runtime, home: Home) -> None:
    done = await _import(runtime, home, FILE)

    assert (done["state"], done["progress"], done["orders"], done["refunds"]) == ("done", 1.0, 2, 1)
    assert (done["anonymous_orders"], done["lines"]) == (1, 5)
    assert done["skipped"] == {"negative_price": 1, "nothing_paid": 1, "unreadable": 1}
    assert await _events(runtime, home.scope) == [
        ("order_paid", "A1", "2026-01-31 15:58:00.000", Decimal("1980.1"), 1),
        ("order_paid", "A2", "2026-01-31 16:00:00.000", Decimal("990"), 0),
        ("order_refunded", "C3", "2026-02-02 02:00:00.000", Decimal("990"), 1),
    ]


async def test_a_file_imported_twice_counts_once(runtime: Runtime, home: Home) -> None:
    await _import(runtime, home, FILE)

    again = await _import(runtime, home, FILE)

    assert again["repeated"] == 3
    assert len(await _events(runtime, home.scope)) == 3
    lines = Query("SELECT count() FROM order_lines FINAL WHERE workspace_id = {w:UUID}", {"w": home.scope.workspace_id})
    assert await runtime.clickhouse.value(lines) == 5


async def test_orders_of_one_member_number_belong_to_one_person(runtime: Runtime, home: Home) -> None:
    await _import(runtime, home, HEADER + "".join(f"B{n},2026-01-0{n} 10:00:00,tea,1,5,0077\n" for n in range(1, 6)))

    sql = f"SELECT uniqExact({person()}) FROM events WHERE workspace_id = {{workspace:UUID}}"
    assert await runtime.clickhouse.value(Query(sql, {"workspace": home.scope.workspace_id})) == 1


async def test_a_column_that_is_not_there_is_named_and_nothing_is_kept(runtime: Runtime, home: Home) -> None:
    mapping = {**MAPPING, "columns": {**COLUMNS, "order_id": "order"}}

    answer = await home.client.post("/v1/imports", files={"file": ("orders.csv", FILE)}, data={"mapping": json.dumps(mapping)})

    assert answer.status_code == 422
    assert answer.json()["code"] == "missing_columns"
    assert answer.json()["facts"]["missing"] == ["order"]
    assert (await home.client.get("/v1/imports")).json()["items"] == []


async def test_a_file_that_is_no_table_is_refused(home: Home) -> None:
    for body in (b"", b"PAR1 and nothing else", b"\x00\xff\xfe" * 50):
        answer = await home.client.post("/v1/imports", files={"file": ("x", body)}, data={"mapping": json.dumps(MAPPING)})

        assert answer.status_code == 422, body
        assert answer.json()["code"] in ("unreadable_file", "missing_columns")


async def test_a_cancelled_import_writes_nothing_more(runtime: Runtime, home: Home) -> None:
    answer = await home.client.post("/v1/imports", files={"file": ("o.csv", FILE)}, data={"mapping": json.dumps(MAPPING)})
    import_id = answer.json()["id"]

    cancelled = await home.client.post(f"/v1/imports/{import_id}/cancel")
    await tasks.import_orders(runtime, workspace_id=str(home.scope.workspace_id), import_id=import_id)

    assert cancelled.json()["state"] == "cancelled"
    assert await _events(runtime, home.scope) == []
    assert (await home.client.post(f"/v1/imports/{import_id}/cancel")).json()["code"] == "import_ended"


async def test_another_workspace_sees_no_import(runtime: Runtime, home: Home, neighbour: Home) -> None:
    done = await _import(runtime, home, FILE)

    assert (await neighbour.client.get(f"/v1/imports/{done['id']}")).status_code == 404
    assert (await neighbour.client.post(f"/v1/imports/{done['id']}/cancel")).status_code == 404
    assert (await neighbour.client.get("/v1/imports")).json()["items"] == []


cell = st.one_of(
    st.text(max_size=12), st.integers().map(str), st.floats().map(str), st.just(""), st.just("NaN"), st.just("1e999")
)


@given(rows=st.lists(st.tuples(cell, cell, cell, cell, cell, cell), max_size=8))
def test_no_cell_breaks_the_reader(rows: list[tuple[str, ...]]) -> None:
    import csv
    import tempfile

    from quanyu.commerce.orders.errors import UnreadableFile

    mapping = OrderMapping.model_validate(MAPPING)
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([list(COLUMNS.values()), *rows])
        file.flush()
        try:
            table = read_table(Path(file.name), "x.csv", mapping)
        except UnreadableFile:
            return

    found = orders_of(table, mapping, mapping.zone("UTC"))

    assert sum(order.count for order in found.orders) + found.skipped.total() == table.num_rows
    assert found.lines.num_rows == sum(order.count for order in found.orders)
    assert all(order.amount.is_finite() and order.amount >= 0 for order in found.orders)
