"""Live rooms of the old kind (小程序直播), which those of Channels have replaced."""

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

ON_AIR, NOT_BEGUN, OVER = 101, 102, 103
SOONEST_SECONDS, LATEST_SECONDS = 10 * 60, 180 * DAY
SHORTEST_SECONDS, LONGEST_SECONDS = 30 * 60, DAY
MOST_ROOMS_A_PAGE = 100
# Widths of names: a Chinese character counts two.
_NAME, _ANCHOR = (6, 34), (4, 30)
_SWITCHES = ("closeLike", "closeGoods", "closeComment", "closeReplay", "closeKf", "isFeedsPublic", "type")


@endpoint(API, "POST", "/wxaapi/broadcast/room/create", MINI_PROGRAM)
def create_room(call: Call) -> Json:
    """Open a live room for a time to come."""
    name = _name(call, "name", _NAME, 300002)
    anchor = _name(call, "anchorName", _ANCHOR, 300034)
    call.text("anchorWechat", 300030, 64)
    pictures = {field: call.text(field, 300006, 512) for field in ("coverImg", "shareImg", "feedsImg")}
    start, end = call.number("startTime", 40097), call.number("endTime", 40097)
    now = call.world.now()
    if not SOONEST_SECONDS <= start - now <= LATEST_SECONDS or not SHORTEST_SECONDS <= end - start <= LONGEST_SECONDS:
        raise ApiError(40097, "it begins in 10 minutes to 6 months, and lasts 30 minutes to 24 hours")
    switches = {field: call.number(field, 40097, 0) for field in _SWITCHES}
    number = call.world.store.next_number(f"live rooms of {call.account.id}")
    room = {"roomid": number, "name": name, "anchor_name": anchor, "start_time": start, "end_time": end}
    call.world.store.put("live room", call.account.id, str(number), {**room, **pictures, **switches})
    return {**OK, "roomId": number, "qrcode_url": ""}


@endpoint(API, "POST", "/wxa/business/getliveinfo", MINI_PROGRAM, daily=100_000)
def list_rooms(call: Call) -> Json:
    """List live rooms, the newest first."""
    start, limit = call.number("start", 40097, 0), call.number("limit", 40097, 10)
    if start < 0 or not 1 <= limit <= MOST_ROOMS_A_PAGE:
        raise ApiError(40097, f"start is from 0, limit is 1 to {MOST_ROOMS_A_PAGE}")
    rooms = call.world.store.all("live room", call.account.id)[::-1]
    if not rooms:
        raise ApiError(9410000, "there is no live room")
    return {**OK, "room_info": [_shown(call, room) for room in rooms[start : start + limit]], "total": len(rooms)}


def _name(call: Call, field: str, width: tuple[int, int], bad: int) -> str:
    name = call.text(field, bad, width[1])
    if not width[0] <= sum(2 if ord(letter) > 0x7F else 1 for letter in name) <= width[1]:
        raise ApiError(bad, f"{field} is {width[0] // 2} to {width[1] // 2} Chinese characters, or twice as many letters")
    return name


def _shown(call: Call, room: Doc) -> Json:
    now = call.world.now()
    status = NOT_BEGUN if now < room["start_time"] else ON_AIR if now < room["end_time"] else OVER
    return {
        **{name: room[name] for name in ("name", "roomid", "start_time", "end_time", "anchor_name")},
        "cover_img": room["coverImg"],
        "share_img": room["shareImg"],
        "feeds_img": room["feedsImg"],
        "live_status": status,
        "goods": [],
        "live_type": room["type"],
        "close_like": room["closeLike"],
        "close_goods": room["closeGoods"],
        "close_comment": room["closeComment"],
        "close_kf": room["closeKf"],
        "close_replay": room["closeReplay"],
        "is_feeds_public": room["isFeedsPublic"],
        "creater_openid": "",
    }
