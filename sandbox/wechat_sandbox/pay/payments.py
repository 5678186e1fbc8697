"""A payment as it happens: coupons that fit are used, money moves, the merchant is told."""

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import DAY, china_date, china_day
from wechat_sandbox.pay import coupons, merchants, orders
from wechat_sandbox.pay.leisure import perhaps_later
from wechat_sandbox.pay.notifications import notify
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

TRADES = "pay trade"
_BANKS = ("OTHERS", "CMB_DEBIT", "ICBC_DEBIT", "CCB_DEBIT", "ABC_DEBIT", "BOC_CREDIT", "CMB_CREDIT")


def settle(world: World, merchant: Account, order: Doc, person: int) -> tuple[Doc, list[int]]:
    """Take a person's money for an order; return the paid order and the deliveries that tell of it."""
    app = merchants.app(world, merchant, order["appid"])
    now = world.now()
    coupon = coupons.best(world, merchant, order, person)
    off = int(coupon["amount"]) if coupon else 0
    transaction_id = merchants.number(world, merchant, "transactions", f"42000{china_date(now):%Y%m%d}", 15)
    paid: Doc = {
        **order,
        "state": "SUCCESS",
        "transaction_id": transaction_id,
        "success_time": now,
        "openid": order["openid"] or world.people.openid(app, person),
        "person": person,
        "payer_total": order["total"] - off,
        "bank_type": _BANKS[world.dice.pick("bank", person, 0, len(_BANKS))],
        "promotion": [coupons.promotion(coupon)] if coupon else [],
        "coupon": coupon["coupon_id"] if coupon else "",
        "fee": fee(world, order["total"] - off),
    }
    orders.save(world, merchant, paid)
    world.store.put("pay transaction", merchant.id, transaction_id, {"out_trade_no": paid["out_trade_no"]})
    merchants.move(world, merchant, paid["payer_total"], "交易", transaction_id, paid["description"])
    merchants.move(world, merchant, -paid["fee"], "扣除交易手续费", transaction_id)
    world.store.append(TRADES, {"out_trade_no": paid["out_trade_no"]}, key=f"{merchant.id}:{china_day(now)}")
    sent = notify(
        world, merchant, person, paid["notify_url"], "TRANSACTION.SUCCESS", "transaction", orders.shown(merchant, paid)
    )
    if coupon:
        sent += coupons.use(world, merchant, coupon, paid)
    _perhaps_complained_about(world, merchant, paid)
    return paid, sent


def fee(world: World, fen: int) -> int:
    """Return WeChat's commission, rounded to the fen."""
    return int(fen * world.settings.pay_fee_rate + 0.5)


def _perhaps_complained_about(world: World, merchant: Account, order: Doc) -> None:
    settings = world.settings
    params = {"account": merchant.id, "out_trade_no": order["out_trade_no"]}
    delay = settings.complaint_delay_sim_days * DAY
    perhaps_later(world, order["person"], "complain", settings.complains_per_order, delay, params)
