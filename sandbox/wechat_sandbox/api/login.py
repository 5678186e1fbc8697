"""Who a Mini Program's visitor is: login codes and phone numbers."""

import time

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, Call, Json, endpoint
from wechat_sandbox.store import Doc


@endpoint(API, "GET", "/sns/jscode2session", MINI_PROGRAM, daily=0, token=False)
def exchange_code(call: Call) -> Json:
    """Tell who a login code belongs to, once."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002, "grant_type is authorization_code")
    code = call.query.get("js_code", "")
    if not code:
        raise ApiError(41008, "js_code is missing")
    held = _use_once(call, "js code", code)
    world, account, person = call.world, call.account, held["person"]
    answer: Json = {
        "session_key": world.phones.session_key(account, person),
        "openid": world.people.openid(account, person),
    }
    if unionid := world.people.unionid(account, person):
        answer["unionid"] = unionid
    return answer


@endpoint(API, "POST", "/wxa/business/getuserphonenumber", MINI_PROGRAM)
def phone_number(call: Call) -> Json:
    """Tell the phone number that a person agreed to give, once."""
    held = _use_once(call, "phone code", call.text("code", 40029))
    phone = call.world.people.phone(held["person"])
    return {
        "errcode": 0,
        "errmsg": "ok",
        "phone_info": {
            "phoneNumber": phone,
            "purePhoneNumber": phone,
            "countryCode": "86",
            "watermark": {"timestamp": int(time.time()), "appid": call.account.app_id},
        },
    }


def _use_once(call: Call, kind: str, code: str) -> Doc:
    held = call.world.store.get(kind, call.account.id, code)
    if held is None or held["expires"] <= time.time():
        raise ApiError(40029, "the code is unknown or older than five minutes")
    if held["used"]:
        raise ApiError(40163, "a code serves once")
    call.world.store.put(kind, call.account.id, code, {**held, "used": True})
    return held
