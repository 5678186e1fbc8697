"""The SMS gateway: signatures, review, limits, segments, receipts, replies, and the people behind the numbers."""

import json
from typing import Any

import pytest
from brand import Brand
from rig import DAY, Sandbox
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from table.sms import OFFER, at_noon, call_signed, offer_to
from wechat_sandbox.sms.door import signature

SURE = {"sms_carrier_failures": 0, "sms_phone_off": 0, "sms_ported_numbers": 0, "sms_unsubscribes": 0, "sms_replies": 0}
HOUR = 3600


class Receiver:
    """A sender's server: keeps what is posted to it when the signature is right."""

    def __init__(self, sandbox: Sandbox, brand: Brand) -> None:
        self.sandbox = sandbox
        self.heard: list[dict[str, Any]] = []
        self.forged = 0
        brand.app.router.routes.append(Route("/sms", self.take, methods=["POST"]))

    async def take(self, request: Request) -> Response:
        given, body = request.headers, await request.body()
        secret = self.sandbox.account("sms").secret
        signed = signature(secret, "POST", "/sms?a=1", given["x-sms-timestamp"], given["x-sms-nonce"], body)
        if signed != given["x-sms-signature"]:
            self.forged += 1
            return PlainTextResponse("who?", 401)
        self.heard.append(json.loads(body))
        return PlainTextResponse("ok")

    def named(self, event: str) -> list[dict[str, Any]]:
        return [told for told in self.heard if told["event"] == event]


@pytest.fixture
async def receiver(sandbox: Sandbox, brand: Brand) -> Receiver:
    await sandbox.admin("PATCH", "/accounts/sms", {"callback_url": "http://localhost/sms?a=1"})
    await sandbox.admin("PATCH", "/settings", SURE)
    return Receiver(sandbox, brand)


async def test_a_message_reaches_the_person_behind_the_number(sandbox: Sandbox, receiver: Receiver) -> None:
    await at_noon(sandbox)
    batch = await _send(sandbox, 1, 2, client_id="spring")
    assert [message["status"] for message in batch["messages"]] == ["accepted", "accepted"]
    await sandbox.advance(HOUR)
    texts = [m["content"]["text"] for m in await sandbox.messages(1) if m["kind"] == "sms"]
    assert texts == [f"【全域好物】王女士，满199减50，点击领取：{OFFER['link']} 拒收请回复TD退订"]
    shown = (await call_signed(sandbox, "GET", f"/v1/batches/{batch['batch_id']}")).json()
    assert [message["status"] for message in shown["messages"]] == ["delivered", "delivered"]
    receipts = receiver.named("receipt")
    assert {told["id"] for told in receipts} == {message["id"] for message in batch["messages"]}
    assert receipts[0]["carrier"] in ("移动", "联通", "电信")


async def test_the_link_in_a_message_is_opened(sandbox: Sandbox, brand: Brand, receiver: Receiver) -> None:
    await at_noon(sandbox)
    await _send(sandbox, 1, params={**OFFER, "link": "http://localhost/page?from=sms"})
    await sandbox.advance(600)
    await sandbox.act(1, "click_message")
    await sandbox.simulation.drained()
    assert brand.pages == ["http://localhost/page?from=sms"]


async def test_the_same_client_id_sends_once(sandbox: Sandbox, receiver: Receiver) -> None:
    await at_noon(sandbox)
    batches = [await _send(sandbox, 1, client_id="spring") for _ in range(3)]
    assert len({batch["batch_id"] for batch in batches}) == 1
    await sandbox.advance(600)
    assert len([m for m in await sandbox.messages(1) if m["kind"] == "sms"]) == 1


@pytest.mark.parametrize(
    "forged",
    [{"signature": "0" * 64}, {"timestamp": "1"}, {"key": "nobody"}, {"nonce": "x" * 65}],
    ids=lambda one: next(iter(one)),
)
async def test_a_call_that_is_not_the_senders_is_refused(sandbox: Sandbox, forged: dict[str, str]) -> None:
    answer = await call_signed(sandbox, "GET", "/v1/signs", None, **forged)
    assert (answer.status_code, answer.json()["code"]) == (401, "BAD_SIGNATURE")


