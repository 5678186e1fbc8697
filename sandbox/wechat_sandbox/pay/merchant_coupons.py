"""Merchant coupons (商家券): their stocks, and the coupons that the merchant itself takes in."""

from typing import Any

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import DAY, china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields
from wechat_sandbox.pay.door import NO_CONTENT, PAY_DOOR
from wechat_sandbox.registry import PAY, Call, Json, Reply, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

RUNNING, STOPPED = "RUNNING", "STOPED"
_VALUES = {
    "NORMAL": ("fixed_normal_coupon", "discount_amount"),
    "DISCOUNT": ("discount_coupon", "discount_percent"),
    "EXCHANGE": ("exchange_coupon", "exchange_price"),
}
_METHODS = ("OFF_LINE", "MINI_PROGRAMS", "SELF_CONSUME", "PAYMENT_CODE")
_MODES = ("WECHATPAY_MODE", "MERCHANT_API", "MERCHANT_UPLOAD")
_CODES_A_CALL, _LONGEST_CODE = 200, 32
_CHANGEABLE = {"stock_name": 21, "comment": 20, "goods_name": 15}
_SHOWN = ("stock_name", "belong_merchant", "comment", "goods_name", "stock_type", "coupon_use_rule")
_LOOKS = ("custom_entrance", "display_pattern_info", "notify_config")


@endpoint(PAY, "POST", "/v3/marketing/busifavor/stocks", MERCHANT, door=PAY_DOOR)
def create_stock(call: Call) -> Json:
    """Make a stock, which runs at once. The same out_request_no with the same content makes it once."""
    world, merchant, body = call.world, call.account, call.body
    request = fields.text(body, "out_request_no", 128, pattern=r"[0-9A-Za-z_\-|*]+")
    marked = fields.fingerprint(body)
    old = world.store.get("merchant stock request", merchant.id, request)
    if old is not None and old["fingerprint"] != marked:
        raise PayError("INVALID_REQUEST", "this out_request_no was used with another content")
    if old is not None:
        stock = find(world, merchant, old["stock_id"])
        return {"stock_id": stock["stock_id"], "create_time": fields.written(stock["created"])}
    stock = _read(call)
    stock["stock_id"] = str(1_286_950_000_000_000 + world.store.next_number("merchant coupon stocks"))
    save(world, merchant, stock)
    world.store.put("merchant stock request", merchant.id, request, {"fingerprint": marked, "stock_id": stock["stock_id"]})
    return {"stock_id": stock["stock_id"], "create_time": fields.written(stock["created"])}


@endpoint(PAY, "GET", "/v3/marketing/busifavor/stocks/{stock_id}", MERCHANT, door=PAY_DOOR)
def get_stock(call: Call) -> Json:
    """Tell about a stock."""
    stock = find(call.world, call.account, call.params["stock_id"])
    today = stock["day"] == china_day(call.world.now())
    worth = worth_fen(stock)
    codes = codes_of(call.account, stock)
    return {
        **description(stock),
        "stock_id": stock["stock_id"],
        "stock_state": stock["state"],
        "coupon_code_mode": stock["asked"]["coupon_code_mode"],
        "stock_send_rule": stock["asked"]["stock_send_rule"],
        "send_count_information": {
            "total_send_num": stock["sent"],
            "total_send_amount": stock["sent"] * worth,
            "today_send_num": stock["day_sent"] if today else 0,
            "today_send_amount": stock["day_sent"] * worth if today else 0,
        },
        "coupon_code_count": {
            "total_count": call.world.store.count(codes, "all"),
            "available_count": call.world.store.count(codes, "waiting"),
        },
        "subsidy": bool(stock["asked"].get("subsidy")),
    }


@endpoint(PAY, "PATCH", "/v3/marketing/busifavor/stocks/{stock_id}", MERCHANT, door=PAY_DOOR)
def change_stock(call: Call) -> Reply:
    """Change the words of a stock."""
    stock = find(call.world, call.account, call.params["stock_id"])
    fields.text(call.body, "out_request_no", 128)
    changes: Json = {name: fields.text(call.body, name, longest) for name, longest in _CHANGEABLE.items() if name in call.body}
    for name in _LOOKS:
        if name in call.body:
            changes[name] = fields.part(call.body, name)
    save(call.world, call.account, {**stock, "asked": {**stock["asked"], **changes}})
    return NO_CONTENT


