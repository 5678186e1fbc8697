"""Creatives (创意): what is shown, and above all where a click leads."""

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import adgroups, arguments
from wechat_sandbox.ads.door import ADS_DOOR
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Json, endpoint
from wechat_sandbox.store import Doc

CREATIVE = "ad creative"
FIRST_ID = 8_000_000_000
H5, MINI_PROGRAM, OFFICIAL = "PAGE_TYPE_H5", "PAGE_TYPE_WECHAT_MINI_PROGRAM", "PAGE_TYPE_WECHAT_OFFICIAL_ACCOUNT_DETAIL"
# For each kind of landing page, where its object stands and what it must hold.
_PAGES = {
    H5: ("h5_spec", ("page_url",)),
    MINI_PROGRAM: ("wechat_mini_program_spec", ("mini_program_id", "mini_program_path")),
    OFFICIAL: ("wechat_official_account_detail_spec", ("app_id",)),
}


@endpoint(ADS, "POST", "/v3.0/dynamic_creatives/add", ADVERTISER, daily=0, door=ADS_DOOR)
def add_creative(call: Call) -> Json:
    """Give an ad group something to show. Of `creative_components` only main_jump_info matters here."""
    adgroup = adgroups.find(call, arguments.whole(call.body, "adgroup_id"))
    name = arguments.text(call.body, "dynamic_creative_name", 60)
    landing = _landing(call.body.get("creative_components"))
    number = FIRST_ID + call.world.store.next_number("ad creatives")
    creative = {
        "dynamic_creative_id": number,
        "dynamic_creative_name": name,
        "adgroup_id": adgroup["adgroup_id"],
        "creative_components": call.body["creative_components"],
        "created_time": int(call.world.now()),
    }
    call.world.store.put(CREATIVE, call.account.id, str(number), creative)
    adgroup["landing"] = landing
    call.world.store.put(adgroups.ADGROUP, call.account.id, str(adgroup["adgroup_id"]), adgroup)
    return {"dynamic_creative_id": number}


@endpoint(ADS, "GET", "/v3.0/dynamic_creatives/get", ADVERTISER, daily=0, door=ADS_DOOR)
def get_creatives(call: Call) -> Json:
    """List creatives."""
    wanted = arguments.filters(call, "adgroup_id", "dynamic_creative_id")
    return arguments.paged(call, [one for one in call.world.store.all(CREATIVE, call.account.id) if wanted(one)])


def _landing(components: object) -> Doc:
    """Find where a click leads.

    Raises:
        ApiError: 18001 when main_jump_info does not say.
    """
    jumps = components.get("main_jump_info") if isinstance(components, dict) else None
    first = jumps[0] if isinstance(jumps, list) and jumps else None
    value = first.get("value") if isinstance(first, dict) else None
    kind = value.get("page_type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or kind not in _PAGES:
        raise ApiError(ads.BAD_ARGUMENT, f"creative_components.main_jump_info[0].value.page_type is one of {', '.join(_PAGES)}")
    place, names = _PAGES[kind]
    outer = value.get("page_spec")
    inner = outer.get(place) if isinstance(outer, dict) else None
    if not isinstance(inner, dict):
        raise ApiError(ads.BAD_ARGUMENT, f"page_spec holds {place}")
    return {"page_type": kind, **{name: arguments.text(inner, name, 1024) for name in names}}
