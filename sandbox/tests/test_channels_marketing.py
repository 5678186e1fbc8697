"""How a store in WeChat Channels wins people: coupons, sharers, promoters, members, the window."""

import asyncio

from brand import Brand
from rig import DAY, Sandbox
from table.channels_marketing import COUPON, FINDER, coupon, member, promoted_order, sharer
from table.channels_store import EC, NOW, product
from wechat_sandbox.channels import products

HOUR = 3600


async def test_coupons_are_never_given_out_twice_or_too_often(sandbox: Sandbox, brand: Brand) -> None:
    number = await coupon(sandbox, receive_info={**COUPON["receive_info"], "total_num": 3})
    body = {"action": "take_coupon", "coupon_id": number}
    takers = [0, 0, 1, 2, 3, 4]
    answers = await asyncio.gather(*(sandbox.client.post(f"/_sandbox/people/{n}/act", json=body) for n in takers))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 422, 422, 422]
    stock = (await sandbox.post("shop", f"{EC}/coupon/get", {"coupon_id": number}))["coupon"]["stock_info"]
    assert stock == {"issued_num": 3, "receive_num": 3, "used_num": 0}
    await sandbox.simulation.drained()
    told = brand.named("channels_ec_coupon_receive")
    assert len({m["receive_info"]["user_coupon_id"] for m in told}) == 3


async def test_a_coupon_takes_off_what_it_says_and_comes_back_with_a_cancelled_order(sandbox: Sandbox, brand: Brand) -> None:
    asked, price = product(sandbox), sandbox.world.items[0].price_fen
    number = await coupon(sandbox)
    await sandbox.act(3, "take_coupon", coupon_id=number)
    ordered = await sandbox.act(3, "order_in_store", product_id=asked["product_id"], pieces=1)
    order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": ordered["order_id"]}))["order"]["order_detail"]
    assert (order["price_info"]["discounted_price"], order["price_info"]["order_price"]) == (500, price - 500)
    held = order["coupon_info"]["user_coupon_id"]
    asked_for = {"openid": sandbox.openid("shop", 3), "user_coupon_id": held}
    shown = (await sandbox.post("shop", f"{EC}/coupon/get_user_coupon", asked_for))["user_coupon"]
    assert (shown["status"], shown["order_id"], shown["discount_fee"]) == (102, ordered["order_id"], 500)
    await sandbox.act(3, "cancel_store_order", order_id=ordered["order_id"])
    shown = (await sandbox.post("shop", f"{EC}/coupon/get_user_coupon", asked_for))["user_coupon"]
    assert shown["status"] == 100
    assert brand.named("channels_ec_user_coupon_use")[0]["user_info"]["user_coupon_id"] == held
    assert brand.named("channels_ec_user_coupon_unuse")[0]["user_coupon_info"]["user_coupon_id"] == held


