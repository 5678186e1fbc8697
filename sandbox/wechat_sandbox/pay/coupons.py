"""Coupons in people's hands: sent, used with a payment, expired, given back with a refund."""

from wechat_sandbox.accounts import MERCHANT, MINI_PROGRAM, Account
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import coupon_stocks, fields, merchants
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

SENT, USED, EXPIRED = "SENDED", "USED", "EXPIRED"


@endpoint(PAY, "POST", "/v3/marketing/favor/users/{openid}/coupons", MERCHANT, door=PAY_DOOR)
def send_coupon(call: Call) -> Json:
    """Give a person a coupon. The same out_request_no gives it once."""
    world, merchant, body = call.world, call.account, call.body
    request = fields.text(body, "out_request_no", 128, pattern=coupon_stocks.REQUEST_NUMBER)
    marked = fields.fingerprint({"openid": call.params["openid"], **body})
    if body.get("stock_creator_mchid") != merchant.app_id:
        raise PayError("MCH_NOT_EXISTS", "no merchant of this number has made stocks for the caller")
    stock = coupon_stocks.find(world, merchant, fields.text(body, "stock_id", 20))
    app = merchants.app(world, merchant, fields.text(body, "appid", 128))
    person = merchants.payer(world, app, call.params["openid"])
    old = world.store.get("coupon request", merchant.id, request)
    if old is not None:
        if old["fingerprint"] != marked:
            raise PayError("INVALID_REQUEST", "this out_request_no was used with another content")
        return {"coupon_id": old["coupon_id"]}
    worth = _worth_asked(body, stock)
    _check(world, stock, person)
    coupon_stocks.take(world, merchant, stock, person, worth["amount"])
    coupon = _coupon(world, stock, person, app.app_id, worth)
    world.store.put("coupon request", merchant.id, request, {"fingerprint": marked, "coupon_id": coupon["coupon_id"]})
    save(world, merchant, coupon)
    world.store.put(f"coupons held {merchant.id}", str(person), coupon["coupon_id"], {})
    return {"coupon_id": coupon["coupon_id"]}


@endpoint(PAY, "GET", "/v3/marketing/favor/users/{openid}/coupons", MERCHANT, door=PAY_DOOR)
def list_coupons(call: Call) -> Json:
    """List a person's coupons."""
    query, merchant = call.query, call.account
    person = _person(call)
    asked = [query[name] for name in ("creator_mchid", "sender_mchid", "available_mchid") if query.get(name)]
    if query.get("status"):
        fields.one_of(query, "status", (SENT, USED, EXPIRED))
    offset = fields.counted(query, "offset", 0, 0, 10**6)
    most = call.world.settings.coupon_list_page
    limit = fields.counted(query, "limit", most, 1, most)
    held = [coupon for coupon in of_person(call.world, merchant, person) if set(asked) <= {merchant.app_id}]
    held = [coupon for coupon in held if query.get("stock_id") in (None, "", coupon["stock_id"])]
    held = [coupon for coupon in held if query.get("status") in (None, "", coupon["status"])]
    data = [shown(merchant, coupon) for coupon in held[offset * limit : (offset + 1) * limit]]
    return {"data": data, "total_count": len(held), "limit": limit, "offset": offset}


@endpoint(PAY, "GET", "/v3/marketing/favor/users/{openid}/coupons/{coupon_id}", MERCHANT, door=PAY_DOOR)
def get_coupon(call: Call) -> Json:
    """Tell about one coupon of a person."""
    person = _person(call)
    coupon = call.world.store.get("coupon", call.account.id, call.params["coupon_id"])
    if coupon is None or coupon["person"] != person:
        raise PayError("RESOURCE_NOT_EXISTS", "the person has no such coupon")
    return shown(call.account, _now(call.world, coupon))


def of_person(world: World, merchant: Account, person: int) -> list[Doc]:
    """Return a person's coupons as they are now, oldest first."""
    numbers = [number for _, number, _ in world.store.page(f"coupons held {merchant.id}", str(person), limit=-1)]
    found = [world.store.get("coupon", merchant.id, number) for number in numbers]
    return [_now(world, coupon) for coupon in found if coupon is not None]


def best(world: World, merchant: Account, order: Doc, person: int) -> Doc | None:
    """Return the coupon that WeChat would use for this order: the one that takes most off, then the first to expire."""
    fitting = [coupon for coupon in of_person(world, merchant, person) if _fits(world, merchant, coupon, order)]
    return min(fitting, key=lambda coupon: (-coupon["amount"], coupon["end"]), default=None)


def promotion(coupon: Doc) -> Json:
    """Write a used coupon as an order shows it."""
    return {
        "coupon_id": coupon["coupon_id"],
        "name": coupon["name"],
        "scope": "SINGLE" if coupon["items"] else "GLOBAL",
        "type": "NOCASH" if coupon["no_cash"] else "CASH",
        "amount": coupon["amount"],
        "stock_id": coupon["stock_id"],
        "wechatpay_contribute": 0,
        "merchant_contribute": coupon["amount"],
        "other_contribute": 0,
        "currency": "CNY",
    }


def use(world: World, merchant: Account, coupon: Doc, order: Doc) -> list[int]:
    """Spend a coupon on a paid order; tell the merchant."""
    now = world.now()
    used = {**coupon, "status": USED, "used": now, "transaction_id": order["transaction_id"]}
    save(world, merchant, used)
    entry = {name: order[name] for name in ("total", "trade_type", "transaction_id")}
    entry |= {"coupon_id": coupon["coupon_id"], "amount": coupon["amount"], "at": now}
    world.store.append("coupon use", entry, key=f"{merchant.id}:{coupon['stock_id']}")
    callback = world.store.get("coupon callback", merchant.id, "favor")
    url = callback["notify_url"] if callback and callback["switch"] else ""
    return notify(world, merchant, coupon["person"], url, "COUPON.USE", "coupon", shown(merchant, used))


