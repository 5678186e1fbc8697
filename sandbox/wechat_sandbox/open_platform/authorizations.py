"""Which accounts have let which third-party platform act for them, and in what."""

from wechat_sandbox.accounts import COMPONENT, MINI_PROGRAM, OFFICIAL_ACCOUNT, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.open_platform import scopes
from wechat_sandbox.open_platform.notices import tell
from wechat_sandbox.registry import Endpoint, Json, guard
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

CODE = "authorization code"
PRE_AUTH = "component pre-auth code"
AUTHORIZATION = "component authorization"
_THROUGH = "through "


def authorize(world: World, component: Account, account: Account, func_ids: list[int], pre_auth_code: str = "") -> Json:
    """Let a platform act for an account; an authorisation that is there already is changed.

    Returns:
        the authorization code and the deliveries that tell of it.
    """
    before = find(world, component, account.app_id)
    number = world.store.next_number("authorizations")
    held = before or {"since": int(world.now()), "options": {}}
    token = "refreshtoken@@@" + world.dice.word(43, "refresh token", component.id, account.id, number)
    doc = {**held, "account": account.id, "app_id": account.app_id, "refresh_token": token, "func_ids": func_ids}
    world.store.put(AUTHORIZATION, component.id, account.app_id, doc)
    life = world.settings.authorization_code_wall_seconds
    code = "queryauthcode@@@" + world.dice.word(43, "authorization code", component.id, number)
    world.codes.add(CODE, component.id, code, life, app_id=account.app_id)
    fields = {
        "AuthorizerAppid": account.app_id,
        "AuthorizationCode": code,
        "AuthorizationCodeExpiredTime": int(world.now()) + life,
        "PreAuthCode": pre_auth_code,
    }
    sent = tell(world, component, "updateauthorized" if before else "authorized", **fields)
    return {"auth_code": code, "expires_in": life, "deliveries": sent}


def revoke(world: World, component: Account, account: Account) -> list[int]:
    """Shut a platform out; return the deliveries that tell of it."""
    world.store.delete(AUTHORIZATION, component.id, account.app_id)
    return tell(world, component, "unauthorized", AuthorizerAppid=account.app_id)


def find(world: World, component: Account, app_id: str) -> Doc | None:
    """Return what an account has let a platform do."""
    return world.store.get(AUTHORIZATION, component.id, app_id)


def need(world: World, component: Account, app_id: object) -> tuple[Account, Doc]:
    """Return an account and what it has let a platform do.

    Raises:
        ApiError: 61003 when it has not let the platform in.
    """
    held = find(world, component, app_id) if isinstance(app_id, str) else None
    account = world.accounts.get(held["account"]) if held else None
    if held is None or account is None:
        raise ApiError(61003, "the account has not let this platform in")
    return account, held


def choices(world: World) -> list[Account]:
    """List the accounts that may let a platform in."""
    return [*world.accounts.of_kind(OFFICIAL_ACCOUNT), *world.accounts.of_kind(MINI_PROGRAM)]


def func_info(func_ids: list[int]) -> list[Json]:
    """Write permission sets as WeChat does."""
    return [{"funcscope_category": {"id": number}} for number in func_ids]


def token_kind(provider: Account) -> str:
    """Return the kind of the tokens with which a provider acts for others."""
    return _THROUGH + provider.id


def provider_of(world: World, token: str) -> Account | None:
    """Return the provider through which a token was given, None for an account's own."""
    kind = world.tokens.kind(token)
    return world.accounts.get(kind.removeprefix(_THROUGH)) if kind.startswith(_THROUGH) else None


@guard
def covers(world: World, endpoint: Endpoint, account: Account, token: str) -> None:
    """Refuse what an account has not let a platform do.

    Raises:
        ApiError: 61003 when the account has shut the platform out, 61007 beyond the permission sets it gave.
    """
    component = provider_of(world, token)
    if component is None or component.kind != COMPONENT:
        return
    _, held = need(world, component, account.app_id)
    number = scopes.needed(account.kind, endpoint.path)
    if number is not None and number not in held["func_ids"]:
        raise ApiError(61007, f"the account did not give set {number} ({scopes.SETS[account.kind][number]})")
