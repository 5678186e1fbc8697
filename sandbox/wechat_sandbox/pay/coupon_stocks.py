"""Stocks of coupons (代金券): made, started, paused and restarted; what they hold is never oversold."""

from wechat_sandbox.accounts import MERCHANT, Account
from wechat_sandbox.clock import china_day
from wechat_sandbox.errors.pay import PayError
from wechat_sandbox.pay import fields, merchants
from wechat_sandbox.pay.door import PAY_DOOR
from wechat_sandbox.registry import PAY, Call, Json, endpoint
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

MADE, RUNNING, PAUSED, STOPPED = "unactivated", "running", "paused", "stoped"
STATES = (MADE, "audit", RUNNING, STOPPED, PAUSED)
TRADE_TYPES = ("MICROAPP", "APPPAY", "PPAY", "CARD", "FACE", "OTHER")
REQUEST_NUMBER = r"[0-9A-Za-z_\-|*]+"
_STOCKS_A_PAGE, _MERCHANTS_A_PAGE, _ITEMS_A_PAGE = 10, 50, 100


@endpoint(PAY, "POST", "/v3/marketing/favor/coupon-stocks", MERCHANT, door=PAY_DOOR)
def create_stock(call: Call) -> Json:
    """Make a stock. The same out_request_no with the same content makes it once."""
    world, merchant = call.world, call.account
    request = fields.text(call.body, "out_request_no", 128, pattern=REQUEST_NUMBER)
    marked = fields.fingerprint(call.body)
    old = world.store.get("coupon stock request", merchant.id, request)
    if old is not None:
        if old["fingerprint"] != marked:
            raise PayError("INVALID_REQUEST", "this out_request_no was used with another content")
        made = find(world, merchant, old["stock_id"])
        return {"stock_id": made["stock_id"], "create_time": fields.written_finely(made["created"])}
    stock = _read(call)
    stock["stock_id"] = str(15_000_000 + world.store.next_number("coupon stocks"))
    save(world, merchant, stock)
    world.store.put("coupon stock request", merchant.id, request, {"fingerprint": marked, "stock_id": stock["stock_id"]})
    return {"stock_id": stock["stock_id"], "create_time": fields.written_finely(stock["created"])}


@endpoint(PAY, "POST", "/v3/marketing/favor/stocks/{stock_id}/start", MERCHANT, door=PAY_DOOR)
def start_stock(call: Call) -> Json:
    """Let coupons of a stock be sent. The budget of a prepaid stock must be there."""
    stock = _called(call, call.body)
    if stock["status"] != MADE:
        raise PayError("INVALID_REQUEST", "only a stock that was never started is started")
    if not stock["no_cash"] and merchants.balance(call.world, call.account) < stock["max_amount"]:
        raise PayError("NOT_ENOUGH", "the balance is less than the stock's max_amount")
    return _turned(call, stock, RUNNING, "start_time")


@endpoint(PAY, "POST", "/v3/marketing/favor/stocks/{stock_id}/pause", MERCHANT, door=PAY_DOOR)
def pause_stock(call: Call) -> Json:
    """Stop sending for a while; coupons that people hold stay good."""
    stock = _called(call, call.body)
    if stock["status"] != RUNNING:
        raise PayError("INVALID_REQUEST", "only a running stock is paused")
    return _turned(call, stock, PAUSED, "pause_time")


@endpoint(PAY, "POST", "/v3/marketing/favor/stocks/{stock_id}/restart", MERCHANT, door=PAY_DOOR)
def restart_stock(call: Call) -> Json:
    """Send on."""
    stock = _called(call, call.body)
    if stock["status"] != PAUSED:
        raise PayError("INVALID_REQUEST", "only a paused stock is restarted")
    return _turned(call, stock, RUNNING, "restart_time")


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks", MERCHANT, door=PAY_DOOR)
def list_stocks(call: Call) -> Json:
    """List stocks, by state and by time of making."""
    _creator(call, call.query)
    offset, limit = _page(call, _STOCKS_A_PAGE)
    status = call.query.get("status")
    if status is not None:
        fields.one_of(call.query, "status", STATES)
    begin = fields.moment(call.query, "create_start_time") if call.query.get("create_start_time") else 0.0
    end = fields.moment(call.query, "create_end_time") if call.query.get("create_end_time") else float("inf")
    stocks = [_now(call.world, stock) for stock in call.world.store.all("coupon stock", call.account.id)]
    found = [one for one in stocks if status in (None, one["status"]) and begin <= one["created"] <= end]
    data = [shown(call.account, one) for one in found[offset * limit : (offset + 1) * limit]]
    return {"total_count": len(found), "data": data, "limit": limit, "offset": offset}


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks/{stock_id}", MERCHANT, door=PAY_DOOR)
def get_stock(call: Call) -> Json:
    """Tell about one stock."""
    return shown(call.account, _called(call, call.query))


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks/{stock_id}/merchants", MERCHANT, door=PAY_DOOR)
def list_merchants(call: Call) -> Json:
    """List the merchants where a stock's coupons may be used."""
    return _listed(call, "merchants", _MERCHANTS_A_PAGE)


