"""Finding out what went wrong: one call by its rid, and the way to the account's server."""

from datetime import datetime
from urllib.parse import urlsplit

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

CHECKS = ("dns", "ping", "all")
OPERATORS = ("CHINANET", "UNICOM", "CAP", "DEFAULT")


@endpoint(API, "POST", "/cgi-bin/openapi/rid/get", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def look_up_call(call: Call) -> Json:
    """Show a call of the last days by the rid that its answer or the log gave."""
    found = call.world.store.latest("calls", 1, key=call.text("rid", 76003))
    if not found or found[0][1]["account"] != call.account.id:
        raise ApiError(76003, "rid belongs to a call of this account")
    entry = found[0][1]
    at = datetime.fromisoformat(entry["sim_time"]).timestamp()
    if call.world.now() - at > call.world.settings.rid_sim_days * DAY:
        raise ApiError(76004, f"a call can be looked up for {call.world.settings.rid_sim_days} days")
    request = {
        "invoke_time": int(at),
        "cost_in_ms": int(entry["ms"]),
        "request_url": entry["path"],
        "request_body": entry["request"],
        "response_body": entry["answer"],
        "client_ip": entry["address"],
    }
    return {**OK, "request": request}


@endpoint(API, "POST", "/cgi-bin/callback/check", OFFICIAL_ACCOUNT, MINI_PROGRAM)
def check_callback(call: Call) -> Json:
    """Tell where the account's server is, as seen by WeChat's networks; everything here is the same machine."""
    if call.body.get("action") not in CHECKS:
        raise ApiError(40035, f"action is one of {', '.join(CHECKS)}")
    operator = call.body.get("check_operator", "DEFAULT")
    if operator not in OPERATORS:
        raise ApiError(40035, f"check_operator is one of {', '.join(OPERATORS)}")
    host = urlsplit(call.account.callback_url).hostname
    address = "127.0.0.1" if host in (None, "localhost") else host
    answer: Json = {}
    if call.body["action"] in ("dns", "all"):
        answer["dns"] = [{"ip": address, "real_operator": operator}]
    if call.body["action"] in ("ping", "all"):
        ping = {"ip": address, "from_operator": operator, "package_loss": "0%", "time": "0.1ms"}
        answer["ping"] = [ping]
    return answer
