"""Codes and tokens by which an advertiser lets an application act, in wall-clock time."""

import time

from wechat_sandbox.accounts import ADVERTISER, Account
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

CODE, ACCESS, REFRESH = "code", "access", "refresh"
_KIND = "ads token"


def client_id(account: Account) -> str:
    """Return the number of the application that may act for an advertiser."""
    return str(account.more.get("client_id", account.app_id))


def application(world: World, given: str) -> Account:
    """Find the advertiser whose application has this number.

    Raises:
        ApiError: 11007 when there is none.
    """
    for account in world.accounts.of_kind(ADVERTISER):
        if client_id(account) == given:
            return account
    raise ApiError(ads.BAD_CLIENT, "no such application")


def new(world: World, account: Account, kind: str, life_seconds: float) -> str:
    """Make a code or token."""
    number = world.store.next_number("ads tokens")
    token = world.dice.word(32, "ads token", account.id, kind, number)
    doc = {"account": account.id, "kind": kind, "expires": time.time() + life_seconds, "used": False}
    world.store.put(_KIND, "", token, doc)
    return token


def owner(world: World, token: str) -> Account:
    """Say which advertiser gave an access_token.

    Raises:
        ApiError: missing, unknown, or expired.
    """
    if not token:
        raise ApiError(ads.NO_TOKEN, "access_token is missing from the query")
    held = world.store.get(_KIND, "", token)
    account = world.accounts.get(held["account"]) if held and held["kind"] == ACCESS else None
    if held is None or account is None:
        raise ApiError(ads.BAD_TOKEN, "no such access_token")
    if time.time() >= held["expires"]:
        raise ApiError(ads.TOKEN_EXPIRED, "the token's life is over")
    return account


def take(world: World, account: Account, kind: str, token: str, bad: int, expired: int) -> Doc:
    """Use a code or a refresh_token; a code serves once.

    Raises:
        ApiError: `bad` for one that is not this application's, `expired`, or 11013 for a code that has served.
    """
    held = world.store.get(_KIND, "", token)
    if held is None or held["kind"] != kind or held["account"] != account.id:
        raise ApiError(bad, f"no such {kind}")
    if held["used"]:
        raise ApiError(ads.CODE_USED, "a code serves once")
    if time.time() >= held["expires"]:
        raise ApiError(expired, f"the {kind}'s life is over")
    world.store.put(_KIND, "", token, {**held, "used": kind == CODE})
    return held
