"""Orders of a store in WeChat Channels: their life, their lists, stock, after-sales, and buyers' addresses."""

import asyncio
from typing import Any

import pytest
from brand import Brand
from rig import DAY, Sandbox, start_of_time
from table.channels_store import EC, NOW, paid_order, product, shipped_order
from wechat_sandbox.channels import products

HOUR = 3600


async def test_a_store_has_a_token_of_its_own(sandbox: Sandbox) -> None:
    shop = sandbox.account("shop")
    asked = {"grant_type": "client_credential", "appid": shop.app_id, "secret": shop.secret}
    token = (await sandbox.client.post("/api.weixin.qq.com/cgi-bin/stable_token", json=asked)).json()["access_token"]
    address = f"/api.weixin.qq.com{EC}/basics/info/get"
    assert (await sandbox.client.get(address, params={"access_token": token})).json()["info"]["nickname"] == shop.name
    assert (await sandbox.get("oa", f"{EC}/basics/info/get"))["errcode"] == 48001


async def test_an_order_is_told_step_by_step(sandbox: Sandbox, brand: Brand) -> None:
    changes = {"store_ships_itself": 0, "store_sends_back": 0, "store_confirms": 0, "store_settle_sim_days": 0.1}
    await sandbox.admin("PATCH", "/settings", changes)
    asked = product(sandbox)
    ordered = await sandbox.act(5, "order_in_store", product_id=asked["product_id"], pieces=2)
    order_id = ordered["order_id"]
    assert await _status(sandbox, order_id) == 10
    await sandbox.act(5, "pay_store_order", order_id=order_id)
    assert await _status(sandbox, order_id) == 20
    assert (await _ship(sandbox, order_id, 1))["errcode"] == 0
    assert await _status(sandbox, order_id) == 21
    await _ship(sandbox, order_id, 1)
    assert await _status(sandbox, order_id) == 30
    await sandbox.act(5, "confirm_store_order", order_id=order_id)
    assert await _status(sandbox, order_id) == 100
    await sandbox.advance(3 * HOUR)
    told = [m for m in brand.callbacks if str(m.get("order_info", {}).get("order_id")) == order_id]
    names = ["new", "pay", "wait_shipping", "deliver", "deliver", "confirm", "settle"]
    assert [m["Event"] for m in told] == [f"channels_ec_order_{name}" for name in names]
    assert [m["order_info"].get("finish_delivery") for m in told if "deliver" in m["Event"]] == [0, 1]
    assert told[0]["FromUserName"] == sandbox.openid("shop", 5)
    detail = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"]["order_detail"]
    paid = detail["price_info"]["order_price"]
    assert detail["settle_info"]["commission_fee"] == paid * 50_000 // 1_000_000
    assert detail["pay_info"]["pay_time"] == int(told[1]["order_info"]["pay_time"])


@pytest.mark.parametrize(("form", "new", "pay"), [("mixed", int, str), ("text", str, str), ("number", int, int)])
async def test_order_ids_are_beyond_what_a_double_holds(
    sandbox: Sandbox, brand: Brand, form: str, new: type, pay: type
) -> None:
    await sandbox.admin("PATCH", "/settings", {"store_order_id_form": form})
    order_id = await paid_order(sandbox)
    told = [brand.named(f"channels_ec_order_{event}")[0]["order_info"]["order_id"] for event in ("new", "pay")]
    assert [type(one) for one in told] == [new, pay]
    assert {str(one) for one in told} == {order_id}
    assert int(order_id) > 2**53


async def test_an_order_that_is_not_paid_is_cancelled_and_all_goes_back(sandbox: Sandbox, brand: Brand) -> None:
    asked = product(sandbox)
    before = await _stock(sandbox, asked)
    ordered = await sandbox.act(5, "order_in_store", product_id=asked["product_id"], pieces=3)
    assert await _stock(sandbox, asked) == before - 3
    await sandbox.advance(29 * 60)
    assert await _status(sandbox, ordered["order_id"]) == 10
    await sandbox.advance(2 * 60)
    assert await _status(sandbox, ordered["order_id"]) == 250
    assert await _stock(sandbox, asked) == before
    assert brand.named("channels_ec_order_cancel")[0]["order_info"]["cancel_type"] == "2"


async def test_what_the_buyer_cancels_cannot_be_paid(sandbox: Sandbox, brand: Brand) -> None:
    ordered = await sandbox.act(5, "order_in_store")
    await sandbox.act(5, "cancel_store_order", order_id=ordered["order_id"])
    assert brand.named("channels_ec_order_cancel")[0]["order_info"]["cancel_type"] == "1"
    answer = await sandbox.client.post(
        "/_sandbox/people/5/act", json={"action": "pay_store_order", "order_id": ordered["order_id"]}
    )
    assert answer.status_code == 422


