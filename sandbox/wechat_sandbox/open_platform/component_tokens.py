"""A third-party platform's own token, and the code with which it asks accounts to let it in."""

from wechat_sandbox.accounts import COMPONENT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import tickets
from wechat_sandbox.open_platform.authorizations import PRE_AUTH
from wechat_sandbox.open_platform.doors import COMPONENT_DOOR
from wechat_sandbox.registry import API, Call, Json, endpoint

_BEARER = "component_access_token"


@endpoint(API, "POST", "/cgi-bin/component/api_component_token", COMPONENT, bearer="", door=COMPONENT_DOOR)
def component_token(call: Call) -> Json:
    """Give the platform's token for its id, its secret and a ticket."""
    tickets.check(call.world, call.account, call.body.get("component_verify_ticket"), 61006, 61005)
    given = call.world.tokens.issue(call.account)
    return {_BEARER: given["access_token"], "expires_in": given["expires_in"]}


@endpoint(API, "POST", "/cgi-bin/component/api_create_preauthcode", COMPONENT, bearer=_BEARER, door=COMPONENT_DOOR)
def pre_auth_code(call: Call) -> Json:
    """Give the code that opens the authorisation page."""
    check_component(call)
    number = call.world.store.next_number("pre-auth codes")
    code = "preauthcode@@@" + call.world.dice.word(43, "pre-auth code", call.account.id, number)
    life = call.world.settings.component_pre_auth_wall_seconds
    call.world.codes.add(PRE_AUTH, call.account.id, code, life)
    return {"pre_auth_code": code, "expires_in": life}


def check_component(call: Call) -> None:
    """See that the body names the platform whose token was used.

    Raises:
        ApiError: 61011.
    """
    if call.body.get("component_appid") != call.account.app_id:
        raise ApiError(61011, "component_appid is the platform whose token this is")
