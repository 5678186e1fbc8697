"""Bills, transfers and red packets of WeChat Pay."""

import gzip
import hashlib
from urllib.parse import urlsplit

import pytest
from brand import Brand
from merchant import PAY, Merchant
from rig import DAY, Sandbox
from table.pay_red_packets import red_packet
from wechat_sandbox.pay import ciphers

BILLS = "/v3/fund-app/mch-transfer/transfer-bills"
V2 = "/mmpaymkttransfers"
OPENING = 100_000_000


@pytest.fixture
async def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    calm = {"confirms_transfer": 0, "collects_red_packet": 0, "complains_per_order": 0, "grants_transfers": 0}
    await sandbox.admin("PATCH", "/settings", calm)
    return merchant


def balance(merchant: Merchant) -> int:
    held = merchant.world.store.get("balance", "mch", "basic")
    return held["fen"] if held else OPENING


async def state(merchant: Merchant, number: str = "transfer1") -> str:
    return str((await merchant.get(f"{BILLS}/out-bill-no/{number}"))["state"])


async def test_no_fen_is_made_or_lost(merchant: Merchant) -> None:
    """Whatever people do with what they are offered, the balance is what came in less what went out for good."""
    habits = {"pays_order": 0.7, "confirms_transfer": 0.6, "collects_red_packet": 0.6, "complains_per_order": 0.3}
    await merchant.sandbox.admin("PATCH", "/settings", {**habits, "pay_refund_abnormal": 0.3})
    stock_id = await merchant.running_stock(coupons=20, amount=70, max_coupons_per_user=20)
    for n in range(8):
        await merchant.post(f"/v3/marketing/favor/users/{merchant.person()[1]}/coupons", merchant.coupon(stock_id, f"c{n}"))
        await merchant.post("/v3/pay/transactions/jsapi", merchant.order(f"order-{n:03d}", 1000 + n))
        await merchant.post(BILLS, merchant.transfer(f"t{n}", 100 + n))
        await merchant.v2(f"{V2}/sendredpack", red_packet(merchant, f"hb{n}", total_amount=100 + n))
    await merchant.sandbox.advance(DAY / 4)
    orders = [merchant.world.store.get("pay order", "mch", f"order-{n:03d}") or {} for n in range(8)]
    paid = [order for order in orders if order["state"] == "SUCCESS"]
    for order in paid[::2]:
        amount = {"refund": order["total"] // 2, "total": order["total"], "currency": "CNY"}
        body = {"out_trade_no": order["out_trade_no"], "out_refund_no": f"r{order['out_trade_no']}", "amount": amount}
        await merchant.post("/v3/refund/domestic/refunds", body)
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY * 3 / 4)
    await merchant.sandbox.advance(3600)
    refunds = [doc for doc in merchant.world.store.all("pay refund", "mch") if doc["status"] in ("SUCCESS", "ABNORMAL")]
    transfers = merchant.world.store.all("transfer", "mch")
    packets = merchant.world.store.all("red packet", "mch")
    assert {bill["state"] for bill in transfers} == {"SUCCESS", "FAIL"}
    assert {packet["status"] for packet in packets} == {"RECEIVED", "REFUND"}
    assert 0 < len(paid) < 8
    assert len(refunds) == len(paid[::2])
    gone = sum(doc["payer_refund"] for doc in refunds)
    gone += sum(bill["amount"] for bill in transfers if bill["state"] == "SUCCESS")
    gone += sum(one["fen"] for packet in packets for one in packet["collected"])
    assert balance(merchant) == OPENING + sum(order["payer_total"] - order["fee"] for order in paid) - gone


# Bills


async def download(merchant: Merchant, offered: dict[str, str]) -> bytes:
    pieces = urlsplit(offered["download_url"])
    assert (pieces.hostname, pieces.path) == ("127.0.0.1", f"{PAY}/v3/billdownload/file")
    response = await merchant.call("GET", f"{pieces.path.removeprefix(PAY)}?{pieces.query}")
    assert response.status_code == 200
    return response.content


