"""What a WeCom provider asks about a corp that has installed a suite, and the token it acts for the corp with."""

import hmac

from wechat_sandbox.accounts import SUITE, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import authorizations, installations
from wechat_sandbox.open_platform.doors import SUITE_DOOR
from wechat_sandbox.registry import WORK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_SERVICE = "/cgi-bin/service"
_BEARER = "suite_access_token"
_VERIFIED_UNTIL = 4_102_444_800


@endpoint(WORK, "POST", f"{_SERVICE}/get_permanent_code", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def permanent_code(call: Call) -> Json:
    """Exchange the code of create_auth, once, for the permanent code and the corp's token."""
    world, suite = call.world, call.account
    code = world.codes.find(installations.AUTH_CODE, suite.id, call.text("auth_code", 84071))
    if code is None or code.used:
        raise ApiError(84071, "the auth_code is unknown or was used")
    if not code.alive:
        raise ApiError(84075, "the auth_code's ten minutes are over")
    corp, doc = _installed(call, code.about["corpid"])
    code.used = True
    return {
        **world.tokens.current(corp, authorizations.token_kind(suite)),
        "permanent_code": installations.permanent_code(world, suite, corp),
        "auth_corp_info": _corp_info(corp),
        "auth_info": {"agent": [_agent(suite, corp)]},
        "auth_user_info": _installer(call, corp, doc),
    }


@endpoint(WORK, "POST", f"{_SERVICE}/get_auth_info", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def auth_info(call: Call) -> Json:
    """Tell about a corp and what the suite may see of it."""
    corp = _with_code(call)
    return {"auth_corp_info": _corp_info(corp), "auth_info": {"agent": [_agent(call.account, corp)]}}


@endpoint(WORK, "POST", f"{_SERVICE}/get_corp_token", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def corp_token(call: Call) -> Json:
    """Give the token with which the suite acts for a corp."""
    return call.world.tokens.current(_with_code(call), authorizations.token_kind(call.account))


@endpoint(WORK, "POST", f"{_SERVICE}/get_admin_list", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def admin_list(call: Call) -> Json:
    """List the corp's members who manage the suite: the one who installed it."""
    corp, doc = _installed(call, call.body.get("auth_corpid"))
    if call.number("agentid", 40056) != corp.agent_id:
        raise ApiError(40056, "agentid is that of the suite's application in the corp")
    return {"admin": [{"userid": doc["installer"], "open_userid": _open_userid(call, corp, doc), "auth_type": 1}]}


def _with_code(call: Call) -> Account:
    """Return the corp that `auth_corpid` and `permanent_code` name together."""
    corp, _ = _installed(call, call.body.get("auth_corpid"))
    given, known = call.body.get("permanent_code"), installations.permanent_code(call.world, call.account, corp)
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), known.encode()):
        raise ApiError(40084, "the permanent_code is another")
    return corp


def _installed(call: Call, corpid: object) -> tuple[Account, Doc]:
    doc = installations.need(call.world, call.account, corpid)
    corp = call.world.accounts.get(doc["account"])
    assert corp is not None
    return corp, doc


def _corp_info(corp: Account) -> Json:
    return {
        "corpid": corp.app_id,
        "corp_name": corp.name,
        "corp_type": "verified",
        "corp_square_logo_url": "",
        "corp_user_max": 200,
        "corp_full_name": corp.name,
        "verified_end_time": _VERIFIED_UNTIL,
        "subject_type": 1,
        "corp_wxqrcode": "",
        "corp_scale": "1-50人",
        "corp_industry": "零售",
        "corp_sub_industry": "电子商务",
        "location": "",
    }


def _agent(suite: Account, corp: Account) -> Json:
    nobody: Json = {name: [] for name in ("allow_user", "allow_tag", "extra_party", "extra_user", "extra_tag")}
    return {
        "agentid": corp.agent_id,
        "name": suite.name,
        "round_logo_url": "",
        "square_logo_url": "",
        "appid": 1,
        "auth_mode": 0,
        "privilege": {"level": 1, "allow_party": [1], **nobody},
    }


def _installer(call: Call, corp: Account, doc: Doc) -> Json:
    member = call.world.store.get("staff", corp.id, doc["installer"]) or {"name": doc["installer"]}
    open_userid = _open_userid(call, corp, doc)
    return {"userid": doc["installer"], "open_userid": open_userid, "name": member["name"], "avatar": ""}


def _open_userid(call: Call, corp: Account, doc: Doc) -> str:
    return "wo" + call.world.dice.word(
        30, "open userid", call.account.more.get("provider_corpid", ""), corp.id, doc["installer"]
    )
