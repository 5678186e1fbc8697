"""Quotas and the addresses that callbacks come from."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, ENDPOINTS, OK, Call, Json, endpoint


@endpoint(API, "POST", "/cgi-bin/openapi/quota/get", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def get_quota(call: Call) -> Json:
    """Tell how often an API may be called and has been called today."""
    path = call.text("cgi_path", 76021)
    asked = next((one for one in ENDPOINTS.at(API, path)[0] if call.account.kind in one.kinds), None)
    if asked is None:
        raise ApiError(76021, "cgi_path names an API of this account")
    limit = call.world.quota.ceiling(call.account, asked)
    used = call.world.quota.used(call.account, path, call.world.now())
    return {**OK, "quota": {"daily_limit": limit, "used": used, "remain": max(limit - used, 0)}}


@endpoint(API, "POST", "/cgi-bin/clear_quota", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=0)
def clear_quota(call: Call) -> Json:
    """Forget today's calls, a few times a month."""
    if call.body.get("appid") != call.account.app_id:
        raise ApiError(40013, "appid is the caller's own")
    call.world.quota.clear(call.account, call.world.now())
    return OK


@endpoint(API, "POST", "/cgi-bin/clear_quota/v2", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=0, bearer="")
def clear_quota_by_secret(call: Call) -> Json:
    """Do the same for who has the app secret and no token left to ask with."""
    call.world.quota.clear(call.account, call.world.now())
    return OK


@endpoint(API, "GET", "/cgi-bin/getcallbackip", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def official_callback_ip(call: Call) -> Json:
    """List the addresses that callbacks come from."""
    return {"ip_list": ["127.0.0.1"]}


@endpoint(API, "GET", "/cgi-bin/get_api_domain_ip", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def official_api_ip(call: Call) -> Json:
    """List the addresses at which the APIs are called."""
    return {"ip_list": ["127.0.0.1"]}