async def test_a_bill_holds_what_happened_and_its_digest_is_of_the_plain_file(merchant: Merchant) -> None:
    await merchant.paid("order-a1", 1000)
    await merchant.paid("order-a2", 2550)
    amount = {"refund": 550, "total": 2550, "currency": "CNY"}
    body = {"out_trade_no": "order-a2", "out_refund_no": "refund-a2", "amount": amount}
    await merchant.post("/v3/refund/domestic/refunds", body)
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY + 10 * 3600)
    offered = await merchant.get("/v3/bill/tradebill", bill_date="2026-01-01", tar_type="GZIP")
    plain = gzip.decompress(await download(merchant, offered))
    assert hashlib.sha1(plain).hexdigest() == offered["hash_value"]
    head, first, second, third, _, sums = plain.decode("utf-8-sig").splitlines()
    assert head.startswith("交易时间,公众账号ID,商户号")
    assert {len(line.split(",")) for line in (head, first, second, third)} == {27}
    assert [line.split(",")[6] for line in (first, second, third)] == ["`order-a1", "`order-a2", "`order-a2"]
    assert sums == "`3,`35.50,`5.50,`0.00,`0.21,`35.50,`5.50"
    flows = await merchant.get("/v3/bill/fundflowbill", bill_date="2026-01-01")
    lines = (await download(merchant, flows)).decode("utf-8-sig").splitlines()
    assert lines[-1] == "`5,`2,`35.50,`3,`5.71"
    assert lines[-3].split(",")[7] == f"`{balance(merchant) / 100:.2f}"


async def test_a_bill_is_ready_at_ten_the_next_day(merchant: Merchant) -> None:
    await merchant.paid()
    jump, now = merchant.sandbox.simulation.jump, merchant.world.now()
    query = {"query": {"bill_date": "2026-01-01"}}
    assert (await merchant.refusal("GET", "/v3/bill/tradebill", **query))[1] == "INVALID_REQUEST"
    await jump(now + DAY + 9 * 3600)
    assert (await merchant.refusal("GET", "/v3/bill/tradebill", **query))[1] == "STATEMENT_CREATING"
    await jump(now + DAY + 10 * 3600)
    assert (await merchant.get("/v3/bill/tradebill", bill_date="2026-01-01"))["hash_type"] == "SHA1"


# Transfers


async def test_a_confirmed_transfer_is_told(merchant: Merchant) -> None:
    offered = await merchant.post(BILLS, merchant.transfer(amount=500))
    assert offered["state"] == "WAIT_USER_CONFIRM"
    assert offered["package_info"]
    assert balance(merchant) == OPENING - 500
    await merchant.sandbox.act(merchant.person()[0], "confirm_transfer", out_bill_no="transfer1")
    (told,) = merchant.named("MCHTRANSFER.BILL.FINISHED")
    assert (told.resource["state"], told.resource["transfer_amount"]) == ("SUCCESS", 500)
    assert await state(merchant) == "SUCCESS"


async def test_the_same_transfer_again_pays_once(merchant: Merchant) -> None:
    name = merchant.world.people.name(merchant.person()[0])
    certificate = merchant.keys["platform_certificates"][0]
    for _ in range(2):
        # Sealed anew, the same name is other bytes.
        sealed = ciphers.encrypt_field(certificate["certificate"], name)
        body = merchant.transfer(amount=300_000, user_name=sealed)
        answer = await merchant.post(BILLS, body, serial=certificate["serial_no"])
        assert answer["state"] == "WAIT_USER_CONFIRM"
    assert balance(merchant) == OPENING - 300_000
    assert await merchant.refusal("POST", BILLS, merchant.transfer(amount=400)) == (400, "INVALID_REQUEST")


