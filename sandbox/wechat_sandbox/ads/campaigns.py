"""Campaigns (推广计划), which only versions before 3.0 know: a name and a daily budget over several ad groups."""

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import arguments
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint
from wechat_sandbox.store import Doc

CAMPAIGN = "ad campaign"
NORMAL, SUSPENDED = "AD_STATUS_NORMAL", "AD_STATUS_SUSPEND"
STATES = (NORMAL, SUSPENDED)
FIRST_ID = 5_000_000_000
_TYPES = ("CAMPAIGN_TYPE_NORMAL", "CAMPAIGN_TYPE_WECHAT_MOMENTS", "CAMPAIGN_TYPE_WECHAT_OFFICIAL_ACCOUNTS")


@endpoint(ADS, "POST", "/v1.3/campaigns/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_campaign(call: Call) -> Json:
    """Make a campaign."""
    number = FIRST_ID + call.world.store.next_number("ad campaigns")
    campaign = {
        "campaign_id": number,
        "campaign_type": arguments.choice(call.body, "campaign_type", _TYPES),
        **_changeable(call, {}),
        "created_time": int(call.world.now()),
    }
    call.world.store.put(CAMPAIGN, call.account.id, str(number), campaign)
    return {"campaign_id": number}


@endpoint(ADS, "GET", "/v1.3/campaigns/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_campaigns(call: Call) -> Json:
    """List campaigns."""
    wanted = arguments.filters(call, "campaign_id", "configured_status")
    return arguments.paged(call, [one for one in call.world.store.all(CAMPAIGN, call.account.id) if wanted(one)])


@endpoint(ADS, "POST", "/v1.3/campaigns/update", ADVERTISER, daily=0, door=ADS_DOOR)
def update_campaign(call: Call) -> Json:
    """Change a campaign."""
    campaign = find(call, arguments.whole(call.body, "campaign_id"))
    changed = {**campaign, **_changeable(call, campaign)}
    call.world.store.put(CAMPAIGN, call.account.id, str(campaign["campaign_id"]), changed)
    return {"campaign_id": campaign["campaign_id"]}


def find(call: Call, number: int) -> Doc:
    """Return one campaign of the advertiser.

    Raises:
        ApiError: 18002 when there is none.
    """
    campaign = call.world.store.get(CAMPAIGN, call.account.id, str(number))
    if campaign is None:
        raise ApiError(ads.NOT_FOUND, "no such campaign")
    return campaign


def _changeable(call: Call, before: Doc) -> Doc:
    given = {**before, **call.body}
    least = call.world.settings.ads_smallest_daily_budget_fen
    budget = arguments.whole(given, "daily_budget", 0)
    if budget and budget < least:
        raise ApiError(ads.BAD_ARGUMENT, f"daily_budget is 0 for any or at least {least} fen")
    return {
        "campaign_name": arguments.text(given, "campaign_name", 60),
        "daily_budget": budget,
        "configured_status": arguments.choice(given, "configured_status", STATES, NORMAL),
    }
