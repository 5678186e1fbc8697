"""Leads 留资: people who leave their phone number in a live room, by component and by live room."""

from wechat_sandbox.accounts import STORE, Account
from wechat_sandbox.channels import ask, lives
from wechat_sandbox.channels.personal_data import note_look
from wechat_sandbox.channels.refusals import NO_SUCH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint, seed
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_LEADS = "/channels/leads"
_PAGE = 100
_LATEST = 2**40
IN_LIVE, NATURAL, PAID = 0, 0, 1
_COMPONENTS = (0, 1, 2)
RUNNING = 4


@seed
def make_component(world: World) -> None:
    """Give the store a form to leave a phone number in."""
    for shop in world.accounts.of_kind(STORE):
        number = str(100_234_056_999_000_000 + int(world.dice.one("leads component", 0, 0) * 10**6))
        doc = {"leads_component_id": number, "leads_description": f"{shop.name}新品预约", "status": RUNNING}
        world.store.put("leads component", shop.id, number, doc)


def leave(world: World, shop: Account, live: Doc, person: int, at: float) -> None:
    """Let a person leave their phone number in a live room."""
    component = next(iter(world.store.all("leads component", shop.id)), None)
    if component is not None:
        entry = {"person": person, "at": int(at), "live": live["export_id"]}
        world.store.append("leads", entry, person, f"{shop.id}:{component['leads_component_id']}")
        world.store.append("leads of live", entry, person, f"{shop.id}:{request_id(live)}")
        lives.count(live, leads=1)


def request_id(live: Doc) -> str:
    """Return the id that a live room's leads are asked for by."""
    return str(18_800_000_000 + live["number"])


@endpoint(API, "POST", f"{_LEADS}/get_leads_component_id", STORE)
def list_components(call: Call) -> Json:
    """List the store's forms."""
    ask.after(call, "last_buffer")
    return {**OK, "item": call.world.store.all("leads component", call.account.id), "last_buffer": "", "continue_flag": False}


@endpoint(API, "POST", f"{_LEADS}/get_leads_request_id", STORE)
def list_requests(call: Call) -> Json:
    """List the live rooms in which a form was shown, page by page."""
    _component(call)
    page, last_buffer = _lives(call, 0, _LATEST)
    items = [
        {"request_id": request_id(live), "live_start_time": live["start"], "live_description": live["title"]} for live in page
    ]
    return {**OK, "item": items, "last_buffer": last_buffer, "continue_flag": bool(last_buffer)}


@endpoint(API, "POST", f"{_LEADS}/get_leads_info_by_component_id", STORE)
def leads_of_component(call: Call) -> Json:
    """List the phone numbers that were left in a form within some time, page by page."""
    start, end = ask.times(call, "start_time", "end_time", _LATEST)
    component = _component(call)
    key = f"{call.account.id}:{component['leads_component_id']}"
    return _leads(call, "leads", key, start, end)


@endpoint(API, "POST", f"{_LEADS}/get_leads_info_by_request_id", STORE)
def leads_of_live(call: Call) -> Json:
    """List the phone numbers that were left in a live room, page by page."""
    wanted = ask.identity(call, "request_id")
    if all(request_id(live) != wanted for live in lives.all_of(call.world, call.account)):
        raise ApiError(NO_SUCH, "no such request_id")
    return _leads(call, "leads of live", f"{call.account.id}:{wanted}", 0, _LATEST)


@endpoint(API, "POST", f"{_LEADS}/get_leads_component_promote_record", STORE)
def promote_records(call: Call) -> Json:
    """List how a form did in each live room within some time, page by page."""
    start, end = ask.times(call, "start_time", "end_time", _LATEST)
    _component(call)
    page, last_buffer = _lives(call, start, end)
    records = [_record(call.account, live) for live in page]
    return {**OK, "record_data": records, "last_buffer": last_buffer, "continue_flag": bool(last_buffer)}


@endpoint(API, "POST", "/channels/finderlive/get_finder_live_leads_data", STORE)
def count_leads(call: Call) -> Json:
    """Count leads within some time, by kind of form and by traffic."""
    start, end = ask.times(call, "start_time", "end_time", _LATEST)
    ask.count(call, "source_type", IN_LIVE, IN_LIVE, IN_LIVE)
    keys = [
        f"{call.account.id}:{doc['leads_component_id']}" for doc in call.world.store.all("leads component", call.account.id)
    ]
    left = [entry for key in keys for _, entry in call.world.store.entries("leads", 0, -1, key=key)]
    number = sum(start <= entry["at"] <= end for entry in left)
    items = [
        {"component_type": kind, "traffic_type": traffic, "leads_count": number if (kind, traffic) == (0, NATURAL) else 0}
        for kind in _COMPONENTS
        for traffic in (NATURAL, PAID)
    ]
    return {**OK, "item": items}


def _component(call: Call) -> Doc:
    found = call.world.store.get("leads component", call.account.id, ask.identity(call, "leads_component_id"))
    if found is None:
        raise ApiError(NO_SUCH, "no such form of this store")
    return found


def _lives(call: Call, start: int, end: int) -> tuple[list[Doc], str]:
    after = ask.after(call, "last_buffer")
    found = [one for one in lives.all_of(call.world, call.account) if start <= one["start"] <= end and one["number"] > after]
    return found[:_PAGE], str(found[_PAGE - 1]["number"]) if len(found) > _PAGE else ""


def _leads(call: Call, log: str, key: str, start: int, end: int) -> Json:
    after = ask.after(call, "last_buffer")
    listed = call.world.store.entries(log, after, -1, key=key)
    found = [(seq, entry) for seq, entry in listed if start <= entry["at"] <= end]
    page, more = found[:_PAGE], len(found) > _PAGE
    for _, entry in page:
        note_look(call, "lead", entry["person"])
    users = [{"phone": call.world.people.phone(entry["person"])} for _, entry in page]
    return {**OK, "user_data": users, "last_buffer": str(page[-1][0]) if more else "", "continue_flag": more}


def _record(shop: Account, live: Doc) -> Json:
    counts = live["counts"]
    shown, clicked = counts.get("viewers", 0), counts.get("clickers", 0)
    return {
        "anchor_nickname": shop.name,
        "live_description": live["title"],
        "live_start_time": live["start"],
        "exposure_uv": str(shown),
        "click_uv": str(clicked),
        "exposure_click_rate": round(clicked / shown, 4) if shown else 0.0,
        "leads_num": str(counts.get("leads", 0)),
    }
