"""Data sources and conversions by the Marketing API."""

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.actions import ACTION_SET, TYPES, add_actions, add_set
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint


@endpoint(ADS, "POST", "/v3.0/user_action_sets/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_action_set(call: Call) -> Json:
    """Make a data source."""
    kind = arguments.choice(call.body, "type", TYPES)
    claim = call.body.get("enable_conversion_claim", False)
    if not isinstance(claim, bool):
        raise ApiError(ads.BAD_ARGUMENT, "enable_conversion_claim is true or false")
    return {"user_action_set_id": add_set(call.world, call.account, call.body, kind)}


@endpoint(ADS, "GET", "/v3.0/user_action_sets/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_action_sets(call: Call) -> Json:
    """List data sources, of some types, or one by its number."""
    held = call.world.store.all(ACTION_SET, call.account.id)
    if "user_action_set_id" in call.body:
        number = arguments.whole(call.body, "user_action_set_id")
        held = [one for one in held if one["user_action_set_id"] == number]
    if kinds := call.body.get("type"):
        kinds = kinds if isinstance(kinds, list) else [kinds]
        held = [one for one in held if one["type"] in kinds]
    return {"list": held}


@endpoint(ADS, "POST", "/v3.0/user_actions/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_user_actions(call: Call) -> Json:
    """Report what people did."""
    most = call.world.settings.ads_action_bytes
    if len(call.incoming.raw) > most:
        raise ApiError(ads.BAD_ARGUMENT, f"at most {most} bytes a call")
    number = arguments.whole(call.body, "user_action_set_id")
    found = call.world.store.get(ACTION_SET, call.account.id, str(number))
    if found is None:
        raise ApiError(ads.NOT_FOUND, "no such data source of this advertiser")
    add_actions(call.world, call.account, found, call.body.get("actions"))
    return {}
