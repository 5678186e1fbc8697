"""Ad groups (广告): where an ad is shown, to whom, what is bid and what may be spent in a day."""

import re
from typing import Any

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.campaigns import NORMAL, STATES
from wechat_sandbox.ads.campaigns import find as find_campaign
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint
from wechat_sandbox.store import Doc

ADGROUP = "adgroup"
AUDIENCE = "custom audience"
FIRST_ID = 7_000_000_000
MOMENTS, ARTICLES, CHANNELS = "SITE_SET_MOMENTS", "SITE_SET_WECHAT", "SITE_SET_CHANNELS"
SITES = (MOMENTS, ARTICLES, CHANNELS)
CPC, CPM, OCPM = "BID_MODE_CPC", "BID_MODE_CPM", "BID_MODE_OCPM"
_BIDS = (CPC, CPM, OCPM)
_GOALS = tuple(
    f"MARKETING_GOAL_{word}"
    for word in ("USER_GROWTH", "PRODUCT_SALES", "LEAD_RETENTION", "BRAND_PROMOTION", "INCREASE_FANS_INTERACTION")
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST_AUDIENCES = 50


@endpoint(ADS, "POST", "/v3.0/adgroups/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_adgroup(call: Call) -> Json:
    """Make an ad group; its ads are shown once it has a creative."""
    name = arguments.text(call.body, "adgroup_name", 60)
    if any(one["adgroup_name"] == name for one in call.world.store.all(ADGROUP, call.account.id)):
        raise ApiError(ads.NAME_TAKEN, "an ad group of this advertiser has the name")
    if "campaign_id" in call.body:
        find_campaign(call, arguments.whole(call.body, "campaign_id"))
    number = FIRST_ID + call.world.store.next_number("adgroups")
    adgroup = {
        "adgroup_id": number,
        "campaign_id": call.body.get("campaign_id", 0),
        "marketing_goal": arguments.choice(call.body, "marketing_goal", _GOALS),
        "bid_mode": arguments.choice(call.body, "bid_mode", _BIDS, OCPM),
        "created_time": int(call.world.now()),
        **_changeable(call, {}),
    }
    call.world.store.put(ADGROUP, call.account.id, str(number), adgroup)
    return {"adgroup_id": number}


@endpoint(ADS, "GET", "/v3.0/adgroups/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_adgroups(call: Call) -> Json:
    """List ad groups."""
    wanted = arguments.filters(call, "adgroup_id", "configured_status", "adgroup_name")
    return arguments.paged(call, [one for one in call.world.store.all(ADGROUP, call.account.id) if wanted(one)])


@endpoint(ADS, "POST", "/v3.0/adgroups/update", ADVERTISER, daily=0, door=ADS_DOOR)
def update_adgroup(call: Call) -> Json:
    """Change an ad group: its budget, bid, places, audience, dates, or whether it runs."""
    adgroup = find(call, arguments.whole(call.body, "adgroup_id"))
    changed = {**adgroup, **_changeable(call, adgroup)}
    call.world.store.put(ADGROUP, call.account.id, str(adgroup["adgroup_id"]), changed)
    return {"adgroup_id": adgroup["adgroup_id"]}


def find(call: Call, number: int) -> Doc:
    """Return one ad group of the advertiser.

    Raises:
        ApiError: 18002 when there is none.
    """
    adgroup = call.world.store.get(ADGROUP, call.account.id, str(number))
    if adgroup is None:
        raise ApiError(ads.NOT_FOUND, "no such ad group")
    return adgroup


def _changeable(call: Call, before: Doc) -> Doc:
    given = {**before, **call.body}
    least = call.world.settings.ads_smallest_daily_budget_fen
    sites = given.get("site_set")
    if not isinstance(sites, list) or not sites or not all(isinstance(site, str) and site in SITES for site in sites):
        raise ApiError(ads.BAD_ARGUMENT, f"site_set holds some of {', '.join(SITES)}")
    begin, end = _date(given, "begin_date"), _date(given, "end_date", "")
    if end and end < begin:
        raise ApiError(ads.BAD_ARGUMENT, "end_date is not before begin_date")
    return {
        "adgroup_name": arguments.text(given, "adgroup_name", 60),
        "site_set": list(dict.fromkeys(sites)),
        "begin_date": begin,
        "end_date": end,
        "bid_amount": arguments.whole(given, "bid_amount", None, 1, 10_000_000),
        "daily_budget": arguments.whole(given, "daily_budget", None, least, 10**12),
        "targeting": _targeting(call, given.get("targeting") or {}),
        "configured_status": arguments.choice(given, "configured_status", STATES, NORMAL),
    }


def _date(given: Doc, name: str, default: str | None = None) -> str:
    value = given.get(name, default)
    if not isinstance(value, str) or not (value == default or _DATE.fullmatch(value)):
        raise ApiError(ads.BAD_ARGUMENT, f"{name} is a date, YYYY-MM-DD")
    return value


def _targeting(call: Call, given: Any) -> Doc:
    """Read to whom ads are shown: everybody, people of some audiences, and not those of others."""
    if not isinstance(given, dict):
        raise ApiError(ads.BAD_ARGUMENT, "targeting is an object")
    targeting = {}
    for name in ("custom_audience", "excluded_custom_audience"):
        targeting[name] = arguments.wholes(given, name, MOST_AUDIENCES)
        for number in targeting[name]:
            if call.world.store.get(AUDIENCE, call.account.id, str(number)) is None:
                raise ApiError(ads.NOT_FOUND, f"{name} holds audiences of this advertiser")
    return targeting
