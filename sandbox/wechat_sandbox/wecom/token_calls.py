"""The corp's access token, and the addresses of the platform's servers."""

import time

from wechat_sandbox.accounts import WECOM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.gateway.weixin import WeixinDoor
from wechat_sandbox.registry import WORK, Call, Endpoint, Incoming, Json, endpoint
from wechat_sandbox.world import World

WRONG_SECRET = 40001


class TokenDoor(WeixinDoor):
    """Lets in who knows corp id and secret; an address that guesses is kept out for an hour."""

    def admit(self, world: World, endpoint: Endpoint, incoming: Incoming) -> Call:
        """Tell who asks for a token.

        Raises:
            ApiError: 45009 for an address that has given too many wrong secrets, and what any door refuses.
        """
        settings, now = world.settings, time.time()
        held = world.store.get("wrong secrets", "", incoming.address) or {"times": 0, "until": 0.0}
        if now < held["until"] and held["times"] > settings.wrong_secrets_borne:
            raise ApiError(45009, f"wrong secrets came from this address; blocked {settings.wrong_secret_block_wall_seconds} s")
        try:
            return super().admit(world, endpoint, incoming)
        except ApiError as refusal:
            if refusal.code == WRONG_SECRET:
                times = held["times"] + 1 if now < held["until"] else 1
                until = now + settings.wrong_secret_block_wall_seconds
                world.store.put("wrong secrets", "", incoming.address, {"times": times, "until": until})
            raise


@endpoint(WORK, "GET", "/cgi-bin/gettoken", WECOM, bearer="", door=TokenDoor())
def get_token(call: Call) -> Json:
    """Give the corp's token in force; a permanent code in the secret's place gives that of a provider's application."""
    kind = call.world.tokens.kind_for(call.account, call.query["corpsecret"])
    return call.world.tokens.current(call.account, kind)


@endpoint(WORK, "GET", "/cgi-bin/getcallbackip", WECOM)
def callback_addresses(call: Call) -> Json:
    """List the addresses that callbacks come from."""
    return {"ip_list": ["127.0.0.1"]}


@endpoint(WORK, "GET", "/cgi-bin/get_api_domain_ip", WECOM)
def api_addresses(call: Call) -> Json:
    """List the addresses at which the APIs are called."""
    return {"ip_list": ["127.0.0.1"]}
