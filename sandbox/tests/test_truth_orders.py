"""Every order that a report tells of is in the truth once, with the surface it was placed on and its cause."""

from collections import Counter
from typing import Any

import pytest
from brand import Brand
from merchant import Merchant
from rig import DAY, Sandbox
from table.channels_marketing import sharer
from table.channels_store import EC, NOW, product
from wechat_sandbox.truth import TABLES

CALM = {"live_start_china_hour": 24, "store_visits_per_day": 0, "video_impressions_per_day": 0, "card_impressions_per_day": 0}


@pytest.fixture
def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    return merchant


async def test_every_order_of_a_store_is_in_the_truth_once(sandbox: Sandbox) -> None:
    surely = {"store_order_per_visit": 1, "store_pays": 1, "live_buys": 1, "live_impressions": 0, "store_sends_back": 0}
    await sandbox.admin("PATCH", "/settings", {**CALM, **surely})
    await sandbox.act(0, "start_live", minutes=60)
    await sandbox.act(1, "watch_live", seconds=60, buy=True)
    await sandbox.act(2, "watch_video", buy=True)
    await sandbox.act(3, "open_product_card", buy=True)
    await sandbox.act(4, "visit_store")
    await sandbox.act(5, "buy_in_store")
    await sharer(sandbox, 6)
    await sandbox.act(7, "open_shared_product", product_id=product(sandbox)["product_id"], sharer=6, buy=True)
    await sandbox.advance(3600)
    body = {"create_time_range": {"start_time": NOW, "end_time": NOW + DAY}, "page_size": 100}
    reported = (await sandbox.post("shop", f"{EC}/order/list/get", body))["order_id_list"]
    told = _by_id(sandbox, "shop")
    assert sorted(told) == sorted(reported)
    found = {(row["person"], row["where"], row["cause"].rstrip("0123456789")) for row in told.values()}
    assert found >= {
        (1, "live", "live "),
        (2, "video", "video "),
        (3, "product_card", "card"),
        (4, "store", "own"),
        (5, "store", "told"),
        (7, "shared_product", "shared by "),
    }
    for order_id in reported:
        order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"]
        assert told[order_id]["amount_fen"] == order["order_detail"]["price_info"]["order_price"]
        assert told[order_id]["paid"] == (order["status"] != 10)
        assert not told[order_id]["daily_draw"]
    assert f"live {sandbox.world.store.all('live', 'shop')[-1]['number']}" in {row["cause"] for row in told.values()}


async def test_every_order_by_pay_is_in_the_truth_once(merchant: Merchant) -> None:
    sandbox = merchant.sandbox
    await merchant.paid("order-paid")
    await merchant.post("/v3/pay/transactions/native", {**merchant.order("order-native"), "payer": None})
    await merchant.paid("order-back")
    amount = {"refund": 1000, "total": 1000, "currency": "CNY"}
    await merchant.post(
        "/v3/refund/domestic/refunds", {"out_trade_no": "order-back", "out_refund_no": "refund-1", "amount": amount}
    )
    told = _by_id(sandbox, "mch")
    shown = {name: [row[name] for row in told.values()] for name in ("person", "paid", "refunded", "amount_fen", "cause")}
    assert list(told) == ["order-paid", "order-native", "order-back"]
    assert shown["person"] == [3, None, 3]
    assert shown["paid"] == [True, False, True]
    assert shown["refunded"] == [False, False, True]
    assert shown["amount_fen"] == [1000, 1000, 1000]
    assert shown["cause"] == ["merchant"] * 3


async def test_orders_at_rates_of_their_own_leave_the_counterfactuals_alone(merchant: Merchant) -> None:
    sandbox = merchant.sandbox
    await sandbox.admin("PATCH", "/settings", {**CALM, "buys_per_day": 0.2, "aware_at_start": 1})
    await sandbox.advance(DAY + 60)
    before = list(TABLES["without_messages"](sandbox.world))
    await sandbox.act(5, "buy_in_store")
    await merchant.paid()
    assert list(TABLES["without_messages"](sandbox.world)) == before
    drawn = [row for row in TABLES["orders"](sandbox.world) if row["daily_draw"]]
    assert {row["where"] for row in drawn} == {"mini_program"}
    yesterday = Counter(row["person"] for row in drawn if row["at"] < "2026-01-02")
    assert yesterday == {row["person"]: row["purchases"] for row in before if row["purchases"]}


def _by_id(sandbox: Sandbox, account: str) -> dict[str, dict[str, Any]]:
    rows = [row for row in TABLES["orders"](sandbox.world) if row["account"] == account]
    assert len({row["order_id"] for row in rows}) == len(rows)
    return {row["order_id"]: row for row in rows}