def give_back(world: World, merchant: Account, coupon_id: str, refund: Doc) -> None:
    """Return a coupon to its person after a whole refund; one whose time is over stays over."""
    coupon = world.store.get("coupon", merchant.id, coupon_id)
    if coupon is None or coupon["transaction_id"] != refund["transaction_id"]:
        return
    save(world, merchant, {**coupon, "status": SENT, "used": 0.0, "transaction_id": ""})
    entry = {name: refund[name] for name in ("refund", "transaction_id", "refund_id")}
    entry |= {"coupon_id": coupon_id, "amount": coupon["amount"], "at": world.now()}
    world.store.append("coupon back", entry, key=f"{merchant.id}:{coupon['stock_id']}")


def save(world: World, merchant: Account, coupon: Doc) -> None:
    """Write a coupon."""
    world.store.put("coupon", merchant.id, coupon["coupon_id"], coupon)


def shown(merchant: Account, coupon: Doc) -> Json:
    """Write a coupon as the answers and notifications show it."""
    answer: Json = {
        "stock_creator_mchid": merchant.app_id,
        "stock_id": coupon["stock_id"],
        "coupon_id": coupon["coupon_id"],
        "coupon_name": coupon["name"],
        "status": coupon["status"],
        "description": coupon["description"],
        "create_time": fields.written_finely(coupon["created"]),
        "coupon_type": "NORMAL",
        "no_cash": coupon["no_cash"],
        "available_begin_time": fields.written_finely(coupon["begin"]),
        "available_end_time": fields.written_finely(coupon["end"]),
        "singleitem": bool(coupon["items"]),
        "normal_coupon_information": {"coupon_amount": coupon["amount"], "transaction_minimum": coupon["minimum"]},
    }
    if coupon["status"] == USED:
        answer["consume_information"] = {
            "consume_time": fields.written_finely(coupon["used"]),
            "consume_mchid": merchant.app_id,
            "transaction_id": coupon["transaction_id"],
        }
    return answer


def _now(world: World, coupon: Doc) -> Doc:
    over = coupon["status"] == SENT and world.now() > coupon["end"]
    return {**coupon, "status": EXPIRED} if over else coupon


def _person(call: Call) -> int:
    app = merchants.app(call.world, call.account, fields.text(call.query, "appid", 128))
    return merchants.payer(call.world, app, call.params["openid"])


def _worth_asked(body: Json, stock: Doc) -> Doc:
    """Return a coupon's amount and threshold: the stock's, or those asked for this one."""
    if body.get("coupon_value") is None and body.get("coupon_minimum") is None:
        return {"amount": stock["amount"], "minimum": stock["minimum"]}
    return {"amount": fields.whole(body, "coupon_value", 1), "minimum": fields.whole(body, "coupon_minimum", 1)}


def _check(world: World, stock: Doc, person: int) -> None:
    if stock["status"] != coupon_stocks.RUNNING:
        raise PayError("INVALID_REQUEST", f"the stock is {stock['status']}, not running")
    distrusted = world.dice.one("abnormal account", person, 0) < world.settings.account_abnormal
    if stock["prevent_api_abuse"] and distrusted:
        raise PayError("USER_ACCOUNT_ABNORMAL", "WeChat distrusts this person's account")


def _coupon(world: World, stock: Doc, person: int, appid: str, worth_of_it: Doc) -> Doc:
    now = world.now()
    begin, end = max(stock["begin"], now), stock["end"]
    if stock["second_day"]:
        begin = max(begin, (china_day(now) + 1) * DAY - 8 * 3600)
    if stock["minutes"]:
        end = min(end, begin + stock["minutes"] * 60)
    kept = ("stock_id", "name", "description", "no_cash", "items", "merchants", "goods_tags", "trade_types", "hours")
    return {
        **{name: stock[name] for name in kept},
        **worth_of_it,
        "coupon_id": str(98_000_000_000 + world.store.next_number("coupons")),
        "person": person,
        "appid": appid,
        "status": SENT,
        "created": now,
        "begin": begin,
        "end": end,
        "used": 0.0,
        "transaction_id": "",
    }


def _fits(world: World, merchant: Account, coupon: Doc, order: Doc) -> bool:
    now = world.now()
    if coupon["status"] != SENT or not coupon["begin"] <= now <= coupon["end"]:
        return False
    moment, hours = china_date(now), coupon["hours"]
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    days = {7 if one == 0 else one for one in hours["days"]}
    bought = {one["merchant_goods_id"] for one in order["goods"]}
    return (
        order["total"] >= coupon["minimum"]
        and order["total"] > coupon["amount"]
        and merchant.app_id in coupon["merchants"]
        and hours["begin"] <= second <= hours["end"]
        and (not days or moment.isoweekday() in days)
        and (not coupon["items"] or bool(bought & set(coupon["items"])))
        and (not coupon["goods_tags"] or order["goods_tag"] in coupon["goods_tags"])
        and (not coupon["trade_types"] or _trade_type(world, order) in coupon["trade_types"])
    )


def _trade_type(world: World, order: Doc) -> str:
    """Name an order's way of paying as the rules of stocks do."""
    app = world.accounts.by_app_id(order["appid"])
    in_program = order["trade_type"] == "JSAPI" and app is not None and app.kind == MINI_PROGRAM
    return "MICROAPP" if in_program else {"APP": "APPPAY"}.get(order["trade_type"], "OTHER")
