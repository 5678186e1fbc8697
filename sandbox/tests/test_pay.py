"""Orders, payments and refunds of WeChat Pay, as a merchant meets them."""

import time
from urllib.parse import urlsplit

import pytest
from brand import Brand
from merchant import PAY, Merchant
from rig import DAY, Sandbox
from wechat_sandbox.pay import ciphers

JSAPI = "/v3/pay/transactions/jsapi"
REFUNDS = "/v3/refund/domestic/refunds"


@pytest.fixture
def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    return merchant


async def query(merchant: Merchant, number: str) -> dict[str, object]:
    return await merchant.get(f"/v3/pay/transactions/out-trade-no/{number}", mchid=merchant.mchid)


# The door


async def test_a_signature_is_over_every_part_of_the_request(merchant: Merchant) -> None:
    target, body = f"{PAY}{JSAPI}", "{}"

    async def status(path: str, raw: str, **changed: str) -> int:
        headers = merchant.authorization("POST", path, raw, **changed)
        return (await merchant.sandbox.client.post(target, content=body, headers=headers)).status_code

    assert await status(JSAPI, body) == 400
    assert await status(JSAPI + "x", body) == 401
    assert await status(JSAPI, body + " ") == 401
    assert await status(JSAPI, body, serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1") == 401
    assert await status(JSAPI, body, nonce_str="another") == 401
    assert await status(JSAPI, body, signature="AAAA") == 401
    assert await status(JSAPI, body, stamp=str(int(time.time()) - 290)) == 400
    assert await status(JSAPI, body, stamp=str(int(time.time()) - 310)) == 401
    assert await status(JSAPI, body, mchid="1900000000") == 401


async def test_the_query_is_signed_as_it_was_written(merchant: Merchant) -> None:
    await merchant.post(JSAPI, merchant.order("order-1"))
    target = f"/v3/pay/transactions/out-trade-no/order%2D1?mchid={merchant.mchid}&%61=1"
    response = await merchant.call("GET", target)
    assert response.status_code == 200
    assert response.json()["out_trade_no"] == "order-1"


async def test_answers_and_refusals_are_signed_over_their_exact_bytes(merchant: Merchant) -> None:
    good = await merchant.call("POST", JSAPI, merchant.order())
    refused = await merchant.call("POST", JSAPI, merchant.order(appid="wx1"))
    closed = await merchant.call("POST", "/v3/pay/transactions/out-trade-no/order-000001/close", {"mchid": merchant.mchid})
    for response in (good, refused, closed):
        merchant.check(response.headers, response.content)
    assert (closed.status_code, closed.content) == (204, b"")
    assert refused.json() == {"code": "APPID_MCHID_NOT_MATCH", "message": "appid和mchid不匹配"}


async def test_a_refusal_names_the_field_and_the_log_the_rule(merchant: Merchant) -> None:
    answer = (await merchant.call("POST", JSAPI, merchant.order(description=""))).json()
    assert answer["code"] == "PARAM_ERROR"
    assert answer["detail"]["field"] == "description"
    calls = await merchant.sandbox.admin("GET", "/calls?order=newest&limit=1")
    assert calls["items"][0]["rule"] == "description is a text of 1 to 127 characters"


async def test_a_merchant_may_have_the_public_key_instead_of_certificates(merchant: Merchant) -> None:
    public = merchant.keys["public_key"]["id"]
    chosen = await merchant.call("POST", JSAPI, merchant.order(), serial=public)
    assert chosen.headers["wechatpay-serial"] == public
    merchant.check(chosen.headers, chosen.content)
    await merchant.sandbox.admin("PATCH", "/settings", {"pay_platform_key": "public_key"})
    answer = await merchant.call("POST", JSAPI, merchant.order())
    assert answer.headers["wechatpay-serial"] == public
    merchant.check(answer.headers, answer.content)


async def test_an_old_certificate_stays_in_force_for_a_day_after_the_new_one(merchant: Merchant) -> None:
    old = merchant.keys["platform_certificates"][0]["serial_no"]
    merchant.keys = await merchant.sandbox.admin("POST", "/accounts/mch/keys", {"renew": "platform_certificate"})
    answer = await merchant.call("GET", "/v3/certificates")
    merchant.check(answer.headers, answer.content)
    listed = [one["serial_no"] for one in answer.json()["data"]]
    assert listed == [old, answer.headers["wechatpay-serial"]]
    assert len(set(listed)) == 2
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY + 1)
    assert [one["serial_no"] for one in (await merchant.get("/v3/certificates"))["data"]] == listed[1:]


