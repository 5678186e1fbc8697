"""Sessions: who may log in, what the session key seals, and whether others may open it."""

import hashlib
import hmac
from typing import Any

import pytest
import vectors
from rig import Sandbox
from wechat_sandbox import crypto

PHONE = "/wxa/business/getuserphonenumber"
MORE = {"logins_per_person_wall_minute": 2}


async def test_a_person_logs_in_so_often_in_a_minute(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", MORE)
    assert [(await _login(sandbox, 5)).get("errcode", 0) for _ in range(3)] == [0, 0, 45011]
    assert "openid" in await _login(sandbox, 6)


async def test_ringleaders_cannot_log_in_and_others_can(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"ring_share": 0.2, "ring_size": 10})
    leader = sandbox.world.people.traits.frauds.rings()[0][0]
    honest = int((sandbox.world.people.traits.frauds.risk == 0).argmax())
    assert (await _login(sandbox, leader))["errcode"] == 40226
    assert "openid" in await _login(sandbox, honest)


async def test_the_risk_rank_tells_frauds_from_others(sandbox: Sandbox) -> None:
    await sandbox.admin("PATCH", "/settings", {"ring_share": 0.2, "ring_size": 10, "login_refused_from_risk": 5})
    ring = sandbox.world.people.traits.frauds.rings()[0]
    honest = int((sandbox.world.people.traits.frauds.risk == 0).argmax())
    assert [await _rank(sandbox, person) for person in (ring[0], ring[1], honest)] == [4, 3, 0]


async def test_a_session_is_checked_and_reset(sandbox: Sandbox) -> None:
    first = await _login(sandbox, 5)
    assert (await sandbox.get("mp", "/wxa/checksession", **_signed(first)))["errcode"] == 0
    reset = await sandbox.get("mp", "/wxa/resetusersessionkey", **_signed(first))
    assert reset["session_key"] != first["session_key"]
    assert (await sandbox.get("mp", "/wxa/checksession", **_signed(first)))["errcode"] == 87009
    assert (await sandbox.get("mp", "/wxa/checksession", **_signed(reset)))["errcode"] == 0
    assert (await _login(sandbox, 5))["session_key"] == reset["session_key"]


async def test_encrypt_keys_are_renewed_and_the_old_ones_stay_known(sandbox: Sandbox) -> None:
    signed = _signed(await _login(sandbox, 5))
    path = "/wxa/business/getuserencryptkey"
    before = (await sandbox.post("mp", path, signed))["key_info_list"]
    await sandbox.simulation.jump(sandbox.world.now() + 3600)
    after = (await sandbox.post("mp", path, signed))["key_info_list"]
    assert after[0]["version"] == before[0]["version"] + 1
    assert after[1]["encrypt_key"] == before[0]["encrypt_key"]
    assert (before[0]["expire_in"] > 0, after[1]["expire_in"]) == (True, 0)


async def test_user_data_opens_with_the_session_key_and_its_raw_text_is_signed(sandbox: Sandbox) -> None:
    session = await _login(sandbox, 5)
    handed = await sandbox.act(5, "get_user_data")
    app_id = sandbox.account("mp").app_id
    data = crypto.decrypt_user_data(session["session_key"], handed["iv"], handed["encryptedData"], app_id)
    assert (data["openId"], data["unionId"]) == (session["openid"], session["unionid"])
    assert data["nickName"] == "微信用户"
    assert handed["signature"] == crypto.raw_data_signature(handed["rawData"], session["session_key"])


async def test_a_phone_number_is_sealed_for_its_mini_program_alone(sandbox: Sandbox) -> None:
    session = await _login(sandbox, 5)
    handed = await sandbox.act(5, "get_user_data", of="phone")
    opened = (session["session_key"], handed["iv"], handed["encryptedData"])
    data = crypto.decrypt_user_data(*opened, sandbox.account("mp").app_id)
    assert data["purePhoneNumber"] == sandbox.world.people.phone(5)
    with pytest.raises(crypto.EnvelopeError):
        crypto.decrypt_user_data(*opened, "wx0000000000000000")


async def test_sealed_data_of_wechat_is_known_by_its_fingerprint(sandbox: Sandbox) -> None:
    handed = await sandbox.act(5, "get_user_data")
    path = "/wxa/business/checkencryptedmsg"
    answers = [
        await sandbox.post("mp", path, {"encrypted_msg_hash": hashlib.sha256(sealed.encode()).hexdigest()})
        for sealed in (handed["encryptedData"], "forged")
    ]
    assert [answer["vaild"] for answer in answers] == [True, False]


def test_published_user_data_is_sealed_as_it_was_opened() -> None:
    opened = crypto.decrypt_user_data(vectors.SESSION_KEY, vectors.IV, vectors.USER_DATA, vectors.USER_DATA_APP_ID)
    assert (opened["openId"], opened["unionId"]) == (vectors.USER_DATA_OPENID, vectors.USER_DATA_UNIONID)
    assert crypto.encrypt_user_data(vectors.SESSION_KEY, vectors.IV, opened) == vectors.USER_DATA
    assert crypto.raw_data_signature(vectors.RAW_DATA, vectors.RAW_SESSION_KEY) == vectors.RAW_SIGNATURE


async def test_a_phone_code_is_for_the_openid_that_gave_it(sandbox: Sandbox) -> None:
    code = (await sandbox.act(5, "give_phone"))["code"]
    stolen = await sandbox.post("mp", PHONE, {"code": code, "openid": sandbox.openid("mp", 6)})
    assert stolen["errcode"] == 40003
    given = await sandbox.post("mp", PHONE, {"code": code, "openid": sandbox.openid("mp", 5)})
    assert given["phone_info"]["phoneNumber"] == sandbox.world.people.phone(5)


async def _login(sandbox: Sandbox, person: int) -> dict[str, Any]:
    account = sandbox.account("mp")
    code = (await sandbox.act(person, "get_login_code"))["code"]
    params = {
        "appid": account.app_id,
        "secret": account.secret,
        "js_code": code,
        "grant_type": "authorization_code",
    }
    response = await sandbox.client.get("/api.weixin.qq.com/sns/jscode2session", params=params)
    answer: dict[str, Any] = response.json()
    return answer


async def _rank(sandbox: Sandbox, person: int) -> int:
    await _login(sandbox, person)
    body = {
        "appid": sandbox.account("mp").app_id,
        "openid": sandbox.openid("mp", person),
        "scene": 1,
        "client_ip": "10.0.0.1",
    }
    return int((await sandbox.post("mp", "/wxa/getuserriskrank", body))["risk_rank"])


def _signed(session: dict[str, Any]) -> dict[str, str]:
    signature = hmac.new(session["session_key"].encode(), b"", hashlib.sha256).hexdigest()
    return {"openid": session["openid"], "signature": signature, "sig_method": "hmac_sha256"}
