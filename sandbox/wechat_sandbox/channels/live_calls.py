"""Live rooms and the channel, as the store's server reads them."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, compass, days, live_board, lives
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.refusals import NO_SUCH
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_LATEST = 2**40
_PAGE = 10


@endpoint(API, "POST", "/channels/livedashboard/getlivelist", STORE)
def list_lives(call: Call) -> Json:
    """List the live rooms of a day."""
    day = compass.day(call)
    found = [doc for doc in lives.all_of(call.world, call.account) if days.ds(doc["start"]) == day]
    items = [{"export_id": doc["export_id"], "create_time": doc["start"]} for doc in found]
    return {**OK, "trace_id": call.world.dice.uuid("trace", call.account.id, day), "live_items": items, "has_more": False}


@endpoint(API, "POST", "/channels/livedashboard/getlivedata", STORE)
def get_live(call: Call) -> Json:
    """Give the board of a live room: seven reports, each JSON in a text."""
    doc = lives.find(call.world, call.account, ask.identity(call, "export_id"))
    if doc is None:
        raise ApiError(NO_SUCH, "no such live room of this store")
    return {**OK, **live_board.board(call.world, call.account, doc)}


@endpoint(API, "POST", "/channels/finderlive/get_finder_attr_by_appid", STORE)
def get_channel(call: Call) -> Json:
    """Tell about the store's channel."""
    fans = int((call.world.people.array(f"finder fan:{call.account.id}") > 0).sum())
    shown = {
        "uniq_id": shops.finder_id(call.world, call.account),
        "nickname": call.account.name,
        "fans_count": fans,
    }
    return {**OK, "finder_attr": shown}


@endpoint(API, "POST", "/channels/finderlive/get_finder_live_data_list", STORE)
def list_live_data(call: Call) -> Json:
    """List the live rooms that opened within some time, with what happened there, page by page."""
    start, end = ask.times(call, "start_time", "end_time", _LATEST)
    after = ask.after(call, "last_buffer")
    found = [doc for doc in lives.all_of(call.world, call.account) if start <= doc["start"] <= end and doc["number"] > after]
    page, more = found[:_PAGE], len(found) > _PAGE
    items = [_shown(call, doc) for doc in page]
    return {**OK, "item": items, "last_buffer": str(page[-1]["number"]) if more else "", "continue_flag": more}


def _shown(call: Call, doc: Doc) -> Json:
    counts = doc["counts"]
    return {
        "export_id": doc["export_id"],
        "live_start_time": doc["start"],
        "live_duration_in_seconds": lives.seconds_open(doc, call.world.now()),
        "total_audience_count": counts.get("viewers", 0),
        "total_cheer_count": counts.get("likes", 0),
        "forward_count": counts.get("shares", 0),
        "total_comment_count": counts.get("comments", 0),
        "audiences_avg_seconds": live_board.mean_seconds(call.world, call.account, doc),
        "max_online_count": counts.get("max_online", 0),
        "new_follow_count": counts.get("follows", 0),
        "new_follow_count_biz": 0,
    }
