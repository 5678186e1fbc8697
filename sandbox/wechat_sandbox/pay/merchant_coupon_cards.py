"""Merchant coupons in people's card packs: received, taken in at the till, returned, withdrawn."""

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields, merchants
from wechat_sandbox.pay import merchant_coupons as stocks
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SENT, USED, EXPIRED, DEACTIVATED = "SENDED", "USED", "EXPIRED", "DEACTIVATED"
BY_API, BY_MINI_PROGRAM = "BUSICOUPON_SEND_CHANNEL_API", "BUSICOUPON_SEND_CHANNEL_MINIAPP"
_STATES = (SENT, USED, EXPIRED, "DELETED", DEACTIVATED)
_COUPONS = "/v3/marketing/busifavor/coupons"
_OF_USER = "/v3/marketing/busifavor/users/{openid}/coupons"


@endpoint(PAY, "POST", f"{_COUPONS}/send", MERCHANT, door=PAY_DOOR)
def send(call: Call) -> Json:
    """Give a person a coupon. The same out_request_no gives it once."""
    world, merchant, body = call.world, call.account, call.body
    app = merchants.app(world, merchant, fields.text(body, "appid", 128))
    person = merchants.payer(world, app, fields.text(body, "openid", 128))
    stock = stocks.find(world, merchant, fields.text(body, "stock_id", 20))
    request = fields.text(body, "out_request_no", 128)
    own_code = fields.text(body, "coupon_code", 32) if body.get("coupon_code") is not None else ""
    old = world.store.get("merchant coupon request", merchant.id, request)
    if old is not None:
        if old["fingerprint"] != fields.fingerprint(body):
            raise PayError("INVALID_REQUEST", "this out_request_no was used with another content")
        coupon = find(world, merchant, old["coupon_code"])
    else:
        coupon, _ = give(world, merchant, stock, person, app, request, own_code, BY_API)
        noted = {"fingerprint": fields.fingerprint(body), "coupon_code": coupon["coupon_code"]}
        world.store.put("merchant coupon request", merchant.id, request, noted)
    return {"stock_id": stock["stock_id"], "coupon_code": coupon["coupon_code"], "out_request_no": request}


@endpoint(PAY, "POST", f"{_COUPONS}/use", MERCHANT, door=PAY_DOOR)
def use(call: Call) -> Json:
    """Take a coupon in at the till. The same use_request_no says so again."""
    body = call.body
    merchants.app(call.world, call.account, fields.text(body, "appid", 32))
    fields.moment(body, "use_time")
    request = fields.text(body, "use_request_no", 128)
    coupon = _named(call, needs_stock=False)
    if body.get("openid") is not None and fields.text(body, "openid", 128) != coupon["openid"]:
        raise PayError("INVALID_REQUEST", "the coupon is another person's")
    now = call.world.now()
    if coupon["state"] != USED or coupon["use_request_no"] != request:
        _expect(coupon, SENT)
        if now < coupon["begin"]:
            raise PayError("INVALID_REQUEST", "the coupon is not yet in force")
        coupon = _save(call, {**coupon, "state": USED, "used": now, "use_request_no": request})
    times = fields.written(coupon["used"])
    return {"stock_id": coupon["stock_id"], "openid": coupon["openid"], "wechatpay_use_time": times}


@endpoint(PAY, "POST", f"{_COUPONS}/return", MERCHANT, door=PAY_DOOR)
def give_back(call: Call) -> Json:
    """Give a used coupon back to the person."""
    request = fields.text(call.body, "return_request_no", 128)
    coupon = _named(call)
    if coupon["return_request_no"] != request:
        _expect(coupon, USED)
        returned = {"state": SENT, "returned": call.world.now(), "return_request_no": request, "use_request_no": ""}
        coupon = _save(call, {**coupon, **returned})
    return {"wechatpay_return_time": fields.written(coupon["returned"])}


@endpoint(PAY, "POST", f"{_COUPONS}/deactivate", MERCHANT, door=PAY_DOOR)
def deactivate(call: Call) -> Json:
    """Withdraw a coupon that was not used."""
    request = fields.text(call.body, "deactivate_request_no", 128)
    fields.some_text(call.body, "deactivate_reason", 64)
    coupon = _named(call)
    if coupon["state"] != DEACTIVATED or coupon["deactivate_request_no"] != request:
        _expect(coupon, SENT)
        gone = {"state": DEACTIVATED, "deactivated": call.world.now(), "deactivate_request_no": request}
        coupon = _save(call, {**coupon, **gone})
    return {"wechatpay_deactivate_time": fields.written(coupon["deactivated"])}


@endpoint(PAY, "GET", _OF_USER, MERCHANT, door=PAY_DOOR)
def list_coupons(call: Call) -> Json:
    """List a person's coupons."""
    query, merchant = call.query, call.account
    app = merchants.app(call.world, merchant, fields.text(query, "appid", 32))
    person = merchants.payer(call.world, app, call.params["openid"])
    if query.get("coupon_state"):
        fields.one_of(query, "coupon_state", _STATES)
    most = call.world.settings.coupon_list_page
    offset, limit = fields.counted(query, "offset", 0, 0, 10**6), fields.counted(query, "limit", most, 1, most)
    named = {query[name] for name in ("creator_merchant", "belong_merchant", "sender_merchant") if query.get(name)}
    held = of_person(call.world, merchant, person) if named <= {merchant.app_id} else []
    held = [coupon for coupon in held if query.get("stock_id") in (None, "", coupon["stock_id"])]
    held = [coupon for coupon in held if query.get("coupon_state") in (None, "", coupon["state"])]
    data = [shown(call.world, merchant, coupon) for coupon in held[offset * limit : (offset + 1) * limit]]
    return {"data": data, "total_count": len(held), "offset": offset, "limit": limit}


