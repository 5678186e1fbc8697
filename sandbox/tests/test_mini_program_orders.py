"""What was paid for is sent, received, and told."""

from typing import Any

from brand import Brand
from rig import DAY, Sandbox
from table.mini_program import PERSON
from table.mini_program_orders import UPLOAD, bought, sent

ORDER, ORDERS = "/wxa/sec/order/get_order", "/wxa/sec/order/get_order_list"


async def test_an_order_is_sent_and_received(sandbox: Sandbox, brand: Brand) -> None:
    order = await bought(sandbox)
    assert (order["order_state"], order["shipping"]) == (1, {})
    await sandbox.post("mp", UPLOAD, sent(order))
    shown = await _order(sandbox, order["transaction_id"])
    assert (shown["order_state"], shown["shipping"]["shipping_list"][0]["express_company"]) == (2, "SF")
    await sandbox.act(PERSON, "confirm_receipt", transaction_id=order["transaction_id"])
    assert (await _order(sandbox, order["transaction_id"]))["order_state"] == 3
    told = brand.named("trade_manage_order_settlement")
    assert [message.get("confirm_receive_method") for message in told] == [None, "2"]
    assert told[1]["merchant_trade_no"] == order["merchant_trade_no"]


async def test_an_order_sent_in_parts_is_on_its_way_with_the_last(sandbox: Sandbox) -> None:
    order = await bought(sandbox)
    part = {"delivery_mode": 2, "is_all_delivered": False}
    await sandbox.post("mp", UPLOAD, sent(order, **part))
    assert (await _order(sandbox, order["transaction_id"]))["order_state"] == 1
    await sandbox.post("mp", UPLOAD, sent(order, **{**part, "is_all_delivered": True}))
    shown = await _order(sandbox, order["transaction_id"])
    assert (shown["order_state"], len(shown["shipping"]["shipping_list"])) == (2, 2)


async def test_nobody_receives_what_was_not_sent(sandbox: Sandbox) -> None:
    order = await bought(sandbox)
    body = {"action": "confirm_receipt", "transaction_id": order["transaction_id"]}
    refused = await sandbox.client.post(f"/_sandbox/people/{PERSON}/act", json=body)
    assert refused.status_code == 422


async def test_an_order_counts_as_received_after_some_days(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"auto_receipt_sim_days": 0.01})
    order = await bought(sandbox)
    await sandbox.post("mp", UPLOAD, sent(order))
    await sandbox.advance(0.02 * DAY)
    assert brand.named("trade_manage_order_settlement")[-1]["confirm_receive_method"] == "1"


async def test_orders_are_listed_page_by_page(sandbox: Sandbox) -> None:
    for _ in range(3):
        await bought(sandbox)
    first = await sandbox.post("mp", ORDERS, {"page_size": 2})
    rest = await sandbox.post("mp", ORDERS, {"page_size": 2, "last_index": first["last_index"]})
    assert (len(first["order_list"]), first["has_more"]) == (2, True)
    assert (len(rest["order_list"]), rest["has_more"]) == (1, False)
    numbers = {order["transaction_id"] for order in first["order_list"] + rest["order_list"]}
    assert len(numbers) == 3


async def test_orders_are_found_by_their_state(sandbox: Sandbox) -> None:
    order = await bought(sandbox)
    await bought(sandbox)
    await sandbox.post("mp", UPLOAD, sent(order))
    listed = (await sandbox.post("mp", ORDERS, {"order_state": 2}))["order_list"]
    assert [one["transaction_id"] for one in listed] == [order["transaction_id"]]


async def _order(sandbox: Sandbox, transaction_id: str) -> dict[str, Any]:
    answer = await sandbox.post("mp", ORDER, {"transaction_id": transaction_id})
    order: dict[str, Any] = answer["order"]
    return order
