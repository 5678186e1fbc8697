"""People logging in to an account whose third-party platform runs its pages: the platform's token stands for the secret."""

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.codes import OAUTH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program.login import open_session
from wechat_sandbox.official_account.web_tokens import grant
from wechat_sandbox.open_platform import authorizations
from wechat_sandbox.open_platform.doors import COMPONENT_DOOR
from wechat_sandbox.registry import API, Call, Json, endpoint

_BEARER = "component_access_token"


@endpoint(API, "GET", "/sns/oauth2/component/access_token", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR, daily=0)
def exchange_web_code(call: Call) -> Json:
    """Give the token of a person on an account's web page for a code, once."""
    account = _account(call, OFFICIAL_ACCOUNT)
    if not call.query.get("code"):
        raise ApiError(41008, "code is missing from the query")
    code = call.world.codes.get(OAUTH, account.id, call.query["code"])
    if code is None:
        raise ApiError(40029, "no such code, or its five minutes are over")
    if code.used:
        raise ApiError(40163, "a code is good for one time")
    code.used = True
    return grant(call.world, account, code)


@endpoint(API, "GET", "/sns/component/jscode2session", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR, daily=0)
def exchange_login_code(call: Call) -> Json:
    """Tell who a Mini Program's login code belongs to, once."""
    return open_session(call.world, _account(call, MINI_PROGRAM), call.query.get("js_code", ""))


def _account(call: Call, kind: str) -> Account:
    if call.query.get("component_appid") != call.account.app_id:
        raise ApiError(61011, "component_appid is the platform whose token this is")
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002, "grant_type is authorization_code")
    account, _ = authorizations.need(call.world, call.account, call.query.get("appid"))
    if account.kind != kind:
        raise ApiError(40013, f"appid is that of another kind of account than {kind}")
    return account
