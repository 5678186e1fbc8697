"""Data sources and conversions by the older API of Official Accounts and Mini Programs, /marketing."""

from collections.abc import Iterator
from contextlib import contextmanager

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.ads.actions import ACTION_SET, TYPES, add_actions, add_set
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

NOT_OURS = 900351000
_KINDS = (OFFICIAL_ACCOUNT, MINI_PROGRAM)
_VERSION = "v1.0"


@endpoint(API, "POST", "/marketing/user_action_sets/add", *_KINDS)
def add_action_set(call: Call) -> Json:
    """Make a data source."""
    with _worded(call):
        kind = call.body.get("type", "WEB")
        if kind not in TYPES:
            raise ApiError(ads.BAD_ARGUMENT, f"type is one of {', '.join(TYPES)}")
        given = {"wechat_app_id": call.account.app_id, **call.body}
        return {**OK, "data": {"user_action_set_id": add_set(call.world, call.account, given, kind)}}


@endpoint(API, "GET", "/marketing/user_action_sets/get", *_KINDS)
def get_action_sets(call: Call) -> Json:
    """List data sources, or show one."""
    with _worded(call):
        held = call.world.store.all(ACTION_SET, call.account.id)
        if wanted := call.query.get("user_action_set_id"):
            held = [one for one in held if str(one["user_action_set_id"]) == wanted]
        return {**OK, "data": {"list": held}}


@endpoint(API, "POST", "/marketing/user_actions/add", *_KINDS)
def add_user_actions(call: Call) -> Json:
    """Report what people did; each action names its data source."""
    with _worded(call):
        if len(call.incoming.raw) > call.world.settings.ads_action_bytes:
            raise ApiError(45002, f"at most {call.world.settings.ads_action_bytes} bytes a call")
        actions = call.body.get("actions")
        first = actions[0] if isinstance(actions, list) and actions else {}
        number = first.get("user_action_set_id") if isinstance(first, dict) else None
        found = call.world.store.get(ACTION_SET, call.account.id, str(number))
        if found is None:
            raise ApiError(ads.NOT_FOUND, "the first action's user_action_set_id is a data source of this account")
        add_actions(call.world, call.account, found, actions)
        return {**OK, "data": {}}


@contextmanager
def _worded(call: Call) -> Iterator[None]:
    """Refuse in this API's own codes. `version` may be missing: not every client sends it."""
    if call.query.get("version", _VERSION) != _VERSION:
        raise ApiError(40035, f"version is {_VERSION}")
    try:
        yield
    except ApiError as error:
        codes = {ads.NOT_FOUND: NOT_OURS, ads.BAD_ARGUMENT: 40035, ads.NAME_TAKEN: 40035}
        raise ApiError(codes.get(int(error.code), error.code), error.rule) from error
