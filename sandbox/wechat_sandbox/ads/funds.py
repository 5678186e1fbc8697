"""An advertiser's money, in fen, and what ads have cost: by ad group, day and hour."""

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.clock import china_date
from wechat_sandbox.registry import ADS, Act, ActError, Call, Json, action, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

HOURS = "ad hours"
# An impression costs a fraction of a fen.
MILLI = 1000
COUNTS = ("views", "clicks", "cost_milli", "conversions", "value")


@endpoint(ADS, "GET", "/v3.0/funds/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_funds(call: Call) -> Json:
    """Tell how much cash is left."""
    return {"list": [{"fund_type": "FUND_TYPE_CASH", "balance": balance(call.world, call.account)}]}


@action("recharge_ads")
def recharge(world: World, act: Act) -> Json:
    """Pay `fen` into an advertiser's account."""
    advertiser = world.account(act, ADVERTISER)
    fen = act.params.get("fen")
    if type(fen) is not int or not 0 < fen <= 10**12:
        raise ActError("fen is a number above 0")
    paid = world.store.get("ad money", advertiser.id, "paid in") or {"fen": 0}
    world.store.put("ad money", advertiser.id, "paid in", {"fen": paid["fen"] + fen})
    return {"balance": balance(world, advertiser), "deliveries": []}


def balance(world: World, advertiser: Account) -> int:
    """Return the cash that is left, in whole fen."""
    paid = world.store.get("ad money", advertiser.id, "paid in") or {"fen": 0}
    spent = world.store.get("ad money", advertiser.id, "spent") or {"milli": 0}
    return int(world.settings.ads_opening_balance_fen + paid["fen"] - spent["milli"] // MILLI)


def spent_today(world: World, advertiser: Account, adgroup_id: int, at: float) -> int:
    """Return what an ad group has cost today, in thousandths of a fen."""
    held = world.store.get("ad day", advertiser.id, f"{adgroup_id}:{china_date(at):%Y-%m-%d}")
    return int(held["cost_milli"]) if held else 0


def count(world: World, advertiser: Account, adgroup_id: int, at: float, **counts: int) -> None:
    """Add to an ad group's counts of the hour; a cost is paid at once."""
    moment = china_date(at)
    day = f"{moment:%Y-%m-%d}"
    doc_id = f"{adgroup_id}:{day}:{moment.hour}"
    held: Doc = world.store.get(HOURS, advertiser.id, doc_id) or dict.fromkeys(COUNTS, 0)
    held.update({"adgroup_id": adgroup_id, "date": day, "hour": moment.hour})
    for name, number in counts.items():
        held[name] += number
    world.store.put(HOURS, advertiser.id, doc_id, held, key=day)
    if cost := counts.get("cost_milli", 0):
        today = spent_today(world, advertiser, adgroup_id, at)
        world.store.put("ad day", advertiser.id, f"{adgroup_id}:{day}", {"cost_milli": today + cost})
        spent = world.store.get("ad money", advertiser.id, "spent") or {"milli": 0}
        world.store.put("ad money", advertiser.id, "spent", {"milli": spent["milli"] + cost})