async def test_nobody_pays_for_somebody_elses_order(sandbox: Sandbox) -> None:
    ordered = await sandbox.act(5, "order_in_store")
    body = {"action": "pay_store_order", "order_id": ordered["order_id"]}
    assert (await sandbox.client.post("/_sandbox/people/6/act", json=body)).status_code == 422


async def test_orders_are_listed_page_by_page_by_when_they_were_made_or_changed(sandbox: Sandbox) -> None:
    made = [await paid_order(sandbox, person) for person in range(5)]
    await sandbox.advance(DAY)
    await sandbox.act(3, "ship_store_order", order_id=made[3])
    span = {"start_time": NOW, "end_time": NOW + HOUR}
    assert await _list(sandbox, create_time_range=span) == made
    later = {"start_time": NOW + DAY - 10, "end_time": NOW + DAY + 10}
    assert await _list(sandbox, create_time_range=later) == []
    assert await _list(sandbox, update_time_range=later) == [made[3]]
    assert await _list(sandbox, create_time_range=span, status=30) == [made[3]]
    assert await _list(sandbox, create_time_range=span, openid=sandbox.openid("shop", 2)) == [made[2]]


async def test_orders_are_found_by_what_a_shop_assistant_knows(sandbox: Sandbox) -> None:
    order_id = await paid_order(sandbox, product_id=product(sandbox)["product_id"])
    people = sandbox.world.people
    for condition, found in (
        ({"title": sandbox.world.items[0].name[:3]}, [order_id]),
        ({"user_name": people.name(5)}, [order_id]),
        ({"tel_number_last4": people.phone(5)[-4:]}, [order_id]),
        ({"title": "没有这种商品"}, []),
    ):
        answer = await sandbox.post("shop", f"{EC}/order/search", {"search_condition": condition, "page_size": 10})
        assert answer["orders"] == found, condition


async def test_stock_is_never_oversold_by_people_or_by_two_servers(sandbox: Sandbox, brand: Brand) -> None:
    asked = product(sandbox)
    await sandbox.post("shop", f"{EC}/product/stock/update", {**asked, "diff_type": 3, "num": 7})
    body = {"action": "order_in_store", "product_id": asked["product_id"], "pieces": 1}
    less = {**asked, "diff_type": 2, "num": 1}
    people = [sandbox.client.post(f"/_sandbox/people/{person}/act", json=body) for person in range(10)]
    servers = [sandbox.post("shop", f"{EC}/product/stock/update", less) for _ in range(10)]
    mixed: list[Any] = await asyncio.gather(*people, *servers)
    ordered = sum(answer.status_code == 200 for answer in mixed[:10])
    taken = sum(answer["errcode"] == 0 for answer in mixed[10:])
    assert ordered + taken == 7
    assert await _stock(sandbox, asked) == 0
    warned = brand.named("channels_ec_stock_no_enough")
    assert [m["ChannelsEcStockNoEnough"]["remaining_stock_amount"] for m in warned] in ([0], [])


async def test_a_flash_sale_has_its_own_price_and_its_own_pieces(sandbox: Sandbox) -> None:
    asked, shop = product(sandbox), sandbox.account("shop")
    full = products.at_place(sandbox.world, shop, 0).price_fen
    sku = {"sku_id": asked["sku_id"], "sale_price": 100, "sale_stock": 2}
    body = {"product_id": asked["product_id"], "start_time": NOW - 1, "end_time": NOW + DAY, "limited_discount_skus": [sku]}
    task = await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/add", body)
    prices = []
    for person in range(4):
        ordered = await sandbox.act(person, "order_in_store", product_id=asked["product_id"], pieces=1)
        answer = await sandbox.post("shop", f"{EC}/order/get", {"order_id": ordered["order_id"]})
        prices.append(answer["order"]["order_detail"]["product_infos"][0]["sale_price"])
    assert prices == [100, 100, full, full]
    stopped = await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/stop", {"task_id": task["task_id"]})
    assert stopped["errcode"] == 0
    listed = await sandbox.post("shop", f"{EC}/product/limiteddiscounttask/list/get", {"status": 3})
    assert [one["task_id"] for one in listed["limited_discount_tasks"]] == [task["task_id"]]