@endpoint(PAY, "GET", "/v3/marketing/favor/stocks/{stock_id}/items", MERCHANT, door=PAY_DOOR)
def list_items(call: Call) -> Json:
    """List the goods that a stock's coupons are for."""
    return _listed(call, "items", _ITEMS_A_PAGE)


def find(world: World, merchant: Account, stock_id: str) -> Doc:
    """Return a stock as it is now: one whose time is over has stopped.

    Raises:
        PayError: RESOURCE_NOT_EXISTS.
    """
    stock = world.store.get("coupon stock", merchant.id, stock_id)
    if stock is None:
        raise PayError("RESOURCE_NOT_EXISTS", "no coupon stock has this id")
    return _now(world, stock)


def save(world: World, merchant: Account, stock: Doc) -> None:
    """Write a stock."""
    world.store.put("coupon stock", merchant.id, stock["stock_id"], stock)


def take(world: World, merchant: Account, stock: Doc, person: int, fen: int) -> None:
    """Take a coupon of this worth out of a stock for a person.

    Raises:
        PayError: RULELIMIT when the stock, its budget, the day's budget or the person's share is spent.
    """
    share = world.store.get("coupon share", f"{merchant.id}:{stock['stock_id']}", str(person)) or {"count": 0}
    today = china_day(world.now())
    of_day = stock["day_amount"] if stock["day"] == today else 0
    if stock["distributed"] >= stock["max_coupons"]:
        raise PayError("RULELIMIT", f"max_coupons: {stock['max_coupons']} are sent")
    if stock["spent"] + fen > stock["max_amount"]:
        raise PayError("RULELIMIT", f"max_amount: {stock['spent']} fen are sent")
    if stock["max_amount_by_day"] and of_day + fen > stock["max_amount_by_day"]:
        raise PayError("RULELIMIT", f"max_amount_by_day: {of_day} fen are sent today")
    if share["count"] >= stock["max_coupons_per_user"]:
        raise PayError("RULELIMIT", f"max_coupons_per_user: the person had {share['count']}")
    world.store.put("coupon share", f"{merchant.id}:{stock['stock_id']}", str(person), {"count": share["count"] + 1})
    taken = {"distributed": stock["distributed"] + 1, "spent": stock["spent"] + fen, "day": today, "day_amount": of_day + fen}
    save(world, merchant, {**stock, **taken})


def shown(merchant: Account, stock: Doc) -> Json:
    """Write a stock as the answers show it."""
    answer: Json = {
        "stock_id": stock["stock_id"],
        "stock_creator_mchid": merchant.app_id,
        "stock_name": stock["name"],
        "status": stock["status"],
        "create_time": fields.written_finely(stock["created"]),
        "description": stock["description"],
        "stock_use_rule": {
            "max_coupons": stock["max_coupons"],
            "max_amount": stock["max_amount"],
            "max_amount_by_day": stock["max_amount_by_day"],
            "fixed_normal_coupon": {"coupon_amount": stock["amount"], "transaction_minimum": stock["minimum"]},
            "max_coupons_per_user": stock["max_coupons_per_user"],
            "coupon_type": "NORMAL",
            "goods_tag": stock["goods_tags"],
            "trade_type": stock["trade_types"],
            "combine_use": False,
        },
        "available_begin_time": fields.written_finely(stock["begin"]),
        "available_end_time": fields.written_finely(stock["end"]),
        "distributed_coupons": stock["distributed"],
        "no_cash": stock["no_cash"],
        "singleitem": bool(stock["items"]),
        "stock_type": "NORMAL",
    }
    if stock["start_time"]:
        answer["start_time"] = fields.written_finely(stock["start_time"])
    if stock["status"] == STOPPED:
        answer["stop_time"] = fields.written_finely(stock["end"])
    return answer


def _now(world: World, stock: Doc) -> Doc:
    return {**stock, "status": STOPPED} if world.now() > stock["end"] else stock


def _called(call: Call, given: Json) -> Doc:
    _creator(call, given)
    return find(call.world, call.account, call.params["stock_id"])


