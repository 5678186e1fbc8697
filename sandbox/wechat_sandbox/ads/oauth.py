"""How an advertiser lets an application act: a page that asks, a code, tokens, and their renewal."""

import hmac
from html import escape
from urllib.parse import urlencode

from wechat_sandbox.accounts import ADVERTISER
from wechat_sandbox.ads import tokens
from wechat_sandbox.ads.door import AdsDoor
from wechat_sandbox.errors import ApiError, ads
from wechat_sandbox.registry import ADS, Call, Endpoint, Incoming, Json, Reply, endpoint, page, redirect, seed
from wechat_sandbox.world import World

SCOPES = ("ads_management", "ads_insights", "account_management", "audience_management", "user_actions")


class ClientDoor(AdsDoor):
    """Lets an application in by its client_id alone, before it has a token."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell whose application calls.

        Raises:
            ApiError: 11007 for an unknown client_id, 18001 for a wrong method.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError(ads.BAD_ARGUMENT, f"called with {endpoint.methods[0]}", 405)
        account = tokens.application(world, incoming.query.get("client_id", ""))
        return Call(world, account, incoming.query, {}, incoming)


_DOOR = ClientDoor()


@seed
def open_advertiser(world: World) -> None:
    """Open the brand's advertiser with an application of its own."""
    number = str(1_110_000_000 + int.from_bytes(world.dice.digest("ads client")[:3], "big"))
    world.accounts.create(ADVERTISER, "全域广告", "ads", more={"client_id": number})


@endpoint(ADS, "GET", "/oauth/authorize", ADVERTISER, daily=0, bearer="", door=_DOOR)
def authorize(call: Call) -> Reply:
    """Ask the advertiser; `sandbox_agree=1` answers yes and sends the browser back with a code."""
    address = call.query.get("redirect_uri", "")
    if not address.startswith(("http://", "https://")):
        raise ApiError(ads.BAD_ARGUMENT, "redirect_uri is an address")
    if call.query.get("sandbox_agree") != "1":
        name, again = escape(call.account.name), escape(urlencode({**call.query, "sandbox_agree": "1"}))
        asks = f"<h1>授权</h1><p>{name} 是否允许应用 {escape(call.query['client_id'])} 管理广告？</p>"
        return page(f'<!doctype html><meta charset="utf-8"><title>授权</title>{asks}<p><a href="?{again}">同意</a></p>')
    code = tokens.new(call.world, call.account, tokens.CODE, call.world.settings.ads_code_wall_seconds)
    answer = urlencode({"authorization_code": code, "state": call.query.get("state", "")})
    return redirect(f"{address}{'&' if '?' in address else '?'}{answer}")


@endpoint(ADS, "GET", "/oauth/token", ADVERTISER, daily=0, bearer="", door=_DOOR)
def exchange(call: Call) -> Json:
    """Give tokens for a code, or a new access_token for a refresh_token."""
    world, account = call.world, call.account
    if not hmac.compare_digest(call.query.get("client_secret", "").encode(), account.secret.encode()):
        raise ApiError(ads.BAD_CLIENT, "client_secret is another")
    kind = call.query.get("grant_type")
    if kind == "authorization_code":
        code = call.query.get("authorization_code", "")
        tokens.take(world, account, tokens.CODE, code, ads.BAD_CODE, ads.CODE_EXPIRED)
        refresh = tokens.new(world, account, tokens.REFRESH, world.settings.ads_refresh_wall_seconds)
    elif kind == "refresh_token":
        refresh = call.query.get("refresh_token", "")
        tokens.take(world, account, tokens.REFRESH, refresh, ads.BAD_REFRESH, ads.REFRESH_EXPIRED)
    else:
        raise ApiError(ads.BAD_ARGUMENT, "grant_type is authorization_code or refresh_token")
    return {
        "authorizer_info": {
            "account_uin": int(account.app_id),
            "account_id": int(account.app_id),
            "scope_list": list(SCOPES),
            "account_type": "ACCOUNT_TYPE_ADVERTISER",
        },
        "access_token": tokens.new(world, account, tokens.ACCESS, world.settings.ads_token_wall_seconds),
        "refresh_token": refresh,
        "access_token_expires_in": world.settings.ads_token_wall_seconds,
        "refresh_token_expires_in": world.settings.ads_refresh_wall_seconds,
    }