async def test_a_wrong_name_fails_and_the_money_comes_back(merchant: Merchant) -> None:
    certificate = merchant.keys["platform_certificates"][0]
    sealed = ciphers.encrypt_field(certificate["certificate"], "无此人")
    body = merchant.transfer(amount=300_000, user_name=sealed)
    assert (await merchant.refusal("POST", BILLS, body))[1] == "PARAM_ERROR"
    await merchant.post(BILLS, body, serial=certificate["serial_no"])
    await merchant.sandbox.act(merchant.person()[0], "confirm_transfer", out_bill_no="transfer1")
    asked = await merchant.get(f"{BILLS}/out-bill-no/transfer1")
    assert (asked["state"], asked["fail_reason"]) == ("FAIL", "NAME_NOT_CORRECT")
    assert balance(merchant) == OPENING


async def test_an_unconfirmed_transfer_ends_after_a_day(merchant: Merchant) -> None:
    await merchant.post(BILLS, merchant.transfer())
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY - 600)
    await merchant.sandbox.advance(300)
    assert await state(merchant) == "WAIT_USER_CONFIRM"
    await merchant.sandbox.advance(600)
    asked = await merchant.get(f"{BILLS}/out-bill-no/transfer1")
    assert (asked["state"], asked["fail_reason"]) == ("FAIL", "OVERDUE_CLOSE")
    assert balance(merchant) == OPENING
    assert [one.resource["state"] for one in merchant.heard] == ["FAIL"]


async def test_a_transfer_can_be_taken_back_until_it_is_confirmed(merchant: Merchant) -> None:
    await merchant.post(BILLS, merchant.transfer())
    answer = await merchant.post(f"{BILLS}/out-bill-no/transfer1/cancel")
    assert answer["state"] == "CANCELING"
    await merchant.sandbox.advance(120)
    assert await state(merchant) == "CANCELLED"
    assert balance(merchant) == OPENING
    assert [one.resource["state"] for one in merchant.heard] == ["CANCELLED"]


async def test_people_confirm_at_their_own_rate(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"confirms_transfer": 1, "confirm_delay_sim_minutes": 5})
    await merchant.post(BILLS, merchant.transfer())
    await merchant.sandbox.advance(7200)
    assert await state(merchant) == "SUCCESS"


async def test_a_scene_has_limits_of_its_own(merchant: Merchant) -> None:
    more = {**merchant.account.more, "transfer_scenes": {"1000": {"single": 400, "daily": 700}}}
    await merchant.sandbox.admin("PATCH", "/accounts/mch", {"more": more})
    assert await merchant.refusal("POST", BILLS, merchant.transfer("t1", 401)) == (403, "RULE_LIMIT")
    await merchant.post(BILLS, merchant.transfer("t2", 400))
    assert await merchant.refusal("POST", BILLS, merchant.transfer("t3", 301)) == (403, "RULE_LIMIT")
    other = merchant.transfer("t4", 100, transfer_scene_id="1005")
    assert await merchant.refusal("POST", BILLS, other) == (403, "NO_AUTH")


async def test_more_transfers_a_second_than_allowed_are_refused(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"transfers_per_wall_second": 1})
    codes = [(await merchant.call("POST", BILLS, merchant.transfer(f"t{n}"))).status_code for n in range(4)]
    assert 429 in codes


async def test_who_has_agreed_once_need_not_confirm_again(merchant: Merchant) -> None:
    wanted = {"user_display_name": "小王", "out_authorization_no": "leave1"}
    wanted["authorization_notify_url"] = "http://localhost/pay"
    body = merchant.transfer(authorization_info=wanted)
    await merchant.post(f"{BILLS}/pre-transfer-with-authorization", body)
    later = merchant.transfer("transfer2", out_authorization_no="leave1")
    del later["openid"]
    assert await merchant.refusal("POST", f"{BILLS}/transfer", later) == (403, "NO_AUTH")
    await merchant.sandbox.act(merchant.person()[0], "confirm_transfer", out_bill_no="transfer1")
    (agreed,) = merchant.named("MCHTRANSFER.AUTHORIZATION.CONFIRMED")
    assert agreed.resource["state"] == "TAKING_EFFECT"
    assert (await merchant.post(f"{BILLS}/transfer", later))["state"] == "SUCCESS"
    path = "/v3/fund-app/mch-transfer/user-confirm-authorization/out-authorization-no/leave1"
    closed = await merchant.post(f"{path}/close")
    assert closed["close_info"]["close_reason"] == "CLOSE_VIA_MCH_API"
    assert await merchant.refusal("POST", f"{BILLS}/transfer", {**later, "out_bill_no": "t3"}) == (403, "NO_AUTH")


