"""Sealed user data: what wx.getUserProfile and the phone-number button of old hand to a Mini Program's page."""

import hashlib
import json
import time
from base64 import b64encode

from wechat_sandbox import crypto
from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import sessions
from wechat_sandbox.registry import API, OK, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.world import World

PROFILE, PHONE = "profile", "phone"


@action("get_user_data")
def get_user_data(world: World, act: Act) -> Json:
    """Hand out what the page gets for `of`: profile (the default) or phone, sealed with the session key."""
    account = world.account(act, MINI_PROGRAM)
    of = act.params.get("of", PROFILE)
    if of not in (PROFILE, PHONE):
        raise ActError(f"of is {PROFILE} or {PHONE}")
    shown = _profile() if of == PROFILE else _phone(world, act.person)
    watermark = {"timestamp": int(time.time()), "appid": account.app_id}
    session_key = sessions.key(world, account, act.person)
    number = world.store.next_number("user data")
    iv = b64encode(world.dice.digest("user data", account.id, number)[:16]).decode()
    data = {**_ids(world, account, act.person, of), **shown, "watermark": watermark}
    sealed = crypto.encrypt_user_data(session_key, iv, data)
    fingerprint = hashlib.sha256(sealed.encode()).hexdigest()
    world.store.put("sealed user data", account.id, fingerprint, {"at": watermark["timestamp"]})
    handed: Json = {"encryptedData": sealed, "iv": iv, "deliveries": []}
    if of == PROFILE:
        raw = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        handed |= {"rawData": raw, "signature": crypto.raw_data_signature(raw, session_key)}
    return handed


@endpoint(API, "POST", "/wxa/business/checkencryptedmsg", MINI_PROGRAM)
def check_sealed_data(call: Call) -> Json:
    """Tell whether encryptedData came from WeChat, by its SHA-256. The platform spells `vaild` so."""
    fingerprint = call.text("encrypted_msg_hash", 40097, 64)
    held = call.world.store.get("sealed user data", call.account.id, fingerprint.lower())
    if len(fingerprint) != 64:
        raise ApiError(40097, "encrypted_msg_hash is a SHA-256 in hexadecimal")
    return {**OK, "vaild": held is not None, "create_time": held["at"] if held else 0}


def _profile() -> Json:
    """Return what WeChat shows of anybody since it stopped giving names and faces away."""
    picture = "https://thirdwx.qlogo.cn/mmopen/vi_32/grey/132"
    nobody = {"nickName": "微信用户", "gender": 0, "language": "", "city": "", "province": "", "country": ""}
    return {**nobody, "avatarUrl": picture}


def _phone(world: World, person: int) -> Json:
    phone = world.people.phone(person)
    return {"phoneNumber": phone, "purePhoneNumber": phone, "countryCode": "86"}


def _ids(world: World, account: Account, person: int, of: str) -> Json:
    if of == PHONE:
        return {}
    unionid = world.people.unionid(account, person)
    return {"openId": world.people.openid(account, person), **({"unionId": unionid} if unionid else {})}
