"""What became of a stock's coupons, as files, and where its events are told."""

import hashlib

from wechat_sandbox.accounts import MERCHANT
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import coupon_stocks, fields
from wechat_sandbox.pay.bills import offer_file
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.registry import PAY, Call, Json, endpoint


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks/{stock_id}/use-flow", MERCHANT, door=PAY_DOOR)
def use_flow(call: Call) -> Json:
    """Offer the list of used coupons as a file."""
    return _offer(call, "coupons used")


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks/{stock_id}/refund-flow", MERCHANT, door=PAY_DOOR)
def refund_flow(call: Call) -> Json:
    """Offer the list of coupons that came back with a refund as a file."""
    return _offer(call, "coupons refunded")


@endpoint(PAY, "POST", "/v3/marketing/favor/callbacks", MERCHANT, door=PAY_DOOR)
def set_callback(call: Call) -> Json:
    """Set where the use of coupons is told."""
    _own(call, call.body)
    url, switch = fields.notify_url(call, call.body), fields.flag(call.body, "switch", default=True)
    now = call.world.now()
    call.world.store.put("coupon callback", call.account.id, "favor", {"notify_url": url, "switch": switch})
    return {"update_time": fields.written_finely(now), "notify_url": url}


@endpoint(PAY, "GET", "/v3/marketing/favor/callbacks", MERCHANT, door=PAY_DOOR)
def get_callback(call: Call) -> Json:
    """Tell where the use of coupons is told."""
    _own(call, call.query)
    found = call.world.store.get("coupon callback", call.account.id, "favor")
    if found is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no notify_url is set")
    return {"mchid": call.account.app_id, "notify_url": found["notify_url"]}


def _own(call: Call, given: Json) -> None:
    if given.get("mchid") != call.account.app_id:
        raise PayError("PARAM_ERROR", "mchid is the caller's", "mchid")


def _offer(call: Call, bill: str) -> Json:
    stock = coupon_stocks.find(call.world, call.account, call.params["stock_id"])
    if not stock["start_time"]:
        raise PayError("INVALID_REQUEST", "the stock was never started")
    url, raw = offer_file(call, {"bill": bill, "stock_id": stock["stock_id"], "gzip": False})
    return {"url": url, "hash_value": hashlib.sha1(raw, usedforsecurity=False).hexdigest(), "hash_type": "SHA1"}
