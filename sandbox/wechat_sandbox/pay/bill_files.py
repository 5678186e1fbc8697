"""The files behind download links: tables of text with a backtick before each value, as the platform writes them."""

from collections.abc import Iterable
from datetime import datetime

from wechat_sandbox.accounts import Account
from wechat_sandbox.clock import china_date
from wechat_sandbox.pay import payments, refunds
from wechat_sandbox.pay.merchants import FLOWS
from wechat_sandbox.store import Doc
from wechat_sandbox.world import World

_BOM = "\ufeff"
_TRADES = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,"
    "微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
_TRADE_SUMS = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
_FLOWS = (
    "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),"
    "资金变更提交申请人,备注,业务凭证号"
)
_FLOW_SUMS = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额"
_USED = "批次id,优惠id,优惠类型,优惠金额(元),订单总金额(元),交易类型,支付单号,消耗时间,消耗商户号,设备号,银行流水号,单品信息"
_REFUNDED = "批次id,优惠id,优惠类型,退款优惠金额(元),退款总金额(元),支付单号,退款单号,退款时间,消耗商户号"


def trades(world: World, merchant: Account, about: Doc) -> bytes:
    """Write a day's payments and refunds, empty when there were none."""
    key = f"{merchant.id}:{about['day']}"
    paid = [_order(world, merchant, entry) for _, entry in world.store.entries(payments.TRADES, limit=-1, key=key)]
    back = [
        world.store.get("pay refund", merchant.id, entry["out_refund_no"]) or {}
        for _, entry in world.store.entries(refunds.REFUNDS, limit=-1, key=key)
    ]
    paid = paid if about["part"] in ("ALL", "SUCCESS") else []
    back = [doc for doc in back if doc["status"] != "CLOSED" and about["part"] in ("ALL", "REFUND")]
    rows = [_paid_row(world, merchant, order) for order in paid] + [_refund_row(world, merchant, doc) for doc in back]
    if not rows:
        return b""
    sums = [
        str(len(rows)),
        _yuan(sum(order["payer_total"] for order in paid)),
        _yuan(sum(doc["payer_refund"] for doc in back)),
        "0.00",
        _yuan(sum(order["fee"] for order in paid)),
        _yuan(sum(order["total"] for order in paid)),
        _yuan(sum(doc["refund"] for doc in back)),
    ]
    return _table(_TRADES, rows, _TRADE_SUMS, sums)


def flows(world: World, merchant: Account, about: Doc) -> bytes:
    """Write what moved on the account in a day. Only the basic account ever moves here."""
    key = f"{merchant.id}:{about['day']}"
    moved = [doc for _, doc in world.store.entries(FLOWS, limit=-1, key=key)] if about["part"] == "BASIC" else []
    if not moved:
        return b""
    rows = [
        [
            _clock(doc["at"]),
            doc["ticket"],
            f"{int(doc['at'])}{doc['number']:08d}",
            doc["kind"],
            doc["kind"],
            "收入" if doc["fen"] >= 0 else "支出",
            _yuan(abs(doc["fen"])),
            _yuan(doc["left"]),
            "system" if doc["fen"] >= 0 else "API",
            doc["note"],
            doc["ticket"],
        ]
        for doc in moved
    ]
    gains = [doc["fen"] for doc in moved if doc["fen"] >= 0]
    losses = [-doc["fen"] for doc in moved if doc["fen"] < 0]
    sums = [str(len(moved)), str(len(gains)), _yuan(sum(gains)), str(len(losses)), _yuan(sum(losses))]
    return _table(_FLOWS, rows, _FLOW_SUMS, sums)


def coupons_used(world: World, merchant: Account, stock_id: str) -> bytes:
    """Write which coupons of a stock were used."""
    rows = [
        [
            stock_id,
            use["coupon_id"],
            "全场代金券",
            _yuan(use["amount"]),
            _yuan(use["total"]),
            use["trade_type"],
            use["transaction_id"],
            _clock(use["at"]),
            merchant.app_id,
            "",
            "",
            "",
        ]
        for _, use in world.store.entries("coupon use", limit=-1, key=f"{merchant.id}:{stock_id}")
    ]
    return _table(_USED, rows)


def coupons_refunded(world: World, merchant: Account, stock_id: str) -> bytes:
    """Write which coupons of a stock came back with a refund."""
    rows = [
        [
            stock_id,
            back["coupon_id"],
            "全场代金券",
            _yuan(back["amount"]),
            _yuan(back["refund"]),
            back["transaction_id"],
            back["refund_id"],
            _clock(back["at"]),
            merchant.app_id,
        ]
        for _, back in world.store.entries("coupon back", limit=-1, key=f"{merchant.id}:{stock_id}")
    ]
    return _table(_REFUNDED, rows)


def _order(world: World, merchant: Account, entry: Doc) -> Doc:
    order = world.store.get("pay order", merchant.id, entry["out_trade_no"])
    assert order is not None
    return order


def _paid_row(world: World, merchant: Account, order: Doc) -> list[str]:
    off = order["total"] - order["payer_total"]
    return [
        *_common(merchant, order, order["success_time"]),
        *("SUCCESS", order["bank_type"], "CNY", _yuan(order["payer_total"]), _yuan(off)),
        *("0", "0", "0.00", "0.00", "", "", order["description"], order["attach"]),
        *(_yuan(order["fee"]), _rate(world), _yuan(order["total"]), "0.00", ""),
    ]


def _refund_row(world: World, merchant: Account, doc: Doc) -> list[str]:
    order = _order(world, merchant, doc)
    return [
        *_common(merchant, order, doc["created"]),
        *("REFUND", order["bank_type"], "CNY", "0.00", "0.00"),
        *(doc["refund_id"], doc["out_refund_no"], _yuan(doc["payer_refund"]), "0.00", "ORIGINAL", doc["status"]),
        *(order["description"], order["attach"], "0.00", _rate(world), "0.00", _yuan(doc["refund"]), ""),
    ]


def _common(merchant: Account, order: Doc, at: float) -> list[str]:
    where = [_clock(at), order["appid"], merchant.app_id, "0", order["device_id"]]
    return [*where, order["transaction_id"], order["out_trade_no"], order["openid"], order["trade_type"]]


def _table(head: str, rows: Iterable[list[str]], sum_head: str = "", sums: list[str] | None = None) -> bytes:
    lines = [_BOM + head, *(_line(row) for row in rows)]
    if sums is not None:
        lines += [sum_head, _line(sums)]
    return ("\r\n".join(lines) + "\r\n").encode()


def _line(row: list[str]) -> str:
    """Write a row; a comma or a line break within a value would end it early."""
    return ",".join("`" + " ".join(value.replace(",", "，").split()) for value in row)


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _rate(world: World) -> str:
    return f"{world.settings.pay_fee_rate * 100:.2f}%"


def _clock(at: float) -> str:
    moment: datetime = china_date(at)
    return f"{moment:%Y-%m-%d %H:%M:%S}"
