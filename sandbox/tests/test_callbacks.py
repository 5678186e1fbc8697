"""T1, T2, T4: callbacks are sealed, signed, kept in order, sent again, and may be made to misbehave."""

import pytest
from brand import Brand
from rig import Sandbox
from wechat_sandbox import crypto, xml


@pytest.mark.parametrize("account", ["oa", "mp", "corp"])
async def test_the_handshake_is_made_and_answered(sandbox: Sandbox, account: str) -> None:
    assert await sandbox.admin("POST", f"/accounts/{account}/verify", {}) == {"ok": True}


async def test_the_handshake_shows_what_went_wrong(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/accounts/corp", {"token": "another"})
    shown = await sandbox.admin("POST", "/accounts/corp/verify", {})
    assert shown["ok"] is False
    assert brand.refused == ["signature"]


async def test_events_arrive_sealed_and_signed(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.stranger()
    await sandbox.act(person, "follow")
    message = brand.named("subscribe")[0]
    account = sandbox.account("oa")
    assert message["ToUserName"] == account.original_id
    assert message["FromUserName"] == sandbox.openid("oa", person)
    assert abs(int(message["CreateTime"]) - sandbox.world.now()) <= 1
    assert brand.refused == []


async def test_a_mini_program_may_be_told_in_xml(sandbox: Sandbox, brand: Brand) -> None:
    brand.accounts["mp"] = sandbox.world.accounts.change(sandbox.account("mp"), {"callback_format": "xml"})
    await sandbox.act(3, "accept_subscription")
    assert "accept" in brand.named("subscribe_msg_popup_event")[0]["SubscribeMsgPopupEvent"]


async def test_plain_mode_is_signed_over_three_parts(sandbox: Sandbox, brand: Brand) -> None:
    brand.accounts["oa"] = sandbox.world.accounts.change(sandbox.account("oa"), {"mode": "plain"})
    await sandbox.act(sandbox.stranger(), "follow")
    assert len(brand.named("subscribe")) == 1


async def test_a_callback_is_sent_again_three_times_at_most(sandbox: Sandbox, brand: Brand) -> None:
    brand.fail_callbacks = 2
    heard = await sandbox.act(sandbox.stranger(), "follow")
    assert (heard["delivered"][0]["status"], heard["delivered"][0]["attempts"]) == ("delivered", 3)
    brand.fail_callbacks = 4
    lost = await sandbox.act(sandbox.stranger(), "follow")
    assert (lost["delivered"][0]["status"], lost["delivered"][0]["attempts"]) == ("failed", 4)
    assert len(brand.named("subscribe")) == 1


async def test_a_persons_callbacks_keep_their_order_through_failures(sandbox: Sandbox, brand: Brand) -> None:
    person = sandbox.stranger()
    brand.fail_callbacks = 3
    for action in ("follow", "text", "unfollow", "follow"):
        await sandbox.client.post(f"/_sandbox/people/{person}/act", json={"action": action})
    await sandbox.simulation.drained()
    heard = [message.get("Event") or message["MsgType"] for message in brand.callbacks]
    assert heard == ["subscribe", "text", "unsubscribe", "subscribe"]
    times = [int(message["CreateTime"]) for message in brand.callbacks]
    assert times == sorted(set(times))


async def test_a_full_queue_drops_and_says_so(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"callback_queue": 0})
    heard = await sandbox.act(sandbox.stranger(), "follow")
    assert heard["delivered"][0]["status"] == "dropped"
    assert brand.callbacks == []


async def test_a_delivery_can_be_replayed(sandbox: Sandbox, brand: Brand) -> None:
    heard = await sandbox.act(sandbox.stranger(), "follow")
    number = heard["deliveries"][0]
    again = await sandbox.admin("POST", f"/deliveries/{number}/replay", {})
    assert (again["replay_of"], again["status"]) == (number, "delivered")
    first, second = brand.named("subscribe")
    assert first == second


@pytest.mark.parametrize(
    ("fault", "refused"),
    [({"wrong_signature": True}, "signature"), ({"wrong_receiver": True}, "envelope")],
)
async def test_faults_make_callbacks_that_must_be_refused(
    sandbox: Sandbox, brand: Brand, fault: dict[str, bool], refused: str
) -> None:
    await sandbox.admin("POST", "/faults", {"api": "callback", **fault})
    await sandbox.act(sandbox.stranger(), "follow")
    assert set(brand.refused) == {refused}
    assert brand.callbacks == []


async def test_a_fault_sends_callbacks_twice(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("POST", "/faults", {"api": "callback", "duplicate_callbacks": True})
    await sandbox.act(sandbox.stranger(), "follow")
    assert len(brand.named("subscribe")) == 2


async def test_a_fault_lets_later_callbacks_arrive_first(sandbox: Sandbox, brand: Brand) -> None:
    await sandbox.admin("PATCH", "/settings", {"reorder_wall_seconds": 0.05})
    await sandbox.admin("POST", "/faults", {"api": "callback", "percent": 50, "reorder": True})
    person = sandbox.stranger()
    for _ in range(6):
        for action in ("follow", "unfollow"):
            await sandbox.client.post(f"/_sandbox/people/{person}/act", json={"action": action})
    await sandbox.advance(1)
    times = [
        int(message["CreateTime"]) for message in brand.callbacks if message.get("FromUserName") == sandbox.openid("oa", person)
    ]
    assert len(times) == len(set(times)) == 12
    assert times != sorted(times)


async def test_an_answer_to_a_message_reaches_the_person(sandbox: Sandbox, brand: Brand) -> None:
    account, person = sandbox.account("oa"), sandbox.follower()
    reply = xml.write({"ToUserName": "a", "FromUserName": "b", "MsgType": "text", "Content": "您的订单已发货"})
    brand.answer = xml.write({"Encrypt": crypto.encrypt(account.aes_key, account.app_id, reply)})
    await sandbox.act(person, "text")
    message = (await sandbox.messages(person))[-1]
    assert (message["kind"], message["content"]["text"]["content"]) == ("passive_reply", "您的订单已发货")


async def test_an_answer_that_is_no_reply_shows_the_person_that_the_service_is_out_of_order(
    sandbox: Sandbox, brand: Brand
) -> None:
    for answer in ("ok", "<xml>", "{", "<xml><Encrypt>AAAA</Encrypt></xml>", '{"Encrypt": 1}', '["a"]'):
        brand.answer = answer
        heard = await sandbox.act(sandbox.follower(), "text")
        assert heard["delivered"][0]["status"] == "delivered"
        shown = (await sandbox.messages(sandbox.follower()))[-1]
        assert (shown["kind"], shown["content"]["out_of_order"]) == ("passive_reply", True)
