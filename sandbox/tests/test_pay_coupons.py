"""Coupons of WeChat Pay: never oversold, used where they fit, over when their time is; and the merchant's own coupons."""

import asyncio
import hashlib
from urllib.parse import urlsplit

import pytest
from brand import Brand
from merchant import NOTIFY, PAY, Merchant
from rig import DAY, Sandbox
from table.pay_merchant_coupons import merchant_stock

FAVOR = "/v3/marketing/favor"
BUSI = "/v3/marketing/busifavor"


@pytest.fixture
def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    return merchant


async def send(merchant: Merchant, stock_id: str, request: str, person: int = 3) -> int:
    """Send a coupon; return the status of the answer."""
    path = f"{FAVOR}/users/{merchant.sandbox.openid('mp', person)}/coupons"
    return (await merchant.call("POST", path, merchant.coupon(stock_id, request))).status_code


async def held(merchant: Merchant, person: int = 3, **query: str) -> list[dict[str, object]]:
    path = f"{FAVOR}/users/{merchant.sandbox.openid('mp', person)}/coupons"
    page = await merchant.get(path, appid=merchant.appid, creator_mchid=merchant.mchid, **query)
    found: list[dict[str, object]] = page["data"]
    return found


async def test_two_who_race_for_the_last_coupon_get_one(merchant: Merchant) -> None:
    stock_id = await merchant.running_stock(coupons=1)
    racing = [send(merchant, stock_id, f"race-{person}", person) for person in (3, 4)]
    assert sorted(await asyncio.gather(*racing)) == [200, 403]
    stock = await merchant.get(f"{FAVOR}/stocks/{stock_id}", stock_creator_mchid=merchant.mchid)
    assert stock["distributed_coupons"] == 1
    assert len(await held(merchant, 3)) + len(await held(merchant, 4)) == 1


async def test_a_request_sent_twice_gives_one_coupon(merchant: Merchant) -> None:
    stock_id = await merchant.running_stock()
    path = f"{FAVOR}/users/{merchant.person()[1]}/coupons"
    first = await merchant.post(path, merchant.coupon(stock_id))
    assert await merchant.post(path, merchant.coupon(stock_id)) == first
    other = f"{FAVOR}/users/{merchant.sandbox.openid('mp', 4)}/coupons"
    assert await merchant.refusal("POST", other, merchant.coupon(stock_id)) == (400, "INVALID_REQUEST")
    assert len(await held(merchant)) == 1


async def test_a_budget_of_the_day_and_a_share_of_the_person_are_kept(merchant: Merchant) -> None:
    stock_id = await merchant.running_stock(coupons=10, amount=100, max_amount_by_day=300, max_coupons_per_user=2)
    assert [await send(merchant, stock_id, f"r{n}") for n in range(3)] == [200, 200, 403]
    assert [await send(merchant, stock_id, f"s{n}", 4 + n) for n in range(2)] == [200, 403]
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY)
    assert await send(merchant, stock_id, "t", 5) == 200


async def test_only_a_running_stock_is_sent(merchant: Merchant) -> None:
    stock_id = (await merchant.post(f"{FAVOR}/coupon-stocks", merchant.stock()))["stock_id"]
    who = {"stock_creator_mchid": merchant.mchid}
    assert await send(merchant, stock_id, "a") == 400
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/start", who)
    assert await merchant.refusal("POST", f"{FAVOR}/stocks/{stock_id}/start", who) == (400, "INVALID_REQUEST")
    assert await send(merchant, stock_id, "b") == 200
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/pause", who)
    assert await send(merchant, stock_id, "c") == 400
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/restart", who)
    assert await send(merchant, stock_id, "d") == 200
    await merchant.sandbox.simulation.jump(merchant.world.now() + 32 * DAY)
    assert await send(merchant, stock_id, "e") == 400
    stock = await merchant.get(f"{FAVOR}/stocks/{stock_id}", **who)
    assert stock["status"] == "stoped"


async def test_the_budget_is_the_number_times_the_value(merchant: Merchant) -> None:
    wrong = merchant.stock()
    wrong["stock_use_rule"]["max_amount"] += 1
    assert await merchant.refusal("POST", f"{FAVOR}/coupon-stocks", wrong) == (400, "PARAM_ERROR")
    first = await merchant.post(f"{FAVOR}/coupon-stocks", merchant.stock())
    assert await merchant.post(f"{FAVOR}/coupon-stocks", merchant.stock()) == first


