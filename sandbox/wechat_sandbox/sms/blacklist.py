"""Numbers that a sender must not write to: people who answered TD, and those the sender names."""

from wechat_sandbox.accounts import SMS_SENDER
from wechat_sandbox.clock import rfc3339
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import SMS, Call, Json, endpoint
from wechat_sandbox.sms import numbers
from wechat_sandbox.sms.door import BAD_CALL, NOT_FOUND, SMS_DOOR
from wechat_sandbox.world import World

BLACKLIST = "sms blacklist"
PAGE = 100
MOST = 500


def add(world: World, account_id: str, number: str, why: str) -> None:
    """Let a number get nothing more from a sender."""
    world.store.put(BLACKLIST, account_id, number, {"number": number, "why": why, "since": rfc3339(world.now())})


@endpoint(SMS, "GET", "/v1/blacklist", SMS_SENDER, door=SMS_DOOR)
def list_numbers(call: Call) -> Json:
    """List numbers, page by page."""
    cursor = call.query.get("cursor", "0")
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
        raise ApiError(BAD_CALL, "cursor is the next_cursor of a page")
    page = call.world.store.page(BLACKLIST, call.account.id, int(cursor), PAGE)
    return {"items": [doc for _, _, doc in page], "next_cursor": str(page[-1][0]) if len(page) == PAGE else None}


@endpoint(SMS, "POST", "/v1/blacklist", SMS_SENDER, door=SMS_DOOR)
def add_numbers(call: Call) -> Json:
    """Add numbers."""
    given = call.body.get("numbers")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST or not all(numbers.is_mobile(one) for one in given):
        raise ApiError(BAD_CALL, f"numbers is a list of 1 to {MOST} mobile numbers")
    for number in given:
        add(call.world, call.account.id, number, "added by the sender")
    return {"added": len(set(given))}


@endpoint(SMS, "DELETE", "/v1/blacklist/{number}", SMS_SENDER, door=SMS_DOOR)
def remove_number(call: Call) -> Json:
    """Take a number off the list."""
    if not call.world.store.delete(BLACKLIST, call.account.id, call.params["number"]):
        raise ApiError(NOT_FOUND, "the number is not on the list", 404)
    return {"removed": True}