async def test_a_certificate_opens_with_the_api_v3_key(merchant: Merchant) -> None:
    sealed = (await merchant.get("/v3/certificates"))["data"][0]["encrypt_certificate"]
    opened = ciphers.unseal(merchant.keys["api_v3_key"], sealed["nonce"], sealed["associated_data"], sealed["ciphertext"])
    assert opened == merchant.keys["platform_certificates"][0]["certificate"]


async def test_the_developer_finds_the_keys_of_the_account(merchant: Merchant) -> None:
    account = await merchant.sandbox.admin("GET", "/accounts/mch")
    shown = await merchant.sandbox.admin("GET", "/accounts/mch/keys")
    assert account["more"]["api_v3_key"] == shown["api_v3_key"]
    assert len(shown["api_v3_key"]) == 32
    assert shown["merchant"]["private_key"].startswith("-----BEGIN PRIVATE KEY-----")
    assert len(shown["merchant"]["serial_no"]) == 40
    assert shown["public_key"]["id"].startswith("PUB_KEY_ID_")


async def test_a_fault_is_told_in_pays_words(merchant: Merchant) -> None:
    await merchant.sandbox.admin("POST", "/faults", {"api": JSAPI, "errcode": -1})
    assert await merchant.refusal("POST", JSAPI, merchant.order()) == (500, "SYSTEM_ERROR")


# Orders


async def test_the_same_order_again_has_the_same_prepay_id(merchant: Merchant) -> None:
    first = await merchant.post(JSAPI, merchant.order())
    assert await merchant.post(JSAPI, merchant.order()) == first
    assert await merchant.refusal("POST", JSAPI, merchant.order(total=999)) == (403, "OUT_TRADE_NO_USED")
    await merchant.sandbox.simulation.jump(merchant.world.now() + 7200)
    later = await merchant.post(JSAPI, merchant.order())
    assert later["prepay_id"] != first["prepay_id"]
    person = merchant.person()[0]
    refused = await merchant.sandbox.client.post(
        f"/_sandbox/people/{person}/act", json={"action": "pay_order", "prepay_id": first["prepay_id"]}
    )
    assert refused.status_code == 422


async def test_a_paid_order_is_told_once_and_can_be_asked_about(merchant: Merchant) -> None:
    paid = await merchant.paid(total=1000, attach="会员")
    (told,) = merchant.named("TRANSACTION.SUCCESS")
    asked = await query(merchant, "order-000001")
    assert told.resource == asked
    assert asked == await merchant.get(f"/v3/pay/transactions/id/{paid['transaction_id']}", mchid=merchant.mchid)
    assert asked["trade_state"] == "SUCCESS"
    assert asked["amount"] == {"total": 1000, "currency": "CNY", "payer_total": 1000, "payer_currency": "CNY"}
    assert asked["payer"] == {"openid": merchant.person()[1]}
    assert asked["attach"] == "会员"
    assert await merchant.refusal("POST", JSAPI, merchant.order(attach="会员")) == (400, "INVALID_REQUEST")


async def test_an_order_is_paid_only_by_the_person_it_was_made_for(merchant: Merchant) -> None:
    await merchant.post(JSAPI, merchant.order())
    body = {"action": "pay_order", "out_trade_no": "order-000001"}
    refused = await merchant.sandbox.client.post("/_sandbox/people/9/act", json=body)
    assert refused.status_code == 422
    assert "another person" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("way", "state"), [("refuse", "NOTPAY"), ("type_password", "USERPAYING"), ("wrong_password", "PAYERROR")]
)
async def test_an_order_that_is_not_paid_says_how_far_it_came(merchant: Merchant, way: str, state: str) -> None:
    await merchant.post(JSAPI, merchant.order())
    person = merchant.person()[0]
    await merchant.sandbox.act(person, "pay_order", out_trade_no="order-000001", way=way)
    assert (await query(merchant, "order-000001"))["trade_state"] == state
    assert merchant.heard == []
    await merchant.sandbox.act(person, "pay_order", out_trade_no="order-000001")
    assert (await query(merchant, "order-000001"))["trade_state"] == "SUCCESS"


