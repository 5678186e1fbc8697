"""How third-party platforms and WeCom providers call: with tokens and secrets of their own."""

import hmac
from collections.abc import Mapping

from wechat_sandbox.accounts import COMPONENT, SUITE, Account
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.weixin import WeixinDoor
from wechat_sandbox.registry import Endpoint, Json
from wechat_sandbox.tokens import PLAIN
from wechat_sandbox.world import World

PROVIDER = "provider"
# What is said of a token that is missing, wrong or too old, for suite_access_token and provider_access_token.
_SUITE_WORDS = {41001: 40082, 40001: 40082, 40014: 40082, 42001: 42009}


class ComponentDoor(WeixinDoor):
    """Lets a third-party platform in by `component_access_token`, which newer pages call `access_token`."""

    def bearer(self, world: World, endpoint: Endpoint, query: Mapping[str, str]) -> Account:
        """Tell which platform calls.

        Raises:
            ApiError: no token, or one that is not a platform's (61014).
        """
        token = query.get("component_access_token") or query.get("access_token", "")
        component = world.tokens.owner(token, False, world.accounts)
        if component.kind != COMPONENT:
            raise ApiError(61014, "this API takes the platform's token")
        return component

    def identify(self, world: World, endpoint: Endpoint, given: Json) -> Account:
        """Tell which platform calls, by its id and secret.

        Raises:
            ApiError: one is missing, or they do not belong together.
        """
        secret = given.get("component_appsecret", given.get("component_secret"))
        component = _by_id(world, given.get("component_appid"), COMPONENT, 41002, 40013)
        if not isinstance(secret, str) or not secret:
            raise ApiError(41004, "the secret is missing")
        if not hmac.compare_digest(secret.encode(), component.secret.encode()):
            raise ApiError(40125, "the secret is another")
        return component


class SuiteDoor(WeixinDoor):
    """Lets a WeCom provider in by `suite_access_token`, or by the suite's id and secret."""

    kind = PLAIN

    def bearer(self, world: World, endpoint: Endpoint, query: Mapping[str, str]) -> Account:
        """Tell which suite calls.

        Raises:
            ApiError: 40082 or 42009.
        """
        token = query.get(endpoint.bearer, "")
        try:
            suite = world.tokens.owner(token, True, world.accounts)
        except ApiError as refusal:
            raise ApiError(_SUITE_WORDS.get(int(refusal.code), 40082), refusal.rule) from refusal
        if suite.kind != SUITE or world.tokens.kind(token) != self.kind:
            raise ApiError(40082, f"this API takes {endpoint.bearer}")
        return suite

    def identify(self, world: World, endpoint: Endpoint, given: Json) -> Account:
        """Tell which suite calls, by its id and secret.

        Raises:
            ApiError: 40083 or 40080.
        """
        suite = _by_id(world, given.get("suite_id"), SUITE, 40083, 40083)
        secret = given.get("suite_secret")
        if not isinstance(secret, str) or not hmac.compare_digest(secret.encode(), suite.secret.encode()):
            raise ApiError(40080, "the secret is another")
        return suite


class ProviderDoor(SuiteDoor):
    """Lets a WeCom provider in by its corp's id and secret."""

    kind = PROVIDER

    def identify(self, world: World, endpoint: Endpoint, given: Json) -> Account:
        """Tell which provider calls: its first suite stands for it.

        Raises:
            ApiError: 40013 or 40001.
        """
        suites = [one for one in world.accounts.of_kind(SUITE) if one.more.get("provider_corpid") == given.get("corpid")]
        if not suites:
            raise ApiError(40013, "corpid is the provider's own")
        secret, known = given.get("provider_secret"), str(suites[0].more.get("provider_secret", ""))
        if not isinstance(secret, str) or not hmac.compare_digest(secret.encode(), known.encode()):
            raise ApiError(40001, "the secret is another")
        return suites[0]


def _by_id(world: World, app_id: object, kind: str, missing: int, unknown: int) -> Account:
    if not isinstance(app_id, str) or not app_id:
        raise ApiError(missing, "who calls is not named")
    account = world.accounts.by_app_id(app_id)
    if account is None or account.kind != kind:
        raise ApiError(unknown, "no such provider here")
    return account


COMPONENT_DOOR = ComponentDoor()
SUITE_DOOR = SuiteDoor()
PROVIDER_DOOR = ProviderDoor()
