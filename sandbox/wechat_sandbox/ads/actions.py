"""What people did, as an advertiser reports it back: data sources, and actions checked and counted once.

The Marketing API and the older API of Official Accounts share this; each words its refusals in its own way.
"""

from typing import Any

from wechat_sandbox.accounts import Account
from wechat_sandbox.ads import arguments, clicks
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

ACTION_SET, ACTION = "user action set", "user action"
FIRST_ID = 1_100_000_000
MOST_SETS = 100
WECHAT_TYPES = ("WECHAT", "WECHAT_MINI_PROGRAM", "WECHAT_MINI_GAME")
TYPES = ("WEB", "ANDROID", "IOS", "OFFLINE", *WECHAT_TYPES)
ACTION_TYPES = (
    *("CUSTOM", "REGISTER", "VIEW_CONTENT", "CONSULT", "ADD_TO_CART", "PURCHASE", "ACTIVATE_APP", "SEARCH"),
    *("ADD_TO_WISHLIST", "INITIATE_CHECKOUT", "COMPLETE_ORDER", "DOWNLOAD_APP", "START_APP", "RATE", "PAGE_VIEW"),
    *("RESERVATION", "SHARE", "APPLY", "CLAIM_OFFER", "NAVIGATE", "PRODUCT_RECOMMEND", "FOLLOW", "SCANCODE"),
    *("ADD_DESKTOP", "CONFIRM_EFFECTIVE_LEADS", "ONLINE_CONSULT", "MAKE_PHONE_CALL", "CREATE_ROLE", "SIGN_IN"),
)


def add_set(world: World, account: Account, given: Json, kind: str) -> int:
    """Make a data source; return its number."""
    name = arguments.text(given, "name", 32)
    held = world.store.all(ACTION_SET, account.id)
    if any(one["name"] == name for one in held):
        raise ApiError(ads.NAME_TAKEN, "a data source of this account has the name")
    if len(held) >= MOST_SETS:
        raise ApiError(ads.BAD_ARGUMENT, f"{MOST_SETS} data sources an account")
    app_id = arguments.text(given, "wechat_app_id", 128) if kind in WECHAT_TYPES else ""
    number = FIRST_ID + world.store.next_number("user action sets")
    made = {
        "user_action_set_id": number,
        "type": kind,
        "name": name,
        "description": arguments.text(given, "description", 128, ""),
        "wechat_app_id": app_id,
        "activate_status": True,
        "created_time": int(world.now()),
    }
    world.store.put(ACTION_SET, account.id, str(number), made)
    return number


def add_actions(world: World, account: Account, found: Doc, actions: Any) -> None:
    """Take a list of actions, all or none; one whose outer_action_id came before counts no more."""
    most = world.settings.ads_actions_a_call
    if not isinstance(actions, list) or not 1 <= len(actions) <= most:
        raise ApiError(ads.BAD_ARGUMENT, f"actions is a list of 1 to {most}")
    for action in actions:
        _check(found, action)
    for action in actions:
        _keep(world, account, found["user_action_set_id"], action)


def _check(found: Doc, action: Any) -> None:
    if not isinstance(action, dict):
        raise ApiError(ads.BAD_ARGUMENT, "an action is an object")
    arguments.whole(action, "action_time", 0, 0, 2_147_483_647)
    kind = arguments.choice(action, "action_type", ACTION_TYPES)
    if kind == "CUSTOM":
        arguments.text(action, "custom_action", 64)
    arguments.text(action, "outer_action_id", 204, "")
    user, trace = action.get("user_id") or {}, action.get("trace") or {}
    if not all(isinstance(one, dict) for one in (user, trace, action.get("action_param") or {})):
        raise ApiError(ads.BAD_ARGUMENT, "user_id, trace and action_param are objects")
    if not user and not isinstance(trace.get("click_id"), str):
        raise ApiError(ads.BAD_ARGUMENT, "user_id or trace.click_id is given")
    named = user.get("wechat_openid") or user.get("wechat_unionid")
    if found["type"] in WECHAT_TYPES and not (named and user.get("wechat_app_id")):
        raise ApiError(ads.BAD_ARGUMENT, "a WECHAT data source needs wechat_openid or wechat_unionid, and wechat_app_id")


def _keep(world: World, account: Account, number: int, action: Json) -> None:
    outer = action.get("outer_action_id", "")
    if outer and world.store.get(ACTION, account.id, f"{number}:{outer}") is not None:
        return
    at = float(min(action.get("action_time") or world.now(), world.now()))
    click_id = clicks.convert(world, action, at)
    doc_id = f"{number}:{outer}" if outer else f"{number}#{world.store.next_number('user actions')}"
    world.store.put(ACTION, account.id, doc_id, {**action, "user_action_set_id": number, "attributed_to": click_id})
