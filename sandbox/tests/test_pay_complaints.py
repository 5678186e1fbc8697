"""Complaints of people about what they paid for."""

import pytest
from brand import Brand
from merchant import NOTIFY, Merchant
from rig import DAY, Sandbox
from wechat_sandbox.pay import ciphers

COMPLAINTS = "/v3/merchant-service/complaints-v2"


@pytest.fixture
async def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    await merchant.post("/v3/merchant-service/complaint-notifications", {"url": NOTIFY})
    return merchant


async def complain(merchant: Merchant) -> str:
    await merchant.paid()
    acted = await merchant.sandbox.act(3, "complain", out_trade_no="order-000001", words="一直没有发货")
    return str(acted["complaint_id"])


async def test_a_complaint_is_told_answered_and_dealt_with(merchant: Merchant) -> None:
    complaint_id = await complain(merchant)
    (told,) = merchant.named("COMPLAINT.CREATE")
    assert told.resource == {"complaint_id": complaint_id, "action_type": "CREATE_COMPLAINT"}
    one = f"{COMPLAINTS}/{complaint_id}"
    assert (await merchant.get(one))["complaint_state"] == "PENDING"
    answer = {"complainted_mchid": merchant.mchid, "response_content": "今天补发"}
    await merchant.call("POST", f"{one}/response", answer)
    assert (await merchant.get(one))["complaint_state"] == "PROCESSING"
    await merchant.call("POST", f"{one}/complete", {"complainted_mchid": merchant.mchid})
    assert (await merchant.get(one))["complaint_state"] == "PROCESSED"
    told_again = [one.resource["action_type"] for one in merchant.named("COMPLAINT.STATE_CHANGE")]
    assert told_again == ["MERCHANT_RESPONSE", "MERCHANT_CONFIRM_COMPLETE"]
    history = await merchant.get(f"{one}/negotiation-historys")
    assert [said["operate_details"] for said in history["data"]] == ["", "今天补发", "一直没有发货"]


async def test_the_phone_number_is_sealed_for_the_merchant(merchant: Merchant) -> None:
    shown = await merchant.get(f"{COMPLAINTS}/{await complain(merchant)}")
    opened = ciphers.decrypt_field(merchant.keys["merchant"]["private_key"], shown["payer_phone"])
    assert opened == merchant.world.people.phone(3)


async def test_complaints_are_listed_by_their_day(merchant: Merchant) -> None:
    await complain(merchant)
    first = await merchant.get(COMPLAINTS, begin_date="2026-01-01", end_date="2026-01-01")
    second = await merchant.get(COMPLAINTS, begin_date="2026-01-02", end_date="2026-01-02")
    assert (first["total_count"], second["total_count"]) == (1, 0)


async def test_some_people_complain_of_their_own_accord(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"complains_per_order": 1, "complaint_delay_sim_days": 0.01})
    await merchant.paid()
    await merchant.sandbox.advance(DAY / 4)
    assert len(merchant.named("COMPLAINT.CREATE")) == 1


async def test_only_who_has_paid_complains(merchant: Merchant) -> None:
    await merchant.paid()
    body = {"action": "complain", "out_trade_no": "order-000001"}
    assert (await merchant.sandbox.client.post("/_sandbox/people/4/act", json=body)).status_code == 422