def _creator(call: Call, given: Json) -> None:
    if given.get("stock_creator_mchid") != call.account.app_id:
        raise PayError("PARAM_ERROR", "stock_creator_mchid is the merchant that made the stock: the caller")


def _turned(call: Call, stock: Doc, status: str, name: str) -> Json:
    now = call.world.now()
    save(call.world, call.account, {**stock, "status": status, name: now})
    return {name: fields.written_finely(now), "stock_id": stock["stock_id"]}


def _page(call: Call, most: int) -> tuple[int, int]:
    return fields.counted(call.query, "offset", 0, 0, 1000), fields.counted(call.query, "limit", most, 1, most)


def _listed(call: Call, name: str, most: int) -> Json:
    stock = _called(call, call.query)
    offset, limit = _page(call, most)
    data = stock[name][offset * limit : (offset + 1) * limit]
    return {
        "total_count": len(stock[name]),
        "data": data,
        "offset": offset,
        "limit": limit,
        "stock_id": stock["stock_id"],
    }


def _read(call: Call) -> Doc:
    world, body = call.world, call.body
    fields.one_of(body, "stock_type", ("NORMAL",))
    if fields.text(body, "belong_merchant", 20) != call.account.app_id:
        raise PayError("PARAM_ERROR", "belong_merchant is the caller", "belong_merchant")
    begin, end = fields.moment(body, "available_begin_time"), fields.moment(body, "available_end_time")
    if not begin < end or end <= world.now():
        raise PayError("PARAM_ERROR", "available_end_time is after available_begin_time and not over (in simulated time)")
    rule, use = fields.part(body, "stock_use_rule"), fields.part(body, "coupon_use_rule")
    fixed = fields.part(use, "fixed_normal_coupon")
    amount = fields.whole(fixed, "coupon_amount", 1)
    most = fields.whole(rule, "max_coupons", 1, world.settings.coupon_stock_most)
    budget = fields.whole(rule, "max_amount", 1, 10**12)
    if budget != most * amount:
        raise PayError("PARAM_ERROR", "max_amount is max_coupons times coupon_amount", "max_amount")
    times = fields.some_part(use, "coupon_available_time")
    return {
        "name": fields.text(body, "stock_name", 20),
        "comment": fields.some_text(body, "comment", 60),
        "description": fields.some_text(fields.some_part(body, "pattern_info"), "description", 1000),
        "begin": begin,
        "end": end,
        "max_coupons": most,
        "max_amount": budget,
        "max_amount_by_day": fields.whole(rule, "max_amount_by_day", default=0),
        "max_coupons_per_user": fields.whole(rule, "max_coupons_per_user", 1, world.settings.coupons_per_user),
        "natural_person_limit": fields.flag(rule, "natural_person_limit"),
        "prevent_api_abuse": fields.flag(rule, "prevent_api_abuse"),
        "no_cash": fields.flag(body, "no_cash"),
        "amount": amount,
        "minimum": fields.whole(fixed, "transaction_minimum", 1),
        "merchants": _merchants(call, use),
        "items": fields.texts(use, "available_items", 1000),
        "goods_tags": fields.texts(use, "goods_tag", 50),
        "trade_types": _trade_types(use),
        "hours": _hours(times),
        "second_day": fields.flag(times, "second_day_available"),
        "minutes": fields.whole(times, "available_time_after_receive", 0, 10**7, default=0),
        "status": MADE,
        "created": world.now(),
        "start_time": 0.0,
        "distributed": 0,
        "spent": 0,
        "day": 0,
        "day_amount": 0,
    }


def _trade_types(use: Json) -> list[str]:
    listed = fields.texts(use, "trade_type", len(TRADE_TYPES))
    if not set(listed) <= set(TRADE_TYPES):
        raise PayError("PARAM_ERROR", f"trade_type holds some of {', '.join(TRADE_TYPES)}", "trade_type")
    return listed


def _merchants(call: Call, use: Json) -> list[str]:
    listed = fields.texts(use, "available_merchants", 50)
    if not listed:
        raise PayError("PARAM_ERROR", "available_merchants has 1 to 50 merchants", "available_merchants")
    return listed


def _hours(times: Json) -> Doc:
    fixed = fields.some_part(times, "fix_available_time")
    days = fixed.get("available_week_day", [])
    if not isinstance(days, list) or not all(isinstance(one, int) and 0 <= one <= 7 for one in days):
        raise PayError("PARAM_ERROR", "available_week_day is a list of days", "available_week_day")
    begin = fields.whole(fixed, "begin_time", 0, 86_399, default=0)
    return {"days": days, "begin": begin, "end": fields.whole(fixed, "end_time", 0, 86_399, default=86_399)}