@endpoint(PAY, "POST", "/v3/marketing/busifavor/stocks/{stock_id}/couponcodes", MERCHANT, door=PAY_DOOR)
def upload_codes(call: Call) -> Json:
    """Store the codes that a stock of MERCHANT_UPLOAD gives out, first come, first given."""
    world, merchant = call.world, call.account
    stock = find(world, merchant, call.params["stock_id"])
    fields.text(call.body, "upload_request_no", 128)
    if stock["asked"]["coupon_code_mode"] != "MERCHANT_UPLOAD":
        raise PayError("INVALID_REQUEST", "the stock's coupon_code_mode is not MERCHANT_UPLOAD")
    listed = fields.texts(call.body, "coupon_code_list", _CODES_A_CALL)
    codes, kind = list(dict.fromkeys(listed)), codes_of(merchant, stock)
    long = [code for code in codes if not 1 <= len(code) <= _LONGEST_CODE]
    known = [code for code in codes if world.store.get(kind, "all", code) is not None]
    new = [code for code in codes if code not in long and code not in known]
    for code in new:
        world.store.put(kind, "all", code, {})
        world.store.put(kind, "waiting", code, {})
    return {
        "stock_id": stock["stock_id"],
        "total_count": len(codes),
        "success_count": len(new),
        "success_codes": new,
        "success_time": fields.written(world.now()),
        "fail_count": len(long),
        "fail_codes": [{"coupon_code": code, "code": "LENGTH_LIMIT", "message": "长度超过最大值32位"} for code in long],
        "exist_codes": known,
        "duplicate_codes": sorted({code for code in listed if listed.count(code) > 1}),
    }


@endpoint(PAY, "POST", "/v3/marketing/busifavor/callbacks", MERCHANT, door=PAY_DOOR)
def set_callback(call: Call) -> Json:
    """Set where it is told that people receive merchant coupons."""
    _own(call, call.body)
    url = fields.notify_url(call, call.body)
    call.world.store.put("coupon callback", call.account.id, "busifavor", {"notify_url": url})
    now = fields.written(call.world.now())
    return {"update_time": now, "notify_url": url, "mchid": call.account.app_id}


@endpoint(PAY, "GET", "/v3/marketing/busifavor/callbacks", MERCHANT, door=PAY_DOOR)
def get_callback(call: Call) -> Json:
    """Tell where it is told."""
    _own(call, call.query)
    if not (url := callback_url(call.world, call.account)):
        raise PayError("RESOURCE_NOT_EXISTS", "no notify_url is set")
    return {"notify_url": url, "mchid": call.account.app_id}