async def test_a_coupon_that_fits_is_used_and_told(merchant: Merchant) -> None:
    await merchant.post(f"{FAVOR}/callbacks", {"mchid": merchant.mchid, "notify_url": NOTIFY})
    small, large = await merchant.running_stock("s1", amount=100), await merchant.running_stock("s2", amount=200)
    assert [await send(merchant, small, "a"), await send(merchant, large, "b")] == [200, 200]
    await merchant.paid("order-small", 400)
    await merchant.paid("order-large", 1000)
    asked = await merchant.get("/v3/pay/transactions/out-trade-no/order-large", mchid=merchant.mchid)
    assert asked["amount"]["payer_total"] == 800
    (used,) = asked["promotion_detail"]
    assert (used["stock_id"], used["amount"], used["type"], used["scope"]) == (large, 200, "NOCASH", "GLOBAL")
    (told,) = merchant.named("COUPON.USE")
    assert told.resource["consume_information"]["transaction_id"] == asked["transaction_id"]
    assert {one["stock_id"]: one["status"] for one in await held(merchant)} == {small: "SENDED", large: "USED"}


async def test_a_coupon_for_goods_is_used_for_those_goods(merchant: Merchant) -> None:
    stock = merchant.stock()
    stock["coupon_use_rule"]["available_items"] = ["sku-1"]
    stock_id = (await merchant.post(f"{FAVOR}/coupon-stocks", stock))["stock_id"]
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/start", {"stock_creator_mchid": merchant.mchid})
    await send(merchant, stock_id, "a")
    assert (await merchant.paid("order-other"))["payer_total"] == 1000
    goods = [{"merchant_goods_id": "sku-1", "quantity": 1, "unit_price": 1000}]
    assert (await merchant.paid("order-goods", detail={"goods_detail": goods}))["payer_total"] == 900


async def test_a_coupon_for_one_way_of_paying_is_used_there(merchant: Merchant) -> None:
    stock = merchant.stock()
    stock["coupon_use_rule"]["trade_type"] = ["MICROAPP"]
    stock_id = (await merchant.post(f"{FAVOR}/coupon-stocks", stock))["stock_id"]
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/start", {"stock_creator_mchid": merchant.mchid})
    await send(merchant, stock_id, "a")
    appid, payer = merchant.sandbox.account("oa").app_id, {"openid": merchant.sandbox.openid("oa", 3)}
    assert (await merchant.paid("order-page", appid=appid, payer=payer))["payer_total"] == 1000
    assert (await merchant.paid("order-program"))["payer_total"] == 900


async def test_a_whole_refund_gives_the_coupon_back(merchant: Merchant) -> None:
    stock_id = await merchant.running_stock()
    await send(merchant, stock_id, "a")
    await merchant.paid()
    for number, fen, payer in (("refund-1", 500, 450), ("refund-2", 500, 450)):
        amount = {"refund": fen, "total": 1000, "currency": "CNY"}
        body = {"out_trade_no": "order-000001", "out_refund_no": number, "amount": amount}
        assert (await merchant.post("/v3/refund/domestic/refunds", body))["amount"]["payer_refund"] == payer
        assert [one["status"] for one in await held(merchant)] == ["USED"]
        await merchant.sandbox.act(3, "receive_refund", out_refund_no=number)
    assert [one["status"] for one in await held(merchant)] == ["SENDED"]
    flow = await merchant.get(f"{FAVOR}/stocks/{stock_id}/refund-flow")
    pieces = urlsplit(flow["url"])
    file = (await merchant.call("GET", f"{pieces.path.removeprefix(PAY)}?{pieces.query}")).content
    assert hashlib.sha1(file).hexdigest() == flow["hash_value"]
    assert len(file.decode().splitlines()) == 2


async def test_a_coupon_comes_back_once_when_all_parts_of_a_refund_have_arrived(merchant: Merchant) -> None:
    stock_id = await merchant.running_stock()
    await send(merchant, stock_id, "a")
    await merchant.paid()
    for number in ("refund-1", "refund-2"):
        amount = {"refund": 500, "total": 1000, "currency": "CNY"}
        body = {"out_trade_no": "order-000001", "out_refund_no": number, "amount": amount}
        await merchant.post("/v3/refund/domestic/refunds", body)
    await merchant.sandbox.act(3, "receive_refund", out_refund_no="refund-1")
    assert [one["status"] for one in await held(merchant)] == ["USED"]
    await merchant.sandbox.act(3, "receive_refund", out_refund_no="refund-2")
    assert [one["status"] for one in await held(merchant)] == ["SENDED"]
    assert (await merchant.paid("order-again"))["payer_total"] == 900


async def test_a_coupon_is_over_with_its_time(merchant: Merchant) -> None:
    stock = merchant.stock()
    stock["coupon_use_rule"]["coupon_available_time"] = {"available_time_after_receive": 60}
    stock_id = (await merchant.post(f"{FAVOR}/coupon-stocks", stock))["stock_id"]
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/start", {"stock_creator_mchid": merchant.mchid})
    await send(merchant, stock_id, "a")
    await merchant.sandbox.simulation.jump(merchant.world.now() + 3601)
    assert [one["status"] for one in await held(merchant)] == ["EXPIRED"]
    assert await held(merchant, status="SENDED") == []
    assert (await merchant.paid())["payer_total"] == 1000


