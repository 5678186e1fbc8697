"""Reading what customers have written and what has happened, page by page."""

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors import ApiError
from wechat_sandbox.kf import log
from wechat_sandbox.kf.accounts import of_call
from wechat_sandbox.registry import WORK, Call, Json, endpoint

MOST = 1000
_CURSOR = "kf4w7"


@endpoint(WORK, "POST", "/cgi-bin/kf/sync_msg", WECOM)
def sync_messages(call: Call) -> Json:
    """Read on from a cursor, or from the oldest message that is still kept."""
    world, corp = call.world, call.account
    limit = call.number("limit", 40058, MOST)
    if not 1 <= limit <= MOST:
        raise ApiError(40058, f"limit is 1 to {MOST}")
    if call.body.get("voice_format", 0) not in (0, 1):
        raise ApiError(40058, "voice_format is 0 (Amr) or 1 (Silk)")
    token = call.body.get("token")
    if token and (not isinstance(token, str) or world.codes.get(log.SYNCING, corp.id, token) is None):
        raise ApiError(95007, f"the token is unknown or older than {world.settings.kf_sync_token_wall_seconds} s")
    open_kfid = of_call(call)["open_kfid"] if call.body.get("open_kfid") else None
    after = max(_after(call), _forgotten(call))
    found = world.store.entries(log.name_of(corp), after, limit + 1, key=open_kfid)
    page, more = found[:limit], len(found) > limit
    oldest = world.now() - world.settings.kf_kept_sim_days * DAY
    kept = [item for _, item in page if item["send_time"] >= oldest]
    cursor = f"{_CURSOR}{page[-1][0]}" if page else call.body.get("cursor") or ""
    return {"next_cursor": cursor, "has_more": int(more), "msg_list": kept}


def _after(call: Call) -> int:
    cursor = call.body.get("cursor") or f"{_CURSOR}0"
    if not isinstance(cursor, str) or not cursor.startswith(_CURSOR):
        raise ApiError(40058, "cursor is the next_cursor of a page")
    number = cursor.removeprefix(_CURSOR)
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise ApiError(40058, "cursor is the next_cursor of a page")
    return int(number)


def _forgotten(call: Call) -> int:
    """Return the number of the last message of a day that is wholly forgotten."""
    world = call.world
    first_kept = china_day(world.now()) - world.settings.kf_kept_sim_days
    for day in range(first_kept, first_kept + world.settings.kf_kept_sim_days + 2):
        if found := world.store.get("kf day", call.account.id, str(day)):
            return int(found["first"]) - 1
    return 0
