"""T1, T2, T4: nothing is believed before its age, signature and receiver were checked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from quanyu.touchpoints import Account, Callback, CallbackRefused, CallbackUnreadable, crypto, touchpoint
from tests.touchpoints.vectors import VECTORS, Vector

WINDOW = timedelta(minutes=5)
BY_NAME = {one.name: one for one in VECTORS}


def account_of(vector: Vector, kind: str = "official_account") -> Account:
    nobody = UUID(int=0)
    return Account(
        nobody,
        nobody,
        kind,
        "test",
        vector.receiver,
        "secret",
        "http://wechat.test",
        token=vector.token,
        aes_key=vector.aes_key,
    )


def callback_of(vector: Vector) -> Callback:
    body = f"<xml><ToUserName><![CDATA[x]]></ToUserName><Encrypt><![CDATA[{vector.sealed}]]></Encrypt></xml>"
    return Callback(query_of(vector), body.encode())


def query_of(vector: Vector) -> dict[str, str]:
    return {"msg_signature": vector.signature, "timestamp": vector.timestamp, "nonce": vector.nonce}


def then(vector: Vector) -> datetime:
    return datetime.fromtimestamp(int(vector.timestamp), UTC)


def opened(account: Account, callback: Callback, now: datetime) -> dict[str, object]:
    open_ = touchpoint(account.kind).open
    assert open_ is not None
    return dict(open_(account, callback, now, WINDOW))


@pytest.mark.parametrize("name", ["V4", "V7", "V8 message"])
def test_a_published_callback_opens_whole(name: str) -> None:
    vector = BY_NAME[name]

    message = opened(account_of(vector), callback_of(vector), then(vector))

    assert set(vector.holds) <= set(message.values())


def test_a_callback_in_json_opens_too() -> None:
    vector = BY_NAME["V1"]
    sealed = crypto.seal(vector.aes_key, vector.receiver, json.dumps({"MsgType": "event", "Event": "x"}))
    query = {**query_of(vector), "msg_signature": crypto.signature(vector.token, vector.timestamp, vector.nonce, sealed)}

    message = opened(
        account_of(vector, "mini_program"), Callback(query, json.dumps({"Encrypt": sealed}).encode()), then(vector)
    )

    assert message == {"MsgType": "event", "Event": "x"}


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("signature", {"token": "another"}),
        ("signature", {"token": ""}),
        ("receiver", {"app_id": "wx0000000000000000"}),
        ("receiver", {"aes_key": VECTORS[4].aes_key}),
    ],
)
def test_a_callback_for_somebody_else_is_refused(reason: str, change: dict[str, str]) -> None:
    vector = BY_NAME["V1"]

    with pytest.raises(CallbackRefused) as refused:
        opened(replace(account_of(vector), **change), callback_of(vector), then(vector))

    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize("late", [timedelta(minutes=5, seconds=1), -timedelta(minutes=6)])
def test_a_callback_out_of_its_time_is_a_replay(late: timedelta) -> None:
    vector = BY_NAME["V1"]

    with pytest.raises(CallbackRefused) as refused:
        opened(account_of(vector), callback_of(vector), then(vector) + late)

    assert refused.value.facts["reason"] == "timestamp"


@pytest.mark.parametrize("stamp", ["", "x", "-1", "99999999999999999999", "１４０９６５９８１３"])
def test_a_timestamp_that_is_no_number_is_refused(stamp: str) -> None:
    vector = BY_NAME["V1"]
    callback = replace(callback_of(vector), query={**query_of(vector), "timestamp": stamp})

    with pytest.raises(CallbackRefused):
        opened(account_of(vector), callback, then(vector))


def test_a_plain_message_is_taken_only_by_an_account_without_a_key() -> None:
    vector = BY_NAME["V1"]
    query = {"signature": crypto.signature(vector.token, "1409659813", "n"), "timestamp": "1409659813", "nonce": "n"}
    callback = Callback(query, b"<xml><MsgType>text</MsgType></xml>")

    assert opened(replace(account_of(vector), aes_key=""), callback, then(vector)) == {"MsgType": "text"}
    with pytest.raises(CallbackRefused) as refused:
        opened(account_of(vector), callback, then(vector))
    assert refused.value.facts["reason"] == "plain"


def test_a_signed_callback_that_is_no_message_is_unreadable() -> None:
    vector = BY_NAME["V1"]
    sealed = crypto.seal(vector.aes_key, vector.receiver, "not a message")
    query = {**query_of(vector), "msg_signature": crypto.signature(vector.token, vector.timestamp, vector.nonce, sealed)}

    with pytest.raises(CallbackUnreadable):
        opened(account_of(vector), Callback(query, json.dumps({"Encrypt": sealed}).encode()), then(vector))


@pytest.mark.parametrize("name", ["V2", "V5", "V6", "V8 word"])
def test_wecom_is_answered_with_its_decrypted_word(name: str) -> None:
    vector = BY_NAME[name]
    account = account_of(vector, "wecom")
    verify = touchpoint("wecom").verify
    assert verify is not None

    query = {**query_of(vector), "echostr": vector.sealed}

    assert verify(account, Callback(query), then(vector), WINDOW) == vector.plain


def test_an_official_account_is_answered_with_its_word() -> None:
    """V17."""
    account = replace(account_of(BY_NAME["V1"]), token="test")
    signature = "f21891de399b4e33a1a93c9a7b8a8fffb5a443ff"
    query = {"signature": signature, "timestamp": "1410685589", "nonce": "test", "echostr": "word"}
    verify = touchpoint("official_account").verify
    assert verify is not None

    assert verify(account, Callback(query), datetime.fromtimestamp(1410685589, UTC), WINDOW) == "word"
    with pytest.raises(CallbackRefused):
        verify(account, Callback({**query, "nonce": "x"}), datetime.fromtimestamp(1410685589, UTC), WINDOW)