async def test_money_for_what_was_not_sent_comes_back_with_the_goods(sandbox: Sandbox, brand: Brand) -> None:
    asked = product(sandbox)
    before = await _stock(sandbox, asked)
    order_id = await paid_order(sandbox, product_id=asked["product_id"])
    number = (await sandbox.act(5, "ask_store_refund", order_id=order_id))["after_sale_order_id"]
    assert (await sandbox.post("shop", f"{EC}/aftersale/acceptapply", {"after_sale_order_id": number}))["errcode"] == 0
    await sandbox.advance(10 * 60)
    told = [m["finder_shop_aftersale_status_update"]["status"] for m in brand.named("channels_ec_aftersale_update")]
    assert told == ["MERCHANT_PROCESSING", "PLATFORM_REFUNDING", "MERCHANT_REFUND_SUCCESS"]
    assert await _status(sandbox, order_id) == 200
    assert brand.named("channels_ec_order_cancel")[0]["order_info"]["cancel_type"] == "3"
    assert await _stock(sandbox, asked) == before


async def test_what_has_arrived_is_sent_back_before_the_money_comes(sandbox: Sandbox, brand: Brand) -> None:
    order_id = await shipped_order(sandbox)
    await sandbox.act(5, "confirm_store_order", order_id=order_id)
    number = (await sandbox.act(5, "ask_store_refund", order_id=order_id, pieces=1))["after_sale_order_id"]
    body = {"after_sale_order_id": number, "address_id": "1"}
    await sandbox.post("shop", f"{EC}/aftersale/acceptapply", body)
    await sandbox.act(5, "send_goods_back", after_sale_order_id=number)
    shown = (await sandbox.post("shop", f"{EC}/aftersale/getaftersaleorder", body))["after_sale_order"]
    assert (shown["status"], shown["type"]) == ("MERCHANT_WAIT_RECEIPT", "RETURN")
    assert shown["return_info"]["waybill_id"].startswith("SF")
    await sandbox.post("shop", f"{EC}/aftersale/acceptapply", body)
    await sandbox.advance(10 * 60)
    told = [m["finder_shop_aftersale_status_update"]["status"] for m in brand.named("channels_ec_aftersale_update")]
    assert told[1:] == ["USER_WAIT_RETURN", "MERCHANT_WAIT_RECEIPT", "PLATFORM_REFUNDING", "MERCHANT_RETURN_SUCCESS"]
    order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"]
    line = order["order_detail"]["product_infos"][0]
    assert (order["status"], line["sku_cnt"], line["finish_aftersale_sku_cnt"]) == (100, 2, 1)


async def test_a_store_that_does_not_answer_agrees(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"store_aftersale_answer_sim_hours": 1})
    order_id = await paid_order(sandbox)
    number = (await sandbox.act(5, "ask_store_refund", order_id=order_id))["after_sale_order_id"]
    await sandbox.advance(2 * HOUR)
    shown = await sandbox.post("shop", f"{EC}/aftersale/getaftersaleorder", {"after_sale_order_id": number})
    assert shown["after_sale_order"]["status"] == "MERCHANT_REFUND_SUCCESS"
    assert shown["after_sale_order"]["refund_info"]["refund_reason"] == 9


async def test_a_refusal_is_borne_or_complained_about(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"store_complains": 1})
    order_id = await paid_order(sandbox)
    number = (await sandbox.act(5, "ask_store_refund", order_id=order_id))["after_sale_order_id"]
    body = {"after_sale_order_id": number, "reject_reason": "已发货"}
    await sandbox.post("shop", f"{EC}/aftersale/rejectapply", body)
    await sandbox.simulation.drained()
    assert brand.named("channels_ec_complaint_update")[0]["finder_shop_complaint"]["order_id"] == order_id
    shown = (await sandbox.post("shop", f"{EC}/aftersale/getaftersaleorder", body))["after_sale_order"]
    assert (shown["status"], shown["merchant_upload_info"]["reject_reason"]) == ("MERCHANT_REJECT_REFUND", "已发货")
    assert await _status(sandbox, order_id) == 20


async def test_what_is_left_of_an_order_is_on_its_way_when_the_rest_was_refunded(sandbox: Sandbox) -> None:
    order_id = await paid_order(sandbox, product_id=product(sandbox)["product_id"])
    number = (await sandbox.act(5, "ask_store_refund", order_id=order_id, pieces=1))["after_sale_order_id"]
    await _ship(sandbox, order_id, 1)
    assert await _status(sandbox, order_id) == 21
    await sandbox.post("shop", f"{EC}/aftersale/acceptapply", {"after_sale_order_id": number})
    await sandbox.act(5, "get_money_back", after_sale_order_id=number)
    assert await _status(sandbox, order_id) == 30


