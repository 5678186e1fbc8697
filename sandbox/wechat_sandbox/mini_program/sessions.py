"""The session between a person's phone and a Mini Program: its key, the check of it, and the keys it hands to the phone."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from wechat_sandbox.accounts import MINI_PROGRAM, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.official_account import fans
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

KEYS_SHOWN = 3


def key(world: World, account: Account, person: int) -> str:
    """Return the key that seals this person's data for this Mini Program."""
    noise = world.dice.digest("session key", account.id, person, *_times_reset(world, account, person))
    return b64encode(noise[:16]).decode()


@endpoint(API, "GET", "/wxa/checksession", MINI_PROGRAM)
def check_session(call: Call) -> Json:
    """Tell whether the caller knows a person's session key."""
    _signed_by(call, call.query)
    return OK


@endpoint(API, "GET", "/wxa/resetusersessionkey", MINI_PROGRAM)
def reset_session(call: Call) -> Json:
    """Give a person a new session key; what the old one sealed stays sealed."""
    person = _signed_by(call, call.query)
    times = _session(call.world, call.account, person).get("times", 0) + 1
    openid = call.world.people.openid(call.account, person)
    call.world.store.put("session", call.account.id, openid, {"times": times})
    return {**OK, "openid": openid, "session_key": key(call.world, call.account, person)}


@endpoint(API, "POST", "/wxa/business/getuserencryptkey", MINI_PROGRAM)
def encrypt_keys(call: Call) -> Json:
    """List the latest keys with which a person's phone encrypts what it sends, the newest first."""
    person = _signed_by(call, {**call.body, **call.query})
    life = call.world.settings.encrypt_key_sim_seconds or 1
    now = call.world.now()
    newest = int(now // life)
    return {**OK, "key_info_list": [_encrypt_key(call, person, number, life, now) for number in _latest(newest)]}


def _latest(newest: int) -> range:
    return range(newest, max(newest - KEYS_SHOWN, -1), -1)


def _encrypt_key(call: Call, person: int, number: int, life: int, now: float) -> Json:
    noise = call.world.dice.digest("encrypt key", call.account.id, person, number)
    return {
        "encrypt_key": b64encode(noise[:16]).decode(),
        "version": number,
        "expire_in": max(int((number + 1) * life - now), 0),
        "iv": noise[16:24].hex(),
        "create_time": number * life,
    }


def _signed_by(call: Call, given: Mapping[str, Any]) -> int:
    """Return whose session the signature stands for: HMAC-SHA256 of nothing, under the session key.

    Raises:
        ApiError: 40003, or 87008 or 87009 for a signature of another kind or key.
    """
    person = fans.known(call.world, call.account, given.get("openid"))
    if given.get("sig_method") != "hmac_sha256":
        raise ApiError(87008, "sig_method is hmac_sha256")
    expected = hmac.new(key(call.world, call.account, person).encode(), b"", hashlib.sha256).hexdigest()
    signature = given.get("signature")
    if not isinstance(signature, str) or not hmac.compare_digest(signature.encode(), expected.encode()):
        raise ApiError(87009, "signature is HMAC-SHA256 of an empty text under the session key")
    return person


def _session(world: World, account: Account, person: int) -> Doc:
    return world.store.get("session", account.id, world.people.openid(account, person)) or {}


def _times_reset(world: World, account: Account, person: int) -> list[int]:
    times = int(_session(world, account, person).get("times", 0))
    return [times] if times else []
