"""Phone numbers: which are numbers at all, whose they are, and how a day's messages to one are counted."""

import re

from wechat_sandbox.clock import china_date
from wechat_sandbox.world import World

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_CARRIERS = {
    "移动": (
        "134",
        "135",
        "136",
        "137",
        "138",
        "139",
        "147",
        "150",
        "151",
        "152",
        "157",
        "158",
        "159",
        "178",
        "182",
        "183",
        "184",
    ),
    "联通": ("130", "131", "132", "155", "156", "166", "175", "176", "185", "186"),
    "电信": ("133", "149", "153", "173", "177", "180", "181", "189", "191", "199"),
}


def is_mobile(number: object) -> bool:
    """Tell whether something can be a mobile number of mainland China."""
    return isinstance(number, str) and _MOBILE.fullmatch(number) is not None


def carrier(number: str) -> str:
    """Name the carrier that a number's first digits belong to."""
    return next((name for name, prefixes in _CARRIERS.items() if number[:3] in prefixes), "移动")


def in_service(world: World, person: int) -> bool:
    """Tell whether a person's number is still in service."""
    return world.dice.one("number out of service", person, 0) >= world.settings.sms_ported_numbers


def sent_today(world: World, account_id: str, number: str, kind: str) -> int:
    """Count a day's messages of one kind to one number."""
    return _counted(world, account_id, number, kind, "%Y-%m-%d")


def sent_this_hour(world: World, account_id: str, number: str, kind: str) -> int:
    """Count an hour's messages of one kind to one number."""
    return _counted(world, account_id, number, kind, "%Y-%m-%d %H")


def count(world: World, account_id: str, number: str, kind: str) -> None:
    """Count one message, by the day and by the hour. What was counted in earlier days is forgotten."""
    for period in ("%Y-%m-%d", "%Y-%m-%d %H"):
        now = china_date(world.now()).strftime(period)
        times = _counted(world, account_id, number, kind, period) + 1
        world.store.put("sms count", account_id, f"{number}:{kind}:{len(period)}", {"period": now, "times": times})


def _counted(world: World, account_id: str, number: str, kind: str, period: str) -> int:
    held = world.store.get("sms count", account_id, f"{number}:{kind}:{len(period)}")
    now = china_date(world.now()).strftime(period)
    return int(held["times"]) if held and held["period"] == now else 0
