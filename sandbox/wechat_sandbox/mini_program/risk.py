"""How much WeChat trusts a person: asked before prizes and coupons are given away."""

import ipaddress

from wechat_sandbox.accounts import MINI_PROGRAM
from wechat_sandbox.errors import ApiError
from wechat_sandbox.mini_program import traffic
from wechat_sandbox.registry import API, Call, Json, endpoint
from wechat_sandbox.world import World

REGISTER, MARKETING = 0, 1


def rank(world: World, person: int) -> int:
    """Return a person's risk from 0, nothing known against them, to 4."""
    return int(world.people.traits.frauds.risk[person])


@endpoint(API, "POST", "/wxa/getuserriskrank", MINI_PROGRAM)
def risk_rank(call: Call) -> Json:
    """Tell the risk of a person who is in the Mini Program now."""
    if call.body.get("appid") != call.account.app_id:
        raise ApiError(40013, "appid is the Mini Program's own")
    person = traffic.active(call, call.body.get("openid"))
    if call.number("scene", 40129) not in (REGISTER, MARKETING):
        raise ApiError(40129, "scene is 0 (register) or 1 (marketing)")
    _check_address(call.body.get("client_ip"))
    number = call.world.store.next_number("risk questions")
    return {"errcode": 0, "errmsg": "getuserriskrank succ", "risk_rank": rank(call.world, person), "unoin_id": number}


def _check_address(address: object) -> None:
    try:
        ipaddress.ip_address(address if isinstance(address, str) else "")
    except ValueError as error:
        raise ApiError(47001, "client_ip is the address of the person's phone") from error
