"""Clicks on ads, and which of them an action that is reported back belongs to."""

from hashlib import md5

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.ads import funds
from wechat_sandbox.clock import DAY
from wechat_sandbox.registry import Json
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

CLICK, CLICKER = "ad click", "ad clicker"


def phone_hash(phone: str) -> str:
    """Hash a phone number the way advertisers do before they hand it over."""
    return md5(phone.encode(), usedforsecurity=False).hexdigest()


def keep(world: World, advertiser: Account, adgroup: Doc, person: int, site: str, at: float) -> str:
    """Write a click down; return its id."""
    number = world.store.next_number("ad clicks")
    click_id = "wx0" + world.dice.word(30, "ad click", advertiser.id, number)
    click = {"click_id": click_id, "adgroup_id": adgroup["adgroup_id"], "person": person, "site": site, "at": at}
    world.store.put(CLICK, advertiser.id, click_id, click)
    # So that an action that names a person, not a click, finds their latest one.
    before = times(world, advertiser, person)
    world.store.put(CLICKER, advertiser.id, str(person), {"click_id": click_id, "times": before + 1})
    world.store.put(CLICKER, advertiser.id, phone_hash(world.people.phone(person)), {"click_id": click_id})
    return click_id


def times(world: World, advertiser: Account, person: int) -> int:
    """Count a person's clicks on an advertiser's ads."""
    held = world.store.get(CLICKER, advertiser.id, str(person))
    return int(held["times"]) if held else 0


def convert(world: World, action: Json, at: float) -> str:
    """Count an action as a conversion of the click it belongs to, if there is one; return the click's id."""
    user = action.get("user_id") or {}
    trace = action.get("trace") or {}
    for advertiser in world.accounts.of_kind(ADVERTISER):
        click = world.store.get(CLICK, advertiser.id, str(trace.get("click_id", ""))) or _latest(world, advertiser, user)
        if click is None or not click["at"] <= at + 1 <= click["at"] + world.settings.ads_attribution_sim_days * DAY:
            continue
        value = (action.get("action_param") or {}).get("value", 0)
        value = value if type(value) is int and 0 <= value <= 10**12 else 0
        funds.count(world, advertiser, click["adgroup_id"], at, conversions=1, value=value)
        return str(click["click_id"])
    return ""


def _latest(world: World, advertiser: Account, user: Json) -> Doc | None:
    """Find the latest click of the person whom an action names."""
    held = world.store.get(CLICKER, advertiser.id, str(user.get("hash_phone", "")).lower())
    if held is None and (person := _person(world, user)) is not None:
        held = world.store.get(CLICKER, advertiser.id, str(person))
    return world.store.get(CLICK, advertiser.id, held["click_id"]) if held else None


def _person(world: World, user: Json) -> int | None:
    account = world.accounts.by_app_id(str(user.get("wechat_app_id", "")))
    if account is None:
        return None
    if openid := user.get("wechat_openid"):
        return world.people.find(account, str(openid))
    return world.people.find_unionid(account, str(user.get("wechat_unionid", "")))
