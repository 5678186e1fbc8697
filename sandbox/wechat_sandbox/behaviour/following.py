"""Following an Official Account, leaving it, and scanning the codes in stores."""

import math
from typing import Any

from wechat_sandbox import windows
from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.behaviour.rhythm import acts, caring, chosen
from wechat_sandbox.official_account import diary, fans
from wechat_sandbox.registry import Act, ActError, Json, Slot, action, habit
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MOST_CODES = 2000
CURIOUS_MINUTES = 20
# Ways to an account: how a follower's card names them, and how the statistics number them.
_WAYS = {
    "search": ("ADD_SCENE_SEARCH", 1),
    "card": ("ADD_SCENE_PROFILE_CARD", 17),
    "code": ("ADD_SCENE_QR_CODE", 30),
    "payment": ("ADD_SCENE_PAID", 51),
    "article": ("ADD_SCENE_PROFILE_LINK", 57),
    "advertisement": ("ADD_SCENE_WECHAT_ADVERTISEMENT", 100),
    "mini_program": ("ADD_SCENE_WXA", 149),
    "channels": ("ADD_SCENE_CHANNELS", 200),
    "live": ("ADD_SCENE_LIVESTREAM", 201),
    "other": ("ADD_SCENE_OTHERS", 0),
}
_NUMBERS = dict(_WAYS.values())


@action("follow")
def follow(world: World, act: Act) -> Json:
    """Follow an account: `way` says how it was found, by search unless given."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    way = str(act.params.get("way", "search"))
    if way not in _WAYS:
        raise ActError(f"way is one of {', '.join(_WAYS)}")
    if fans.follows(world, account, act.person):
        return {"followed": False, "why": "already follows", "deliveries": []}
    return {"followed": True, "deliveries": _subscribe(world, account, act, way)}


@action("unfollow")
def unfollow(world: World, act: Act) -> Json:
    """Leave an account."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    if not fans.follows(world, account, act.person):
        return {"unfollowed": False, "why": "does not follow", "deliveries": []}
    came_by = fans.card(world, account, world.people.openid(account, act.person))["subscribe_scene"]
    diary.note(world, account, diary.LEFT, act.person, act.at, way=_NUMBERS.get(came_by, 0))
    fans.note(world, account, act.person, 0)
    world.store.delete("fan", account.id, world.people.openid(account, act.person))
    world.store.delete("window", account.id, world.people.openid(account, act.person))
    sent = world.callback(account, act.person, act.at, Event="unsubscribe", EventKey="")
    return {"unfollowed": True, "deliveries": sent}


@action("scan")
def scan(world: World, act: Act) -> Json:
    """Scan a code: by its ticket or scene, else any that hangs in a store."""
    account = world.account(act, OFFICIAL_ACCOUNT)
    code = _code(world, account, act)
    if not fans.follows(world, account, act.person):
        sent = _subscribe(world, account, act, "code", code)
        return {"scene": code["scene"], "event": "subscribe", "deliveries": sent}
    windows.open_by_touch(world, account, world.people.openid(account, act.person))
    fields = {"Event": "SCAN", "EventKey": code["scene"], "Ticket": code["ticket"]}
    sent = world.callback(account, act.person, act.at, **fields)
    return {"scene": code["scene"], "event": "SCAN", "deliveries": sent}


@habit
def find_the_account(world: World, slot: Slot) -> list[Act]:
    """People who know the brand follow its accounts."""
    found: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        strangers = caring(world) & (fans.followed(world, account) == 0)
        who = chosen(world, slot, f"follows {account.id}", world.settings.follow_per_day, strangers)
        found += acts(world, slot, who, "follow", account=account.id)
    return found


@habit
def leave_the_account(world: World, slot: Slot) -> list[Act]:
    """Some followers leave."""
    leaving: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        followers = fans.followed(world, account) > 0
        who = chosen(world, slot, f"unfollows {account.id}", world.settings.unfollow_per_day, followers)
        leaving += acts(world, slot, who, "unfollow", account=account.id)
    return leaving


@habit
def visit_stores(world: World, slot: Slot) -> list[Act]:
    """People who go to stores scan what hangs there, followers or not."""
    scanning: list[Act] = []
    for account in world.accounts.of_kind(OFFICIAL_ACCOUNT):
        if not world.store.count("scene code", account.id):
            continue
        rate = world.settings.scan_per_store_visitor_per_day
        who = chosen(world, slot, f"scans {account.id}", rate, world.people.store_visitor)
        scanning += acts(world, slot, who, "scan", account=account.id)
    return scanning


def _subscribe(world: World, account: Account, act: Act, way: str, code: Doc | None = None) -> list[int]:
    openid = world.people.openid(account, act.person)
    fans.note(world, account, act.person, act.at)
    world.people.put("aware", act.person, True, bool)
    world.people.put("silent", act.person, False, bool)
    scene, number = _WAYS[way]
    fans.write_card(world, account, openid, scene=code["scene"] if code else "", subscribe_scene=scene)
    diary.note(world, account, diary.FOLLOWED, act.person, act.at, way=number)
    windows.open_by_touch(world, account, openid)
    _perhaps_look_around(world, act)
    fields: dict[str, Any] = {"Event": "subscribe", "EventKey": ""}
    if code:
        fields.update(EventKey=f"qrscene_{code['scene']}", Ticket=code["ticket"])
    return world.callback(account, act.person, act.at, **fields)


def _perhaps_look_around(world: World, act: Act) -> None:
    """Some who follow are curious and soon open the Mini Program too."""
    moment = int(act.at)
    if world.dice.one("looks around", act.person, moment) < world.settings.visit_after_follow:
        wait = -math.log(1 - world.dice.one("looks around when", act.person, moment))
        due = act.at + (1 + wait * CURIOUS_MINUTES) * 60
        world.store.plan(due, act.person, "open_mini_program", {})


def _code(world: World, account: Account, act: Act) -> Doc:
    if ticket := act.params.get("ticket"):
        codes = [doc for doc in [world.store.get("scene code", account.id, str(ticket))] if doc]
    else:
        codes = [doc for _, _, doc in world.store.page("scene code", account.id, limit=MOST_CODES)]
    if scene := act.params.get("scene"):
        codes = [doc for doc in codes if doc["scene"] == str(scene)]
    codes = [doc for doc in codes if not doc["expires"] or doc["expires"] > act.at]
    if not codes:
        raise ActError("no such code hangs anywhere")
    return codes[world.dice.pick("which code", act.person, int(act.at), len(codes))]