async def test_each_kind_of_coupon_has_its_own_arithmetic(sandbox: Sandbox) -> None:
    asked, price = product(sandbox), sandbox.world.items[0].price_fen
    none: dict[str, int] = {}
    for person, (kind, condition, discount, off) in enumerate(
        (
            (1, {"product_ids": [asked["product_id"]], "product_cnt": 2}, {"discount_num": 9000}, 2 * price // 10),
            (1, {"product_ids": [asked["product_id"]], "product_cnt": 3}, {"discount_num": 9000}, 0),
            (2, {"product_ids": [asked["product_id"]], "product_price": price}, {"discount_fee": 700}, 700),
            (103, none, {"discount_num": 5000}, price),
            (104, none, {"discount_fee": 10**9}, 2 * price - 1),
        )
    ):
        number = await coupon(sandbox, type=kind, discount_info={"discount_condition": condition, **discount})
        await sandbox.act(person, "take_coupon", coupon_id=number)
        ordered = await sandbox.act(person, "order_in_store", product_id=asked["product_id"], pieces=2)
        order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": ordered["order_id"]}))["order"]["order_detail"]
        assert order["price_info"]["discounted_price"] == off, (kind, condition)


async def test_coupons_end(sandbox: Sandbox, brand: Brand) -> None:
    receive = {**COUPON["receive_info"], "end_time": NOW + HOUR}
    valid = {"valid_type": 1, "start_time": NOW, "end_time": NOW + 2 * HOUR}
    number = await coupon(sandbox, receive_info=receive, valid_info=valid)
    taken = await sandbox.act(3, "take_coupon", coupon_id=number)
    await sandbox.advance(3 * HOUR)
    assert [m["coupon_info"]["coupon_id"] for m in brand.named("channels_ec_coupon_expire")] == [number]
    ended = [m["user_coupon_info"]["user_coupon_id"] for m in brand.named("channels_ec_user_coupon_expire")]
    assert taken["user_coupon_id"] in ended
    body = {"openid": sandbox.openid("shop", 3), "status": 101}
    listed = await sandbox.post("shop", f"{EC}/coupon/get_user_coupon_list", body)
    assert [one["user_coupon_id"] for one in listed["user_coupon_list"]] == [taken["user_coupon_id"]]


async def test_every_change_of_a_coupon_is_told(sandbox: Sandbox, brand: Brand) -> None:
    number = await coupon(sandbox)
    more = {**COUPON, "coupon_id": number, "receive_info": {**COUPON["receive_info"], "total_num": 200}}
    assert (await sandbox.post("shop", f"{EC}/coupon/update", more))["errcode"] == 0
    less = {**COUPON, "coupon_id": number, "receive_info": {**COUPON["receive_info"], "total_num": 5}}
    assert (await sandbox.post("shop", f"{EC}/coupon/update", less))["errcode"] == 40097
    for status in (4, 5):
        await sandbox.post("shop", f"{EC}/coupon/update_status", {"coupon_id": number, "status": status})
    await sandbox.simulation.drained()
    told = [m["Event"] for m in brand.callbacks if m.get("coupon_info", {}).get("coupon_id") == number]
    assert told == [f"channels_ec_coupon_{what}" for what in ("create", "info_change", "invalid", "delete")]
    assert {m["FromUserName"] for m in brand.named("channels_ec_coupon_create")} == {sandbox.account("shop").original_id}


async def test_a_sharer_is_invited_shares_and_is_named_in_the_order(sandbox: Sandbox, brand: Brand) -> None:
    openid = await sharer(sandbox)
    told = brand.named("channels_ec_sharer_change")[0]
    assert (told["openid"], told["bind_status"]) == (openid, 1)
    bought = await sandbox.act(2, "open_shared_product", sharer=7, product_id=product(sandbox)["product_id"], buy=True)
    order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": bought["order_id"]}))["order"]["order_detail"]
    assert (order["sharer_info"]["sharer_openid"], order["sharer_info"]["share_scene"]) == (openid, 7)
    assert order["ext_info"]["order_scene"] == 4
    listed = await sandbox.post("shop", f"{EC}/sharer/get_sharer_order_list", {"openid": openid})
    assert [one["order_id"] for one in listed["order_list"]] == [bought["order_id"]]
    answer = await sandbox.post("shop", f"{EC}/sharer/unbind", {"openid_list": [openid]})
    assert answer["success_openid"] == [openid]
    body = {"action": "open_shared_product", "sharer": 7, "product_id": product(sandbox)["product_id"]}
    assert (await sandbox.client.post("/_sandbox/people/2/act", json=body)).status_code == 422


async def test_invited_people_become_sharers_by_themselves_and_share(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"store_invited_sharer_accepts": 1, "store_sharer_shares_per_day": 20})
    for person in range(3):
        await sandbox.post("shop", f"{EC}/sharer/bind", {"username": f"wxid_{person}"})
    await sandbox.advance(1.5 * DAY)
    listed = await sandbox.post("shop", f"{EC}/sharer/get_sharer_list", {"page": 1, "page_size": 10})
    assert {one["openid"] for one in listed["sharer_info_list"]} == {sandbox.openid("shop", n) for n in range(3)}
    orders = await sandbox.post("shop", f"{EC}/sharer/get_sharer_order_list", {"page": 1, "page_size": 10})
    assert orders["order_list"]


