"""Web authorisation, the server's side: a code becomes a token, the token tells who the person is."""

import time

from wechat_sandbox.accounts import OFFICIAL_ACCOUNT, Account
from wechat_sandbox.clock import DAY
from wechat_sandbox.codes import OAUTH, Code
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.weixin import WeixinDoor
from wechat_sandbox.official_account.web_pages import BASE
from wechat_sandbox.registry import API, OK, Call, Endpoint, Incoming, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_TOKEN, _REFRESH = "web token", "web refresh token"


class WebTokenDoor(WeixinDoor):
    """Lets a call in by a person's token; the account it was given to is the one that calls."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell who calls.

        Raises:
            ApiError: 40001 or 42001 for the token, 40003 for an openid it is not for.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError(43001, f"this API is called with {endpoint.methods[0]}")
        held = _alive(world, incoming.query.get("access_token", ""))
        if held["openid"] != incoming.query.get("openid"):
            raise ApiError(40003, "openid is the one the token was given for")
        account = world.accounts.get(held["account"])
        if account is None:
            raise ApiError(40001, "the token's account is gone")
        return Call(world, account, incoming.query, {}, incoming)


class RefreshDoor(WeixinDoor):
    """Lets a call in by the app id alone: the refresh token is the secret."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell who calls.

        Raises:
            ApiError: 43001, 41002 or 40013.
        """
        if incoming.method not in endpoint.methods:
            raise ApiError(43001, f"this API is called with {endpoint.methods[0]}")
        if not incoming.query.get("appid"):
            raise ApiError(41002, "appid is missing from the query")
        account = world.accounts.by_app_id(incoming.query["appid"])
        if account is None or account.kind not in endpoint.kinds:
            raise ApiError(40013, "no such account here")
        return Call(world, account, incoming.query, {}, incoming)


_PERSON, _REFRESHING = WebTokenDoor(), RefreshDoor()


@endpoint(API, "GET", "/sns/oauth2/access_token", OFFICIAL_ACCOUNT, daily=0, bearer="")
def exchange_code(call: Call) -> Json:
    """Give a token for a code, once."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002, "grant_type is authorization_code")
    if not call.query.get("code"):
        raise ApiError(41008, "code is missing from the query")
    code = call.world.codes.get(OAUTH, call.account.id, call.query["code"])
    if code is None:
        raise ApiError(40029, "no such code, or its five minutes are over")
    if code.used:
        raise ApiError(40163, "a code is good for one time")
    code.used = True
    return grant(call.world, call.account, code)


@endpoint(API, "GET", "/sns/oauth2/refresh_token", OFFICIAL_ACCOUNT, daily=0, bearer="", door=_REFRESHING)
def refresh(call: Call) -> Json:
    """Give a new token for a refresh token."""
    world = call.world
    if call.query.get("grant_type") != "refresh_token":
        raise ApiError(40002, "grant_type is refresh_token")
    held = world.store.get(_REFRESH, "", call.query.get("refresh_token", ""))
    if held is None or held["account"] != call.account.id:
        raise ApiError(40030, "no such refresh_token of this account")
    if held["expires_sim"] <= world.now():
        raise ApiError(42002, f"a refresh_token lives {world.settings.oauth_refresh_sim_days} days")
    token = _new_token(world, {name: held[name] for name in ("account", "openid", "person", "scope", "snapshot")})
    return _answer(world, held, token, held["refresh_token"])


@endpoint(API, "GET", "/sns/userinfo", OFFICIAL_ACCOUNT, daily=0, bearer="", door=_PERSON)
def user_info(call: Call) -> Json:
    """Tell the name of a person who agreed to it."""
    held = _alive(call.world, call.query["access_token"])
    if held["scope"] == BASE:
        raise ApiError(48001, "the person has not agreed: scope is snsapi_base")
    snapshot = held["snapshot"]
    answer: Json = {
        "openid": held["openid"],
        "nickname": "微信用户" if snapshot else call.world.people.name(held["person"]),
        "sex": 0,
        "language": "",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "privilege": [],
    }
    unionid = call.world.people.unionid(call.account, held["person"])
    return {**answer, "unionid": unionid} if unionid and not snapshot else answer


@endpoint(API, "GET", "/sns/auth", OFFICIAL_ACCOUNT, daily=0, bearer="", door=_PERSON)
def check_token(call: Call) -> Json:
    """Tell that a token is good; the door has looked."""
    return OK


def grant(world: World, account: Account, code: Code) -> Json:
    """Give a token and a refresh token for what a code stands for."""
    about = code.about
    person = about["person"]
    openid = world.people.openid(account, person)
    if about["snapshot"]:
        # In snapshot mode the brand meets a virtual user, another at each visit.
        openid = "oV" + world.dice.word(26, "snapshot openid", account.id, world.store.next_number("snapshot users"))
    held = {"account": account.id, "openid": openid, "person": person, "scope": about["scope"], "snapshot": about["snapshot"]}
    refresh_token = _word(world, "refresh token")
    expires = world.now() + world.settings.oauth_refresh_sim_days * DAY
    world.store.put(_REFRESH, "", refresh_token, {**held, "refresh_token": refresh_token, "expires_sim": expires})
    return _answer(world, held, _new_token(world, {**held, "refresh_token": refresh_token}), refresh_token)


def revoke(world: World, account: Account, person: int) -> None:
    """Void the tokens that a person has given an account."""
    for kind in (_TOKEN, _REFRESH):
        for _, token, held in world.store.page(kind, "", limit=-1):
            if held["account"] == account.id and held["person"] == person:
                world.store.delete(kind, "", token)


def _new_token(world: World, held: Doc) -> str:
    token = _word(world, "web token")
    expires = time.time() + world.settings.oauth_token_wall_seconds
    world.store.put(_TOKEN, "", token, {**held, "expires": expires})
    return token


def _word(world: World, purpose: str) -> str:
    number = world.store.next_number("web tokens")
    return f"{number}_" + "".join(world.dice.word(43, purpose, number, part) for part in range(2))


def _answer(world: World, held: Doc, token: str, refresh_token: str) -> Json:
    answer: Json = {
        "access_token": token,
        "expires_in": world.settings.oauth_token_wall_seconds,
        "refresh_token": refresh_token,
        "openid": held["openid"],
        "scope": held["scope"],
    }
    if held["snapshot"]:
        return {**answer, "is_snapshotuser": 1}
    account = world.accounts.get(held["account"])
    unionid = world.people.unionid(account, held["person"]) if account and held["scope"] != BASE else ""
    return {**answer, "unionid": unionid} if unionid else answer


def _alive(world: World, token: str) -> Doc:
    found = world.store.get(_TOKEN, "", token)
    if found is None:
        raise ApiError(40001, "no such token of a person")
    if found["expires"] <= time.time():
        raise ApiError(42001, "the token's life is over")
    return found
