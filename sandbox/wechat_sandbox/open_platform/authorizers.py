"""What a third-party platform asks about the accounts that have let it in, and the tokens it acts for them with."""

import hmac

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import authorizations
from wechat_sandbox.open_platform.component_tokens import check_component
from wechat_sandbox.open_platform.doors import COMPONENT_DOOR
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_COMPONENT = "/cgi-bin/component"
_BEARER = "component_access_token"
MOST_A_PAGE = 500
OPTIONS = {"location_report": ("0", "1", "2"), "voice_recognize": ("0", "1"), "customer_service": ("0", "1")}
_SERVICE_ACCOUNT, _PROGRAM = 2, 0


@endpoint(API, "POST", f"{_COMPONENT}/api_query_auth", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def query_auth(call: Call) -> Json:
    """Exchange an authorization code, once, for the account's token and refresh token."""
    check_component(call)
    world, component = call.world, call.account
    code = world.codes.find(authorizations.CODE, component.id, call.text("authorization_code", 61009))
    if code is None or code.used:
        raise ApiError(61009, "the code is unknown or was used")
    if not code.alive:
        raise ApiError(61010, "the code's life is over")
    account, held = authorizations.need(world, component, code.about["app_id"])
    code.used = True
    info = {"authorizer_appid": account.app_id, **_tokens(call, account, held)}
    return {"authorization_info": {**info, "func_info": authorizations.func_info(held["func_ids"])}}


@endpoint(API, "POST", f"{_COMPONENT}/api_authorizer_token", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def refresh_token(call: Call) -> Json:
    """Give a fresh token of an account for its refresh token."""
    check_component(call)
    account, held = authorizations.need(call.world, call.account, call.body.get("authorizer_appid"))
    given = call.body.get("authorizer_refresh_token")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), held["refresh_token"].encode()):
        raise ApiError(61023, "the refresh token is that of the latest authorisation")
    return _tokens(call, account, held)


@endpoint(API, "POST", f"{_COMPONENT}/api_get_authorizer_info", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def authorizer_info(call: Call) -> Json:
    """Tell about an account and what it has let the platform do."""
    check_component(call)
    account, held = authorizations.need(call.world, call.account, call.body.get("authorizer_appid"))
    info = {
        "authorizer_appid": account.app_id,
        "authorizer_refresh_token": held["refresh_token"],
        "func_info": authorizations.func_info(held["func_ids"]),
    }
    return {"authorizer_info": _card(account), "authorization_info": info}


@endpoint(API, "POST", f"{_COMPONENT}/api_get_authorizer_list", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def authorizer_list(call: Call) -> Json:
    """List the accounts that have let the platform in."""
    check_component(call)
    offset, count = call.number("offset", 40097, 0), call.number("count", 40097, MOST_A_PAGE)
    if offset < 0 or not 1 <= count <= MOST_A_PAGE:
        raise ApiError(40097, f"offset is from 0, count is 1 to {MOST_A_PAGE}")
    held = call.world.store.all(authorizations.AUTHORIZATION, call.account.id)
    shown = [
        {"authorizer_appid": doc["app_id"], "refresh_token": doc["refresh_token"], "auth_time": doc["since"]}
        for doc in held[offset : offset + count]
    ]
    return {"total_count": len(held), "list": shown}


@endpoint(API, "POST", f"{_COMPONENT}/api_get_authorizer_option", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def get_option(call: Call) -> Json:
    """Tell how an account has an option set."""
    check_component(call)
    account, held = authorizations.need(call.world, call.account, call.body.get("authorizer_appid"))
    name = _option(call)
    return {"authorizer_appid": account.app_id, "option_name": name, "option_value": held["options"].get(name, "0")}


@endpoint(API, "POST", f"{_COMPONENT}/api_set_authorizer_option", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def set_option(call: Call) -> Json:
    """Set an option of an account."""
    check_component(call)
    account, held = authorizations.need(call.world, call.account, call.body.get("authorizer_appid"))
    name, value = _option(call), call.body.get("option_value")
    if value not in OPTIONS[name]:
        raise ApiError(61013, f"{name} is one of {', '.join(OPTIONS[name])}")
    doc = {**held, "options": {**held["options"], name: value}}
    call.world.store.put(authorizations.AUTHORIZATION, call.account.id, account.app_id, doc)
    return OK


def _tokens(call: Call, account: Account, held: Doc) -> Json:
    given = call.world.tokens.issue(account, authorizations.token_kind(call.account))
    return {
        "authorizer_access_token": given["access_token"],
        "expires_in": given["expires_in"],
        "authorizer_refresh_token": held["refresh_token"],
    }


def _card(account: Account) -> Json:
    program = account.kind == MINI_PROGRAM
    card: Json = {
        "nick_name": account.name,
        "head_img": "",
        "service_type_info": {"id": _PROGRAM if program else _SERVICE_ACCOUNT},
        "verify_type_info": {"id": 0},
        "user_name": account.original_id,
        "principal_name": "全域品牌有限公司",
        "business_info": dict.fromkeys(("open_store", "open_scan", "open_pay", "open_card", "open_shake"), 0),
        "alias": "",
        "qrcode_url": f"https://mp.weixin.qq.com/a/~{account.app_id}/0" if program else "",
        "signature": "",
    }
    if program:
        kinds = ("RequestDomain", "WsRequestDomain", "UploadDomain", "DownloadDomain", "BizDomain", "UDPDomain")
        network: Json = {kind: [] for kind in kinds}
        categories = [{"first": "商家自营", "second": "百货"}]
        card["MiniProgramInfo"] = {"network": network, "categories": categories, "visit_status": 0}
    return card


def _option(call: Call) -> str:
    name = call.body.get("option_name")
    if not isinstance(name, str) or name not in OPTIONS:
        raise ApiError(61012, f"option_name is one of {', '.join(OPTIONS)}")
    return name
