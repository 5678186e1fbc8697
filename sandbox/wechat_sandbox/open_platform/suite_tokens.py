"""The tokens of a WeCom provider and its suites, and the code that opens the page on which a suite is installed."""

from wechat_sandbox.accounts import SUITE
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import tickets
from wechat_sandbox.open_platform.doors import PROVIDER, PROVIDER_DOOR, SUITE_DOOR
from wechat_sandbox.open_platform.installations import PRE_AUTH
from wechat_sandbox.registry import WORK, Call, Json, endpoint

_SERVICE = "/cgi-bin/service"
_BEARER = "suite_access_token"


@endpoint(WORK, "POST", f"{_SERVICE}/get_suite_token", SUITE, bearer="", door=SUITE_DOOR)
def suite_token(call: Call) -> Json:
    """Give the suite's token in force for its id, its secret and a ticket."""
    tickets.check(call.world, call.account, call.body.get("suite_ticket"), 40085, 40085)
    given = call.world.tokens.current(call.account)
    return {_BEARER: given["access_token"], "expires_in": given["expires_in"]}


@endpoint(WORK, "POST", f"{_SERVICE}/get_provider_token", SUITE, bearer="", door=PROVIDER_DOOR)
def provider_token(call: Call) -> Json:
    """Give the provider's token in force."""
    given = call.world.tokens.current(call.account, PROVIDER)
    return {"provider_access_token": given["access_token"], "expires_in": given["expires_in"]}


@endpoint(WORK, "GET", f"{_SERVICE}/get_pre_auth_code", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def pre_auth_code(call: Call) -> Json:
    """Give the code that opens the page on which a corp installs the suite."""
    number = call.world.store.next_number("suite pre-auth codes")
    code = call.world.dice.word(43, "suite pre-auth code", call.account.id, number)
    life = call.world.settings.suite_pre_auth_wall_seconds
    call.world.codes.add(PRE_AUTH, call.account.id, code, life)
    return {"pre_auth_code": code, "expires_in": life}


@endpoint(WORK, "POST", f"{_SERVICE}/set_session_info", SUITE, bearer=_BEARER, door=SUITE_DOOR)
def set_session(call: Call) -> Json:
    """Say whether an installation is a trial (`auth_type` 1) or for good (0)."""
    code = call.world.codes.get(PRE_AUTH, call.account.id, call.text("pre_auth_code", 40058))
    if code is None:
        raise ApiError(42007, "the pre_auth_code is unknown or too old")
    session = call.body.get("session_info")
    if not isinstance(session, dict) or session.get("auth_type", 0) not in (0, 1):
        raise ApiError(40058, "session_info.auth_type is 0 (for good) or 1 (a trial)")
    return {}