def find(world: World, merchant: Account, stock_id: str) -> Doc:
    """Return a stock as it is now.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    stock = world.store.get("merchant stock", merchant.id, stock_id)
    if stock is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no merchant coupon stock has this id")
    return {**stock, "state": STOPPED} if world.now() > stock["end"] else stock


def save(world: World, merchant: Account, stock: Doc) -> None:
    """Write a stock."""
    world.store.put("merchant stock", merchant.id, stock["stock_id"], stock)


def take(world: World, merchant: Account, stock: Doc, person: int) -> None:
    """Take a coupon out of a stock for a person.

    Raises:
        PayError: INVALID_REQUEST when it does not run, RULE_LIMIT when the stock, the day or the person's share is spent.
    """
    if stock["state"] != RUNNING:
        raise PayError("INVALID_REQUEST", f"the stock is {stock['state']}, not RUNNING")
    rule = stock["asked"]["stock_send_rule"]
    shared = (f"{merchant.id}:{stock['stock_id']}", str(person))
    share = world.store.get("merchant coupon share", *shared) or {"count": 0}
    today = china_day(world.now())
    of_day = stock["day_sent"] if stock["day"] == today else 0
    if stock["sent"] >= rule["max_coupons"]:
        raise PayError("RULE_LIMIT", f"max_coupons: {rule['max_coupons']} are sent")
    if rule.get("max_coupons_by_day") and of_day >= rule["max_coupons_by_day"]:
        raise PayError("RULE_LIMIT", f"max_coupons_by_day: {of_day} are sent today")
    if share["count"] >= rule["max_coupons_per_user"]:
        raise PayError("RULE_LIMIT", f"max_coupons_per_user: the person had {share['count']}")
    world.store.put("merchant coupon share", *shared, {"count": share["count"] + 1})
    save(world, merchant, {**stock, "sent": stock["sent"] + 1, "day": today, "day_sent": of_day + 1})


def codes_of(merchant: Account, stock: Doc) -> str:
    """Return where the uploaded codes of a stock are kept: `all` of them, and those that are `waiting`."""
    return f"codes of {merchant.id}:{stock['stock_id']}"


def take_code(world: World, merchant: Account, stock: Doc, code: str) -> None:
    """Take an uploaded code away from those that wait; of other stocks nothing is kept."""
    world.store.delete(codes_of(merchant, stock), "waiting", code)


def description(stock: Doc) -> Json:
    """Write what a stock and each of its coupons say of themselves."""
    return {name: stock["asked"][name] for name in (*_SHOWN, *_LOOKS) if stock["asked"].get(name) is not None}


def worth_fen(stock: Doc) -> int:
    """Return what a coupon takes off, 0 where that depends on the purchase."""
    if stock["asked"]["stock_type"] != "NORMAL":
        return 0
    return int(stock["asked"]["coupon_use_rule"]["fixed_normal_coupon"]["discount_amount"])


def lifetime(world: World, stock: Doc) -> tuple[float, float]:
    """Return from when to when a coupon received now may be used."""
    times = stock["asked"]["coupon_use_rule"]["coupon_available_time"]
    begin = max(stock["begin"], world.now() + times.get("wait_days_after_receive", 0) * DAY)
    days = times.get("available_day_after_receive", 0)
    return begin, min(stock["end"], begin + days * DAY) if days else stock["end"]


def callback_url(world: World, merchant: Account) -> str:
    """Return where events are told, empty when it is not set."""
    found = world.store.get("coupon callback", merchant.id, "busifavor")
    return str(found["notify_url"]) if found else ""


def _own(call: Call, given: Any) -> None:
    if given.get("mchid", call.account.app_id) != call.account.app_id:
        raise PayError("PARAM_ERROR", "mchid is the caller's", "mchid")


def _read(call: Call) -> Doc:
    world, body = call.world, call.body
    fields.text(body, "stock_name", 21)
    fields.text(body, "goods_name", 15)
    fields.some_text(body, "comment", 20)
    fields.flag(body, "subsidy")
    kind = fields.one_of(body, "stock_type", tuple(_VALUES))
    fields.one_of(body, "coupon_code_mode", _MODES)
    if fields.text(body, "belong_merchant", 15) != call.account.app_id:
        raise PayError("PARAM_ERROR", "belong_merchant is the caller", "belong_merchant")
    use, send = fields.part(body, "coupon_use_rule"), fields.part(body, "stock_send_rule")
    fields.one_of(use, "use_method", _METHODS)
    times = fields.part(use, "coupon_available_time")
    begin, end = fields.moment(times, "available_begin_time"), fields.moment(times, "available_end_time")
    if not begin < end or end <= world.now():
        raise PayError("PARAM_ERROR", "available_end_time is after available_begin_time and not over (in simulated time)")
    for name in ("available_day_after_receive", "wait_days_after_receive"):
        fields.whole(times, name, 0, 365, default=0)
    rule, value = _VALUES[kind]
    fields.whole(fields.part(use, rule), value, 1)
    fields.whole(fields.part(use, rule), "transaction_minimum", 1)
    fields.whole(send, "max_coupons", 1, world.settings.coupon_stock_most)
    fields.whole(send, "max_coupons_per_user", 1, world.settings.merchant_coupons_per_user)
    fields.whole(send, "max_coupons_by_day", default=0)
    for name in _LOOKS:
        fields.some_part(body, name)
    counters = {"sent": 0, "day": 0, "day_sent": 0}
    return {"asked": body, "state": RUNNING, "created": world.now(), "begin": begin, "end": end, **counters}
