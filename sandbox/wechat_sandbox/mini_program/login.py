"""Who a Mini Program's visitor is: login codes and phone numbers."""

import time

import numpy as np

from wechat_sandbox import codes
from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.codes import Code
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import sessions, traffic
from wechat_sandbox.mini_program.risk import rank
from wechat_sandbox.registry import API, Call, Json, endpoint
from wechat_sandbox.world import World


@endpoint(API, "GET", "/sns/jscode2session", MINI_PROGRAM, daily=0, bearer="")
def exchange_code(call: Call) -> Json:
    """Tell who a login code belongs to, once."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002, "grant_type is authorization_code")
    if not call.query.get("js_code"):
        raise ApiError(41008, "js_code is missing")
    world, account = call.world, call.account
    code = _unused(world, account, codes.JS, call.query["js_code"])
    person = int(code.about["person"])
    _count_login(world, account, person)
    if rank(world, person) >= world.settings.login_refused_from_risk:
        raise ApiError(40226, "WeChat takes the person for a high risk")
    code.used = True
    traffic.note_activity(world, account, person, world.now())
    answer: Json = {"session_key": sessions.key(world, account, person), "openid": world.people.openid(account, person)}
    if unionid := world.people.unionid(account, person):
        answer["unionid"] = unionid
    return answer


@endpoint(API, "POST", "/wxa/business/getuserphonenumber", MINI_PROGRAM)
def phone_number(call: Call) -> Json:
    """Tell the phone number that a person agreed to give, once; `openid`, when given, must be the person's."""
    code = _unused(call.world, call.account, codes.PHONE, call.text("code", 40029))
    person = int(code.about["person"])
    openid = call.body.get("openid")
    if openid is not None and openid != call.world.people.openid(call.account, person):
        raise ApiError(40003, "the code was given by another openid")
    code.used = True
    phone = call.world.people.phone(person)
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


def _count_login(world: World, account: Account, person: int) -> None:
    people, minute = world.people, int(time.time() // 60)
    same = int(people.array(f"login minute:{account.id}", np.int64)[person]) == minute
    logins = int(people.array(f"logins in minute:{account.id}", np.int64)[person]) + 1 if same else 1
    if logins > world.settings.logins_per_person_wall_minute:
        raise ApiError(45011, f"{world.settings.logins_per_person_wall_minute} logins of one person in a minute")
    people.put(f"login minute:{account.id}", person, minute, np.int64)
    people.put(f"logins in minute:{account.id}", person, logins, np.int64)


def _unused(world: World, account: Account, kind: str, code: str) -> Code:
    held = world.codes.get(kind, account.id, code)
    if held is None:
        raise ApiError(40029, "the code is unknown or older than five minutes")
    if held.used:
        raise ApiError(40163, "a code serves once")
    return held
