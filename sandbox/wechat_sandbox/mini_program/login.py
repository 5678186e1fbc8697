"""Who a Mini Program's visitor is: login codes and phone numbers."""

import time

from wechat_sandbox import codes
from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, Call, Json, endpoint


@endpoint(API, "GET", "/sns/jscode2session", MINI_PROGRAM, daily=0, bearer="")
def exchange_code(call: Call) -> Json:
    """Tell who a login code belongs to, once."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002, "grant_type is authorization_code")
    code = call.query.get("js_code", "")
    if not code:
        raise ApiError(41008, "js_code is missing")
    world, account = call.world, call.account
    person = _use_once(call, codes.JS, code)
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
    phone = call.world.people.phone(_use_once(call, codes.PHONE, call.text("code", 40029)))
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


def _use_once(call: Call, kind: str, code: str) -> int:
    held = call.world.codes.get(kind, call.account.id, code)
    if held is None:
        raise ApiError(40029, "the code is unknown or older than five minutes")
    if held.used:
        raise ApiError(40163, "a code serves once")
    held.used = True
    return int(held.about["person"])
