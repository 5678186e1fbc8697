"""How notifications of WeChat Pay are sealed, signed, sent again, and outlive the process."""

import asyncio
import json
import time
from pathlib import Path

import pytest
from brand import Brand
from merchant import NOTIFY, Merchant
from rig import Sandbox, running

EVENT = "TRANSACTION.SUCCESS"
ORDER = "order-000001"


@pytest.fixture
def merchant(sandbox: Sandbox, brand: Brand) -> Merchant:
    merchant = Merchant(sandbox)
    merchant.listen(brand)
    return merchant


async def until_delivered(merchant: Merchant, delivery: int) -> dict[str, object]:
    """Wait for the end of a delivery's tries."""
    for _ in range(200):
        doc = merchant.world.store.entry("deliveries", delivery) or {}
        if doc["status"] in ("delivered", "failed"):
            return doc
        await asyncio.sleep(0.005)
    raise AssertionError(doc)


async def quickly(merchant: Merchant, **more: object) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"pay_notify_speed": 10_000_000, **more})


async def test_a_notification_is_an_envelope_around_a_sealed_resource(merchant: Merchant) -> None:
    await merchant.paid()
    (told,) = merchant.heard
    assert set(told.event) == {"id", "create_time", "event_type", "resource_type", "summary", "resource"}
    assert told.event["resource_type"] == "encrypt-resource"
    assert set(told.event["resource"]) == {"original_type", "algorithm", "ciphertext", "associated_data", "nonce"}
    assert told.event["resource"]["algorithm"] == "AEAD_AES_256_GCM"
    assert told.headers["wechatpay-signature-type"] == "WECHATPAY2-SHA256-RSA2048"
    assert abs(int(told.headers["wechatpay-timestamp"]) - time.time()) < 5
    assert told.resource["out_trade_no"] == ORDER


async def test_it_is_sent_again_until_it_is_taken(merchant: Merchant) -> None:
    await quickly(merchant)
    merchant.answers = [500, 401, 302]
    paid = await merchant.paid()
    doc = await until_delivered(merchant, paid["deliveries"][0])
    assert (doc["status"], doc["attempts"]) == ("delivered", 4)
    assert len(merchant.heard) == 1


async def test_the_tries_end_after_fifteen(merchant: Merchant) -> None:
    await quickly(merchant)
    merchant.answers = [500] * 20
    paid = await merchant.paid()
    doc = await until_delivered(merchant, paid["deliveries"][0])
    assert (doc["status"], doc["attempts"]) == ("failed", 15)
    assert merchant.heard == []


async def test_the_pauses_are_the_documented_ones_shortened(merchant: Merchant) -> None:
    merchant.answers = [500]
    began = time.time()
    paid = await merchant.paid()
    doc = merchant.world.store.entry("deliveries", paid["deliveries"][0]) or {}
    assert doc["status"] == "retrying"
    note = merchant.world.store.get("post", "", str(paid["deliveries"][0])) or {}
    assert 0.25 <= note["due"] - began < 1


async def test_a_waiting_notification_holds_nothing_up(merchant: Merchant) -> None:
    await merchant.sandbox.admin("PATCH", "/settings", {"pay_notify_speed": 1})
    merchant.answers = [500]
    await merchant.paid()
    assert merchant.world.callbacks.backlog.count == 0


async def test_it_goes_on_after_a_restart(tmp_path: Path, brand: Brand) -> None:
    async with running(tmp_path, brand) as sandbox:
        merchant = Merchant(sandbox)
        merchant.listen(brand)
        await merchant.sandbox.admin("PATCH", "/settings", {"pay_notify_speed": 200})
        merchant.answers = [500]
        paid = await merchant.paid()
    assert merchant.heard == []
    async with running(tmp_path, brand) as sandbox:
        merchant.sandbox, merchant.world = sandbox, sandbox.world
        doc = await until_delivered(merchant, paid["deliveries"][0])
        assert doc["attempts"] == 2
    assert [one.resource["out_trade_no"] for one in merchant.heard] == [ORDER]


async def test_a_delivery_can_be_replayed_with_the_same_id(merchant: Merchant) -> None:
    paid = await merchant.paid()
    again = await merchant.sandbox.admin("POST", f"/deliveries/{paid['deliveries'][0]}/replay")
    assert again["status"] == "delivered"
    first, second = merchant.heard
    assert first.event["id"] == second.event["id"]
    assert first.resource == second.resource


async def test_a_probe_must_be_refused_and_the_true_one_follows(merchant: Merchant) -> None:
    await quickly(merchant)
    fault = await merchant.sandbox.admin("POST", "/faults", {"api": "callback", "wrong_signature": True})
    await merchant.post("/v3/pay/transactions/jsapi", merchant.order())
    acted = await merchant.sandbox.act(merchant.person()[0], "pay_order", out_trade_no=ORDER)
    await merchant.sandbox.admin("DELETE", f"/faults/{fault['id']}")
    await until_delivered(merchant, acted["deliveries"][0])
    assert merchant.refused[0].startswith("WECHATPAY/SIGNTEST/")
    assert len(merchant.heard) == 1


async def test_faults_double_delay_and_lose_notifications(merchant: Merchant) -> None:
    await quickly(merchant)
    fault = await merchant.sandbox.admin("POST", "/faults", {"api": "callback", "duplicate_callbacks": True})
    await merchant.paid("order-twice")
    assert len(merchant.heard) == 2
    await merchant.sandbox.admin("DELETE", f"/faults/{fault['id']}")
    await merchant.sandbox.admin("POST", "/faults", {"api": "callback", "drop": True})
    lost = await merchant.paid("order-lost")
    doc = await until_delivered(merchant, lost["deliveries"][0])
    assert doc["status"] == "failed"
    assert len(merchant.heard) == 2


async def test_the_log_shows_what_was_told_in_plain(merchant: Merchant) -> None:
    await merchant.paid()
    page = await merchant.sandbox.admin("GET", "/deliveries?order=newest&limit=1")
    (shown,) = page["items"]
    assert (shown["event"], shown["url"], shown["status"]) == (EVENT, NOTIFY, "delivered")
    assert shown["message"]["resource"]["out_trade_no"] == ORDER
    json.dumps(shown)
