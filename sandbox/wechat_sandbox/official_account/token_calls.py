"""Access tokens."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT, STORE
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, Call, Json, endpoint


@endpoint(API, "GET", "/cgi-bin/token", OFFICIAL_ACCOUNT, MINI_PROGRAM, STORE, daily=2000, bearer="")
def token(call: Call) -> Json:
    """Give a new token; the one before stays good for some minutes."""
    if call.query.get("grant_type") != "client_credential":
        raise ApiError(40002, "grant_type is client_credential")
    return call.world.tokens.issue(call.account)


@endpoint(API, "POST", "/cgi-bin/stable_token", OFFICIAL_ACCOUNT, MINI_PROGRAM, STORE, daily=500_000, bearer="")
def stable_token(call: Call) -> Json:
    """Give the token in force, or a new one when forced."""
    if call.body.get("grant_type") != "client_credential":
        raise ApiError(40002, "grant_type is client_credential")
    force = call.body.get("force_refresh", False)
    if not isinstance(force, bool):
        raise ApiError(47001, "force_refresh is true or false")
    return call.world.tokens.stable(call.account, force, call.world.now())
