"""D1, D2: figures of published data sets, to the last digit."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import httpx
import pyarrow.compute as pc
import pyarrow.parquet as pq

from quanyu.infra.runtime import Runtime
from tests.conftest import Home
from tests.insight.log import Happened, place_events
from tests.insight.shared import FOLDER, expected

CHECKOUT = ["product_view", "add_to_cart", "cart", "shipping_details", "payment_details", "purchase"]
SHANGHAI = timezone(timedelta(hours=8))


async def test_online_retail_cohorts_revenue_and_active_customers_are_exact(runtime: Runtime, home: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, _invoices())
    wanted = expected("online_retail_2009_2010")

    body = {"unit": "month", "from": "2009-11-30T16:00:00Z", "to": "2010-12-31T16:00:00Z"}
    answer = await _post(home.client, "/v1/insight/cohorts", body)

    cohorts = {row["bucket"]: [cell["people"] for cell in row["cells"]] for row in answer["rows"]}
    assert cohorts == wanted["monthly_cohorts_active_customers"]
    assert {row["bucket"]: row["size"] for row in answer["rows"]} == {month: row[0] for month, row in cohorts.items()}
    months = {one["bucket"]: one for one in answer["months"]}
    assert {month: Decimal(one["revenue"]) for month, one in months.items()} == {
        month: Decimal(str(revenue)) for month, revenue in wanted["monthly_revenue"].items()
    }
    assert {month: one["active"] for month, one in months.items()} == wanted["monthly_active_customers"]


async def test_click_stream_funnels_are_exact_by_person_and_by_session(runtime: Runtime, home: Home, neighbour: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, _clicks("user_id"))
    await place_events(runtime.clickhouse, neighbour.scope.workspace_id, _clicks("session_id"))
    wanted = expected("ecom_clickstream_even")
    body = {
        "steps": [{"event": event} for event in CHECKOUT],
        "window_seconds": 366 * 86_400,
        "from": "2024-01-01T00:00:00+08:00",
        "to": "2024-07-01T00:00:00+08:00",
    }

    whole = await _post(home.client, "/v1/insight/funnel", body)
    hour = await _post(home.client, "/v1/insight/funnel", body | {"window_seconds": 3600})
    sessions = await _post(neighbour.client, "/v1/insight/funnel", body)

    assert _bars(whole) == wanted["funnel_ordered_by_user(any gap allowed, whole period)"]
    assert _bars(hour) == wanted["funnel_ordered_by_user(all steps within 1 hour of the first step)"]
    assert _bars(sessions) == wanted["funnel_ordered_by_session"]


async def test_click_stream_retention_is_exact(runtime: Runtime, home: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, _clicks("user_id", event="click"))
    wanted = expected("ecom_clickstream_even")["retention_day_k(eligible = first day + k <= last day in file)"]

    for cell in ("on", "on_or_after"):
        body = {
            "start": {"event": "click"},
            "return": {"event": "click"},
            "periods": 30,
            "from": "2024-01-07T00:00:00+08:00",
            "to": "2024-05-31T00:00:00+08:00",
            "mode": "first_time",
            "cell": cell,
        }
        means = {one["k"]: one for one in (await _post(home.client, "/v1/insight/retention", body))["mean"]}

        for k, row in wanted.items():
            key = "on_day" if cell == "on" else "on_or_after"
            assert (means[int(k)]["size"], means[int(k)]["people"]) == (row["eligible"], row[key])


async def test_taobao_retention_is_exact(runtime: Runtime, home: Home) -> None:
    await place_events(runtime.clickhouse, home.scope.workspace_id, _taobao())
    wanted = expected("taobao_user_behavior")["retention_since_first_day_in_window"]

    body = {
        "start": {"event": "any"},
        "return": {"event": "any"},
        "periods": 8,
        "from": "2017-11-25T00:00:00+08:00",
        "to": "2017-12-04T00:00:00+08:00",
        "mode": "first_time",
    }
    answer = await _post(home.client, "/v1/insight/retention", body)

    came = {str(k): sum(row["cells"][k]["people"] for row in answer["rows"]) for k in range(9)}
    assert came == wanted


async def _post(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = await client.post(path, json=body)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def _bars(answer: dict[str, Any]) -> dict[str, int]:
    return {bar["event"]: bar["people"] for bar in answer["steps"]}


def _invoices() -> Iterator[Happened]:
    """An order for each invoice of a known customer; amounts in pence with their parts. Times are shown as in the file."""
    lines = pq.read_table(FOLDER / "online_retail_2009_2010" / "online_retail_2009_2010.parquet")
    clean = (pc.field("CustomerID") > 0) & (pc.field("Quantity") > 0) & (pc.field("UnitPrice") > 0)
    orders: dict[tuple[str, int], tuple[datetime, Decimal]] = {}
    for line in lines.filter(clean).to_pylist():
        key = (str(line["Invoice"]), int(line["CustomerID"]))
        at, amount = orders.get(key, (line["InvoiceDate"], Decimal(0)))
        orders[key] = (min(at, line["InvoiceDate"]), amount + Decimal(str(line["UnitPrice"])) * line["Quantity"] * 100)
    for (invoice, customer), (at, amount) in orders.items():
        columns = {"order_id": invoice, "amount": str(amount), "currency": "GBP"}
        yield Happened(customer, "order_paid", at.replace(tzinfo=SHANGHAI), {}, columns)


def _clicks(person: str, *, event: str = "") -> Iterator[Happened]:
    numbers: dict[str, int] = {}
    with gzip.open(FOLDER / "ecom_clickstream_even" / "events.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            number = numbers.setdefault(row[person], len(numbers) + 1)
            yield Happened(number, event or row["event"], datetime.fromisoformat(row["timestamp"]).replace(tzinfo=SHANGHAI))


def _taobao() -> Iterator[Happened]:
    with gzip.open(FOLDER / "taobao_user_behavior" / "user_behavior.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield Happened(int(row["user_id"]), "any", datetime.fromtimestamp(int(row["ts"]), UTC))
