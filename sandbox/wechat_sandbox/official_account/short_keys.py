"""Short keys: a long text kept by WeChat for some days, as for a code that must be small."""

from wechat_sandbox.accounts import MINI_PROGRAM, OFFICIAL_ACCOUNT
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint

MOST_BYTES = 4096


@endpoint(API, "POST", "/cgi-bin/shorten/gen", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=1_000_000)
def shorten(call: Call) -> Json:
    """Keep a text and give its key."""
    world = call.world
    text = call.text("long_data", 44002, MOST_BYTES)
    if len(text.encode()) > MOST_BYTES:
        raise ApiError(45002, f"long_data is at most {MOST_BYTES} bytes")
    longest = world.settings.short_key_sim_seconds
    life = call.number("expire_seconds", 40035, longest)
    if not 1 <= life <= longest:
        raise ApiError(40035, f"expire_seconds is 1 to {longest}")
    key = world.dice.word(15, "short key", call.account.id, world.store.next_number("short keys"))
    doc = {"long_data": text, "create_time": int(world.now()), "life": life}
    world.store.put("short key", call.account.id, key, doc)
    return {**OK, "short_key": key}


@endpoint(API, "POST", "/cgi-bin/shorten/fetch", OFFICIAL_ACCOUNT, MINI_PROGRAM, daily=1_000_000)
def fetch_short(call: Call) -> Json:
    """Give the text of a key."""
    held = call.world.store.get("short key", call.account.id, call.text("short_key", 40035, 64))
    left = held["create_time"] + held["life"] - int(call.world.now()) if held else 0
    if held is None or left <= 0:
        raise ApiError(40035, "no such key, or its life is over")
    return {**OK, "long_data": held["long_data"], "create_time": held["create_time"], "expire_seconds": left}