@endpoint(PAY, "GET", f"{_OF_USER}/{{coupon_code}}/appids/{{appid}}", MERCHANT, door=PAY_DOOR)
def get_coupon(call: Call) -> Json:
    """Tell about one coupon of a person."""
    app = merchants.app(call.world, call.account, call.params["appid"])
    person = merchants.payer(call.world, app, call.params["openid"])
    coupon = find(call.world, call.account, call.params["coupon_code"])
    if coupon["person"] != person:
        raise PayError("RESOURCE_NOT_EXISTS", "the person has no such coupon")
    return shown(call.world, call.account, coupon)


def give(
    world: World, merchant: Account, stock: Doc, person: int, app: Account, request: str, code: str, channel: str
) -> tuple[Doc, list[int]]:
    """Put a coupon into a person's card pack; return it and the deliveries that tell of it."""
    code = _code(world, merchant, stock, code)
    stocks.take(world, merchant, stock, person)
    stocks.take_code(world, merchant, stock, code)
    begin, end = stocks.lifetime(world, stock)
    now = world.now()
    coupon: Doc = {
        "coupon_code": code,
        "stock_id": stock["stock_id"],
        "person": person,
        "openid": world.people.openid(app, person),
        "state": SENT,
        "received": now,
        "begin": begin,
        "end": end,
        "send_request_no": request,
        **dict.fromkeys(("used", "returned", "deactivated"), 0.0),
        **dict.fromkeys(("use_request_no", "return_request_no", "deactivate_request_no"), ""),
    }
    world.store.put("merchant coupon", merchant.id, coupon["coupon_code"], coupon)
    world.store.put(f"merchant coupons held {merchant.id}", str(person), coupon["coupon_code"], {})
    resource = {
        "event_type": "EVENT_TYPE_BUSICOUPON_SEND",
        "coupon_code": coupon["coupon_code"],
        "stock_id": coupon["stock_id"],
        "send_time": fields.written(now),
        "openid": coupon["openid"],
        "unionid": world.people.unionid(app, person),
        "send_channel": channel,
        "send_merchant": merchant.app_id,
        "attach_info": {},
    }
    url = stocks.callback_url(world, merchant)
    return coupon, notify(world, merchant, person, url, "COUPON.SEND", "coupon", resource)


def _code(world: World, merchant: Account, stock: Doc, given: str) -> str:
    """Return the code of the next coupon: the caller's, the platform's, or the first of those that were uploaded."""
    mode = stock["asked"]["coupon_code_mode"]
    if mode == "MERCHANT_UPLOAD":
        waiting = world.store.page(stocks.codes_of(merchant, stock), "waiting", limit=1)
        if not waiting:
            raise PayError("RULE_LIMIT", "no uploaded coupon_code is left")
        return waiting[0][1]
    if mode == "MERCHANT_API" and not given:
        raise PayError("PARAM_ERROR", "a stock of MERCHANT_API needs a coupon_code for each coupon", "coupon_code")
    if given and world.store.get("merchant coupon", merchant.id, given) is not None:
        raise PayError("INVALID_REQUEST", "this coupon_code was given out")
    return given or merchants.number(world, merchant, "merchant coupons", "1227944959", 12)


def of_person(world: World, merchant: Account, person: int) -> list[Doc]:
    """Return a person's coupons as they are now, oldest first."""
    codes = [code for _, code, _ in world.store.page(f"merchant coupons held {merchant.id}", str(person), limit=-1)]
    return [find(world, merchant, code) for code in codes]


def find(world: World, merchant: Account, code: str) -> Doc:
    """Return a coupon as it is now.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    coupon = world.store.get("merchant coupon", merchant.id, code)
    if coupon is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no merchant coupon has this code")
    over = coupon["state"] == SENT and world.now() > coupon["end"]
    return {**coupon, "state": EXPIRED} if over else coupon


def shown(world: World, merchant: Account, coupon: Doc) -> Json:
    """Write a coupon as the answers show it."""
    stock = stocks.find(world, merchant, coupon["stock_id"])
    rule = stock["asked"]["stock_send_rule"]
    answer: Json = {
        **stocks.description(stock),
        "stock_id": coupon["stock_id"],
        "coupon_code": coupon["coupon_code"],
        "coupon_state": coupon["state"],
        "transferable": bool(rule.get("transferable")),
        "shareable": bool(rule.get("shareable")),
        "send_request_no": coupon["send_request_no"],
        "available_start_time": fields.written(coupon["begin"]),
        "expire_time": fields.written(coupon["end"]),
        "receive_time": fields.written(coupon["received"]),
    }
    if coupon["state"] == USED:
        answer |= {"use_request_no": coupon["use_request_no"], "use_time": fields.written(coupon["used"])}
    return answer


def _named(call: Call, needs_stock: bool = True) -> Doc:
    """Find the coupon a call is about; its stock, where given, must be the coupon's."""
    coupon = find(call.world, call.account, fields.text(call.body, "coupon_code", 32))
    named = fields.text(call.body, "stock_id", 20) if needs_stock or call.body.get("stock_id") is not None else ""
    if named and named != coupon["stock_id"]:
        raise PayError("RESOURCE_NOT_EXISTS", "the coupon is of another stock")
    return coupon


def _expect(coupon: Doc, state: str) -> None:
    if coupon["state"] != state:
        raise PayError("INVALID_REQUEST", f"the coupon is {coupon['state']}, not {state}")


def _save(call: Call, coupon: Doc) -> Doc:
    call.world.store.put("merchant coupon", call.account.id, coupon["coupon_code"], coupon)
    return coupon
