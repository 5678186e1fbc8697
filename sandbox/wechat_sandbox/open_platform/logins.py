"""People logging in to an account whose third-party platform runs its pages: the platform's token stands for the secret."""

from dataclasses import replace

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import login
from wechat_sandbox.official_account import web_tokens
from wechat_sandbox.open_platform import authorizations
from wechat_sandbox.open_platform.doors import COMPONENT_DOOR
from wechat_sandbox.registry import API, Call, Json, Reply, endpoint

_BEARER = "component_access_token"


@endpoint(API, "GET", "/sns/oauth2/component/access_token", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR, daily=0)
def exchange_web_code(call: Call) -> Json | Reply:
    """Give the token of a person on an account's web page for a code, once."""
    return web_tokens.exchange_code(_on_behalf(call, OFFICIAL_ACCOUNT))


@endpoint(API, "GET", "/sns/oauth2/component/refresh_token", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR, daily=0)
def refresh_web_token(call: Call) -> Json | Reply:
    """Give a new token of a person for the refresh token."""
    return web_tokens.refresh(_on_behalf(call, OFFICIAL_ACCOUNT))


@endpoint(API, "GET", "/sns/component/jscode2session", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR, daily=0)
def exchange_login_code(call: Call) -> Json | Reply:
    """Tell who a Mini Program's login code belongs to, once."""
    return login.exchange_code(_on_behalf(call, MINI_PROGRAM))


def _on_behalf(call: Call, kind: str) -> Call:
    """Return the call as the account that `appid` names would make it.

    Raises:
        ApiError: 61011 for another platform's id, 61003 without authorisation, 40013 for another kind of account.
    """
    if call.query.get("component_appid") != call.account.app_id:
        raise ApiError(61011, "component_appid is the platform whose token this is")
    account, _ = authorizations.need(call.world, call.account, call.query.get("appid"))
    if account.kind != kind:
        raise ApiError(40013, f"appid is that of another kind of account than {kind}")
    return replace(call, account=account)