async def test_an_address_is_masked_until_it_is_decoded_and_every_look_is_written_down(sandbox: Sandbox) -> None:
    order_id = await paid_order(sandbox)
    masked = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"]["order_detail"]
    assert "****" in masked["delivery_info"]["address_info"]["tel_number"]
    await sandbox.admin("PATCH", "/settings", {"store_decodes_per_order": 2})
    answers = [await sandbox.post("shop", f"{EC}/order/sensitiveinfo/decode", {"order_id": order_id}) for _ in range(3)]
    assert answers[0]["address_info"]["tel_number"] == sandbox.world.people.phone(5)
    assert [answer["errcode"] for answer in answers] == [0, 0, 45009]
    looks = (await sandbox.admin("GET", "/personal_data?person=5"))["items"]
    assert [(look["what"], look["person"], look["order_id"]) for look in looks] == [("address", 5, order_id)] * 2


async def test_without_a_server_the_warehouse_ships_and_time_confirms(sandbox: Sandbox, brand: Brand) -> None:
    changes = {"store_sends_back": 0, "store_confirms": 0, "store_ships_after_sim_hours": 1, "store_auto_confirm_sim_days": 0.2}
    await sandbox.admin("PATCH", "/settings", changes)
    order_id = (await sandbox.act(5, "buy_in_store"))["order_id"]
    await sandbox.advance(2 * HOUR)
    assert await _status(sandbox, order_id) == 30
    await sandbox.advance(5 * HOUR)
    assert await _status(sandbox, order_id) == 100
    mine = [m for m in brand.named("channels_ec_order_confirm") if m["order_info"]["order_id"] == order_id]
    assert [m["order_info"]["confirm_type"] for m in mine] == ["2"]


async def test_a_product_can_be_changed_and_delisted(sandbox: Sandbox, brand: Brand) -> None:
    asked = product(sandbox)
    await sandbox.act(0, "change_product", product_id=asked["product_id"], title="新名字", price_fen=1234, listed=False)
    shown = (await sandbox.post("shop", f"{EC}/product/get", {"product_id": asked["product_id"]}))["product"]
    assert (shown["title"], shown["min_price"], shown["status"]) == ("新名字", 1234, 11)
    assert brand.named("product_spu_listing")[0]["ProductSpuListing"]["status"] == 11
    body = {"action": "order_in_store", "product_id": asked["product_id"]}
    assert (await sandbox.client.post("/_sandbox/people/1/act", json=body)).status_code == 422


async def test_a_closed_store_takes_no_orders(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.act(0, "rename_store", name="全域小店")
    await sandbox.act(0, "close_store")
    info = (await sandbox.get("shop", f"{EC}/basics/info/get"))["info"]
    assert (info["nickname"], info["status"]) == ("全域小店", "closed")
    assert brand.named("set_shop_nickname")[0]["new_nickname"] == "全域小店"
    assert brand.named("channels_ec_close_store")[0]["appid"] == sandbox.account("shop").app_id
    assert (await sandbox.client.post("/_sandbox/people/1/act", json={"action": "order_in_store"})).status_code == 422


async def test_products_are_listed_page_by_page(sandbox: Sandbox) -> None:
    seen: list[str] = []
    next_key = ""
    while True:
        page = await sandbox.post("shop", f"{EC}/product/list/get", {"page_size": 30, "next_key": next_key})
        seen += page["product_ids"]
        if not (next_key := page["next_key"]):
            break
    assert len(seen) == len(set(seen)) == page["total_num"] == len(sandbox.world.items)


async def _status(sandbox: Sandbox, order_id: str) -> int:
    return int((await sandbox.post("shop", f"{EC}/order/get", {"order_id": order_id}))["order"]["status"])


async def _ship(sandbox: Sandbox, order_id: str, pieces: int) -> dict[str, Any]:
    inside = {**product(sandbox), "product_cnt": pieces}
    parcel = {"delivery_id": "SF", "waybill_id": f"SF{pieces}", "deliver_type": 1, "product_infos": [inside]}
    return await sandbox.post("shop", f"{EC}/order/delivery/send", {"order_id": order_id, "delivery_list": [parcel]})


async def _stock(sandbox: Sandbox, asked: dict[str, Any]) -> int:
    return int((await sandbox.post("shop", f"{EC}/product/stock/get", asked))["data"]["total_stock_num"])


async def _list(sandbox: Sandbox, **body: Any) -> list[str]:
    """Read a whole list two at a time, of the orders of these tests' people."""
    found: list[str] = []
    next_key = ""
    while True:
        page = await sandbox.post("shop", f"{EC}/order/list/get", {**body, "page_size": 2, "next_key": next_key})
        found += page["order_id_list"]
        if not page["has_more"]:
            break
        next_key = page["next_key"]
    orders = [sandbox.world.store.get("store order", "shop", order_id) for order_id in found]
    assert all(order is not None for order in orders)
    early = start_of_time() + HOUR
    return [order["order_id"] for order in orders if order and (order["person"] < 5 and order["create_time"] < early)]