async def test_a_promoter_gets_a_share_of_what_was_paid(sandbox: Sandbox, brand: Brand) -> None:
    asked = await promoted_order(sandbox)
    order = (await sandbox.post("shop", f"{EC}/order/get", asked))["order"]["order_detail"]
    paid = order["price_info"]["order_price"]
    assert [(one["finder_id"], one["amount"]) for one in order["commission_infos"]] == [(FINDER, paid // 10)]
    shown = (await sandbox.post("shop", f"{EC}/league/headsupplier/order/get", asked))["commssion_order"]
    assert shown["order_detail"]["commission_info"]["finder_info"]["amount"] == paid // 10
    assert brand.named("head_supplier_item_update")[0]["item_info"]["event_type"] == 1
    assert str(brand.named("channels_ec_order_ext_info_update")[0]["order_info"]["order_id"]) == asked["order_id"]


async def test_points_are_given_once_and_never_overdrawn(sandbox: Sandbox, brand: Brand) -> None:
    openid = await member(sandbox)
    give = {"openid": openid, "score": "100", "remark": "签到", "request_id": "once"}
    for _ in range(2):
        assert (await sandbox.post("shop", f"{EC}/vip/user/score/increase", give))["errcode"] == 0
    takes = [{**give, "score": "30", "request_id": f"take {n}"} for n in range(5)]
    answers = await asyncio.gather(*(sandbox.post("shop", f"{EC}/vip/user/score/decrease", take) for take in takes))
    assert sorted(answer["errcode"] for answer in answers) == [0, 0, 0, 40097, 40097]
    left = await sandbox.post("shop", f"{EC}/vip/user/score/get", {"openid": openid})
    assert left["info"]["score"] == "10"
    await sandbox.simulation.drained()
    told = [m["user_info"] for m in brand.named("channels_ec_vip_score_update")]
    assert [one["delta_score"] for one in told] == [100, -30, -30, -30]


async def test_members_earn_spend_and_rise(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"store_uses_points": 1, "store_sends_back": 0, "store_takes_coupon": 0})
    openid = await member(sandbox, 5)
    joined = brand.named("channels_ec_vip_join")[0]["user_info"]
    assert (joined["phone_number"], joined["grade"]) == (sandbox.world.people.phone(5), 1)
    dear = max(range(len(sandbox.world.items)), key=lambda place: sandbox.world.items[place].price_fen)
    product_id = products.number_of(sandbox.world, sandbox.account("shop"), dear)
    paid = []
    for _ in range(2):
        bought = await sandbox.act(5, "buy_in_store", product_id=product_id, pieces=2)
        await sandbox.act(5, "ship_store_order", order_id=bought["order_id"])
        await sandbox.act(5, "confirm_store_order", order_id=bought["order_id"])
        order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": bought["order_id"]}))["order"]
        paid.append(order["order_detail"]["price_info"])
    earned = paid[0]["order_price"] // 100
    assert (paid[0]["deduction_price"], paid[1]["deduction_price"]) == (0, earned)
    score = await sandbox.post("shop", f"{EC}/vip/user/score/get", {"openid": openid})
    assert score["info"]["score"] == str(paid[1]["order_price"] // 100)
    assert brand.named("channels_ec_vip_grade_info_update")[0]["user_info"]["grade"] == 2
    await sandbox.act(5, "leave_vip")
    assert len(brand.named("channels_ec_vip_close")) == 1
    assert (await sandbox.post("shop", f"{EC}/vip/user/info/get", {"openid": openid}))["errcode"] == 40097


async def test_points_are_exchanged_for_a_coupon(sandbox: Sandbox, brand: Brand) -> None:
    openid = await member(sandbox)
    number = await coupon(sandbox, promote_info={"promote_type": 9})
    give = {"openid": openid, "score": "150", "remark": "签到", "request_id": "r"}
    await sandbox.post("shop", f"{EC}/vip/user/score/increase", give)
    await sandbox.act(8, "exchange_points")
    told = brand.named("channels_ec_vip_score_exchange")[0]["exchange_info"]
    assert (told["pay_score"], told["coupon_info"]["related_coupon_id"]) == (100, int(number))
    assert (await sandbox.post("shop", f"{EC}/vip/user/score/get", {"openid": openid}))["info"]["score"] == "50"
    again = await sandbox.client.post("/_sandbox/people/8/act", json={"action": "exchange_points"})
    assert again.status_code == 422


async def test_people_see_what_is_in_the_window(sandbox: Sandbox) -> None:
    listed = await sandbox.post("shop", f"{EC}/window/product/list/get", {"page_size": 200})
    for one in listed["products"][1:]:
        await sandbox.post("shop", f"{EC}/window/product/off", one)
    await sandbox.admin("PATCH", "/settings", {"store_order_per_visit": 1, "store_league_sales": 0})
    visited = await sandbox.act(3, "visit_store")
    order = (await sandbox.post("shop", f"{EC}/order/get", {"order_id": visited["order_id"]}))["order"]["order_detail"]
    assert order["product_infos"][0]["product_id"] == listed["products"][0]["product_id"]
    assert order["ext_info"]["order_scene"] == 5