async def test_a_distrusted_person_gets_no_coupon_of_a_guarded_stock(merchant: Merchant) -> None:
    guarded = merchant.stock()
    guarded["stock_use_rule"]["prevent_api_abuse"] = True
    stock_id = (await merchant.post(f"{FAVOR}/coupon-stocks", guarded))["stock_id"]
    await merchant.post(f"{FAVOR}/stocks/{stock_id}/start", {"stock_creator_mchid": merchant.mchid})
    await merchant.sandbox.admin("PATCH", "/settings", {"account_abnormal": 1})
    path = f"{FAVOR}/users/{merchant.person()[1]}/coupons"
    assert await merchant.refusal("POST", path, merchant.coupon(stock_id)) == (403, "USER_ACCOUNT_ABNORMAL")


# Merchant coupons


async def stock_of_own(merchant: Merchant) -> str:
    made = await merchant.post(f"{BUSI}/stocks", merchant_stock(merchant, "busi-1"))
    return str(made["stock_id"])


async def use(merchant: Merchant, code: str, request: str) -> int:
    named = {"appid": merchant.appid, "use_time": "2026-01-01T00:00:00+08:00", "use_request_no": request}
    return (await merchant.call("POST", f"{BUSI}/coupons/use", {"coupon_code": code, **named})).status_code


async def test_a_person_takes_a_merchant_coupon_and_the_merchant_hears_of_it(merchant: Merchant) -> None:
    await merchant.post(f"{BUSI}/callbacks", {"mchid": merchant.mchid, "notify_url": NOTIFY})
    stock_id = await stock_of_own(merchant)
    taken = await merchant.sandbox.act(3, "receive_merchant_coupon", stock_id=stock_id)
    (told,) = merchant.named("COUPON.SEND")
    assert told.resource["event_type"] == "EVENT_TYPE_BUSICOUPON_SEND"
    assert told.resource["coupon_code"] == taken["coupon_code"]
    page = await merchant.get(f"{BUSI}/users/{merchant.person()[1]}/coupons", appid=merchant.appid)
    assert [one["coupon_state"] for one in page["data"]] == ["SENDED"]


async def test_a_merchant_coupon_is_used_once_and_may_be_returned(merchant: Merchant) -> None:
    stock_id = await stock_of_own(merchant)
    code = (await merchant.sandbox.act(3, "receive_merchant_coupon", stock_id=stock_id))["coupon_code"]
    assert [await use(merchant, code, "u1"), await use(merchant, code, "u1"), await use(merchant, code, "u2")] == [
        200,
        200,
        400,
    ]
    back = {"coupon_code": code, "stock_id": stock_id, "return_request_no": "r1"}
    await merchant.post(f"{BUSI}/coupons/return", back)
    assert await use(merchant, code, "u2") == 200
    gone = {"coupon_code": code, "stock_id": stock_id, "deactivate_request_no": "d1"}
    assert await merchant.refusal("POST", f"{BUSI}/coupons/deactivate", gone) == (400, "INVALID_REQUEST")


async def test_a_merchant_coupon_lives_as_long_as_its_stock_says(merchant: Merchant) -> None:
    stock_id = await stock_of_own(merchant)
    code = (await merchant.sandbox.act(3, "receive_merchant_coupon", stock_id=stock_id))["coupon_code"]
    await merchant.sandbox.simulation.jump(merchant.world.now() + 7 * DAY + 1)
    assert await use(merchant, code, "u1") == 400
    path = f"{BUSI}/users/{merchant.person()[1]}/coupons/{code}/appids/{merchant.appid}"
    assert (await merchant.get(path))["coupon_state"] == "EXPIRED"


async def test_uploaded_codes_are_given_out_in_their_order(merchant: Merchant) -> None:
    stock = {**merchant_stock(merchant, "busi-1"), "coupon_code_mode": "MERCHANT_UPLOAD"}
    stock_id = (await merchant.post(f"{BUSI}/stocks", stock))["stock_id"]
    codes = {"coupon_code_list": ["second-hand", "a", "b"], "upload_request_no": "up-1"}
    await merchant.post(f"{BUSI}/stocks/{stock_id}/couponcodes", codes)
    assert (await merchant.post(f"{BUSI}/stocks/{stock_id}/couponcodes", codes))["success_count"] == 0
    taken = [
        (await merchant.sandbox.act(person, "receive_merchant_coupon", stock_id=stock_id))["coupon_code"]
        for person in (3, 4, 5)
    ]
    assert taken == ["second-hand", "a", "b"]
    refused = {"action": "receive_merchant_coupon", "stock_id": stock_id}
    assert (await merchant.sandbox.client.post("/_sandbox/people/6/act", json=refused)).status_code == 422