async def test_people_pay_of_their_own_accord(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"pays_order": 1, "complains_per_order": 0})
    await merchant.post(JSAPI, merchant.order("order-of-one"))
    await merchant.sandbox.admin("PATCH", "/settings", {"pays_order": 0})
    await merchant.post(JSAPI, merchant.order("order-of-none"))
    await merchant.sandbox.advance(1800)
    assert [one.resource["out_trade_no"] for one in merchant.heard] == ["order-of-one"]


async def test_an_order_closes_at_its_time_or_by_the_merchant(merchant: Merchant) -> None:
    await merchant.post(JSAPI, merchant.order("order-late", time_expire="2026-01-01T00:30:00+08:00"))
    await merchant.post(JSAPI, merchant.order("order-shut"))
    await merchant.call("POST", "/v3/pay/transactions/out-trade-no/order-shut/close", {"mchid": merchant.mchid})
    assert (await query(merchant, "order-shut"))["trade_state"] == "CLOSED"
    assert (await query(merchant, "order-late"))["trade_state"] == "NOTPAY"
    await merchant.sandbox.simulation.jump(merchant.world.now() + 1801)
    assert (await query(merchant, "order-late"))["trade_state"] == "CLOSED"


async def test_a_merchant_bound_to_some_apps_sells_only_in_those(merchant: Merchant) -> None:
    more = {**merchant.account.more, "appids": [merchant.sandbox.account("oa").app_id]}
    await merchant.sandbox.admin("PATCH", "/accounts/mch", {"more": more})
    assert await merchant.refusal("POST", JSAPI, merchant.order()) == (400, "APPID_MCHID_NOT_MATCH")


async def test_the_phone_checks_the_five_parameters_before_it_pays(merchant: Merchant) -> None:
    prepaid = await merchant.post(JSAPI, merchant.order())
    package = f"prepay_id={prepaid['prepay_id']}"
    stamp = str(int(time.time()))
    signed = ciphers.message(merchant.appid, stamp, "abc", package)
    given = {"appId": merchant.appid, "timeStamp": stamp, "nonceStr": "abc", "package": package, "signType": "RSA"}
    given["paySign"] = ciphers.sign(merchant.keys["merchant"]["private_key"], signed)
    person = merchant.person()[0]
    for changed in ({"nonceStr": "abd"}, {"timeStamp": "1"}, {"signType": "MD5"}, {"paySign": "AAAA"}):
        body = {"action": "request_payment", **given, **changed}
        refused = await merchant.sandbox.client.post(f"/_sandbox/people/{person}/act", json=body)
        assert refused.json()["detail"] == "支付验证签名失败"
    await merchant.sandbox.act(person, "request_payment", **given, only_check=True)
    assert (await query(merchant, "order-000001"))["trade_state"] == "NOTPAY"
    assert (await merchant.sandbox.act(person, "request_payment", **given))["paid"] is True


async def test_a_code_and_a_link_lead_to_the_sheet_and_anybody_may_pay(merchant: Merchant) -> None:
    order = merchant.order("order-native")
    del order["payer"]
    code = (await merchant.post("/v3/pay/transactions/native", order))["code_url"]
    scene = {"payer_client_ip": "127.0.0.1", "h5_info": {"type": "Wap"}}
    h5 = {**order, "out_trade_no": "order-h5", "scene_info": scene, "description": "<b>面膜"}
    link = (await merchant.post("/v3/pay/transactions/h5", h5))["h5_url"]
    sheet = await merchant.sandbox.client.get(link)
    assert "¥10.00" in sheet.text
    assert "&lt;b&gt;面膜" in sheet.text
    assert "待支付" in sheet.text
    scanned = await merchant.sandbox.client.get(urlsplit(link)._replace(query=urlsplit(code).query).geturl())
    assert "玫瑰保湿面膜" in scanned.text
    paid = await merchant.sandbox.act(42, "pay_order", code_url=code)
    assert paid["out_trade_no"] == "order-native"
    assert (await query(merchant, "order-native"))["payer"] == {"openid": merchant.sandbox.openid("mp", 42)}