async def test_a_nonce_serves_once(sandbox: Sandbox) -> None:
    answers = [await call_signed(sandbox, "GET", "/v1/signs", None, nonce="once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 401]


async def test_a_body_that_was_changed_on_the_way_is_refused(sandbox: Sandbox) -> None:
    sender = sandbox.account("sms")
    answer = await call_signed(sandbox, "POST", "/v1/signs", {"name": "全域会员"})
    sent = dict(answer.request.headers)
    sent["x-sms-nonce"] = "another"
    body = json.dumps({"name": "别人会员"}, ensure_ascii=False).encode()
    sent["x-sms-signature"] = signature(sender.secret, "POST", "/v1/signs", sent["x-sms-timestamp"], "another", body)
    forged = await sandbox.client.post("/sms.sandbox/v1/signs", content=body + b" ", headers={**sent, "content-length": ""})
    assert forged.status_code == 401


async def test_signs_and_templates_serve_after_their_review(sandbox: Sandbox, receiver: Receiver) -> None:
    await sandbox.admin("PATCH", "/settings", {"sms_review_refuses": 0})
    made = {}
    for content in ("{{name}}，生日快乐", "全网最佳，稳赚", "快来买吧"):
        template = {"name": "模板", "content": content, "kind": "marketing" if content == "快来买吧" else "notice"}
        made[content] = (await call_signed(sandbox, "POST", "/v1/templates", template)).json()["id"]
    body: dict[str, Any] = {
        "to": [sandbox.world.people.phone(1)],
        "sign": "全域好物",
        "template": made["{{name}}，生日快乐"],
        "params": {"name": "王"},
    }
    assert (await call_signed(sandbox, "POST", "/v1/messages", body)).json()["code"] == "TEMPLATE_NOT_APPROVED"
    await sandbox.advance(HOUR)
    listed = {one["id"]: one for one in (await call_signed(sandbox, "GET", "/v1/templates")).json()["items"]}
    states = [(listed[made[content]]["status"], listed[made[content]]["reason"]) for content in made]
    assert states == [("approved", ""), ("refused", "含有禁用词：稳赚"), ("refused", "营销短信须写明退订方式")]
    assert [told["status"] for told in receiver.named("template_reviewed")] == ["approved", "refused", "refused"]
    assert (await call_signed(sandbox, "POST", "/v1/messages", body)).status_code == 200


async def test_marketing_keeps_the_quiet_hours_and_notices_do_not(sandbox: Sandbox) -> None:
    notice = offer_to(sandbox, 1, template="tpl_shipped", params={"order": "1", "link": "http://localhost"})
    assert await _codes(sandbox, offer_to(sandbox, 1)) == ["QUIET_HOURS"]
    assert await _codes(sandbox, notice) == [""]
    await sandbox.admin("PATCH", "/settings", {"sms_quiet_from_hour": 0, "sms_quiet_to_hour": 0})
    assert await _codes(sandbox, offer_to(sandbox, 1)) == [""]


async def test_a_number_gets_only_so_many_a_day(sandbox: Sandbox, receiver: Receiver) -> None:
    await at_noon(sandbox)
    marketing = [(await _codes(sandbox, offer_to(sandbox, 1)))[0] for _ in range(3)]
    code = offer_to(sandbox, 1, template="tpl_code", params={"code": "123456"})
    codes = [(await _codes(sandbox, code))[0] for _ in range(6)]
    assert marketing == ["", "", "NUMBER_DAILY_LIMIT"]
    assert codes == ["", "", "", "", "", "NUMBER_HOURLY_LIMIT"]
    await sandbox.advance(DAY)
    assert await _codes(sandbox, offer_to(sandbox, 1)) == [""]


async def test_td_ends_all_marketing_and_is_told(sandbox: Sandbox, receiver: Receiver) -> None:
    await at_noon(sandbox)
    await _send(sandbox, 1)
    await sandbox.advance(600)
    await sandbox.act(1, "reply_sms", content="td")
    number = sandbox.world.people.phone(1)
    assert [(told["from"], told["unsubscribed"]) for told in receiver.named("reply")] == [(number, True)]
    assert await _codes(sandbox, offer_to(sandbox, 1, 2)) == ["BLACKLISTED", ""]
    assert [one["number"] for one in (await call_signed(sandbox, "GET", "/v1/blacklist")).json()["items"]] == [number]
    assert (await call_signed(sandbox, "GET", "/v1/replies")).json()["items"][0]["content"] == "td"
    await call_signed(sandbox, "DELETE", f"/v1/blacklist/{number}")
    assert await _codes(sandbox, offer_to(sandbox, 1)) == [""]


async def test_some_people_unsubscribe_of_their_own_accord(sandbox: Sandbox, receiver: Receiver) -> None:
    await sandbox.admin("PATCH", "/settings", {"sms_unsubscribes": 0.5})
    await at_noon(sandbox)
    await _send(sandbox, *range(100))
    await sandbox.advance(3 * HOUR)
    assert 30 <= len(receiver.named("reply")) <= 70


async def test_numbers_that_are_wrong_or_nobodys(sandbox: Sandbox, receiver: Receiver) -> None:
    await at_noon(sandbox)
    nobody = "13312345678"
    assert sandbox.world.people.find_phone(nobody) is None
    body = {**offer_to(sandbox, 1), "to": ["12345", nobody, "+8613800000000"]}
    assert await _codes(sandbox, body) == ["BAD_NUMBER", "", "BAD_NUMBER"]
    await sandbox.advance(600)
    assert [(told["to"], told["status"], told["code"]) for told in receiver.named("receipt")] == [
        (nobody, "failed", "UNKNOWN_NUMBER")
    ]


async def test_carriers_lose_the_share_that_is_set(sandbox: Sandbox, receiver: Receiver) -> None:
    await sandbox.admin("PATCH", "/settings", {"sms_carrier_failures": 0.3, "sms_phone_off": 0.2})
    await at_noon(sandbox)
    await _send(sandbox, *range(100))
    await sandbox.advance(600)
    told = [receipt["code"] for receipt in receiver.named("receipt")]
    # Some families share a phone.
    assert len(told) == len({sandbox.world.people.phone(person) for person in range(100)})
    assert 15 <= told.count("CARRIER_FAILED") <= 45
    assert 8 <= told.count("PHONE_OFF") <= 35


@pytest.mark.parametrize(("length", "segments"), [(10, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
async def test_length_decides_the_segments(sandbox: Sandbox, length: int, segments: int) -> None:
    words = "文" * (length - len("【全域好物】"))
    body = {"to": [sandbox.world.people.phone(1)], "sign": "全域好物", "content": words, "kind": "notice"}
    answer = (await call_signed(sandbox, "POST", "/v1/messages", body)).json()
    assert answer["messages"][0]["segments"] == segments


async def test_a_receipt_that_is_not_taken_is_posted_again(sandbox: Sandbox, brand: Brand, receiver: Receiver) -> None:
    await sandbox.admin("POST", "/faults", {"api": "callback", "percent": 100, "wrong_signature": True})
    await at_noon(sandbox)
    await _send(sandbox, 1)
    await sandbox.advance(600)
    await sandbox.simulation.drained()
    assert receiver.heard == []
    assert receiver.forged >= 1


async def _send(sandbox: Sandbox, *people: int, **more: Any) -> dict[str, Any]:
    answer = await call_signed(sandbox, "POST", "/v1/messages", offer_to(sandbox, *people, **more))
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def _codes(sandbox: Sandbox, body: dict[str, Any]) -> list[str]:
    answer = await call_signed(sandbox, "POST", "/v1/messages", body)
    assert answer.status_code == 200, answer.text
    return [message["code"] for message in answer.json()["messages"]]
