"""The compass 罗盘: a day of the store in numbers, which are texts, money in fen."""

from wechat_sandbox.accounts import STORE
from wechat_sandbox.channels import ask, days, lives, products
from wechat_sandbox.channels import shop as shops
from wechat_sandbox.channels.refusals import BAD, DATE_RANGE
from wechat_sandbox.clock import DAY
from wechat_sandbox.errors import ApiError
from wechat_sandbox.registry import API, OK, Call, Json, endpoint
from wechat_sandbox.store import Doc

_COMPASS = "/channels/ec/compass"
_MILLION = 1_000_000


@endpoint(API, "POST", f"{_COMPASS}/shop/overall/get", STORE)
def shop_overall(call: Call) -> Json:
    """Sum up a day of the store."""
    counted = days.of_day(call.world, call.account, day(call))
    names = ("pay_gmv", "pay_uv", "pay_order_cnt", "pay_refund_gmv", "product_click_uv")
    data = {name: str(counted.get(name, 0)) for name in names}
    data["live_pay_gmv"] = _from(counted, days.LIVE)
    data["feed_pay_gmv"] = _from(counted, days.VIDEO)
    return {**OK, "data": data}


@endpoint(API, "POST", f"{_COMPASS}/finder/overall/get", STORE)
def finder_overall(call: Call) -> Json:
    """Sum up what was sold on a day through the channel, by where."""
    counted = days.of_day(call.world, call.account, day(call))
    by_scene = {"live": days.LIVE, "feed": days.VIDEO, "window": days.WINDOW, "product": days.SHARED}
    data = {f"{name}_pay_gmv": _from(counted, scene) for name, scene in by_scene.items()}
    other = sum(int(_from(counted, scene)) for scene in (days.ARTICLE, days.OTHER))
    return {**OK, "data": {"pay_gmv": str(counted.get("pay_gmv", 0)), **data, "other_pay_gmv": str(other)}}


@endpoint(API, "POST", f"{_COMPASS}/shop/live/list/get", STORE)
def live_list(call: Call) -> Json:
    """List the live rooms of a day."""
    today = day(call)
    if call.text("finder_id", BAD, 64) != shops.finder_id(call.world, call.account):
        raise ApiError(BAD, "finder_id is the store's own channel")
    found = [doc for doc in lives.all_of(call.world, call.account) if days.ds(doc["start"]) == today]
    return {**OK, "live_list": [_live(call, doc) for doc in found]}


@endpoint(API, "POST", f"{_COMPASS}/shop/product/list/get", STORE)
def product_list(call: Call) -> Json:
    """List the products that something happened to on a day."""
    counted = days.products_of_day(call.world, call.account, day(call))
    return {**OK, "product_list": [_product(call, doc) for doc in counted]}


def day(call: Call) -> str:
    """Read the day that is asked about.

    Raises:
        ApiError: a day that has not come, or that is not counted yet.
    """
    wanted = ask.day(call)
    latest = call.world.now() - call.world.settings.compass_sim_days_late * DAY
    if wanted > days.ds(latest):
        raise ApiError(DATE_RANGE, "the day is not over or not counted yet")
    return wanted


def _from(counted: Doc, scene: int) -> str:
    return str(counted.get(f"pay_gmv_{scene}", 0))


def _live(call: Call, doc: Doc) -> Json:
    return {
        "live_id": doc["export_id"],
        "live_title": doc["title"],
        "live_time": str(doc["start"]),
        "live_duration": str(lives.seconds_open(doc, call.world.now())),
        "live_cover_img_url": f"https://wxapp.tc.qq.com/251/20350/stodownload?live={doc['number']}",
    }


def _product(call: Call, counted: Doc) -> Json:
    product = products.find(call.world, call.account, counted["product_id"])
    assert product is not None
    first, second, third = products.CATEGORIES[product.item.category]
    return {
        "product_id": product.product_id,
        "head_img_url": product.picture,
        "title": product.title,
        "price": str(product.price_fen),
        "first_category_id": first,
        "second_category_id": second,
        "third_category_id": third,
        "data": _measures(call, counted),
    }


def _measures(call: Call, counted: Doc) -> Json:
    def number(name: str) -> int:
        return int(counted.get(name, 0))

    def people(who: str) -> int:
        return len(counted["who"].get(who, []))

    paid, gmv, refunded = number("pay_cnt"), number("pay_gmv"), number("pay_refund_cnt")
    fee = gmv * call.world.settings.store_fee_ppm // _MILLION
    before = number("pay_refund_before_send_cnt")
    texts = {
        "pay_gmv": gmv,
        "create_gmv": number("create_gmv"),
        "create_cnt": number("create_cnt"),
        "create_uv": people("created"),
        "create_product_cnt": number("create_pieces"),
        "pay_cnt": paid,
        "pay_uv": people("paid"),
        "pay_product_cnt": number("pay_pieces"),
        "pure_pay_gmv": gmv - number("pay_refund_gmv"),
        "pay_gmv_per_uv": gmv // people("paid") if people("paid") else 0,
        "seller_actual_settle_amount": 0,
        "platform_actual_commission": 0,
        "finderuin_actual_commission": 0,
        "captain_actual_commission": 0,
        "seller_predict_settle_amount": gmv - fee - number("commission"),
        "platform_predict_commission": fee,
        "finderuin_predict_commission": number("commission"),
        "captain_predict_commission": 0,
        "product_click_uv": people("clicked"),
        "product_click_cnt": number("clicks"),
        "pay_refund_gmv": number("pay_refund_gmv"),
        "pay_refund_uv": people("paid, refunded"),
        "pay_refund_cnt": refunded,
        "pay_refund_product_cnt": number("pay_refund_pieces"),
        "refund_gmv": number("refund_gmv"),
        "refund_product_cnt": number("refund_pieces"),
        "refund_cnt": number("refund_cnt"),
        "refund_uv": people("refunded"),
    }
    return {
        **{name: str(value) for name, value in texts.items()},
        "pay_refund_ratio": refunded / paid if paid else 0.0,
        "pay_refund_before_send_ratio": before / paid if paid else 0.0,
        "pay_refund_after_send_ratio": (refunded - before) / paid if paid else 0.0,
    }