async def test_a_customer_of_wecom_is_paid_by_the_openid_of_the_corp(merchant: Merchant) -> None:
    external = merchant.sandbox.openid("corp", 3)
    path = "/cgi-bin/externalcontact/convert_to_openid"
    openid = (await merchant.sandbox.post("corp", path, {"external_userid": external}))["openid"]
    corp = merchant.sandbox.account("corp").app_id
    await merchant.post(BILLS, merchant.transfer(appid=corp, openid=openid))
    await merchant.sandbox.act(3, "confirm_transfer", out_bill_no="transfer1")
    assert await state(merchant) == "SUCCESS"


# Red packets


async def info(merchant: Merchant, number: str) -> dict[str, str]:
    fields = {"mch_billno": number, "appid": merchant.sandbox.account("oa").app_id, "bill_type": "MCHT"}
    return await merchant.v2(f"{V2}/gethbinfo", fields, "HMAC-SHA256")


async def test_a_red_packet_is_collected_or_returned(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"collects_red_packet": 1, "collect_delay_sim_minutes": 1})
    await merchant.v2(f"{V2}/sendredpack", red_packet(merchant, "hb1"))
    await merchant.sandbox.admin("PATCH", "/settings", {"collects_red_packet": 0})
    await merchant.v2(f"{V2}/sendredpack", red_packet(merchant, "hb2"))
    assert (await info(merchant, "hb1"))["status"] == "SENT"
    await merchant.sandbox.advance(3600)
    assert (await info(merchant, "hb1"))["status"] == "RECEIVED"
    assert balance(merchant) == OPENING - 600
    await merchant.sandbox.simulation.jump(merchant.world.now() + DAY)
    await merchant.sandbox.advance(300)
    returned = await info(merchant, "hb2")
    assert (returned["status"], returned["refund_amount"]) == ("REFUND", "300")
    assert balance(merchant) == OPENING - 300


async def test_the_same_red_packet_again_is_sent_once(merchant: Merchant) -> None:
    first = await merchant.v2(f"{V2}/sendredpack", {**red_packet(merchant, "hb1"), "nonce_str": "a"})
    again = await merchant.v2(f"{V2}/sendredpack", {**red_packet(merchant, "hb1"), "nonce_str": "b"})
    assert first["send_listid"] == again["send_listid"]
    assert balance(merchant) == OPENING - 300


async def test_a_packet_for_several_is_passed_on(merchant: Merchant) -> None:
    packet = red_packet(merchant, "hb1", total_num=3, amt_type="ALL_RAND", total_amount=1000)
    await merchant.v2(f"{V2}/sendgroupredpack", packet)
    first = merchant.person()[0]
    body = {"action": "collect_red_packet", "mch_billno": "hb1"}
    assert (await merchant.sandbox.client.post("/_sandbox/people/8/act", json=body)).status_code == 422
    got = [(await merchant.sandbox.act(person, "collect_red_packet", mch_billno="hb1"))["fen"] for person in (first, 8, 9)]
    assert sum(got) == 1000
    assert (await info(merchant, "hb1"))["status"] == "RECEIVED"


async def test_a_red_packet_lies_in_the_chat_with_the_account(merchant: Merchant) -> None:
    await merchant.v2(f"{V2}/sendredpack", red_packet(merchant, "hb1"))
    (message,) = await merchant.sandbox.messages(merchant.person()[0])
    assert message["account"] == "oa"
    assert message["content"]["red_packet"] == "hb1"