# Refunds


async def refund(merchant: Merchant, number: str, fen: int, **more: object) -> dict[str, object]:
    amount = {"refund": fen, "total": 1000, "currency": "CNY"}
    body = {"out_trade_no": "order-000001", "out_refund_no": number, "amount": amount, **more}
    return await merchant.post(REFUNDS, body)


async def test_a_refund_arrives_after_a_while_and_is_told(merchant: Merchant) -> None:
    await merchant.paid()
    asked = await refund(merchant, "refund-1", 300, notify_url="http://localhost/pay")
    assert asked["status"] == "PROCESSING"
    assert (await query(merchant, "order-000001"))["trade_state"] == "REFUND"
    await merchant.sandbox.act(merchant.person()[0], "receive_refund", out_refund_no="refund-1")
    (told,) = merchant.named("REFUND.SUCCESS")
    assert told.resource["refund_status"] == "SUCCESS"
    assert told.resource["amount"] == {"total": 1000, "refund": 300, "payer_total": 1000, "payer_refund": 300}
    assert (await merchant.get(f"{REFUNDS}/refund-1"))["status"] == "SUCCESS"


async def test_the_same_refund_again_pays_once(merchant: Merchant) -> None:
    await merchant.paid()
    held = merchant.world.store.get("balance", "mch", "basic")
    first = await refund(merchant, "refund-1", 300)
    assert await refund(merchant, "refund-1", 300) == first
    assert held is not None
    assert merchant.world.store.get("balance", "mch", "basic") == {"fen": held["fen"] - 300}
    amount = {"refund": 301, "total": 1000, "currency": "CNY"}
    body = {"out_trade_no": "order-000001", "out_refund_no": "refund-1", "amount": amount}
    assert await merchant.refusal("POST", REFUNDS, body) == (400, "INVALID_REQUEST")


async def test_refunds_together_are_never_more_than_the_order(merchant: Merchant) -> None:
    await merchant.paid()
    await refund(merchant, "refund-1", 600)
    amount = {"refund": 401, "total": 1000, "currency": "CNY"}
    body = {"out_trade_no": "order-000001", "out_refund_no": "refund-2", "amount": amount}
    assert await merchant.refusal("POST", REFUNDS, body) == (400, "INVALID_REQUEST")
    await refund(merchant, "refund-3", 400)


async def test_a_closed_refund_gives_its_part_free_again(merchant: Merchant) -> None:
    await merchant.paid()
    await refund(merchant, "refund-1", 1000)
    amount = {"refund": 1, "total": 1000, "currency": "CNY"}
    body = {"out_trade_no": "order-000001", "out_refund_no": "refund-2", "amount": amount}
    assert await merchant.refusal("POST", REFUNDS, body) == (400, "INVALID_REQUEST"), "all of it is on its way back"
    await merchant.sandbox.act(merchant.person()[0], "receive_refund", out_refund_no="refund-1", status="CLOSED")
    assert (await refund(merchant, "refund-3", 1000))["status"] == "PROCESSING"


async def test_refunds_have_a_number_and_a_year(merchant: Merchant) -> None:
    await merchant.paid()
    await merchant.sandbox.admin("PATCH", "/settings", {"pay_refunds_per_order": 1})
    await refund(merchant, "refund-1", 1)
    amount = {"refund": 1, "total": 1000, "currency": "CNY"}
    body = {"out_trade_no": "order-000001", "out_refund_no": "refund-2", "amount": amount}
    assert await merchant.refusal("POST", REFUNDS, body) == (400, "INVALID_REQUEST")
    await merchant.sandbox.admin("PATCH", "/settings", {"pay_refunds_per_order": 50})
    await merchant.sandbox.simulation.jump(merchant.world.now() + 366 * DAY)
    assert await merchant.refusal("POST", REFUNDS, body) == (400, "INVALID_REQUEST")
